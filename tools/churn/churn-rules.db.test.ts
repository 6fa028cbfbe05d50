/** Churn, trial, retention and revenue by hand. Days count from 1 January 2025, which is day 0. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { healthScores } from '../../db/queries/scores.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import type { ToolContext } from '../define-tool.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { getNps } from '../metrics/get-nps.ts'
import { getRetention } from '../metrics/get-retention.ts'
import { getRevenue } from '../metrics/get-revenue.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { getChurnRate } from './get-churn-rate.ts'

let sql: Sql
let venture: TestVenture

beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

async function given(histories: Partial<CustomerHistory>[]): Promise<void> {
  venture = await createTestVenture(sql)
  const nothing = { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], subscriptions: [], events: [] }
  await writeHistories(
    venture,
    histories.map((history) => ({ ...nothing, ...history })),
  )
}

const context = (asOf: string, overrides: Partial<ToolContext> = {}): Promise<ToolContext> =>
  testContext(venture, { asOf, knownAt, ...overrides })

const paid = (from: number, until: number | null, mrrMinor = 5_000) => ({ from, until, isTrial: false, mrrMinor })

/** Status and day of churn of the only customer. */
async function lifeOn(day: number): Promise<[status: string, churnedOn: string | null]> {
  const [row] = await healthScores(venture.db, { asOf: on(day), knownAt }, defaultSettings)
  return row ? [row.status, row.churnedOn] : ['nobody', null]
}

test('a paid customer has churned 30 days after its last subscription ended, on the day it ended; paying again ends it', async () => {
  // Paid from day 0 (1 January) until day 50 (20 February), and again from day 100 (11 April) until day 120 (1 May).
  await given([{ subscriptions: [paid(0, 50), paid(100, 120)] }])
  expect(await lifeOn(79)).toEqual(['no_data', null])
  expect(await lifeOn(80)).toEqual(['churned', on(50)])
  expect(await lifeOn(99)).toEqual(['churned', on(50)])
  expect(await lifeOn(100)).toEqual(['no_data', null])
  expect(await lifeOn(150)).toEqual(['churned', on(120)])
  // It churns twice: in February, when it was there on the 1st, and on 1 May, when it was there until then.
  const { output } = await getChurnRate.run({ months: 5 }, await context('2025-06-30'))
  expect(output.months.map(({ month, activeAtStart, churned }) => [month, activeAtStart, churned])).toEqual([
    ['2025-02-01', 1, 1],
    ['2025-03-01', 0, 0],
    ['2025-04-01', 0, 0],
    ['2025-05-01', 1, 1],
    // On 30 June no day of June is settled: who stopped on the first may pay again until the end of that day.
    ['2025-06-01', 0, null],
  ])
  expect(output.months[1]?.churnRatePercent).toBeNull()
})

test('who stopped paying in the last days is said, and no rate of a time of which nothing is settled', async () => {
  // As of day 100 (11 April) churn is settled up to day 70 (12 March). One left on day 20, one that came on day 15 left on
  // day 60; one stopped on day 80 and one on day 95, one stopped on day 90 and paid again, and one pays.
  await given([
    { subscriptions: [paid(0, 20)] },
    { subscriptions: [paid(15, 60)] },
    { subscriptions: [paid(0, 80)] },
    { subscriptions: [paid(5, 95)] },
    { subscriptions: [paid(0, 90), paid(92, null)] },
    { subscriptions: [paid(0, null)] },
  ])
  const ofPeriod = async (from: number, until: number) =>
    (await getChurnRate.run({ from: on(from), until: on(until), months: 3 }, await context(on(100)))).output
  expect(await ofPeriod(10, 71)).toMatchObject({ activeAtStart: 5, churned: 1, leftInAll: 2, stoppedPaying: 0 })
  expect(await ofPeriod(10, 72)).toMatchObject({ churned: 1, churnRatePercent: 20, stoppedPaying: 0 })
  expect(await ofPeriod(10, 101)).toMatchObject({ churned: 1, churnRatePercent: 20, stoppedPaying: 2 })
  expect(await ofPeriod(71, 101)).toMatchObject({
    activeAtStart: 4,
    churned: null,
    churnRatePercent: null,
    leftInAll: null,
    stoppedPaying: 2,
  })
  // Who stopped later than the period did not stop in it.
  expect(await ofPeriod(71, 95)).toMatchObject({ stoppedPaying: 1 })
  // February is settled and March is not, so February is the month meant where none is named.
  const { output, facts } = await getChurnRate.run({ months: 3 }, await context(on(100)))
  expect([output.from, output.until, output.settledUntil]).toEqual(['2025-02-01', '2025-03-01', on(71)])
  expect(output.months.map(({ month, isSettled }) => [month, isSettled])).toEqual([
    ['2025-01-01', true],
    ['2025-02-01', true],
    ['2025-03-01', false],
  ])
  expect(facts.some(({ key }) => key === 'stopped_paying')).toBe(false)
})

