/** An answer over several tries, in a channel of a Slack of our own: nothing is said twice, and nothing old stays. */
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { message, mrkdwn, section } from './blocks.ts'
import type { Bot } from './bot.ts'
import { createPoster, posterClientOptions } from './post.ts'
import { reply } from './reply.ts'
import { openSlackRig, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
beforeAll(async () => {
  rig = await openSlackRig({ channels: [{ name: 'team', isPrivate: true }] })
})
afterAll(() => rig.close())

/** As a process has it that was just started: it knows of earlier tries what was kept, and nothing else. */
function startedBot(): Bot {
  const client = new webApi.WebClient(rig.botToken, { ...posterClientOptions, slackApiUrl: rig.apiUrl })
  return { client, poster: createPoster(client), onProblem: () => {} } as unknown as Bot
}

function tryNumber(attempt: number, receivedAt: Date) {
  const lookSince = attempt === 1 ? null : receivedAt
  return { id: 'asked', data: {}, attempt, lookSince, kept: null, keep: async () => {}, keepAfter: () => {} }
}

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

  const words = mrkdwn`The answer`
  await reply(tryNumber(2, receivedAt), startedBot(), {
    ...answering,
    answer: async () => [message(words, [section(words)])],
  })
  expect(await texts()).toEqual(['The answer'])
  expect(rig.problems).toEqual([])
})
