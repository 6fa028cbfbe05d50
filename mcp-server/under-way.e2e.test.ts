/** How long a request counts as under way, by clients that hang up, cancel and end their sessions in the middle of a call. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineTool } from '../tools/define-tool.ts'
import { type HttpDoor, openHttpDoor } from './http-door.fixture.ts'

let here: HttpDoor
let token: string
let session: string
/** What `work_slow` waits for, by the number it was called with; it hears no signal. */
const working = new Map<number, () => void>()

const workSlow = defineTool({
  name: 'work_slow',
  title: 'Work slowly',
  description: 'For a test.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({ number: z.int() }),
  output: z.object({ number: z.int() }),
  async run({ number }) {
    await new Promise<void>((resolve) => working.set(number, resolve))
    working.delete(number)
    return { output: { number }, facts: [], rowCount: 1 }
  },
})

beforeAll(async () => {
  here = await openHttpDoor({ limits: { concurrent: 2 }, tool: workSlow })
})
afterAll(() => here.close())
beforeEach(async () => {
  token = await here.token('analyst', `Caller ${crypto.randomUUID()}`)
  session = await here.initialize(token)
})

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
const slow = (number: number, id: number = number) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'work_slow', arguments: { number } },
})

/** Sends a request over a connection of its own; returns the connection. */
async function sendRaw(message: object) {
  const { port } = new URL(here.door.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  const body = JSON.stringify(message)
  const head = [
    'POST /mcp HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    `Authorization: Bearer ${token}`,
    `Mcp-Session-Id: ${session}`,
    `Content-Length: ${body.length}`,
  ]
  await new Promise((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, resolve))
  return socket
}

/** Begins the call and hangs up in the middle of it. */
async function callAndHangUp(number: number, id = number): Promise<void> {
  const socket = await sendRaw(slow(number, id))
  await expect.poll(() => working.has(number)).toBe(true)
  socket.destroy()
  await once(socket, 'close')
  // Another request is answered after the door heard of it.
  await status({ ...ping, id: 1_000 })
}

const status = async (message: object = ping) => {
  const response = await here.post(message, { token, session })
  await response.text()
  return response.status
}

test('clients that hang up while their token is looked up keep no place', { timeout: 60_000 }, async () => {
  for (const waitMs of [0, 0, 1, 2, 3]) {
    for (let n = 0; n < 25; n++) {
      const socket = await sendRaw(ping)
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      socket.resetAndDestroy()
    }
  }
  await expect.poll(() => status(), { timeout: 20_000 }).toBe(200)
})

test('who hangs up has no more calls worked on at once than who waits', async () => {
  await callAndHangUp(1)
  await callAndHangUp(2)
  expect(await status()).toBe(429)
  expect(await status(slow(3))).toBe(429)
  expect([...working.keys()]).toEqual([1, 2])
  for (const finish of working.values()) finish()
  await expect.poll(() => status()).toBe(200)
})

test('an id is free again when its call is done, not when its client hung up', async () => {
  await callAndHangUp(1, 7)
  expect(await status(slow(2, 7))).toBe(400)
  working.get(1)?.()
  await expect.poll(() => status({ ...ping, id: 7 })).toBe(200)
  const second = here.post(slow(2, 7), { token, session })
  await expect.poll(() => working.has(2)).toBe(true)
  working.get(2)?.()
  expect(await (await second).text()).toContain('"output":{"number":2}')
})

test.each([
  ['is cancelled', () => status({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })],
  [
    'ends with its session',
    async () => {
      const headers = { Authorization: `Bearer ${token}`, 'Mcp-Session-Id': session }
      const ended = (await fetch(here.door.url, { method: 'DELETE', headers })).status
      session = await here.initialize(token)
      return ended
    },
  ],
])('a call that %s keeps its place while it is worked on', async (_how, giveUp) => {
  const first = here.post(slow(1), { token, session }).then((response) => response.text())
  await expect.poll(() => working.has(1)).toBe(true)
  expect(await giveUp()).toBeLessThan(300)
  expect(await first).not.toContain('"output"')
  await callAndHangUp(2)
  expect(await status()).toBe(429)
  working.get(1)?.()
  await expect.poll(() => status()).toBe(200)
  working.get(2)?.()
})

test('a stream that is asked for again and again is refused like a call', async () => {
  const limited = await openHttpDoor({ limits: { burst: 5, callsPerMinute: 60 } })
  try {
    const bearer = await limited.token('eva')
    const statuses = new Set<number>()
    for (let n = 0; n < 10; n++) statuses.add((await limited.listen(bearer, 'none')).status)
    expect([...statuses]).toEqual([404, 429])
  } finally {
    await limited.close()
  }
})