test('where churn is an event all of it is known on its day', async () => {
  await given([{ events: [{ day: 95, isReactivation: false }] }, {}])
  const { output } = await getChurnRate.run({ from: on(90), months: 1 }, await context(on(100)))
  expect(output).toMatchObject({ activeAtStart: 2, churned: 1, churnRatePercent: 50, stoppedPaying: 0 })
})

test('where no subscriptions are recorded, churn is an event that no reactivation follows', async () => {
  await given([
    {
      events: [
        { day: 20, isReactivation: false },
        { day: 25, isReactivation: false },
        { day: 40, isReactivation: true },
        { day: 60, isReactivation: false },
      ],
    },
  ])
  expect((await lifeOn(19))[0]).toBe('no_data')
  // The second report of the same departure does not move its day.
  expect(await lifeOn(30)).toEqual(['churned', on(20)])
  expect((await lifeOn(40))[0]).toBe('no_data')
  expect(await lifeOn(60)).toEqual(['churned', on(60)])
})

test('where nothing else says, churn is no activity for win_back_inactive_days', async () => {
  // Logs in on day 10 and on day 45; 30 days after day 10 is day 40.
  await given([{ logins: [10, 45] }])
  expect((await lifeOn(39))[0]).toBe('no_data')
  expect(await lifeOn(40)).toEqual(['churned', on(40)])
  expect((await lifeOn(45))[0]).toBe('no_data')
  // Far behind the 90 days of use that the score looks at, the day of churn is still 30 days after the last login.
  expect(await lifeOn(190)).toEqual(['churned', on(75)])
})

test('a trial is scored and counted nowhere', async () => {
  await given([
    {
      subscriptions: [{ from: 0, until: 20, isTrial: true, mrrMinor: 9_900 }],
      events: [{ day: 30, isReactivation: false }],
    },
    { subscriptions: [paid(0, null)] },
  ])
  const rows = await healthScores(
    venture.db,
    { asOf: on(100), knownAt },
    { ...defaultSettings, churnDefinition: 'event' },
  )
  expect(rows.map(({ status }) => status).sort()).toEqual(['no_data', 'trial'])
  expect((await getRevenue.run({ monthsBack: 1 }, await context(on(10)))).output).toMatchObject({
    mrrMinor: 5_000,
    payingCustomers: 1,
  })
  for (const churnDefinition of ['subscription', 'event', 'inactivity'] as const) {
    const settings = { ...defaultSettings, churnDefinition, winBackInactiveDays: 90 }
    const { output } = await getChurnRate.run(
      { from: on(10), until: on(60), months: 1 },
      await context(on(100), { settings }),
    )
    expect(output).toMatchObject({ activeAtStart: 1, churned: 0 })
  }
})

test('retention: the same day some months later, the month’s last where there is none, and blank while too young', async () => {
  // All three start on 31 January, day 30. One month later is 28 February, day 58; three months later 30 April, day 119;
  // six months later 31 July. The first ends on 27 February (lost at one month), the second on 1 March (kept at one
  // month, lost at three), the third stays: 2 of 3 = 66.7 %, 1 of 3 = 33.3 %.
  await given([
    { subscriptions: [paid(30, 57)] },
    { subscriptions: [paid(30, 59)] },
    { subscriptions: [paid(30, null)] },
  ])
  const { output } = await getRetention.run({ cohorts: 12 }, await context('2025-05-31'))
  expect(output.cohorts).toEqual([{ month: '2025-01-01', size: 3, retentionPercent: [66.7, 33.3, null] }])
  expect(output.overallPercent).toEqual([66.7, 33.3, null])
  const dayBefore = await getRetention.run({ cohorts: 12 }, await context('2025-02-27'))
  expect(dayBefore.output.cohorts[0]?.retentionPercent).toEqual([null, null, null])
})

