import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LogLevel, webApi } from '@slack/bolt'
import { afterEach, expect, test } from 'vitest'
import { message, section } from './blocks.ts'
import { mrkdwn } from './mrkdwn.ts'
import { createPoster, posterClientOptions } from './post.ts'

interface Call {
  method: string
  body: URLSearchParams
  at: number
}
type Answer = (response: ServerResponse, request: IncomingMessage) => void

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const ok =
  (content: Record<string, unknown> = {}): Answer =>
  (response) => {
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ ok: true, channel: 'C1', ts: '1.000001', ...content }))
  }
const error =
  (code: string, more: Record<string, unknown> = {}): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: false, error: code, ...more }))
  }
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end('<html>')

const silence: Answer = () => {}

/** Answers each call with the next of `answers`, and then with `ok`; a clock that waits at once. */
async function slackThatAnswers(...answers: Answer[]) {
  const isSilent = answers.includes(silence)
  const calls: Call[] = []
  const clock = { at: 1_800_000_000_000 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const method = request.url?.replace('/api/', '') ?? ''
      calls.push({ method, body: new URLSearchParams(Buffer.concat(chunks).toString()), at: clock.at })
      ;(answers.shift() ?? ok())(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
  const close = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  closing.push(close)
  const client = new webApi.WebClient('xoxb-test', {
    ...posterClientOptions,
    slackApiUrl: url,
    timeout: isSilent ? 300 : 10_000,
    logLevel: LogLevel.ERROR,
  })
  const poster = createPoster(client, {
    clock: {
      now: () => clock.at,
      async wait(ms) {
        clock.at += ms
      },
    },
  })
  return { calls, clock, poster, close }
}

const hello = message(mrkdwn`hello`, [section(mrkdwn`hello`)])

test('a message leaves with its thread, its mark and without previews, and the answer says where it stands', async () => {
  const { calls, poster } = await slackThatAnswers()
  expect(await poster.post('#team', hello, { thread: '0.9', broadcast: true, key: 'm1' })).toEqual({
    outcome: 'sent',
    channel: 'C1',
    ts: '1.000001',
  })
  const { method, body } = calls[0] ?? { method: '', body: new URLSearchParams() }
  expect(method).toBe('chat.postMessage')
  expect(Object.fromEntries(body)).toMatchObject({
    channel: '#team',
    thread_ts: '0.9',
    reply_broadcast: 'true',
    unfurl_links: 'false',
  })
  expect(JSON.parse(body.get('blocks') ?? '')).toMatchObject([{ type: 'section', block_id: 'once:m1' }])
})

test('a channel takes a few at once, then one a second, in order; another channel does not wait for it', async () => {
  const { calls, clock, poster } = await slackThatAnswers()
  const began = clock.at
  const sent = await Promise.all(Array.from({ length: 8 }, () => poster.post('C1', hello)))
  expect(sent.every(({ outcome }) => outcome === 'sent')).toBe(true)
  expect(calls.map(({ at }) => at - began)).toEqual([0, 0, 0, 0, 1_000, 2_000, 3_000, 4_000])
  await poster.post('C2', hello)
  expect(calls.at(-1)?.at).toBe(clock.at)
  expect(clock.at - began).toBe(4_000)
})

test('more than can leave in some seconds is handed back with the time when it may', async () => {
  const { poster, clock, calls } = await slackThatAnswers()
  const began = clock.at
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => poster.post('C1', hello)))
  expect(calls).toHaveLength(outcomes.filter(({ outcome }) => outcome === 'sent').length)
  const later = outcomes.filter((each) => each.outcome === 'retry')
  expect(later.length).toBeGreaterThan(10)
  expect(later.every(({ at, mayHaveLeft }) => at.getTime() > began + 8_000 && !mayHaveLeft)).toBe(true)
})

test('Slack says how long to wait: a short while is waited, a long one is handed back, and the channel waits with it', async () => {
  const { poster, calls, clock } = await slackThatAnswers(
    status(429, { 'retry-after': '3' }),
    ok(),
    status(429, { 'retry-after': '120' }),
  )
  const began = clock.at
  expect(await poster.post('C1', hello)).toMatchObject({ outcome: 'sent' })
  expect(calls.map(({ at }) => at - began)).toEqual([0, 3_000])
  const put = await poster.post('C1', hello)
  expect(put).toMatchObject({ outcome: 'retry', at: new Date(clock.at + 120_000), mayHaveLeft: false })
  expect(await poster.post('C1', hello)).toMatchObject({ outcome: 'retry' })
  expect(calls).toHaveLength(3)
  expect(await poster.post('C2', hello)).toMatchObject({ outcome: 'sent' })
  clock.at += 120_000
  expect(await poster.post('C1', hello)).toMatchObject({ outcome: 'sent' })
})

