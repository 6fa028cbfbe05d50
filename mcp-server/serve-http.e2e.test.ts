/** Who and what reaches a session over HTTP, by requests a client would send and some that none would. */
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignRoles } from '../tools/people/assign-roles.ts'
import { revokeToken } from '../tools/people/revoke-token.ts'
import { runTool } from '../tools/run-tool.ts'
import { type HttpDoor, initializeRequest, openHttpDoor } from './http-door.fixture.ts'

let here: HttpDoor
let eva: string

beforeAll(async () => {
  here = await openHttpDoor()
  eva = await here.token('eva')
})
afterAll(() => here.close())

const call = (name: string, input: object = {}, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: input },
})

async function connect(at: HttpDoor, token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const headers = { Authorization: `Bearer ${token}` }
  const transport = new StreamableHTTPClientTransport(new URL(at.door.url), { requestInit: { headers } })
  await client.connect(transport as Transport)
  return client
}

/** As `fetch` cannot: with any Host. */
function statusWith(headers: Record<string, string>, path = '/mcp'): Promise<number | undefined> {
  const { port } = new URL(here.door.url)
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers: { ...usual(), ...headers } })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end(JSON.stringify(initializeRequest))
  })
}
const usual = () => ({
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: `Bearer ${eva}`,
})

describe('a token', () => {
  test('is asked for, in a way that leads a client to what this resource is', async () => {
    const none = await here.post(initializeRequest)
    expect(none.status).toBe(401)
    const [, metadata] = /^Bearer resource_metadata="(.*)"$/.exec(none.headers.get('www-authenticate') ?? '') ?? []
    expect(await (await fetch(metadata ?? '')).json()).toMatchObject({
      resource: here.door.url,
      bearer_methods_supported: ['header'],
    })
    const wrong = await here.post(initializeRequest, { token: 'crew_guess' })
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="[^"]+", res/,
    )
    expect((await here.post(initializeRequest, { headers: { Authorization: 'Basic eDp5' } })).status).toBe(401)
    expect((await fetch(here.door.url)).status).toBe(401)
  })

  test('opens its venture and no other, whichever the door was started for', async () => {
    const other = await here.addVenture()
    const [own, others] = [await connect(here, eva), await connect(here, other.token)]
    const ventureOf = async (client: Client) => {
      const { structuredContent } = await client.callTool({ name: 'get_status', arguments: {} })
      return (structuredContent as { output: { venture: { slug: string } } }).output.venture.slug
    }
    expect(await ventureOf(own)).toBe(here.crew.venture.slug)
    expect(await ventureOf(others)).toBe(other.crew.venture.slug)
    await Promise.all([own.close(), others.close()])
  })

  test('that is revoked ends with the next request, in the middle of a session', async () => {
    const token = await here.token('analyst', 'Leaving')
    const session = await here.initialize(token)
    expect((await here.post(call('get_settings'), { token, session })).status).toBe(200)
    await runTool(revokeToken, { token: 'Leaving' }, await here.crew.context())
    const after = await here.post(call('get_settings'), { token, session })
    expect(after.status).toBe(401)
    expect(after.headers.get('www-authenticate')).toContain('was revoked on')
  })

  test('has the roles its person has now, in the middle of a session too', async () => {
    const token = await here.token('analyst', 'Moving')
    const session = await here.initialize(token)
    const listKeys = async () => (await here.post(call('list_api_keys'), { token, session })).text()
    expect(await listKeys()).toContain('"structuredContent"')
    await runTool(assignRoles, { person: 'Moving', roles: ['eva'] }, await here.crew.context())
    expect(await listKeys()).toContain('forbidden')
  })

  test('opens its own sessions only', async () => {
    const session = await here.initialize(eva)
    const other = await here.token('analyst', 'Other')
    expect((await here.post(call('get_settings'), { token: other, session })).status).toBe(404)
    expect((await here.post(call('get_settings'), { token: eva, session })).status).toBe(200)
  })
})