test('a later return does not undo a churn that stood on the day; one customer too young blanks its whole cohort', async () => {
  // The first starts on 1 January, is away from day 40 to day 100, and 1 April (three months) is day 90: lost. The second
  // starts on 31 January, three months later is 30 April.
  await given([{ subscriptions: [paid(0, 40), paid(100, null)] }, { subscriptions: [paid(30, null)] }])
  const before = await getRetention.run({ cohorts: 12 }, await context('2025-04-29'))
  expect(before.output.cohorts[0]?.retentionPercent).toEqual([100, null, null])
  const after = await getRetention.run({ cohorts: 12 }, await context('2025-04-30'))
  expect(after.output.cohorts[0]?.retentionPercent).toEqual([100, 50, null])
})

test('net and gross revenue retention', async () => {
  // On day 0: 100 + 200 + 300 = 600. On day 31 the first pays 150, the second nothing, the third 250; a fourth is new.
  // NRR (150 + 0 + 250) ÷ 600 = 66.7 %; GRR counts the first with 100 only: 350 ÷ 600 = 58.3 %. MRR 150 + 250 + 500 = 900.
  await given([
    { subscriptions: [paid(0, 20, 10_000), paid(20, null, 15_000)] },
    { subscriptions: [paid(0, 31, 20_000)] },
    { subscriptions: [paid(0, 5, 30_000), paid(5, null, 25_000)] },
    { subscriptions: [paid(10, null, 50_000)] },
    { subscriptions: [{ from: 0, until: null, isTrial: true, mrrMinor: 70_000 }] },
  ])
  const { output } = await getRevenue.run({ monthsBack: 1 }, await context('2025-02-01'))
  expect(output).toMatchObject({
    from: '2025-01-01',
    mrrMinor: 90_000,
    arrMinor: 1_080_000,
    payingCustomers: 3,
    startMrrMinor: 60_000,
    customersAtStart: 3,
    nrrPercent: 66.7,
    grrPercent: 58.3,
  })
  const nobody = await getRevenue.run({ monthsBack: 3 }, await context('2025-02-01'))
  expect(nobody.output).toMatchObject({ nrrPercent: null, grrPercent: null })
})

test('NPS counts the latest answer of each user in 30 days; who did not answer is no detractor', async () => {
  // As of 31 March the 30 days begin on 2 March. Counted: user 1 with the later 9, user 2 with 8, user 3 with 6, and the
  // customer itself with 10: 2 promoters, 1 passive, 1 detractor of 4 = 25. User 4 never answered, user 5 answered on
  // 28 February, user 6 answers in April. Sent from 23 February to 24 March: 1, 1, 2, 4, customer, 6 = 6, answered 4: 66.7 %.
  await given([{}])
  const [customer] = await sql<{ id: string }[]>`select id from customers where venture_id = ${venture.ventureId}`
  const user = (number: number) => `01900000-0000-7000-8000-00000000000${number}`
  const answers: [user: string | null, sentOn: string, answeredOn: string | null, score: number | null][] = [
    [user(1), '2025-03-03', '2025-03-04', 2],
    [user(1), '2025-03-10', '2025-03-11', 9],
    [user(2), '2025-03-03', '2025-03-05', 8],
    [user(3), '2025-03-28', '2025-03-31', 6],
    [user(4), '2025-03-03', null, null],
    [user(5), '2025-02-20', '2025-02-28', 0],
    [user(6), '2025-03-20', '2025-04-01', 0],
    [null, '2025-03-05', '2025-03-06', 10],
  ]
  await sql`insert into survey_responses ${sql(
    answers.map(([userId, sentOn, answeredOn, score], index) => ({
      venture_id: venture.ventureId,
      id: `01900000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
      customer_id: customer?.id ?? '',
      user_id: userId,
      source: 'made',
      external_id: String(index),
      kind: 'nps',
      sent_at: new Date(`${sentOn}T12:00:00Z`),
      answered_at: answeredOn === null ? null : new Date(`${answeredOn}T23:00:00Z`),
      score,
      recorded_at: new Date('2025-12-31'),
    })),
  )}`
  const few = await getNps.run({ windowDays: 30 }, await context('2025-03-31'))
  expect(few.output).toMatchObject({ responses: 4, isEnough: false, nps: null, npsLow: null, npsHigh: null })
  const enough = await getNps.run(
    { windowDays: 30 },
    await context('2025-03-31', { settings: { ...defaultSettings, npsMinResponses: 4 } }),
  )
  expect(enough.output).toMatchObject({ nps: 25, promoters: 2, passives: 1, detractors: 1, responseRatePercent: 66.7 })
})
