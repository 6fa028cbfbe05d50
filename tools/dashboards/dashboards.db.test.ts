/** Dashboards: every number with its receipt, computed once for the same data, and said to be old where it is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from '../health/history.fixture.ts'
import { getNps } from '../metrics/get-nps.ts'
import { getRevenue } from '../metrics/get-revenue.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { dashboardNumbers } from './dashboard-numbers.ts'
import { dashboards, getDashboard } from './get-dashboard.ts'
import { keptAnswer } from './kept-answer.ts'

let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(() => sql.end())

const customer = (signedUp: number, logins: number[]): CustomerHistory => ({
  signedUp,
  isTrial: null,
  logins,
  uses: logins.map((day) => ({ day, feature: 'boards' })),
  tickets: [{ opened: signedUp, closed: signedUp + 2, isPending: false }],
  subscriptions: [{ from: signedUp, until: null, isTrial: false, mrrMinor: 5000 }],
  events: [],
})

async function madeVenture(): Promise<TestVenture> {
  const made = await createTestVenture(sql)
  await writeHistories(made, [customer(3, [90, 99]), customer(20, [40]), customer(50, [100])])
  return made
}
const contextOn = (made: TestVenture, day: number, more: Partial<Parameters<typeof testContext>[1]> = {}) =>
  testContext(made, { now: new Date(`${on(day)}T12:00:00Z`), knownAt, asOf: on(day), ...more })

test('each of the four has its panels, and every number a receipt of a tool', async () => {
  const made = await madeVenture()
  const context = await contextOn(made, 100)
  for (const dashboard of dashboards) {
    const { output } = await runTool(getDashboard, { dashboard }, context)
    expect(output.panels).toHaveLength(5)
    for (const panel of output.panels) {
      if (panel.chart === 'waiting') expect(panel.note).toMatch(/^Waits for/)
      for (const row of panel.rows) expect(row.receipt).toMatch(/^R-\d+$/)
    }
  }
  const { output } = await runTool(getDashboard, {}, context)
  const [health, retention, nps, distribution] = output.panels
  // Last seen 1, 60 and 0 days ago: 40, 0 and 40; no open ticket: 30 each; one feature in 90 days: 5 each.
  // (75 + 35 + 75) ÷ 3 = 61.67, below the target of 70.
  expect(health?.rows[0]).toMatchObject({ label: 'average score', value: 61.67, isMet: false })
  // First paid in January (two) and February 2025 (one), all still there after a month.
  expect(retention?.rows.map(({ label, value, isMet }) => [label, value, isMet])).toEqual([
    ['2025-01', 100, true],
    ['2025-02', 100, true],
  ])
  expect(nps?.rows[0]).toMatchObject({ value: null, text: 'no data', isMet: null })
  expect(nps?.note).toContain('Not enough responses: 0 of 100')
  const shares = distribution?.rows.map(({ value }) => Number(value)) ?? []
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0)
})

test('the same day, data and settings give the same receipt; more data, other arguments and other settings a new one', async () => {
  const made = await madeVenture()
  const context = await contextOn(made, 100)
  const first = await keptAnswer(getRevenue, {}, context, 'no')
  const again = await keptAnswer(getRevenue, {}, context, 'no')
  expect(again).toEqual(first)
  expect((await keptAnswer(getRevenue, { monthsBack: 3 }, context, 'no')).receipt).not.toBe(first.receipt)
  const other = { ...context, settingsVersion: 2 }
  await sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
    values (${made.ventureId}, 2, '{}', '2000-01-01', 'test', 'test')`
  expect((await keptAnswer(getRevenue, {}, other, 'no')).receipt).not.toBe(first.receipt)
  const later = { ...context, knownAt: new Date(knownAt.getTime() + 1000) }
  const patient = await keptAnswer(getRevenue, {}, later, { daysBack: 1 })
  expect(patient).toMatchObject({ receipt: first.receipt, time: { isCurrent: false, asOf: context.asOf } })
  const anew = await keptAnswer(getRevenue, {}, later, 'no')
  expect(anew).toMatchObject({ time: { isCurrent: true }, output: first.output })
  expect(anew.receipt).not.toBe(first.receipt)
})

test('an altered receipt, a replay and a day too old are never taken for an answer', async () => {
  const made = await madeVenture()
  const context = await contextOn(made, 100)
  const first = await keptAnswer(getNps, {}, context, 'no')
  const replaying = await keptAnswer(getNps, {}, { ...context, fromFacts: true }, 'no')
  expect(replaying.receipt).not.toBe(first.receipt)
  const inThreeDays = await contextOn(made, 103)
  expect((await keptAnswer(getNps, {}, inThreeDays, { daysBack: 1 })).time.isCurrent).toBe(true)
  await sql`update receipts set result = replace(result, '"responses":0', '"responses":9') where venture_id = ${made.ventureId}`
  const honest = await keptAnswer(getNps, {}, context, 'no')
  expect(honest.output.responses).toBe(0)
})

test('a large venture shows what the job kept, and says of when it is', async () => {
  const made = await madeVenture()
  const context = await contextOn(made, 100)
  await sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
    values (${made.ventureId}, 1, '{}', '2000-01-01', 'test', 'test') on conflict do nothing`
  await sql`
    insert into score_refreshes (venture_id, id, as_of, known_at, settings_version, customer_count, changed_count)
    values (${made.ventureId}, ${crypto.randomUUID()}, ${on(100)}, ${knownAt}, 1, 60000, 0)`
  const kept = await dashboardNumbers(context)
  expect(kept.map(({ dashboard }) => dashboard)).toEqual(dashboards.flatMap((name) => Array(5).fill(name)))
  const live = { ...context, knownAt: new Date(knownAt.getTime() + 1000) }
  const { output } = await runTool(getDashboard, {}, live)
  expect(output.panels[0]?.of).toMatchObject({ isCurrent: false, knownAt: knownAt.toISOString() })
  const { output: fresh } = await runTool(getDashboard, { fresh: true }, live)
  expect(fresh.panels[0]?.of).toMatchObject({ isCurrent: true })
})