describe('a foreign web page', () => {
  test.each([
    ['another Host', { host: 'evil.example.com' }, 403],
    ['another Host with this port', { host: 'evil.example.com:8711' }, 403],
    ['a Host that begins as this computer', { host: '127.0.0.1.evil.example.com' }, 403],
    ['another Origin', { origin: 'https://evil.example.com' }, 403],
    ['an opaque Origin', { origin: 'null' }, 403],
    ['a local Origin', { origin: 'http://localhost:6274' }, 200],
    ['localhost', { host: 'localhost:9' }, 200],
  ])('%s', async (_what, headers, status) => {
    expect(await statusWith(headers)).toBe(status)
  })
})

describe('sessions', () => {
  test('end by DELETE, and are not found after', async () => {
    const session = await here.initialize(eva)
    const headers = { Authorization: `Bearer ${eva}`, 'Mcp-Session-Id': session }
    expect((await fetch(here.door.url, { method: 'DELETE', headers })).status).toBe(200)
    const after = await here.post(call('get_settings'), { token: eva, session })
    expect([after.status, await after.json()]).toMatchObject([404, { error: { code: -32001 } }])
  })

  test('are bounded: the longest unused one makes room, and idle ones end', async () => {
    const small = await openHttpDoor({ limits: { sessionsPerToken: 2 } })
    try {
      const token = await small.token('eva')
      const [first, second] = [await small.initialize(token), await small.initialize(token)]
      await (await small.post(call('get_settings'), { token, session: first })).text()
      const third = await small.initialize(token)
      expect(small.door.sessionCount()).toBe(2)
      const statuses = []
      for (const session of [first, second, third])
        statuses.push((await small.post(call('get_settings'), { token, session })).status)
      expect(statuses).toEqual([200, 404, 200])
    } finally {
      await small.close()
    }
  })

  test('so many in all, and whoever comes then is told to wait', async () => {
    const small = await openHttpDoor({ limits: { sessions: 2 } })
    try {
      for (const name of ['One', 'Two']) expect(await small.initialize(await small.token('analyst', name))).not.toBe('')
      const third = await small.post(initializeRequest, { token: await small.token('analyst', 'Three') })
      expect([third.status, third.headers.get('retry-after')]).toEqual([503, '60'])
      expect(small.door.sessionCount()).toBe(2)
    } finally {
      await small.close()
    }
  })

  test('a message that begins none is told so, and leaves none behind', async () => {
    const before = here.door.sessionCount()
    expect((await here.post(call('get_settings'), { token: eva })).status).toBe(400)
    expect((await here.post({ ...initializeRequest, params: {} }, { token: eva })).status).toBe(400)
    expect((await here.post(initializeRequest, { token: eva, headers: { Accept: 'text/html' } })).status).toBe(406)
    expect(here.door.sessionCount()).toBe(before)
  })
})

describe('how much', () => {
  test('a token may ask so often, is told when to try again, and does not slow others', async () => {
    const slow = await openHttpDoor({ limits: { burst: 5, callsPerMinute: 60 } })
    try {
      const [token, other] = [await slow.token('eva'), await slow.token('analyst')]
      const session = await slow.initialize(token)
      const statuses: number[] = []
      let last: Response | undefined
      for (let n = 0; n < 6; n++) {
        last = await slow.post({ jsonrpc: '2.0', id: n, method: 'ping' }, { token, session })
        statuses.push(last.status)
      }
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
      expect(last?.headers.get('retry-after')).toBe('1')
      expect(await last?.json()).toMatchObject({ jsonrpc: '2.0', error: { message: expect.stringContaining('60') } })
      expect(await slow.initialize(other)).not.toBe('')
    } finally {
      await slow.close()
    }
  })

  test('so many at once', async () => {
    const narrow = await openHttpDoor({ limits: { concurrent: 2 } })
    try {
      const token = await narrow.token('eva')
      const session = await narrow.initialize(token)
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, id) => narrow.post(call('get_settings', {}, id), { token, session })),
      )
      const statuses = answers.map(({ status }) => status)
      expect(new Set(statuses)).toEqual(new Set([200, 429]))
      await Promise.all(answers.map((answer) => answer.text()))
      await expect.poll(async () => (await narrow.post(call('get_settings'), { token, session })).status).toBe(200)
    } finally {
      await narrow.close()
    }
  })
})

