import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { dayScores, healthScores, type ScoreParameters } from '../../db/queries/scores.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { defaultSettings } from '../settings/settings.ts'
import { customerScore } from './customer-score.ts'
import { explainCustomer } from './explain-customer.ts'
import { on, writeHistories } from './history.fixture.ts'
import { parameters, venture } from './venture.fixture.ts'
import { stepsOf } from './waterfall.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const KNOWN_AT = new Date('2026-01-01T00:00:00Z')

test('one customer’s score is the venture’s statement, for any history, knowledge and settings', async () => {
  await fc.assert(
    fc.asyncProperty(
      venture,
      parameters,
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 0, max: 1e6 }),
      async (histories, settings, asOf, seed) => {
        const made = await createTestVenture(sql)
        const ids = await writeHistories(made, histories)
        await spreadOverBatches(made, seed)
        const at = { asOf: on(asOf), knownAt: new Date(`${on(asOf)}T23:00:00Z`) }
        const rows = new Map((await healthScores(made.db, at, settings)).map((row) => [row.customerId, row]))
        for (const customerId of ids) {
          const { isTrial, churnsOn, ...expected } = { ...rows.get(customerId) } as Record<string, unknown>
          const {
            isTrial: _,
            churnsOn: __,
            ...found
          } = {
            ...(await customerScore(made.db, { ...at, customerId }, settings)),
          } as Record<string, unknown>
          expect(found).toEqual(expected)
        }
      },
    ),
    { numRuns: propertyRuns(40) },
  )
}, 120_000)

test('the ninety days end where the venture’s statement ends them', async () => {
  // The 90 days up to day 150 begin on day 61: a use or login on day 60 is out of them, one on day 61 in.
  const made = await createTestVenture(sql)
  const used = (day: number) => ({
    signedUp: 0,
    isTrial: null,
    logins: [day],
    uses: [{ day, feature: 'alerts' }],
    tickets: [],
    subscriptions: [],
    events: [],
  })
  const ids = await writeHistories(made, [used(60), used(61)])
  const at = { asOf: on(150), knownAt: KNOWN_AT }
  const rows = await healthScores(made.db, at, defaultSettings)
  const found = await Promise.all(
    ids.map((customerId) => customerScore(made.db, { ...at, customerId }, defaultSettings)),
  )
  expect(found.map((row) => [row?.featuresUsedCount, row?.lastActiveOn])).toEqual([
    [0, null],
    [1, on(61)],
  ])
  for (const row of found)
    expect(rows.find(({ customerId }) => customerId === row?.customerId)).toMatchObject({ ...row })
})

test('a waterfall starts and ends at the scores of both days and adds up to the hundredth', async () => {
  await fc.assert(
    fc.asyncProperty(
      venture,
      parameters,
      parameters,
      fc.integer({ min: 40, max: 150 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 1e6 }),
      async (histories, settingsThen, settingsNow, from, length, seed) => {
        const made = await createTestVenture(sql)
        const ids = await writeHistories(made, histories)
        await spreadOverBatches(made, seed)
        await saveSettings(made, settingsThen, settingsNow)
        const context = {
          db: made.db,
          asOf: on(from + length),
          knownAt: KNOWN_AT,
          settings: { ...defaultSettings, ...settingsNow },
          settingsVersion: 3,
        }
        for (const customerId of ids) {
          const explained = await explainCustomer(context, customerId, { from: on(from), to: on(from + length) })
          const before =
            explained && (await scoreOn(made.db, on(from), explained.records.knownThen, customerId, settingsThen))
          const after = await scoreOn(made.db, on(from + length), KNOWN_AT, customerId, settingsNow)
          expect(explained?.before?.score ?? null).toBe(before?.score ?? null)
          expect(explained?.before?.status).toBe(before?.status)
          expect(explained?.after?.score ?? null).toBe(after?.score ?? null)
          expect(explained?.after?.status).toBe(after?.status)
          if (before?.score == null || after?.score == null) {
            expect(explained?.levels ?? null).toBeNull()
            continue
          }
          const levels = explained?.levels ?? []
          expect(levels).toHaveLength(8)
          expect(stepsOf(levels).reduce((sum, step) => sum + step, Math.round(before.score * 100))).toBe(
            Math.round(after.score * 100),
          )
        }
      },
    ),
    { numRuns: propertyRuns(40) },
  )
}, 120_000)

/** As if every row had come with one of several batches of the year, some corrected by a later one. */
async function spreadOverBatches({ sql: db, ventureId }: TestVenture, seed: number): Promise<void> {
  const batches = [10, 60, 100, 140, 180, 300].map((day) => `${on(day)}T10:00:00Z`)
  const first = db`${batches}::text[]::timestamptz[]`
  const tables = [
    'customer_versions',
    'usage_daily',
    'subscription_versions',
    'support_tickets',
    'support_ticket_versions',
    'churn_events',
  ]
  for (const table of tables) {
    const chosen = db`abs(hashtext(${`${seed} `} || ctid::text))`
    await db`update ${db(table)} set recorded_at = (${first})[1 + ${chosen} % 6] where venture_id = ${ventureId}`
    if (table !== 'usage_daily' && table !== 'support_tickets')
      await db`update ${db(table)} set superseded_at = recorded_at + interval '50 days'
        where venture_id = ${ventureId} and ${chosen} % 7 = 0`
  }
}

async function saveSettings({ sql: db, ventureId }: TestVenture, then: ScoreParameters, now: ScoreParameters) {
  for (const [version, settings, from] of [
    [2, then, '2025-01-01'],
    [3, now, '2025-12-31'],
  ] as const)
    await db`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
      values (${ventureId}, ${version}, ${JSON.stringify(settings)}::text::jsonb, ${from}, 'test', 'test')`
}

async function scoreOn(db: VentureDb, day: string, knownAt: Date, customerId: string, settings: ScoreParameters) {
  const [row] = await db.sql<{ score: string | null; status: string }[]>`
    select score, status from (${dayScores(db, { days: [day], knownAt, customerId }, settings)}) scores`
  return row && { score: row.score === null ? null : Number(row.score), status: row.status }
}
