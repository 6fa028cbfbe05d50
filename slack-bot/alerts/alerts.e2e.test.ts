/** From the moment an alert is raised to the person who takes it in Slack, with the bot and the worker as they serve. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { scheduleActor } from '../../jobs/define-job.ts'
import { openQueue } from '../../jobs/open-queue.ts'
import { type CrewWorker, startWorker } from '../../jobs/start-worker.ts'
import { weeklyDigestJob } from '../../jobs/weekly-digest.ts'
import { alertAbout } from '../../tools/alerts/alert.fixture.ts'
import { findAlert } from '../../tools/alerts/find-alert.ts'
import { openChannels } from '../../tools/alerts/open-channels.ts'
import { raiseAlert } from '../../tools/alerts/raise-alert.ts'
import { runTool } from '../../tools/run-tool.ts'
import { changeSettings } from '../../tools/settings/change-settings.ts'
import { testChairman } from '../../tools/test-context.ts'
import { openTestBot, type TestBot, wordsOf } from '../bot.fixture.ts'
import { checkMessage } from '../check-message.ts'
import type { SlackSender } from '../slack-sender.fixture.ts'

vi.setConfig({ testTimeout: 120_000 })
const CHANNEL = 'customer-success-urgent'

let test: TestBot
let worker: CrewWorker
let slack: SlackSender
beforeAll(async () => {
  test = await openTestBot({
    slug: 'slack-alerts',
    customers: 20,
    people: [
      { name: 'sam', roles: ['success'] },
      { name: 'mona', roles: ['success'] },
      { name: 'clara', roles: ['chairman'] },
      { name: 'nobody', roles: [] },
    ],
    channels: [{ name: CHANNEL }, { name: 'customer-success' }, { name: 'eng-ops' }],
  })
  slack = test.rig.over(test.bot.url ?? '')
  worker = await startWorker(test.sample.crew, test.options.config, { slack: test.bot.carrier })
  // Done with what a first start has to do, it only follows what happens.
  await worker.catchUp()
}, 300_000)
afterAll(async () => {
  await worker?.close()
  await test?.close()
})

const until = <T>(look: () => Promise<T> | T): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 25 })
const shown = async (label: string, channel = CHANNEL) => {
  const found = (await test.rig.messages(channel)).find(({ text }) => text.includes(label))
  if (!found) throw new Error(`${label} is not in ${channel}`)
  return found
}
const toldTo = (name: string) => test.rig.shownOnlyTo(name).map(wordsOf)
const TEAM = 'customer-success'
/** The job as the schedule runs it, some weeks from now. */
async function digestJob(weeks: number): Promise<void> {
  const { crew } = test.sample
  const now = new Date(Date.now() + weeks * 7 * 86_400_000)
  const asOf = new Date(Date.parse('2026-10-30') + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
  const channels = openChannels(test.options.config, { slack: test.bot.carrier })
  const context = () => crew.context({ actor: scheduleActor, now, asOf })
  await weeklyDigestJob.run({}, { context, channels } as Parameters<typeof weeklyDigestJob.run>[1])
  channels.close()
}
const digestsIn = async (channel: string) =>
  (await test.rig.messages(channel)).filter(({ text }) => /Weekly digest/.test(text))
async function digestMails(): Promise<string[]> {
  const folder = join(test.sample.crew.dataDir, 'outbox', 'alerts')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  const mails = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return mails.filter((mail) => /^Subject: .*Weekly digest/m.test(mail))
}

const raise = async (title: string, kind: 'critical_customer' | 'nps_negative' = 'critical_customer') =>
  raiseAlert(await test.sample.crew.context(), alertAbout(null, { title, kind }))

it('is in the channel at once, is taken by a press of who may, and says so to the next', async () => {
  const raisedAt = performance.now()
  const { label } = await raise('A customer is critical')
  const message = await until(() => shown(label))
  const tookMs = performance.now() - raisedAt
  // The bar is two seconds; a machine that is busy with other tests gets more.
  expect(tookMs).toBeLessThan(10_000)

  const place = { channel: CHANNEL, message }
  await slack.press('nobody', place, 'alert_take')
  await until(() => expect(toldTo('nobody').join()).toContain('I do not know nobody@example.com'))
  expect(await findAlert(test.sample.crew.db, label)).toMatchObject({ acknowledgedByName: null })

  const pressed = await slack.press('sam', place, 'alert_take')
  await pressed.again({ retry: 1 })
  await until(async () => expect(wordsOf(await shown(label))).toContain('Taken by sam'))
  await slack.press('mona', place, 'alert_take')
  await until(() => expect(toldTo('mona').join()).toContain(`${label} is acknowledged by sam`))
  expect(await findAlert(test.sample.crew.db, label)).toMatchObject({ acknowledgedByName: 'sam' })
  expect(toldTo('sam').filter((words) => words.includes('You have taken'))).toHaveLength(1)
  expect(test.rig.problems).toEqual([])
})

it('who was not heard at once and came second is told who was first', async () => {
  const { label } = await raise('A third customer is critical')
  const place = { channel: CHANNEL, message: await until(() => shown(label)) }
  await test.restart()
  slack = test.rig.over(test.bot.url ?? '')
  test.rig.misbehave('users.info', { status: 500 }, 1)
  await slack.press('sam', place, 'alert_take')
  const { db } = test.sample.crew
  await until(async () => {
    const [row] = await db.sql<{ attempts: number }[]>`
      select attempts from slack_requests
      where venture_id = ${db.ventureId} and work = 'take_alert' order by received_at desc limit 1`
    expect(row?.attempts).toBe(1)
  })
  await slack.press('mona', place, 'alert_take')
  await until(() => expect(toldTo('mona').join()).toContain(`You have taken ${label}`))
  await until(() => expect(toldTo('sam').join()).toContain(`${label} is acknowledged by mona`))
})

it('a bad NPS is told to the Chairman in a direct message, unless muted: then the team hears at once', async () => {
  const direct = await test.rig.directMessage('clara')
  const first = await raise('NPS fell below zero', 'nps_negative')
  await until(() => shown(first.label, direct))
  await slack.command('clara', 'mute 8h')
  await until(() => expect(toldTo('clara').join()).toContain('no alerts at all'))
  const second = await raise('NPS fell again', 'nps_negative')
  await until(() => shown(second.label, 'customer-success'))
  await slack.command('clara', 'mute off')
  await until(() => expect(toldTo('clara').join()).toContain('1 mute ended'))
  const third = await raise('NPS fell once more', 'nps_negative')
  await until(() => shown(third.label, direct))
  await expect(shown(second.label, direct)).rejects.toThrow('is not in')
})

it('the Monday digest is scheduled, in the channel and in the mail once however often its job runs, and opens who is at risk', async () => {
  const queue = openQueue(test.sample.crew.database.url, test.options.config, test.sample.crew.venture.slug)
  try {
    const scheduled = (await queue.schedules()).find(({ job }) => job === 'weekly_digest')
    expect(scheduled?.nextAt?.getUTCDay()).toBe(1)
    for (const _ of [1, 2]) {
      const { run } = await queue.add('weekly_digest', new Date())
      await until(async () => expect((await queue.findRun(run)).state).toBe('done'))
    }
  } finally {
    await queue.close()
  }
  const [digest] = await until(async () => {
    const found = await digestsIn(TEAM)
    expect(found).toHaveLength(1)
    return found
  })
  expect(wordsOf(digest)).toMatch(
    /there are \d+ customers with an average score of [\d.]+[\s\S]*Those who pay the most/,
  )
  expect(checkMessage(digest)).toEqual([])
  await until(async () => expect(await digestMails()).toHaveLength(1))

  if (!digest) throw new Error('no digest')
  await slack.press('sam', { channel: TEAM, message: digest }, 'ask_next:1')
  await until(() => expect(toldTo('sam').join()).toMatch(/need(?:s)? attention/))
  expect(test.rig.problems).toEqual([])
})

it('the digest goes by mail where its channel is missing, and ops hears what to do', async () => {
  const before = (await digestMails()).length
  const changes = [{ parameter: 'team_slack_channel', to: '#gone' }]
  await runTool(changeSettings, { changes, reason: 'test' }, await test.sample.crew.context({ actor: testChairman }))
  await digestJob(2)
  await digestJob(2)
  await until(async () => expect((await digestMails()).length).toBe(before + 1))
  expect(await digestsIn(TEAM)).toHaveLength(1)
  await until(async () =>
    expect((await test.rig.messages('eng-ops')).map(wordsOf).join()).toMatch(/no channel #gone[\s\S]*invite/),
  )
})

it('/crew alerts lists what is open, shows one in full, and lets it be taken there', async () => {
  const { label } = await raise('Another customer is critical')
  await until(() => shown(label))
  await slack.command('mona', 'alerts')
  await until(() => expect(toldTo('mona').join()).toContain('Another customer is critical'))
  await slack.command('mona', `alerts ${label}`)
  await until(() => expect(toldTo('mona').join()).toContain(`#${CHANNEL} (sent)`))
  await slack.command('mona', 'mute Nobody Inc')
  await until(() => expect(toldTo('mona').join()).toContain('A mute needs an end'))
  expect(test.rig.problems).toEqual([])
})
