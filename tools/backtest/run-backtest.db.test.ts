/** Looks at past days against a plain reading of the same histories, and a backtest by hand. Day 0 is 1 January 2025. */
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { afterAll, expect, test } from 'vitest'
import { createClient } from '../../db/client.ts'
import { insertBatch } from '../../db/queries/import/batches.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import type { ToolContext } from '../define-tool.ts'
import { healthScore } from '../health/health-score.ts'
import {
  type CustomerHistory,
  customerHistory,
  factsOn,
  knownAt,
  on,
  writeHistories,
} from '../health/history.fixture.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { gatherLooks, knowledgeOf, scoresOnSameLooks } from './gather-looks.ts'
import { runBacktest } from './run-backtest.ts'

const sql = createClient(testDatabaseUrl())
afterAll(() => sql.end())

const context = (venture: TestVenture, asOf: number): Promise<ToolContext> =>
  testContext(venture, { asOf: on(asOf), knownAt })
const run = (input: object, at: ToolContext) => runBacktest.run(runBacktest.input.parse(input), at)

const nothing = { signedUp: 0, isTrial: null, logins: [], uses: [], tickets: [], subscriptions: [], events: [] }
const paid = (from: number, until: number | null) => [{ from, until, isTrial: false, mrrMinor: 5_000 }]

test('each customer that paid on the day is looked at once, with the score of that day and what became of it', async () => {
  const history = fc
    .tuple(customerHistory, fc.integer({ min: 0, max: 100 }), fc.option(fc.integer({ min: 1, max: 120 })))
    .map(([one, from, length]) => ({
      ...one,
      signedUp: from,
      subscriptions: paid(from, length === null ? null : from + length),
    }))
  await fc.assert(
    fc.asyncProperty(
      fc.array(history, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 7, max: 60 }),
      fc.constantFrom(defaultSettings, { ...defaultSettings, engagementWeight: 20, valueWeight: 50 }),
      async (histories, horizonDays, settings) => {
        const venture = await createTestVenture(sql)
        const ids = await writeHistories(venture, histories)
        const at = await context(venture, 200)
        const days = await knowledgeOf(at, [on(60), on(100)], 'now')
        const looks = await gatherLooks(at, days, horizonDays, 'subscription', settings)
        const seen = Array.from({ length: looks.length }, (_, look) => ({
          day: Number(looks.day[look]),
          customer: looks.customerIds[Number(looks.customer[look])],
          score: looks.score[look],
          hasChurned: looks.hasChurned[look],
        }))
        const expected = [60, 100].flatMap((day, number) =>
          histories.flatMap((one: CustomerHistory, index) => {
            const facts = factsOn(one, histories, day, [])
            const [contract] = one.subscriptions
            const until = contract?.until ?? Number.POSITIVE_INFINITY
            if (!facts || !contract || contract.from > day || until <= day) return []
            const { score, status } = healthScore(facts, settings)
            if (status === 'no_data') return []
            return [{ day: number, customer: ids[index], score, hasChurned: Number(until <= day + horizonDays) }]
          }),
        )
        const order = (a: { day: number; customer?: string | undefined }, b: typeof a) =>
          a.day - b.day || String(a.customer).localeCompare(String(b.customer))
        expect(seen.sort(order)).toEqual(expected.sort(order))
      },
    ),
    { numRuns: propertyRuns(25) },
  )
})

/** `count` customers that signed in on `login` and paid until `until`. */
const customers = (count: number, login: number, until: number | null): CustomerHistory[] =>
  Array.from({ length: count }, () => ({
    ...nothing,
    logins: [login],
    uses: [{ day: login, feature: 'boards' }],
    subscriptions: paid(0, until),
  }))
/** So that support has been loaded from the first day on. */
const withTicket = (history: CustomerHistory): CustomerHistory => ({
  ...history,
  tickets: [{ opened: 0, closed: 1, isPending: false }],
})

test('a backtest by hand', async () => {
  // As of day 150, churn by subscriptions: 30 days to show and a horizon of 20 leave day 100 as the newest reference day.
  // Signed in on day 99 (active: 40), no open ticket (30), one feature (5): score 75, healthy: 12 stayed, 2 left on day 110.
  // Signed in on day 60 (idle 40 days: 0), so 35, critical: 4 stayed, 10 left on day 110.
  // Churned ranks lower in 10 × 12 pairs, ties in 10 × 4 and 2 × 12, higher in 2 × 4: AUC (120 + 20 + 12) ÷ 192 = 0.7917.
  // Capacity 7 takes 7 of the 14 tied critical ones: 7 × 10/14 = 5 churned, precision 0.7143, recall 5 ÷ 12 = 0.4167; over
  // all 12 of 28 = 0.4286 it is 1.6667 times as many. Days since login say the same, open tickets nothing: all have none.
  const venture = await createTestVenture(sql)
  const [first, ...rest] = [
    ...customers(12, 99, null),
    ...customers(2, 99, 110),
    ...customers(4, 60, null),
    ...customers(10, 60, 110),
  ]
  await writeHistories(venture, [withTicket(first ?? nothing), ...rest])
  const { output, facts, rowCount } = await run({ horizonDays: 20, capacity: 7, days: 1 }, await context(venture, 150))
  expect(rowCount).toBe(28)
  expect(output).toMatchObject({
    churnRule: 'subscription',
    settlingDays: 30,
    days: [{ day: on(100), known: 'now', looks: 28, churned: 12 }],
    churnedCustomers: 12,
    stayedCustomers: 16,
    missingChurned: 0,
  })
  expect(output.score.verdict).toBe('ranks_churners')
  expect(output.score.auc).toBeCloseTo(0.7917, 4)
  expect(output.score.precision).toMatchObject({ taken: 7, churnedTaken: 5, precision: 0.714286, recall: 0.416667 })
  expect(output.score.precision?.lift).toBeCloseTo(5 / 3, 5)
  expect(output.byStatus.map(({ band, looks, churnedLooks }) => [band, looks, churnedLooks])).toEqual([
    ['critical', 14, 10],
    ['at_risk', 0, 0],
    ['healthy', 14, 2],
  ])
  expect(output.rivals).toMatchObject([
    { rival: 'days_since_last_login', auc: output.score.auc, difference: 0, verdict: 'no_difference_shown' },
    { rival: 'open_tickets', auc: 0.5, verdict: 'score_is_better' },
  ])
  expect(facts.find(({ key }) => key === 'auc')?.text).toBe('79.2 %')

  // Weights that make nothing of engagement tie everyone: 0.5, worse than the score in force by 0.2917.
  const settings = { ...defaultSettings, engagementWeight: 0, supportWeight: 50, valueWeight: 50 }
  const at = await context(venture, 150)
  const [day] = await knowledgeOf(at, [on(100)], 'now')
  const mine = await gatherLooks(at, day ? [day] : [], 20, 'subscription', defaultSettings)
  const theirs = await gatherLooks(at, day ? [day] : [], 20, 'subscription', settings)
  expect(new Set(scoresOnSameLooks(mine, theirs))).toEqual(new Set([50 + 8.33]))
})

