/** The door behind a reverse proxy: which Host and Origin it answers, and by which name it calls itself. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HttpDoor, initializeRequest, openHttpDoor } from './http-door.fixture.ts'

const publicUrl = new URL('https://crew.example.com/assistants/mcp')
const metadataPath = '/.well-known/oauth-protected-resource/assistants/mcp'

let proxied: HttpDoor
let local: HttpDoor
const tokens = new Map<HttpDoor, string>()

beforeAll(async () => {
  proxied = await openHttpDoor({ publicUrl })
  local = await openHttpDoor()
  for (const door of [proxied, local]) tokens.set(door, await door.token('eva'))
})
afterAll(async () => {
  await proxied.close()
  await local.close()
})

interface Answered {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** A request as a proxy passes it on: with any Host, which `fetch` does not let one choose. */
function ask(at: HttpDoor, headers: Record<string, string>, path = '/mcp', method = 'POST'): Promise<Answered> {
  const { port } = new URL(at.door.url)
  const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers: { ...usual, ...headers } })
    asked.on('response', async (response) =>
      resolve({ status: response.statusCode, headers: response.headers, body: await text(response) }),
    )
    asked.on('error', reject)
    asked.end(method === 'POST' ? JSON.stringify(initializeRequest) : undefined)
  })
}
const withToken = (at: HttpDoor, headers: Record<string, string>) => ({
  authorization: `Bearer ${tokens.get(at)}`,
  ...headers,
})

describe('with a public address set', () => {
  test.each([
    ['its Host', { host: 'crew.example.com' }, 200],
    ['its Host with the port that https has', { host: 'CREW.example.com:443' }, 200],
    ['its Host and Origin', { host: 'crew.example.com', origin: 'https://crew.example.com' }, 200],
    ['this computer, as before', { host: '127.0.0.1:8711', origin: 'http://localhost:6274' }, 200],
    ['its Host without TLS as the Origin', { host: 'crew.example.com', origin: 'http://crew.example.com' }, 403],
    ['its Host at another port', { host: 'crew.example.com:8443' }, 403],
    ['a host below it', { host: 'evil.crew.example.com' }, 403],
    ['a host that begins so', { host: 'crew.example.com.evil.example' }, 403],
    ['another Origin', { host: 'crew.example.com', origin: 'https://evil.example' }, 403],
    ['another Host that a header calls right', { host: 'evil.example', 'x-forwarded-host': 'crew.example.com' }, 403],
  ])('%s', async (_what, headers, status) => {
    expect((await ask(proxied, withToken(proxied, headers))).status).toBe(status)
  })

  test('the path is answered as clients know it and as the proxy may shorten it', async () => {
    const statuses = []
    for (const path of ['/assistants/mcp', '/mcp', '/assistants'])
      statuses.push((await ask(proxied, withToken(proxied, { host: 'crew.example.com' }), path)).status)
    expect(statuses).toEqual([200, 200, 404])
  })

  test.each([{ host: 'crew.example.com' }, { host: '127.0.0.1:8711' }])(
    'the challenge and the metadata name it, whichever Host the proxy sends: $host',
    async (headers) => {
      const refused = await ask(proxied, headers)
      expect(refused.status).toBe(401)
      expect(refused.headers['www-authenticate']).toBe(
        `Bearer resource_metadata="https://crew.example.com${metadataPath}"`,
      )
      for (const path of [metadataPath, '/.well-known/oauth-protected-resource']) {
        const { status, body } = await ask(proxied, headers, path, 'GET')
        expect([status, JSON.parse(body)]).toMatchObject([200, { resource: publicUrl.href }])
      }
    },
  )
})

test('without one, what a forwarding header says changes nothing', async () => {
  const said = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
  }
  const refused = await ask(local, { host: '127.0.0.1:8711', ...said })
  expect(refused.headers['www-authenticate']).toBe(
    'Bearer resource_metadata="http://127.0.0.1:8711/.well-known/oauth-protected-resource/mcp"',
  )
  expect((await ask(local, withToken(local, { ...said, host: 'crew.example.com' }))).status).toBe(403)
  expect((await ask(local, withToken(local, { host: 'evil.example', 'x-forwarded-host': 'localhost' }))).status).toBe(
    403,
  )
})
