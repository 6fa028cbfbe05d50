/** Adoption against a plain reading of the same histories. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { activeSpells } from '../../db/queries/lifecycle.ts'
import { featureAdoption } from '../../db/queries/usage.ts'
import { createTestVenture, propertyRuns, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, customerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { defaultSettings } from '../settings/settings.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

test('of four customers one left, and an idle one counts in the denominator', async () => {
  const paying = (until: number | null, ...uses: [day: number, feature: string][]): CustomerHistory => ({
    signedUp: 0,
    isTrial: null,
    logins: [],
    uses: uses.map(([day, feature]) => ({ day, feature })),
    tickets: [],
    subscriptions: [{ from: 0, until, isTrial: false, mrrMinor: 5000 }],
    events: [],
  })
  const made = await createTestVenture(sql)
  // On day 100 the window is days 71 to 100. Boards: the first used it twice (counted once), the second on day 71, the
  // third on day 70 only. The fourth left on day 60 and is nobody's adopter. Boards 2 of 3, charts 1 of 3.
  await writeHistories(made, [
    paying(null, [80, 'boards'], [90, 'boards'], [95, 'charts']),
    paying(null, [71, 'boards']),
    paying(null, [70, 'boards']),
    paying(60, [80, 'boards']),
  ])
  const at = { asOf: on(100), knownAt, windowDays: 30 }
  expect(await featureAdoption(made.db, at, 'subscription', defaultSettings)).toEqual([
    { feature: 'boards', customers: 2, activeCustomers: 3 },
    { feature: 'charts', customers: 1, activeCustomers: 3 },
  ])
})

test('it counts who is there, whatever the rule, and never more than all of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(customerHistory, { minLength: 1, maxLength: 10 }),
      fc.constantFrom('subscription' as const, 'event' as const, 'inactivity' as const),
      fc.integer({ min: 30, max: 200 }),
      async (histories, rule, day) => {
        const made = await createTestVenture(sql)
        const ids = await writeHistories(made, histories)
        const at = { asOf: on(day), knownAt }
        const present = await sql<{ customerId: string }[]>`
          select distinct customer_id from (${activeSpells(made.db, at, rule, defaultSettings)}) spells
          where active_from <= ${at.asOf}::date and (churned_on is null or churned_on > ${at.asOf}::date)`
        const active = new Set(present.map(({ customerId }) => customerId))
        const rows = await featureAdoption(made.db, { ...at, windowDays: 30 }, rule, defaultSettings)
        for (const { feature, customers, activeCustomers } of rows) {
          const using = histories.filter(
            ({ uses }, index) =>
              active.has(ids[index] ?? '') &&
              uses.some((use) => use.feature === feature && use.day <= day && use.day > day - 30),
          )
          expect([customers, activeCustomers]).toEqual([using.length, active.size])
        }
      },
    ),
    { numRuns: propertyRuns(20) },
  )
})
