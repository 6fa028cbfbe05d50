/** What is stored day by day, from what changed, is what the whole history says when it is read anew. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { healthScores } from '../../db/queries/scores.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { defaultSettings, type Settings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { customerHistory, on, writeHistories } from './history.fixture.ts'
import { refreshScores } from './refresh-scores.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const FIRST_KNOWN = Date.parse('2025-12-31T00:00:00Z')
const knownAfter = (batches: number) => new Date(FIRST_KNOWN + batches * 60_000)

async function refresh(
  venture: TestVenture,
  day: number,
  batches: number,
  options: { settings?: Settings; scope?: 'all' | 'changed' } = {},
) {
  const { settings = defaultSettings, scope = 'all' } = options
  const context = await testContext(venture, { asOf: on(day), knownAt: knownAfter(batches), settings })
  return (await refreshScores.run({ scope }, context)).output
}

async function stored(venture: TestVenture, day: number) {
  return sql<{ customerId: string; score: string | null; status: string; trend: string | null }[]>`
    select h.customer_id, h.score, h.status, h.trend from health_snapshots h
    where h.venture_id = ${venture.ventureId} and h.scored_from <= ${on(day)}
      and (h.scored_to is null or h.scored_to > ${on(day)}) order by h.customer_id`
}

async function states(venture: TestVenture) {
  return sql<{ customerId: string; score: string | null; status: string; trend: string | null }[]>`
    select customer_id, score, status, trend from customer_states
    where venture_id = ${venture.ventureId} order by customer_id`
}

async function computed(venture: TestVenture, day: number, batches: number, settings: Settings) {
  const rows = await healthScores(venture.db, { asOf: on(day), knownAt: knownAfter(batches) }, settings)
  return rows.map(({ customerId, score, status, trend }) => ({
    customerId,
    score: score === null ? null : score.toFixed(2),
    status,
    trend,
  }))
}

const steps = fc.array(
  fc.record({
    days: fc.integer({ min: 0, max: 12 }),
    scope: fc.constantFrom('all' as const, 'changed' as const),
    late: fc.option(fc.array(customerHistory, { minLength: 1, maxLength: 4 }), { freq: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
)

test('whatever is loaded when, each stored day is what the history says', { timeout: 240_000 }, async () => {
  const churnRules = fc.constantFrom<Settings['churnDefinition']>('auto', 'subscription', 'event', 'inactivity')
  await fc.assert(
    fc.asyncProperty(
      fc.array(customerHistory, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 40, max: 150 }),
      steps,
      churnRules,
      async (histories, start, moves, churnDefinition) => {
        const settings = { ...defaultSettings, churnDefinition }
        const venture = await createTestVenture(sql)
        const ids = await writeHistories(venture, histories)
        await sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
          values (${venture.ventureId}, 2, ${JSON.stringify({ churnDefinition })}::text::jsonb, '2000-01-01', 'test', 'test')`
        let [day, batches] = [start, 0]
        await refresh(venture, day, batches, { settings })
        for (const { days, scope, late } of moves) {
          if (late) {
            batches++
            await writeHistories(venture, late.slice(0, ids.length), { ids, recordedAt: knownAfter(batches) })
          }
          day += days
          await refresh(venture, day, batches, { settings, scope })
          const wanted = await computed(venture, day, batches, settings)
          expect(await states(venture)).toEqual(wanted)
          expect(await stored(venture, day)).toEqual(wanted)
        }
        const plain = ({
          customerId,
          score,
          status,
        }: {
          customerId: string
          score: string | null
          status: string
        }) => ({
          customerId,
          score,
          status,
        })
        for (const past of [start, start + 1, day - 1].filter((one) => one >= start && one <= day))
          expect((await stored(venture, past)).map(plain)).toEqual(
            (await computed(venture, past, batches, settings)).map(plain),
          )
      },
    ),
    { numRuns: propertyRuns(12), endOnFailure: true },
  )
})

test('who is due from an earlier day is judged anew on the day that a source begins, as everyone is', async () => {
  const venture = await createTestVenture(sql)
  const quiet = { isTrial: null, logins: [], uses: [], tickets: [], subscriptions: [], events: [] }
  // Left on day 12 by its event, and loaded as a customer of day 58: due then. On day 75 the first contract of the venture
  // begins, and from then on contracts say who left.
  const left = { ...quiet, signedUp: 58, events: [{ day: 12, isReactivation: false }] }
  const subscriptions = [{ from: 75, until: null, isTrial: false, mrrMinor: 0 }]
  await writeHistories(venture, [left, { ...quiet, signedUp: 0, subscriptions }])
  await refresh(venture, 34, 0)
  await refresh(venture, 75, 0, { scope: 'changed' })
  expect((await computed(venture, 74, 0, defaultSettings)).map(({ status }) => status)).toContain('churned')
  const wanted = await computed(venture, 75, 0, defaultSettings)
  expect(wanted.map(({ status }) => status)).not.toContain('churned')
  expect(await states(venture)).toEqual(wanted)
  expect(await stored(venture, 75)).toEqual(wanted)
})
