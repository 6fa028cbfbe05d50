import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addCustomer, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { alertAbout, setState, testChannels } from './alert.fixture.ts'
import { dispatchAlerts } from './dispatch-alerts.ts'
import { findAlert } from './find-alert.ts'
import { openChannels } from './open-channels.ts'
import { raiseAlert, raiseAlerts } from './raise-alert.ts'
import { resolveAlerts } from './resolve-alerts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const later = (ms: number) => {
  stage.clock.now = new Date(stage.clock.now.getTime() + ms)
}
const recipients = (handed: { destination: { recipient: string } }[]) =>
  handed.map(({ destination }) => destination.recipient).sort()

test('a raised alert is handed to each of its destinations once, however often and by however many it is dispatched', async () => {
  const customer = await addCustomer(stage.db, { name: 'Acme' })
  const alert = await raiseAlert(await stage.context(), alertAbout(customer.id))
  const channels = testChannels()
  const context = await stage.context()
  await Promise.all(Array.from({ length: 6 }, () => dispatchAlerts(context, channels)))
  later(30 * MINUTE)
  await dispatchAlerts(await stage.context(), channels)
  expect(recipients(channels.handed)).toEqual(['#customer-success-urgent', 'owner@crew.invalid'])
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'delivered' })
})

test('a delay holds it back, and a score that recovered meanwhile sends nothing', async () => {
  const settings = { ...(await stage.context()).settings, criticalAlertDelayMinutes: 10 }
  const [better, still] = [await addCustomer(stage.db), await addCustomer(stage.db)]
  for (const { id } of [better, still]) await setState(stage, id, 'critical', 30)
  const context = await stage.context({ settings })
  const alerts = await raiseAlerts(context, [alertAbout(better.id), alertAbout(still.id)])
  const channels = testChannels()
  const first = await dispatchAlerts(context, channels)
  expect(channels.handed).toEqual([])
  expect(first.nextAt).toEqual(new Date(context.now.getTime() + 10 * MINUTE))

  later(10 * MINUTE)
  await setState(stage, better.id, 'at_risk', 45)
  const second = await dispatchAlerts(await stage.context({ settings }), channels)
  expect(second).toMatchObject({ recovered: 1, sent: 2 })
  expect(await findAlert(stage.db, alerts[0]?.label ?? '')).toMatchObject({ status: 'recovered', deliveredAt: null })
  expect(new Set(channels.handed.flatMap(({ alerts: carried }) => carried.map(({ alert }) => alert)))).toEqual(
    new Set([alerts[1]?.label]),
  )
  // Nothing of it comes later, its escalations neither.
  later(200 * HOUR)
  await setState(stage, still.id, 'healthy', 80)
  await dispatchAlerts(await stage.context({ settings }), channels)
  expect(channels.handed).toHaveLength(2)
})

test('unanswered it goes to the team, then to the Chairman, each once; and then no further', async () => {
  const customer = await addCustomer(stage.db)
  const alert = await raiseAlert(await stage.context(), alertAbout(customer.id))
  const channels = testChannels()
  const dispatch = async () => {
    const before = channels.handed.length
    await dispatchAlerts(await stage.context(), channels)
    return recipients(channels.handed.slice(before))
  }
  expect(await dispatch()).toEqual(['#customer-success-urgent', 'owner@crew.invalid'])
  later(23 * HOUR)
  expect(await dispatch()).toEqual([])
  later(HOUR)
  expect(await dispatch()).toEqual(['#customer-success'])
  expect(channels.handed.at(-1)?.subject).toMatch(/^Unanswered: \[urgent\] A-\d+ /)
  expect(await dispatch()).toEqual([])
  later(24 * HOUR)
  expect(await dispatch()).toEqual(['@chairman', 'chairman@company.com'])
  later(1_000 * HOUR)
  expect(await dispatch()).toEqual([])
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'escalated', escalatesAt: null })
})

test('a dispatch that comes very late still gives the team its time before the Chairman hears', async () => {
  await raiseAlert(await stage.context(), alertAbout(null))
  const channels = testChannels()
  later(1_000 * HOUR)
  await dispatchAlerts(await stage.context(), channels)
  expect(recipients(channels.handed)).toEqual(['#customer-success', '#customer-success-urgent'])
})

test('a storm is one message: how many, those with the most at stake by name, and the rest counted', async () => {
  const context = await stage.context()
  const inputs = Array.from({ length: 40 }, (_, index) =>
    alertAbout(null, { title: `Company ${index} is critical`, moneyAtStakeMinor: index * 100_000 }),
  )
  await raiseAlerts(context, inputs)
  const channels = testChannels()
  await dispatchAlerts(context, channels)
  expect(channels.handed).toHaveLength(1)
  const [storm] = channels.handed
  expect(storm?.alertCount).toBe(40)
  expect(storm?.subject).toContain('40 critical customers')
  expect(storm?.body.match(/Company \d+ is critical \(\$[\d,]+ at stake\)/g)).toEqual(
    [39, 38, 37, 36, 35].map((rank) => `Company ${rank} is critical ($${rank},000 at stake)`),
  )
  expect(storm?.body).toContain('and 35 more')
})

