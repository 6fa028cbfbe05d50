import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createWebhookCarrier, signWebhook } from './webhook-carrier.ts'

const secret = 'a secret of some length'
const message = {
  id: '01900000-0000-7000-8000-00000000abcd',
  body: '{"title":"Grüße"}',
  at: new Date(1_772_000_000_500),
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

function endpoint(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  return listen(
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
    }),
  )
}

test('signs the timestamp and the exact bytes, and names the message for a receiver that has seen it', async () => {
  const seen: { headers: IncomingMessage['headers']; body: string; method: string | undefined }[] = []
  const url = await endpoint(({ headers, method }, response, body) => {
    seen.push({ headers, body, method })
    response.end('ok')
  })
  expect(await createWebhookCarrier({ url, secret }).deliver(message)).toMatchObject({ outcome: 'sent' })
  const [got] = seen
  expect(got).toMatchObject({ body: message.body, method: 'POST' })
  expect(got?.headers).toMatchObject({
    'idempotency-key': message.id,
    'x-crew-timestamp': '1772000000',
    'content-type': 'application/json; charset=utf-8',
  })
  const expected = createHmac('sha256', secret).update(`1772000000.${message.body}`).digest('hex')
  expect(got?.headers['x-crew-signature']).toBe(`v1=${expected}`)
  expect(signWebhook(secret, 1_772_000_000, `${message.body} `)).not.toBe(`v1=${expected}`)
})

test.each([
  [200, 'sent'],
  [204, 'sent'],
  [302, 'refused'],
  [400, 'refused'],
  [401, 'refused'],
  [410, 'refused'],
  [408, 'not_sent'],
  [429, 'not_sent'],
  [500, 'not_sent'],
  [503, 'not_sent'],
])('an answer of %i is %s', async (status, outcome) => {
  const url = await endpoint((_request, response) => {
    response.writeHead(status, { location: 'http://elsewhere.invalid/' }).end('x'.repeat(100_000))
  })
  expect(await createWebhookCarrier({ url, secret }).deliver(message)).toMatchObject({ outcome })
})

test('nobody listens: it did not leave', async () => {
  const url = await endpoint(() => {})
  for (const close of closing.splice(0)) await close()
  expect(await createWebhookCarrier({ url, secret }).deliver(message)).toMatchObject({ outcome: 'not_sent' })
})

test('no answer in time: it may have left', async () => {
  const url = await endpoint((_request, response) => {
    closing.unshift(async () => void response.destroy())
  })
  const started = performance.now()
  const delivery = await createWebhookCarrier({ url, secret, deadlineMs: 200 }).deliver(message)
  expect(delivery).toMatchObject({ outcome: 'unknown', problem: expect.stringContaining('in time') })
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('the line breaks after the request arrived: it may have left', async () => {
  const url = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.destroy())
    }),
  )
  expect(await createWebhookCarrier({ url, secret }).deliver(message)).toMatchObject({ outcome: 'unknown' })
})

test('a body that never ends does not hold it up', async () => {
  const url = await endpoint((_request, response) => {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(1_000)), 5)
    response.on('close', () => clearInterval(more))
  })
  expect(await createWebhookCarrier({ url, secret, deadlineMs: 2_000 }).deliver(message)).toMatchObject({
    outcome: 'sent',
  })
})

test('only http and https', () => {
  expect(() => createWebhookCarrier({ url: 'file:///etc/passwd', secret })).toThrow(/http/)
})