test('a sample takes the same customers on every day and by every score', async () => {
  const venture = await createTestVenture(sql)
  await writeHistories(venture, customers(60, 99, null))
  const at = await context(venture, 150)
  const days = await knowledgeOf(at, [on(100), on(105)], 'now')
  const idsOf = async (oneIn: number, settings = defaultSettings) => {
    const looks = await gatherLooks(at, days, 20, 'subscription', settings, oneIn)
    const on = (day: number) =>
      looks.customerIds.filter((_, customer) =>
        [...Array(looks.length).keys()].some((look) => looks.customer[look] === customer && looks.day[look] === day),
      )
    return [on(0).sort(), on(1).sort()]
  }
  const [first, second] = await idsOf(3)
  expect(second).toEqual(first)
  expect(first?.length).toBeGreaterThan(5)
  expect(first?.length).toBeLessThan(40)
  expect(await idsOf(3, { ...defaultSettings, engagementWeight: 30, valueWeight: 40 })).toEqual([first, second])
  expect((await idsOf(1))[0]).toHaveLength(60)
})

test('too few churned customers is said, with how many are missing, and nothing is concluded', async () => {
  const venture = await createTestVenture(sql)
  await writeHistories(venture, [...customers(30, 99, null), ...customers(4, 60, 110)])
  const { output, facts } = await run({ horizonDays: 20, days: 2 }, await context(venture, 150))
  expect(output).toMatchObject({ churnedCustomers: 4, minCustomers: 10, missingChurned: 6, missingStayed: 0 })
  expect(output.score).toEqual({ auc: null, aucLow: null, aucHigh: null, precision: null, verdict: 'not_measurable' })
  expect(
    output.rivals.every(
      ({ auc, difference, verdict }) => auc === null && difference === null && verdict === 'not_measurable',
    ),
  ).toBe(true)
  expect(facts.find(({ key }) => key === 'auc')).toMatchObject({ value: null, text: 'no data' })
  expect(facts.find(({ key }) => key === 'missing_churned')?.value).toBe(6)
})

test('a venture without anything has no looks and no numbers', async () => {
  const { output, rowCount } = await run({}, await context(await createTestVenture(sql), 150))
  expect([rowCount, output.looks, output.score.verdict, output.otherRules]).toEqual([0, 0, 'not_measurable', []])
})

test('where data was live, a day’s scores are made from what had been loaded by then', async () => {
  // Loaded on day 90: the customer, its logins and features. Its ticket, open since day 50, came with a later load: on day
  // 100 support was missing, 45 of 70 points, so 64.29; as known now it has 20 of 30 for support: 65.
  const venture = await createTestVenture(sql)
  const [one] = customers(1, 99, null)
  await writeHistories(venture, [{ ...(one ?? nothing), tickets: [{ opened: 50, closed: null, isPending: false }] }])
  const recordedAt = new Date(`${on(90)}T06:00:00Z`)
  await insertBatch(venture.db, { id: uuidv7(), recordedAt, source: 'made', description: 'first', counts: {} })
  for (const table of ['customers', 'customer_versions', 'usage_daily', 'subscription_versions'])
    await sql`update ${sql(table)} set recorded_at = ${recordedAt} where venture_id = ${venture.ventureId}`
  const at = await context(venture, 150)
  const scoreOn = async (as: 'then' | 'now') => {
    const days = await knowledgeOf(at, [on(80), on(100)], as)
    const looks = await gatherLooks(at, days, 20, 'subscription', defaultSettings)
    return {
      known: days.map(({ known }) => known),
      score: looks.score[[...Array(looks.length).keys()].find((look) => looks.day[look] === 1) ?? -1],
    }
  }
  expect(await scoreOn('then')).toEqual({ known: ['now', 'then'], score: 64.29 })
  expect(await scoreOn('now')).toEqual({ known: ['now', 'now'], score: 65 })
})

test('settings that are not there are refused by name', async () => {
  const at = await context(await createTestVenture(sql), 150)
  await expect(run({ compare: 'nonesuch' }, at)).rejects.toMatchObject({
    answer: { code: 'not_found', field: 'compare', value: 'nonesuch' },
  })
})