test('a storm that goes on joins the next message; quiet again, alerts come singly', async () => {
  const channels = testChannels()
  const burst = async (count: number) => {
    await raiseAlerts(
      await stage.context(),
      Array.from({ length: count }, () => alertAbout(null)),
    )
    return dispatchAlerts(await stage.context(), channels)
  }
  await burst(3)
  later(1_000)
  await burst(2)
  expect(channels.handed).toHaveLength(5)
  later(1_000)
  const held = await burst(1)
  expect(channels.handed).toHaveLength(5)
  expect(held.nextAt).toEqual(new Date(stage.clock.now.getTime() + 29_000))
  later(1_000)
  await burst(20)
  later(28_000)
  await dispatchAlerts(await stage.context(), channels)
  expect(channels.handed).toHaveLength(6)
  expect(channels.handed.at(-1)?.alertCount).toBe(21)
  later(5 * MINUTE)
  await burst(2)
  expect(channels.handed).toHaveLength(8)
})

test('thousands at once are raised, handed over and escalated as one message each, in seconds', async () => {
  const context = await stage.context()
  const started = performance.now()
  await raiseAlerts(
    context,
    Array.from({ length: 4_000 }, () => alertAbout(null)),
  )
  const channels = testChannels()
  const result = await dispatchAlerts(context, channels)
  expect(channels.handed.map(({ alertCount }) => alertCount)).toEqual([4_000])
  expect(result.sent).toBe(1)
  later(24 * HOUR)
  await dispatchAlerts(await stage.context(), channels)
  expect(channels.handed.map(({ alertCount }) => alertCount)).toEqual([4_000, 4_000])
  expect(performance.now() - started).toBeLessThan(30_000)
}, 120_000)

test('what a carrier put off is tried again later, what it refused is not, and reaching nobody escalates at once', async () => {
  const channels = testChannels()
  const alert = await raiseAlert(await stage.context(), alertAbout(null))
  channels.answers.push({ outcome: 'not_sent', problem: 'the webhook put it off (503)' })
  const first = await dispatchAlerts(await stage.context(), channels)
  expect(first).toMatchObject({ sent: 0, queued: 1 })
  expect(first.nextAt).toEqual(new Date(stage.clock.now.getTime() + 5_000))
  later(5_000)
  channels.answers.push({ outcome: 'refused', problem: 'the webhook refused it (410)' })
  const second = await dispatchAlerts(await stage.context(), channels)
  expect(second).toMatchObject({ failed: 1, escalated: 1, sent: 1 })
  expect(recipients(channels.handed)).toEqual(['#customer-success'])
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'escalated' })
})

test.each([
  ['alert.attempted', 'before it is handed over', 'queued'],
  ['alert.handed_over', 'after it was handed over', 'sent'],
])('a process that ends at %s, %s, leaves a file that settles it', async (step, _, outcome) => {
  const channels = openChannels({
    dataDir: stage.dataDir,
    smtpUrl: undefined,
    mailFrom: 'x@crew.invalid',
    alertWebhook: undefined,
  })
  await raiseAlert(await stage.context(), alertAbout(null))
  const died = dispatchAlerts(await stage.context(), channels, undefined, {
    onTransition: (at) => {
      if (at === step) throw new Error('the process ended')
    },
  })
  await expect(died).rejects.toThrow('the process ended')
  later(MINUTE)
  const result = await dispatchAlerts(await stage.context(), channels)
  expect(result).toMatchObject({ sent: 1, unknown: 0, queued: outcome === 'queued' ? 1 : 0 })
  const files = await readdir(join(stage.dataDir, 'outbox', 'alerts'))
  expect(files).toHaveLength(1)
  expect(await readFile(join(stage.dataDir, 'outbox', 'alerts', files[0] ?? ''), 'utf8')).toContain(
    'customer-success-urgent',
  )
})

test('a process that ends in the middle of a webhook leaves an unknown, which nobody sends again, and the next is told', async () => {
  const channels = testChannels()
  const alert = await raiseAlert(await stage.context(), alertAbout(null))
  const died = dispatchAlerts(await stage.context(), channels, undefined, {
    onTransition: (at) => {
      if (at === 'alert.handed_over') throw new Error('the process ended')
    },
  })
  await expect(died).rejects.toThrow('the process ended')
  later(MINUTE)
  const result = await dispatchAlerts(await stage.context(), channels)
  expect(result).toMatchObject({ unknown: 1, escalated: 1 })
  expect(recipients(channels.handed)).toEqual(['#customer-success', '#customer-success-urgent'])
  expect(await findAlert(stage.db, alert.label)).toMatchObject({ status: 'escalated' })
})

test('an alert whose cause is gone escalates no further, and what waited is not sent', async () => {
  const [told, waiting] = [alertAbout(null, { kind: 'system_degraded' }), alertAbout(null, { kind: 'system_degraded' })]
  const first = await raiseAlert(await stage.context(), told)
  const channels = testChannels()
  await dispatchAlerts(await stage.context(), channels)
  const second = await raiseAlert(await stage.context(), waiting)
  expect(await resolveAlerts(await stage.context(), [told.causeKey, waiting.causeKey, 'another'])).toBe(2)
  expect(await resolveAlerts(await stage.context(), [told.causeKey])).toBe(0)
  later(100 * HOUR)
  await dispatchAlerts(await stage.context(), channels)
  expect(recipients(channels.handed)).toEqual(['#eng-ops'])
  for (const { label } of [first, second])
    expect(await findAlert(stage.db, label)).toMatchObject({ status: 'resolved' })
})
