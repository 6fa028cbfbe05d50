import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { activeSpells, churnRule } from '../../db/queries/lifecycle.ts'
import { healthScores, type ScoreParameters } from '../../db/queries/scores.ts'
import { createTestVenture, propertyRuns, testDatabaseUrl } from '../../db/test-database.ts'
import { defaultSettings } from '../settings/settings.ts'
import { healthScore } from './health-score.ts'
import { type CustomerHistory, factsOn, knownAt, lifeOn, on, writeHistories } from './history.fixture.ts'
import { parameters, venture } from './venture.fixture.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

test('the SQL score is the formula, for any history and any settings', async () => {
  await fc.assert(
    fc.asyncProperty(venture, parameters, fc.integer({ min: 60, max: 200 }), async (histories, settings, asOf) => {
      const made = await createTestVenture(sql)
      const ids = await writeHistories(made, histories)
      const rows = await healthScores(made.db, { asOf: on(asOf), knownAt }, settings)
      const expected = histories.flatMap((history, index) => {
        const facts = factsOn(history, histories, asOf, settings.coreFeatures)
        if (!facts) return []
        const { status, ...parts } = healthScore(facts, settings)
        const { isTrial, churned } = lifeOn(history, histories, asOf, settings)
        return [
          {
            customerId: ids[index],
            ...parts,
            status: isTrial ? 'trial' : churned === null ? status : 'churned',
            churnedOn: churned === null ? null : on(churned),
            openTicketCount: facts.openTicketCount,
            featuresUsedCount: facts.featuresUsedCount,
            previousScore: scoreBefore(history, histories, asOf, 1, settings),
            monthAgoScore: scoreBefore(history, histories, asOf, 30, settings),
          },
        ]
      })
      expect(rows).toHaveLength(expected.length)
      for (const wanted of expected)
        expect(rows.find(({ customerId }) => customerId === wanted.customerId)).toMatchObject(wanted)
    }),
    { numRuns: propertyRuns(60) },
  )
})

function scoreBefore(
  history: CustomerHistory,
  all: CustomerHistory[],
  asOf: number,
  days: number,
  settings: ScoreParameters,
): number | null {
  const facts = factsOn(history, all, asOf - days, settings.coreFeatures)
  return facts ? healthScore(facts, settings).score : null
}

test('a customer by hand', async () => {
  // As of day 100. Last login on day 95, 5 days ago: moderate, 40 × 30 ÷ 40 = 30.
  // Two tickets opened by day 100; one closed on day 100, one pending: 30 × (30 − 10) ÷ 30 = 20.
  // Features: alerts on day 11 (90 days ago is day 10, so 11 is inside), boards on day 99 twice, charts on day 10 (outside):
  // two of them, 5 × 2 = 10; the core feature alerts is used: + 10 = 20 of 30.
  // 30 + 20 + 20 = 70: healthy, at the threshold. The day before: login 4 days ago 30, both tickets open 10, charts counts
  // again: 3 features 15 + 10 = 25; 65. Thirty days before, day 70: no login yet 0, no ticket and none ever loaded (missing),
  // alerts and charts 10 + 10 = 20 of 30: known weight 70, 100 × 20 ÷ 70 = 28.57. 70 − 28.57 is improving.
  const made = await createTestVenture(sql)
  await writeHistories(made, [
    {
      signedUp: 0,
      isTrial: null,
      logins: [72, 95],
      uses: [
        { day: 11, feature: 'alerts' },
        { day: 99, feature: 'boards' },
        { day: 99, feature: 'boards' },
        { day: 10, feature: 'charts' },
      ],
      tickets: [
        { opened: 80, closed: 100, isPending: false },
        { opened: 90, closed: null, isPending: true },
      ],
      subscriptions: [],
      events: [],
    },
    // Gives the venture a login before day 70, so that engagement is known there.
    { signedUp: 0, isTrial: null, logins: [1], uses: [], tickets: [], subscriptions: [], events: [] },
  ])
  const settings = { ...defaultSettings, coreFeatures: ['alerts'] }
  const [row] = await healthScores(made.db, { asOf: on(100), knownAt }, settings)
  expect(row).toMatchObject({
    engagement: 30,
    support: 20,
    value: 20,
    score: 70,
    coverage: 1,
    status: 'healthy',
    trend: 'improving',
    previousScore: 65,
    monthAgoScore: 28.57,
    lastActiveOn: on(95),
    engagementBasis: 'logins',
    openTicketCount: 1,
    featuresUsedCount: 2,
    coreFeaturesUsedCount: 1,
  })
})

test('the spells that churn and retention count agree with the status of every day', async () => {
  await fc.assert(
    fc.asyncProperty(venture, parameters, fc.integer({ min: 100, max: 200 }), async (histories, settings, end) => {
      const made = await createTestVenture(sql)
      const ids = await writeHistories(made, histories)
      const at = { asOf: on(end), knownAt }
      const rule = await churnRule(made.db, at, settings)
      const ruled = { ...settings, churnDefinition: rule }
      const spells = await made.db.sql<{ customerId: string; activeFrom: string; churnedOn: string | null }[]>`
        select customer_id, active_from, churned_on from (${activeSpells(made.db, at, rule, settings)}) spells`
      for (const [index, history] of histories.entries()) {
        const own = spells.filter(({ customerId }) => customerId === ids[index])
        // On the as-of itself the end of the last spell is the churn, to the day.
        const now = lifeOn(history, histories, end, ruled)
        const last = own
          .map(({ churnedOn }) => churnedOn ?? 'still there')
          .sort()
          .at(-1)
        if (history.signedUp <= end && !now.isTrial)
          expect(last === undefined || last === 'still there' ? null : last).toBe(
            now.churned === null ? null : on(now.churned),
          )
        // And no earlier day was churned that a spell covers.
        for (let day = history.signedUp; day <= end && !now.isTrial; day += 7) {
          const then = lifeOn(history, histories, day, ruled)
          const isThere = own.some(
            ({ activeFrom, churnedOn }) => activeFrom <= on(day) && (churnedOn === null || churnedOn > on(day)),
          )
          if (then.churned !== null) expect({ day, isThere }).toEqual({ day, isThere: false })
        }
      }
    }),
    { numRuns: propertyRuns(60) },
  )
})