test('every request is in the ledger, whatever came of it', async () => {
  const token = await here.token('eva', 'Noted')
  const session = await here.initialize(token)
  const rows = async () =>
    here.crew.db.sql<{ row: string }[]>`
      select concat_ws(' ', entry::jsonb ->> 'event', entry::jsonb -> 'detail' ->> 'method',
        entry::jsonb -> 'detail' ->> 'tool', entry::jsonb -> 'detail' ->> 'resource', entry::jsonb -> 'detail' ->> 'code') as row
      from ledger where venture_id = ${here.crew.venture.id} and entry::jsonb -> 'actor' ->> 'id' =
        (select id::text from people where venture_id = ${here.crew.venture.id} and name = 'Noted') order by seq`
  const refusals: unknown[] = []
  const ask = async (method: string, params: object): Promise<void> => {
    const text = await (await here.post({ jsonrpc: '2.0', id: 1, method, params }, { token, session })).text()
    const [, code] = /"error":\{"code":(-?\d+)/.exec(text) ?? []
    if (code === undefined) return
    refusals.push([method, Number(code)])
    // A sentence, and no dump of a schema.
    expect(text).not.toContain('\\n')
  }
  await ask('tools/call', { name: 'get_gates' })
  await ask('tools/call', { name: 'get_settings' })
  await ask('tools/call', { name: 'set_mode', arguments: { kind: 'task', mode: 'auto', reason: 'x' } })
  await ask('tools/call', { name: 'list_at_risk', arguments: { asOf: 'nonsense' } })
  await ask('resources/read', { uri: 'crew://alerts' })
  await ask('resources/read', { uri: 'crew://glossary' })
  await ask('resources/read', { uri: 'crew://tools' })
  await ask('prompts/get', { name: 'chairmans_brief' })
  expect(refusals).toEqual([])
  await ask('tools/call', { name: 'drop_tables' })
  await ask('tools/call', { name: 'get_gates', arguments: 'all' })
  await ask('tools/call', {})
  await ask('resources/read', { uri: 'crew://people/all' })
  await ask('resources/read', { uri: 7 })
  await ask('prompts/get', { name: 'no_such' })
  await ask('prompts/get', { name: 'renewal_preparation', arguments: { customer: 7 } })
  await ask('completion/complete', { ref: 'x' })
  await ask('logging/setLevel', { level: 'loud' })
  const codes = refusals.map((refusal) => String(refusal).replace(',', ' '))
  const noted = (await rows()).map(({ row }) => row)
  expect(noted.slice(0, 7)).toEqual([
    'tool.called get_gates',
    'personal_data.read get_settings',
    'tool.refused set_mode forbidden',
    'tool.refused list_at_risk invalid_input',
    'tool.called list_alerts',
    'request.answered resources/read glossary',
    'request.answered resources/read tools',
  ])
  // What a prompt attaches is read by tools.
  expect(noted.slice(7, -codes.length)).toEqual(
    expect.arrayContaining(['tool.called list_proposals', 'tool.called get_gates']),
  )
  expect(noted.slice(-codes.length)).toEqual(codes.map((code) => `request.refused ${code}`))
  expect(codes).toEqual([
    'tools/call -32602',
    'tools/call -32602',
    'tools/call -32602',
    'resources/read -32002',
    'resources/read -32602',
    'prompts/get -32602',
    'prompts/get -32602',
    'completion/complete -32602',
    'logging/setLevel -32602',
  ])
})

test('nothing above was a bug of ours', async () => {
  await expect(readFile(join(here.dataDir, 'incidents.jsonl'), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' })
})
