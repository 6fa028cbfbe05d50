/** Alerts on their way into Slack's channels and direct messages, read from the channels themselves. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LogLevel, webApi } from '@slack/bolt'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acknowledgeAlert } from '../../tools/alerts/acknowledge-alert.ts'
import { alertAbout, setState } from '../../tools/alerts/alert.fixture.ts'
import { dispatchAlerts } from '../../tools/alerts/dispatch-alerts.ts'
import { findAlert } from '../../tools/alerts/find-alert.ts'
import { type AlertChannels, openChannels } from '../../tools/alerts/open-channels.ts'
import { raiseAlert, raiseAlerts } from '../../tools/alerts/raise-alert.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import { addCustomer, openStage, type Stage } from '../../tools/proposals/proposal.fixture.ts'
import { runTool } from '../../tools/run-tool.ts'
import { openReadersOf } from '../channels.ts'
import { createPoster, posterClientOptions } from '../post.ts'
import { openSlackRig, type ShownMessage, type SlackRig } from '../slack.fixture.ts'
import { openAlertCarrier } from './alert-carrier.ts'

const MINUTE = 60_000

let stage: Stage
let rig: SlackRig
let channels: AlertChannels
beforeEach(async () => {
  stage = await openStage()
  await stage.db.sql`update people set email = 'clara@crew.invalid' where id = ${stage.chairman.id}`
  rig = await openSlackRig({
    people: [
      { name: 'clara', mail: 'clara@crew.invalid' },
      { name: 'owner', mail: 'owner@crew.invalid' },
      { name: 'chairman', mail: 'stranger@elsewhere.invalid' },
    ],
    channels: [
      { name: 'customer-success-urgent' },
      { name: 'customer-success' },
      { name: 'eng-ops' },
      { name: 'closed', withoutBot: true },
    ],
  })
  channels = openDoor()
})
afterEach(async () => {
  await rig.close()
  await stage.close()
})

/** As a process of the bot has them; its clock is the stage's, and waiting moves it. */
function openDoor(): AlertChannels {
  const client = new webApi.WebClient(rig.botToken, {
    ...posterClientOptions,
    slackApiUrl: rig.apiUrl,
    logLevel: LogLevel.ERROR,
    logger: quiet,
  })
  const poster = createPoster(client, {
    clock: {
      now: () => stage.clock.now.getTime(),
      async wait(ms) {
        later(ms)
      },
    },
  })
  return openChannels(
    { dataDir: stage.dataDir, smtpUrl: undefined, mailFrom: 'x@crew.invalid', alertWebhook: undefined },
    { slack: openAlertCarrier({ client, poster, readersOf: openReadersOf(client) }) },
  )
}

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

const later = (ms: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + ms)
}
const dispatch = async (overrides: Partial<ToolContext> = {}) =>
  dispatchAlerts(await stage.context(overrides), channels, undefined, { sweep: true })
const urgent = () => rig.messages('customer-success-urgent')
const wordsOf = (message: ShownMessage | undefined) => JSON.stringify(message?.blocks ?? [])
const buttonsOf = (message: ShownMessage | undefined) =>
  [...wordsOf(message).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id)
const mails = async () => {
  const folder = join(stage.dataDir, 'outbox', 'alerts')
  const names = await readdir(folder).catch(() => [])
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}
const addressesOf = async () => (await mails()).map((mail) => /^To: (.*)$/m.exec(mail)?.[1]).sort()

test('a critical customer is in its channel once, with its owner and what to press; whoever takes it is shown there', async () => {
  const acme = await addCustomer(stage.db, { name: 'Acme' })
  const alert = await raiseAlert(
    await stage.context(),
    alertAbout(acme.id, { title: 'Acme is critical', moneyAtStakeMinor: 4_800_000 }),
  )
  const context = await stage.context()
  await Promise.all([1, 2, 3].map(() => dispatchAlerts(context, channels)))
  const [shown, ...others] = await urgent()
  expect(others).toEqual([])
  expect(wordsOf(shown)).toContain('Acme is critical')
  expect(wordsOf(shown)).toContain('$48,000')
  expect(wordsOf(shown)).toContain(`<@${rig.user('owner')}>`)
  expect(buttonsOf(shown)).toEqual(expect.arrayContaining(['alert_take', 'ask_next:1']))

  await runTool(acknowledgeAlert, { alert: alert.label }, await stage.context({ actor: stage.anna }))
  await dispatch()
  const [taken] = await urgent()
  expect(wordsOf(taken)).toContain('Taken by Anna Success')
  expect(buttonsOf(taken)).not.toContain('alert_take')
  expect(rig.problems).toEqual([])
})

