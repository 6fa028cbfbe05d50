/**
 * Five thousand requests that no client would send, from a fixed seed: each gets a protocol error or an answer, none a stack
 * trace; nothing crashes, hangs or is counted as a bug of ours; and the door answers as before.
 */
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCustomer } from '../tools/proposals/proposal.fixture.ts'
import { type HttpDoor, openHttpDoor } from './http-door.fixture.ts'
import { type Call, oddCalls } from './odd-calls.fixture.ts'
import { readableMessages } from './serve-stdio.ts'

const REQUESTS = 5_000
const AT_ONCE = 20
const CUSTOMER = 'Hostage AG'
const READ_TIMEOUT_MS = 1_500
let here: HttpDoor
let token: string
let session: string
let calls: Call[]

beforeAll(async () => {
  const limits = { callsPerMinute: 10_000_000, burst: 1_000_000, sessionsPerToken: 5 }
  here = await openHttpDoor({ limits })
  token = await here.token('eva')
  session = await here.initialize(token)
  await addCustomer(here.crew.db, { name: CUSTOMER })
  calls = oddCalls(here.tools, CUSTOMER)
})
afterAll(() => here.close())

/** mulberry32: the same requests in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = randomFrom(4)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

/** Values that meet a place where something else is expected. */
const odd = (): unknown =>
  pick<() => unknown>([
    () => null,
    () => [],
    () => ({}),
    () => -1,
    () => 1e308,
    () => Number.MAX_SAFE_INTEGER + 2,
    () => '',
    () => '\u0000\ud800',
    () => "'; drop table customers; --",
    () => '../../etc/passwd',
    () => '{{fact:R1.x}}',
    () => '__proto__',
    () => JSON.parse('{"__proto__": {"roles": ["chairman"]}, "constructor": {"prototype": {}}}'),
    () => 'x'.repeat(20_000),
    () => JSON.parse(nested(40)),
    () => true,
    () => '<!channel> **bold**',
    () => '2026-99-99',
    () => Array.from({ length: 500 }, () => ({})),
  ])()

const methods = [
  'tools/call',
  'tools/list',
  'resources/read',
  'prompts/get',
  'completion/complete',
  'initialize',
  'ping',
  'logging/setLevel',
  'sampling/createMessage',
  'rpc.discover',
  '',
  'notifications/cancelled',
  'resources/subscribe',
]

let nextId = 100

function hostileBody(): string {
  nextId += 1
  const id = pick<unknown>([nextId, nextId, 1, 'a', null, {}, [], 1.5, -1, undefined])
  return pick<() => string>([
    () => pick(['', '{', '[]', 'null', '"x"', '42', '[[[', '{"jsonrpc":', '\u0000', '{}', '{"jsonrpc":"2.0"}', 'NaN']),
    () => nested(pick([100, 10_000, 200_000])),
    () =>
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_customer","arguments":${nested(5_000, '{"a":', '}').replace('{"a":}', '{"a":1}')}}}`,
    () => JSON.stringify(Array.from({ length: 50 }, () => ({ jsonrpc: '2.0', id: 1, method: 'ping' }))),
    () => JSON.stringify({ jsonrpc: pick(['1.0', 2, '2.0']), id, method: pick(methods), params: odd() }),
    () => JSON.stringify({ jsonrpc: '2.0', id, method: odd(), params: {} }),
    () => JSON.stringify({ jsonrpc: '2.0', id, result: odd() }),
    () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri: odd() } }),
    () => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name: odd(), arguments: odd() } }),
    () =>
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'completion/complete', params: { ref: odd(), argument: odd() } }),
    ...Array.from({ length: 6 }, () => () => {
      const call = pick(calls)
      const [field = 'limit'] = Object.keys(call.arguments).slice(-1)
      const given = pick<unknown>([call.arguments, { ...call.arguments, [field]: odd() }, odd()])
      const params = { name: call.name, arguments: given }
      return JSON.stringify({ jsonrpc: '2.0', id: nextId, method: 'tools/call', params })
    }),
  ])()
}

function hostileHeaders(): Record<string, string> {
  return pick<() => Record<string, string>>([
    () => ({}),
    () => ({}),
    () => ({}),
    () => ({ 'Content-Type': pick(['text/plain', 'application/json; charset=utf-16', 'multipart/form-data']) }),
    () => ({ Accept: pick(['text/html', 'application/json', '*/*']) }),
    () => ({ 'Mcp-Session-Id': pick(['', 'x', 'x'.repeat(5_000), '../..', session.toUpperCase()]) }),
    () => ({ 'Mcp-Protocol-Version': pick(['1999-01-01', 'x', '2025-11-25']) }),
    () => ({
      Authorization: pick([
        '',
        'Bearer',
        'Bearer a b',
        `Basic ${token}`,
        `Bearer ${token}x`,
        `Bearer ${'x'.repeat(9_000)}`,
      ]),
    }),
    () => ({ Origin: pick(['null', 'http://evil.example', 'file://', 'x']) }),
    () => ({ 'Content-Encoding': pick(['gzip', 'br', 'x']) }),
    () => ({ 'Last-Event-ID': pick(['x', '1']) }),
  ])()
}

const STACK = /\n\s+at |node_modules|\.ts:\d|PostgresError|syntax error at|TypeError|RangeError/

