/** Real files that nobody here wrote. They lie outside the repository, so this is skipped where they are not. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { type ImportResult, importFiles } from './import-files.ts'

const FOLDER = '../shared/data/ravenstack'
const isThere = existsSync(FOLDER)
const dataDir = mkdtempSync(join(tmpdir(), 'crew-ravenstack-'))
let venture: TestVenture | undefined

afterAll(async () => {
  rmSync(dataDir, { recursive: true })
  await venture?.sql.end()
})

function load({ db, ventureId }: TestVenture): Promise<ImportResult> {
  const names = ['churn_events', 'feature_usage', 'support_tickets', 'subscriptions', 'accounts']
  return importFiles(
    db,
    { id: ventureId, slug: 'test', name: 'Test', currency: 'USD', timeZone: 'UTC', simulated: false },
    {
      files: names.map((name) => join(FOLDER, `${name}.csv`)),
      mapping: 'sample/mappings/ravenstack.yaml',
      dataDir,
      now: new Date('2025-01-02'),
    },
  )
}

test.skipIf(!isThere)(
  `RavenStack loads whole, and what is odd in it is named${isThere ? '' : ` (skipped: no ${FOLDER})`}`,
  async () => {
    venture = await createTestVenture()
    const result = await load(venture)
    const added = Object.fromEntries(Object.entries(result.entities).map(([entity, count]) => [entity, count.added]))
    expect(added).toEqual({
      customers: 500,
      subscriptions: 5000,
      usage: 25000,
      tickets: 2000,
      churn_events: 600,
      feedback: 452,
    })
    expect(result.refusedCount).toBe(0)
    expect(result.entities.usage?.reusedIds).toBe(21)
    const warned = Object.fromEntries(result.warnings.map(({ code, count }) => [code, count]))
    expect(warned).toMatchObject({
      usage_before_subscription: 19142,
      churn_event_without_flag: 277,
      usage_id_reused: 21,
    })

    const { sql, ventureId } = venture
    const [counts] = await sql`
    select (select count(*) from customers where venture_id = ${ventureId}) as customers,
      (select count(*) from subscriptions where venture_id = ${ventureId}) as subscriptions,
      (select count(*) from usage_events where venture_id = ${ventureId}) as usage,
      (select sum(event_count)::int from usage_daily where venture_id = ${ventureId}) as daily,
      (select count(*) from support_tickets where venture_id = ${ventureId}) as tickets,
      (select count(*) from churn_events where venture_id = ${ventureId}) as churn,
      (select count(*) from customer_versions where venture_id = ${ventureId} and is_trial) as trials`
    expect(counts).toEqual({
      customers: 500,
      subscriptions: 5000,
      usage: 25000,
      daily: 25000,
      tickets: 2000,
      churn: 600,
      trials: 97,
    })

    const again = await load(venture)
    expect(again.batchId).toBeNull()
    for (const count of Object.values(again.entities))
      expect(count).toMatchObject({ added: 0, changed: 0, unchanged: count.read })
    const [batches] = await sql`select count(*) as count from batches where venture_id = ${ventureId}`
    expect(batches).toEqual({ count: 1 })
  },
)
