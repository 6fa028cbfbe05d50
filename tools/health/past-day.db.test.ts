/** A past day, computed from everything that is known now, equals one computed from what was known on that day. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { churnCells, customerAges } from '../../db/queries/churn.ts'
import { customerProfiles, customerSignals } from '../../db/queries/customers.ts'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { npsAnswers } from '../../db/queries/nps.ts'
import { cohortRetention, monthlyChurn } from '../../db/queries/retention.ts'
import { revenueChange, revenueOn } from '../../db/queries/revenue.ts'
import { healthScores } from '../../db/queries/scores.ts'
import { ticketCounts } from '../../db/queries/tickets.ts'
import { featureAdoption, usageInWindow } from '../../db/queries/usage.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { simulateVenture } from '../../sample/simulate.ts'
import { referenceDays } from '../churn/observed-share.ts'
import { importFiles } from '../import/import-files.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-past-day-'))
const END = '2026-03-31'
let sql: Sql

beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sql.end()
})

/** When a row came to be, and what was added to it later: the columns to empty when their time had not come. */
const growth: Record<string, { since: string; later?: Record<string, string[]> }> = {
  'customers.csv': { since: 'signed_up_at' },
  'users.csv': { since: 'created_at', later: { consent_at: ['email_consent'] } },
  'subscriptions.csv': { since: 'started_at', later: { ended_at: [] } },
  'usage.csv': { since: 'occurred_at' },
  'tickets.csv': { since: 'opened_at', later: { closed_at: ['status', 'satisfaction_score'] } },
  'surveys.csv': { since: 'sent_at', later: { answered_at: ['score', 'comment'] } },
  'churn_events.csv': { since: 'churned_on' },
  'invoices.csv': { since: 'issued_on', later: { paid_on: [] } },
}

/** The files as they would have been exported at the end of `day`. */
function cutAt(day: string, files: readonly string[]): string[] {
  const target = join(folder, `until-${day}-${files[0]?.length}-${Math.random()}`)
  mkdirSync(target)
  return files.map((path) => {
    const name = basename(path)
    const { since, later = {} } = growth[name] ?? { since: '' }
    const [header = [], ...rows] = parse(readFileSync(path, 'utf8')) as string[][]
    const column = (field: string) => header.indexOf(field)
    const isLater = (value: string | undefined) => (value ?? '').slice(0, 10) > day
    const kept = rows.filter((row) => !isLater(row[column(since)]))
    for (const row of kept)
      for (const [field, others] of Object.entries(later))
        if (isLater(row[column(field)]))
          for (const emptied of [field, ...others]) if (column(emptied) >= 0) row[column(emptied)] = ''
    const cut = join(target, name)
    writeFileSync(cut, stringify([header, ...kept]))
    return cut
  })
}

async function loaded(files: string[]): Promise<TestVenture> {
  const made = await createTestVenture(sql)
  const { venture } = await testContext(made)
  const result = await importFiles(made.db, venture, {
    files,
    mapping: 'sample/mappings/sample.yaml',
    dataDir: folder,
    now: new Date(`${END}T23:59:59Z`),
  })
  expect(result.refusals).toEqual([])
  return made
}

/** Everything that is computed of a day, with external ids in place of ids. */
async function everythingOn(venture: TestVenture, asOf: string, coreFeatures: string[]) {
  const { db } = venture
  const { knownAt } = await testContext(venture)
  const at = { asOf, knownAt }
  const settings = { ...defaultSettings, coreFeatures }
  const rule = await churnRule(db, at, settings)
  const profiles = await customerProfiles(db, at, null)
  const names = new Map(profiles.map(({ id, externalId }) => [id, externalId]))
  const users = new Map(
    (
      await sql<{ id: string; externalId: string }[]>`
      select id, external_id from customer_users where venture_id = ${venture.ventureId}`
    ).map(({ id, externalId }) => [id, externalId]),
  )
  const named = <Row extends { customerId: string }>(rows: Row[]) =>
    rows
      .map((row) => ({ ...row, customerId: names.get(row.customerId) ?? 'not a customer then' }))
      .sort((a, b) => a.customerId.localeCompare(b.customerId))
  const signals = await customerSignals(db, at, null, coreFeatures)
  const days = referenceDays(asOf, settings.predictionHorizonDays, 30)
  return {
    rule,
    scores: named(await healthScores(db, at, settings)),
    revenue: await revenueOn(db, at),
    change: await revenueChange(db, { ...at, from: days[0] ?? asOf }),
    payments: profiles.map(({ externalId, mrrMinor, renewsOn, userCount }) => ({
      externalId,
      mrrMinor,
      renewsOn,
      userCount,
    })),
    churn: await monthlyChurn(db, { ...at, months: 8 }, rule, settings),
    retention: await cohortRetention(db, { ...at, months: [1, 3, 6], cohorts: 12 }, rule, settings),
    cells: await churnCells(db, { ...at, referenceDays: days, oneIn: 1, horizonDays: 90 }, rule, settings),
    ages: named(await customerAges(db, at, rule, settings)),
    nps: await npsAnswers(db, { ...at, windowDays: 30 }),
    signals: named(signals.map((row) => ({ ...row, championUserId: users.get(row.championUserId ?? '') ?? null }))),
    tickets: await ticketCounts(db, { ...at, customerId: null }),
    usage: await usageInWindow(db, { ...at, windowDays: 30 }),
    adoption: await featureAdoption(db, { ...at, windowDays: 30 }, rule, settings),
  }
}

test.each([
  { seed: 1, days: ['2025-09-14', '2026-01-31', END] },
  { seed: 2, days: ['2025-11-30', '2026-02-28'] },
])(
  'a past day of the simulated venture $seed equals the venture loaded with what was known by then',
  async ({ seed, days }) => {
    const { files } = await simulateVenture(
      { seed, customers: 40, months: 10, endOn: END },
      join(folder, `full-${seed}`),
    )
    const full = await loaded(files)
    const [feature] = await sql<{ feature: string }[]>`
      select feature from usage_daily where venture_id = ${full.ventureId} and kind = 'feature' group by feature order by count(*) desc limit 1`
    const coreFeatures = [feature?.feature ?? '']
    for (const day of days) {
      const then = await everythingOn(await loaded(cutAt(day, files)), day, coreFeatures)
      expect(then.scores.length).toBeGreaterThan(5)
      expect(await everythingOn(full, day, coreFeatures)).toEqual(then)
    }
  },
  60_000,
)
