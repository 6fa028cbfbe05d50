/** An answer over several tries, in a channel of a Slack of our own: nothing is said twice, and nothing old stays. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { message, mrkdwn, section } from './blocks.ts'
import type { Bot } from './bot.ts'
import { answerAt } from './deliver.ts'
import { createPoster, posterClientOptions } from './post.ts'
import { reply } from './reply.ts'
import { openSlackRig, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
beforeAll(async () => {
  rig = await openSlackRig({
    people: [{ name: 'sam', mail: 'sam@example.com' }],
    channels: [
      { name: 'team', isPrivate: true },
      { name: 'closed', isPrivate: true, withoutBot: true },
    ],
  })
})
afterAll(() => rig.close())

/** As a process has it that was just started: it knows of earlier tries what was kept, and nothing else. */
function startedBot(): Bot {
  const client = new webApi.WebClient(rig.botToken, { ...posterClientOptions, slackApiUrl: rig.apiUrl })
  const config = { slack: { apiUrl: rig.apiUrl } }
  return { client, config, poster: createPoster(client), onProblem: () => {} } as unknown as Bot
}

function tryNumber(attempt: number, receivedAt: Date, kept: unknown = null) {
  const lookSince = attempt === 1 ? null : receivedAt
  return { id: 'asked', data: {}, attempt, lookSince, kept, keep: async () => {}, keepAfter: () => {} }
}
const saying = (text: string) => message(mrkdwn`${text}`, [section(mrkdwn`${text}`)])

it('puts the answer in the place of what was said of its progress before a crash', async () => {
  const receivedAt = new Date()
  const place = { kind: 'message' as const, channel: rig.channel('team'), thread: undefined }
  const answering = { place, slackUser: 'U1', firstWord: 'Looking that up…' }
  const texts = async () => (await rig.messages('team')).map(({ text }) => text)
  let hasSpoken = false
  // A process that dies while it works: its promise never ends.
  void reply(tryNumber(1, receivedAt), startedBot(), {
    ...answering,
    async answer(progress) {
      await vi.waitFor(async () => expect(await texts()).toEqual(['Looking that up…']), { timeout: 10_000 })
      progress('Reading 3 of 10')
      hasSpoken = true
      return new Promise(() => {})
    },
  })
  await vi.waitFor(async () => expect(await texts()).toEqual(['Reading 3 of 10']), { timeout: 20_000 })
  expect(hasSpoken).toBe(true)

  await reply(tryNumber(2, receivedAt), startedBot(), { ...answering, answer: async () => [saying('The answer')] })
  expect(await texts()).toEqual(['The answer'])
  expect(rig.problems).toEqual([])
})

it('does not do again what was begun and may have been done', async () => {
  const channel = await rig.directMessage('sam')
  const answering = { place: { kind: 'message' as const, channel, thread: undefined }, slackUser: rig.user('sam') }
  let hasRun = false
  await reply(tryNumber(2, new Date(), { isBegun: true }), startedBot(), {
    ...answering,
    firstWord: 'One moment…',
    isEffect: true,
    async answer() {
      hasRun = true
      return [saying('Done')]
    },
  })
  expect(hasRun).toBe(false)
  expect((await rig.messages(channel)).map(({ text }) => text).join()).toMatch(/I was interrupted/)
})

it('goes to the direct messages of who asked, where the place takes it no more', async () => {
  const channel = await rig.directMessage('sam')
  await reply(tryNumber(1, new Date()), startedBot(), {
    place: { kind: 'message', channel: rig.channel('closed'), thread: undefined },
    slackUser: rig.user('sam'),
    firstWord: 'One moment…',
    answer: async () => [saying('For you alone')],
  })
  expect((await rig.messages(channel)).map(({ text }) => text)).toContain('For you alone')
})

it('goes to no address but Slack’s', async () => {
  let isAsked = false
  const other = createServer((_, response) => {
    isAsked = true
    response.end()
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  for (const url of [`http://127.0.0.1:${port}/`, 'https://slack.com.evil.invalid/', 'not a url'])
    expect(await answerAt(startedBot(), url, saying('The answer'))).toMatchObject({ kind: 'refused' })
  expect(isAsked).toBe(false)
  await new Promise((resolve) => other.close(resolve))
})