test('what happens to a customer next is in the thread of the message before, and shown in the channel too', async () => {
  const [acme, globex] = [await addCustomer(stage.db), await addCustomer(stage.db)]
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'The first' }))
  await dispatch()
  later(86_400_000)
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'The second' }))
  await raiseAlert(await stage.context(), alertAbout(globex.id, { title: 'Of another' }))
  await dispatch()
  later(86_400_000)
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'The third' }))
  await dispatch()
  const roots = await urgent()
  expect(roots.map(wordsOf)).toEqual([expect.stringContaining('The first'), expect.stringContaining('Of another')])
  const thread = await rig.messages('customer-success-urgent', roots[0]?.ts)
  expect(thread.map(({ text }) => /The \w+/.exec(text)?.[0])).toEqual(['The first', 'The second', 'The third'])
  const posts = rig.calls.filter(({ args }) => args.channel === rig.channel('customer-success-urgent'))
  expect(posts.filter(({ args }) => args.reply_broadcast === 'true')).toHaveLength(2)
})

test('a message whose thread somebody deleted stands in the channel by itself', async () => {
  const acme = await addCustomer(stage.db)
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'The first' }))
  await dispatch()
  rig.misbehave('chat.postMessage', { error: 'thread_not_found' }, 1)
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'The second' }))
  await dispatch()
  expect((await urgent()).map(({ text }) => /The \w+/.exec(text)?.[0])).toEqual(['The first', 'The second'])
})

test('a customer who recovers is shown as recovered where the alert stands', async () => {
  const acme = await addCustomer(stage.db)
  await setState(stage, acme.id, 'critical', 30)
  await raiseAlert(await stage.context(), alertAbout(acme.id))
  await dispatch()
  await setState(stage, acme.id, 'healthy', 80)
  later(MINUTE)
  await dispatch()
  expect(wordsOf((await urgent())[0])).toContain('The score has recovered')
})

test('a storm is one message, of which one or all can be taken; it says how they stand', async () => {
  const raised = await raiseAlerts(
    await stage.context(),
    Array.from({ length: 40 }, (_, index) =>
      alertAbout(null, { title: `Company ${index} is critical`, moneyAtStakeMinor: index * 100_000 }),
    ),
  )
  await dispatch()
  const [storm, ...others] = await urgent()
  expect(others).toEqual([])
  expect(wordsOf(storm)).toContain('40 critical customers at once')
  expect(wordsOf(storm)).toContain('and 35 more')
  expect(buttonsOf(storm)).toEqual([...Array(5).fill('alert_take'), 'alert_take_all'])
  const take = async (input: object) =>
    runTool(acknowledgeAlert, input, await stage.context({ actor: stage.anna })).then(() => dispatch())
  await take({ alert: raised[39]?.label })
  expect(wordsOf((await urgent())[0])).toContain('39 open, 1 taken')
  await take({ alert: raised[39]?.label, withFolded: true })
  expect(wordsOf((await urgent())[0])).toContain('40 taken')
  expect(buttonsOf((await urgent())[0])).toEqual([])
})

test('a bad NPS is told to the Chairman alone, who is known by mail and not by a name that anybody can take', async () => {
  await raiseAlert(await stage.context(), alertAbout(null, { kind: 'nps_negative', title: 'NPS is below zero' }))
  await dispatch()
  const direct = await rig.messages(await rig.directMessage('clara'))
  expect(direct.map(wordsOf)).toEqual([expect.stringContaining('NPS is below zero')])
  expect(await rig.messages(await rig.directMessage('chairman'))).toEqual([])
})