test.each([
  ['channel_not_found', {}],
  ['not_in_channel', {}],
  ['missing_scope', { needed: 'chat:write' }],
  ['invalid_auth', {}],
  ['token_revoked', {}],
  ['msg_too_long', {}],
])('%s is final, in Slack’s own word', async (code, more) => {
  const { poster, calls } = await slackThatAnswers(error(code, more))
  expect(await poster.post('C1', hello)).toMatchObject({ outcome: 'failed', code })
  expect(calls).toHaveLength(1)
  expect(poster.downUntil()).toBeNull()
})

test.each<[string, Answer]>([
  ['a 500', status(500)],
  ['a 503', status(503)],
  ['fatal_error', error('fatal_error')],
  ['internal_error', error('internal_error')],
  ['a connection that breaks off', (_, request) => void request.socket.destroy()],
  ['silence', silence],
  ['something that is not JSON', (response) => void response.end('<html>')],
])('after %s it may have left, and is not posted again before it was looked for', async (_, answer) => {
  const { poster, calls, clock } = await slackThatAnswers(answer)
  const first = await poster.post('C1', hello, { key: 'm1' })
  expect(first).toMatchObject({ outcome: 'retry', mayHaveLeft: true })
  expect(calls).toHaveLength(1)
  expect(poster.downUntil()).toEqual(new Date(clock.at + 1_000))
})

test('what is found in the channel is not posted again; what is not there is', async () => {
  const { poster, calls, clock } = await slackThatAnswers(
    ok({ messages: [{ ts: '5.5', blocks: [{ type: 'section', block_id: 'once:m1' }] }] }),
    ok({ messages: [{ ts: '5.5', blocks: [{ type: 'section', block_id: 'once:m1' }] }] }),
    ok(),
  )
  const since = new Date(clock.at - 60_000)
  expect(await poster.post('C1', hello, { key: 'm1', lookSince: since })).toEqual({
    outcome: 'sent',
    channel: 'C1',
    ts: '5.5',
  })
  expect(await poster.post('C1', hello, { key: 'm2', lookSince: since })).toMatchObject({ ts: '1.000001' })
  expect(calls.map(({ method }) => method)).toEqual([
    'conversations.history',
    'conversations.history',
    'chat.postMessage',
  ])
  expect(calls[0]?.body.get('oldest')).toBe(String(clock.at / 1_000 - 120))
})

test('where the bot may not read the channel it stays open whether it left; where Slack is down it stays so for now', async () => {
  const { poster, calls, clock } = await slackThatAnswers(error('missing_scope', { needed: 'channels:history' }))
  const options = { key: 'm1', lookSince: new Date(clock.at) }
  expect(await poster.post('C1', hello, options)).toMatchObject({ outcome: 'failed', code: 'may_have_left' })
  expect(calls).toHaveLength(1)
  const gone = await slackThatAnswers()
  await gone.close()
  expect(await gone.poster.post('C1', hello, options)).toMatchObject({ outcome: 'retry', mayHaveLeft: true })
})

test('while nobody listens it did not leave; it is tried for some seconds, then less and less often', async () => {
  const { poster, clock, close } = await slackThatAnswers()
  await close()
  const outcomes = []
  for (let tries = 0; tries < 6; tries++) {
    const outcome = await poster.post('C1', hello)
    outcomes.push(outcome)
    if (outcome.outcome === 'retry') clock.at = outcome.at.getTime()
  }
  expect(outcomes.every((each) => each.outcome === 'retry' && !each.mayHaveLeft)).toBe(true)
  const next = await poster.post('C1', hello)
  expect(next).toMatchObject({ outcome: 'retry', at: new Date(clock.at + 60_000) })
})

test('an update may be repeated, so it is', async () => {
  const { poster, calls } = await slackThatAnswers(status(500))
  expect(await poster.update('C1', '1.0', hello)).toEqual({ outcome: 'sent', channel: 'C1', ts: '1.0' })
  expect(calls.map(({ method }) => method)).toEqual(['chat.update', 'chat.update'])
})
