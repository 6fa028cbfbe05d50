/** The gates on a venture made by hand. Day 0 is 1 January 2025. */
import { uuidv7 } from 'uuidv7'
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { dataFlow, onboarding, systemActivity } from '../../db/queries/gates.ts'
import { createTestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { raiseAlert } from '../alerts/raise-alert.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { getGates } from './get-gates.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

const nothing = { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], subscriptions: [], events: [] }
const paying = (from: number, until: number | null, rest: Partial<CustomerHistory> = {}): CustomerHistory => ({
  ...nothing,
  signedUp: from,
  subscriptions: [{ from, until, isTrial: false, mrrMinor: 5_000 }],
  ...rest,
})
const times = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make)

test('an empty venture has not enough data anywhere, and no gate passes', async () => {
  const { output, facts, rowCount } = await getGates.run({}, await testContext(await createTestVenture(sql)))
  expect([output.entry, output.exit, rowCount]).toEqual(['not_enough_data', 'not_enough_data', 0])
  expect(new Set(output.gates.map(({ answer }) => answer))).toEqual(new Set(['not_enough_data']))
  expect(facts.find(({ key }) => key === 'retention_improving.churn_below_baseline')?.value).toBeNull()
})

test('who is there and who came to use the product, by hand', async () => {
  // On day 100: two left long ago, a third on day 99, which counts as there until 30 days have passed. Of the five others
  // one began on day 90, inside the onboarding of 14 days, so five of the six there are past it. Two of these used it by
  // then: a third did only on day 101. A trial is not counted.
  const venture = await createTestVenture(sql)
  await writeHistories(venture, [
    ...times(2, () => paying(0, 20, { logins: [10] })),
    paying(0, null, { logins: [40] }),
    paying(0, null, { uses: [{ day: 99, feature: 'boards' }] }),
    paying(0, null, { logins: [101] }),
    paying(86, null),
    paying(90, null, { logins: [95] }),
    { ...nothing, isTrial: true, logins: [100], subscriptions: [{ from: 0, until: null, isTrial: true, mrrMinor: 0 }] },
    paying(0, 99, { tickets: [{ opened: 30, closed: 60, isPending: false }] }),
  ])
  const at = { asOf: on(100), knownAt }
  expect(await onboarding(venture.db, { ...at, onboardingDays: 14 }, 'subscription', defaultSettings)).toEqual({
    everCount: 8,
    activeCount: 6,
    pastOnboardingCount: 5,
    usedCount: 2,
  })
  expect(await dataFlow(venture.db, at)).toEqual({ lastUsedOn: on(100), lastTicketOn: on(60) })
})

test('churn against its baseline, where a churn shows only after 30 days', async () => {
  // As of day 180 the newest 30 days whose churn is known end on day 150: from 121 until 151. The baseline ends 60 days
  // before, from 61 until 91. 12 of 100 churned then; of the 88 left, 9 churned: 10.2 % against 12 %, 14.8 % below.
  const venture = await createTestVenture(sql)
  await writeHistories(venture, [
    ...times(12, () => paying(0, 75)),
    ...times(9, () => paying(0, 130)),
    // Ended after day 150: whether that was churn is not known yet.
    ...times(30, () => paying(0, 160)),
    ...times(49, () => paying(0, null)),
  ])
  const { output, facts } = await getGates.run({}, await testContext(venture, { asOf: on(180), knownAt }))
  const retention = output.gates.find(({ gate }) => gate === 'retention_improving')
  expect(retention?.checks[0]).toMatchObject({ check: 'churn_below_baseline', answer: 'pass', value: -14.8 })
  expect(facts.find(({ key }) => key === 'current.churned')).toMatchObject({
    value: 9,
    period: `${on(121)}/${on(151)}`,
  })
  // Nobody was reached, so recovery is open, and with it the gate.
  expect(retention?.answer).toBe('not_enough_data')
})

test('alerts handed over within a day, later, not at all, and still in time', async () => {
  const venture = await createTestVenture(sql)
  const now = new Date('2026-01-15T12:00:00Z')
  const hours = (count: number) => new Date(now.getTime() - count * 3_600_000)
  const raise = async (hoursAgo: number, deliveredHoursAgo: number | null, status = 'raised') => {
    const raised = await raiseAlert(await testContext(venture, { now: hours(hoursAgo) }), {
      kind: 'system_degraded',
      causeKey: uuidv7(),
      customerId: null,
      title: 'Scores are stale',
      body: 'They were not refreshed.',
      facts: [],
    })
    await sql`update alerts set status = ${status},
      delivered_at = ${deliveredHoursAgo === null ? null : hours(deliveredHoursAgo)} where id = ${raised.id}`
  }
  await raise(72, 72, 'delivered')
  await raise(72, 49, 'acknowledged')
  await raise(72, 40, 'escalated')
  await raise(30, null)
  await raise(3, null)
  await raise(60, null, 'recovered')
  await raise(800, null)
  expect(await systemActivity(venture.db, { now, alertDays: 30, alertHours: 24 })).toEqual({
    refreshedAt: null,
    refreshedAsOf: null,
    ranAt: null,
    alertsInTime: 2,
    alertsLate: 2,
    alertsWaiting: 1,
  })
})