test('a name that would ring everybody rings nobody, and a name that is markup is shown as it is', async () => {
  const evil = await addCustomer(stage.db, { name: '<!channel> *Acme* <https://evil.invalid|click>' })
  await raiseAlert(
    await stage.context(),
    alertAbout(evil.id, { title: '<!channel> is critical', body: '<!here> <@U123> *bold* <https://evil.invalid|x>' }),
  )
  await dispatch()
  const [shown] = await urgent()
  const markup = JSON.parse(wordsOf(shown)) as { text?: { type: string; text: string } }[]
  for (const { text } of markup) {
    if (text?.type === 'mrkdwn') expect(text.text).not.toMatch(/<[!@h](?!date)/)
  }
  expect(shown?.text).not.toContain('<!')
  expect(rig.problems).toEqual([])
})

test('a channel the bot is not in: the team is told by mail and ops once, until it works again', async () => {
  const own = (await stage.context()).settings
  const settings = { ...own, criticalSlackChannel: '#closed' }
  const ops = () => rig.messages('eng-ops')
  for (const title of ['The first', 'The second']) {
    await raiseAlert(await stage.context({ settings }), alertAbout(null, { title }))
    await dispatch({ settings })
    await dispatch({ settings })
    later(10 * MINUTE)
  }
  expect(await addressesOf()).toEqual([own.digestEmail, own.digestEmail])
  expect((await ops()).map(wordsOf)).toEqual([expect.stringContaining('Slack takes no alerts for #closed')])
  expect(wordsOf((await ops())[0])).toContain('/invite @crew in #closed')

  // What it was about goes there again; what went by mail does not come a second time.
  await stage.db.sql`update alert_messages set recipient = '#closed' where recipient = '#customer-success'`
  const repaired = { ...own, criticalSlackChannel: '#customer-success-urgent' }
  await raiseAlert(await stage.context({ settings: repaired }), alertAbout(null, { title: 'The third' }))
  await dispatch({ settings: repaired })
  expect((await urgent()).map(({ text }) => /The \w+/.exec(text)?.[0])).toEqual(['The third'])
  expect(await mails()).toHaveLength(2)
})

test.each([
  ['missing_scope', 'manifest.yaml'],
  ['token_revoked', 'SLACK_BOT_TOKEN'],
])('%s: everything goes by mail, and ops are told by mail what to do, once', async (error, fix) => {
  const own = (await stage.context()).settings
  rig.misbehave('chat.postMessage', { error })
  for (let round = 0; round < 2; round++) {
    await raiseAlert(await stage.context(), alertAbout(null))
    await dispatch()
    later(10 * MINUTE)
  }
  const sent = await mails()
  expect((await addressesOf()).filter((address) => address === own.digestEmail)).toHaveLength(2)
  const toOps = sent.filter((mail) => mail.includes(`To: ${own.opsEmail}`))
  // A missing scope may be another one for each destination; a token is one thing.
  expect(toOps).toHaveLength(error === 'token_revoked' ? 1 : 2)
  expect(toOps.every((mail) => mail.replace(/=\r?\n/g, '').includes(fix))).toBe(true)
})

test('an answer that was lost: it is found in the channel and not posted again', async () => {
  rig.misbehave('chat.postMessage', 'answer_lost', 1)
  const alert = await raiseAlert(await stage.context(), alertAbout(null))
  const first = await dispatch()
  expect(first).toMatchObject({ sent: 0, queued: 1 })
  later(5_000)
  expect(await dispatch()).toMatchObject({ sent: 1 })
  expect(await urgent()).toHaveLength(1)
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'delivered' })
})

test.each([
  ['alert.attempted', 'before it left'],
  ['alert.handed_over', 'after it left'],
])('a process that ends at %s, %s: the next one posts it if it is not there', async (step) => {
  await raiseAlert(await stage.context(), alertAbout(null))
  const died = dispatchAlerts(await stage.context(), channels, undefined, {
    onTransition: (at) => {
      if (at === step) throw new Error('the process ended')
    },
  })
  await expect(died).rejects.toThrow('the process ended')
  later(MINUTE)
  channels = openDoor()
  expect(await dispatch()).toMatchObject({ sent: 1, unknown: 0 })
  expect(await urgent()).toHaveLength(1)
})

