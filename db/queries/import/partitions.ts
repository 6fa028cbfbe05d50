/** usage_events has one partition a month, made when the first event of that month is loaded. */
import type { VentureDb } from '../../venture-db.ts'
import { type Staging, stagingTable } from './staging.ts'

const LOCK = 7_305_113

/**
 * Makes the partitions that the staged events need. Made apart and then attached, which stops nobody from reading or
 * writing usage_events; in a transaction of its own, for a merge would hold that lock until its end. Safe with any
 * number of importers.
 */
export async function ensureUsagePartitions(db: VentureDb, staging: Staging): Promise<void> {
  const months = await db.sql<{ month: string }[]>`
    select distinct to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month
    from ${db.sql(stagingTable(staging, 'usage'))} order by month`
  await ensureUsageMonths(
    db,
    months.map(({ month }) => month),
  )
}

/** The same for months that are known, as `2024-05`. */
export async function ensureUsageMonths(db: VentureDb, months: readonly string[]): Promise<void> {
  if (months.length === 0) return
  const missing = (names: Set<string>) => months.filter((month) => !names.has(partition(month)))
  if (missing(await existingPartitions(db)).length === 0) return
  await db.transaction(async (tx) => {
    await tx.sql`select pg_advisory_xact_lock(${LOCK})`
    for (const month of missing(await existingPartitions(tx))) {
      await tx.sql.unsafe(`
        create table ${partition(month)} (like usage_events including defaults including constraints);
        alter table usage_events attach partition ${partition(month)}
          for values from ('${month}-01T00:00:00Z') to ('${nextMonth(month)}-01T00:00:00Z')`)
    }
  })
}

async function existingPartitions(db: VentureDb): Promise<Set<string>> {
  const rows = await db.sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'usage_events'::regclass`
  return new Set(rows.map((row) => row.name))
}

/** `usage_events_y2024m05` for `2024-05` */
function partition(month: string): string {
  return `usage_events_y${month.replace('-', 'm')}`
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** Lets the index by time know the pages that were filled since it was last told; until then each reader reads them. */
export async function summarizeUsage(db: VentureDb): Promise<void> {
  await db.sql`
    select brin_summarize_new_values(i.indexrelid::regclass) from pg_inherits h join pg_index i on i.indexrelid = h.inhrelid
    where h.inhparent = 'usage_events_time'::regclass`
}