test('five thousand requests', { timeout: 240_000 }, async () => {
  const statuses = new Map<number, number>()
  const bad: string[] = []
  let sent = 0
  const sender = async () => {
    while (sent < REQUESTS) {
      sent += 1
      const body = hostileBody()
      const headers = hostileHeaders()
      const method = pick(['POST', 'POST', 'POST', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'OPTIONS'])
      const { status, text } = await send(method, headers, body)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const isProtocol = status === 202 || (status < 500 && /"jsonrpc":"2\.0"/.test(text))
      if (!isProtocol || STACK.test(text))
        bad.push(`${status} ${body.slice(0, 150)} ${JSON.stringify(headers).slice(0, 100)}: ${text.slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sender))
  expect(bad.slice(0, 5)).toEqual([])
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS)
  for (const status of [200, 400, 401, 403, 404, 406, 415]) expect(statuses.get(status), `${status}`).toBeGreaterThan(0)
  await stillAnswers()
})

test('each tool with one odd value, in each of its fields', { timeout: 240_000 }, async () => {
  const told = new Map<string, number>()
  const bad: string[] = []
  const waiting = calls.entries()
  const caller = async () => {
    for (const [at, params] of waiting) {
      const message = { jsonrpc: '2.0', id: 1_000_000 + at, method: 'tools/call', params }
      const text = await (await here.post(message, { token, session })).text()
      const code =
        /\\"code\\":\\"(\w+)\\"/.exec(text)?.[1] ?? (text.includes('"structuredContent"') ? 'answered' : 'error')
      told.set(code, (told.get(code) ?? 0) + 1)
      if (code === 'bug' || STACK.test(text)) bad.push(`${JSON.stringify(params).slice(0, 200)}: ${text.slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  expect(bad).toEqual([])
  // What is refused before it reaches a tool says nothing about the tool.
  expect(told.get('answered')).toBeGreaterThan(calls.length / 8)
  expect(told.get('invalid_input')).toBeGreaterThan(calls.length / 4)
})

test('too large, whether it says so or not, and after the first bytes', async () => {
  const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { pad: 'x'.repeat(3_000_000) } })
  expect((await send('POST', {}, large)).status).toBe(413)
  expect((await send('POST', { 'Transfer-Encoding': 'chunked' }, large)).status).toBe(413)
  await stillAnswers()
})

test('slow, half-closed and cut-off connections end by themselves', async () => {
  const quick = await openHttpDoor({ readTimeoutMs: READ_TIMEOUT_MS })
  const token = await quick.token('eva')
  const head = headOf(token)
  const ends = await Promise.all(
    [
      'POST /mcp HT',
      head,
      `${head}Content-Length: 500\r\n\r\n{"json`,
      `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"jso`,
      `${head}Content-Length: -5\r\n\r\n`,
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      `${head}X: ${'y'.repeat(40_000)}\r\n\r\n`,
      '\u0016\u0003\u0001 no HTTP at all\r\n\r\n',
    ].flatMap((bytes) => [raw(quick, bytes, false), raw(quick, bytes, true)]),
  )
  for (const { text, ms } of ends) {
    expect(text).not.toMatch(STACK)
    expect(text).toMatch(/^$|^HTTP\/1\.1 4\d\d /)
    expect(ms).toBeLessThan(READ_TIMEOUT_MS * 4 + 5_000)
  }
  expect(await quick.initialize(token)).not.toBe('')
  await quick.close()
}, 60_000)

test('on standard input a line that is no message is refused, and the next one is read', async () => {
  const refused: string[] = []
  const lines = [
    'nonsense',
    '[]',
    '{"jsonrpc":"2.0"}',
    nested(100_000),
    'x'.repeat(2_000_000),
    '',
    '{"jsonrpc":"2.0","id":7,"method":"ping"}',
  ]
  const input = Readable.from([
    Buffer.from(`${lines.join('\n')}\n`).subarray(0, 900_000),
    Buffer.from(`${lines.join('\n')}\n`).subarray(900_000),
  ])
  const messages: string[] = []
  for await (const message of readableMessages(input, (refusal) => refused.push(refusal.body)))
    messages.push(message.toString())
  expect(messages).toEqual(['{"jsonrpc":"2.0","id":7,"method":"ping"}\n'])
  expect(refused).toHaveLength(5)
})

test('none of it was a bug of ours', async () => {
  await expect(readFile(join(here.dataDir, 'incidents.jsonl'), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' })
})

async function stillAnswers(): Promise<void> {
  session = await here.initialize(token)
  const params = { name: 'get_settings', arguments: {} }
  const answer = await here.post({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }, { token, session })
  expect(await answer.text()).toContain('"structuredContent"')
}

/** Over `node:http`, for `fetch` would correct some of it. Rejects when no answer comes. */
function send(
  method: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  const url = new URL(here.door.url)
  return new Promise((resolve, reject) => {
    const usual = {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${token}`,
      'Mcp-Session-Id': session,
      ...('Transfer-Encoding' in headers ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    }
    const options = { host: url.hostname, port: url.port, path: url.pathname, method, timeout: 20_000 }
    const asked = httpRequest({ ...options, headers: { ...usual, ...headers } }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer to ${body.slice(0, 200)}`)))
    asked.on('error', ({ message }) =>
      reject(new Error(`${message}: ${method} ${body.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)}`)),
    )
    asked.end(body)
  })
}

const headOf = (bearer: string) =>
  `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n`

/** Writes bytes and waits until the other side ends the connection. */
function raw(at: HttpDoor, bytes: string, isHalfClosed: boolean): Promise<{ text: string; ms: number }> {
  const { port } = new URL(at.door.url)
  const startedAt = performance.now()
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true })
    socket.on('data', (chunk) => {
      text += chunk.toString()
    })
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve({ text, ms: performance.now() - startedAt }))
    if (isHalfClosed) socket.end(bytes)
    else socket.write(bytes)
  })
}