test('Slack that asks to go slower is obeyed, and everything arrives', async () => {
  rig.misbehave('chat.postMessage', { status: 429, retryAfterSeconds: 20 }, 1)
  await raiseAlert(await stage.context(), alertAbout(null))
  const { nextAt } = await dispatch()
  expect(nextAt).toEqual(new Date(stage.clock.now.getTime() + 20_000))
  later(19_000)
  await dispatch()
  expect(await urgent()).toEqual([])
  later(1_000)
  await dispatch()
  expect(await urgent()).toHaveLength(1)
})

test('Slack is down for an hour while a thousand alerts come: nothing is lost, nothing doubled, and it is few messages', async () => {
  const back = rig.misbehave('*', 'unreachable')
  const kinds = ['critical_customer', 'system_degraded', 'nps_negative'] as const
  let raised = 0
  for (let minute = 0; minute < 60; minute += 2) {
    const count = Math.min(1_000 - raised, minute % 4 === 0 ? 60 : 10)
    const kind = kinds[(minute / 2) % 3] ?? 'critical_customer'
    await raiseAlerts(
      await stage.context(),
      Array.from({ length: count }, () => alertAbout(null, { kind })),
    )
    raised += count
    await dispatch()
    later(2 * MINUTE)
  }
  expect(raised).toBe(1_000)
  expect(rig.calls.filter(({ method }) => method === 'chat.postMessage').length).toBeLessThan(200)
  expect(await urgent()).toEqual([])

  back()
  // It comes back badly: some of what it takes it does not confirm, and some it refuses.
  rig.misbehave('chat.postMessage', 'answer_lost', 3)
  rig.misbehave('chat.postMessage', { status: 500 }, 2)
  rig.misbehave('chat.postMessage', { status: 429, retryAfterSeconds: 30 }, 2)
  for (let minute = 0; minute < 10; minute++) {
    await dispatch()
    later(MINUTE)
  }
  const places = ['customer-success-urgent', 'eng-ops', await rig.directMessage('clara')]
  const shown = (await Promise.all(places.map((place) => rig.messages(place)))).flat()
  const rows = await stage.db.sql<{ status: string; alertCount: number; step: number; providerRef: string }[]>`
    select status, alert_count, step, provider_ref from alert_messages
    where venture_id = ${stage.db.ventureId} and medium = 'slack' and recipient <> '#customer-success'`
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['sent']))
  expect(rows.filter(({ step }) => step === 0).reduce((sum, { alertCount }) => sum + alertCount, 0)).toBe(1_000)
  const standing = shown.map(({ ts }) => ts).sort()
  expect(standing).toEqual(rows.map(({ providerRef }) => providerRef.split('/')[1]).sort())
  expect(standing.length).toBeLessThan(20)
  const [open] = await stage.db.sql<{ count: number }[]>`
    select count(*) from alerts where venture_id = ${stage.db.ventureId} and delivered_at is null`
  expect(open?.count).toBe(0)
}, 120_000)

test('a channel that is shared with another company by now is told nothing more: it goes by mail, and ops hears what to do', async () => {
  const acme = await addCustomer(stage.db, { name: 'Acme' })
  const first = await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'Acme is critical' }))
  await dispatch()
  const before = await urgent()
  expect(before).toHaveLength(1)
  rig.changeChannel('customer-success-urgent', { is_pending_ext_shared: true })
  channels = openDoor()
  await runTool(acknowledgeAlert, { alert: first.label }, await stage.context({ actor: stage.anna }))
  await raiseAlert(await stage.context(), alertAbout(acme.id, { title: 'Acme fell further' }))
  await dispatch()
  await dispatch()
  expect(await urgent()).toEqual(before)
  expect((await mails()).join()).toContain('Acme fell further')
  expect(JSON.stringify(await rig.messages('eng-ops'))).toContain('shared with another workspace')
})
