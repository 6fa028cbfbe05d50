/** What a group of requests brought: staged in the merge's own transaction, and counted for each of them. */
import type { VentureDb } from '../../venture-db.ts'
import { type ImportEntity, type Staging, stagingTable } from './staging.ts'

/** Stages rows given by column. One statement: a COPY would need a second round trip and saves nothing below 10,000 rows. */
export async function stageRows(
  db: VentureDb,
  staging: Staging,
  entity: ImportEntity,
  rows: readonly Record<string, string | null>[],
): Promise<void> {
  const table = db.sql(stagingTable(staging, entity))
  await db.sql`
    insert into ${table} select r.* from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::text::json) r`
}

export interface IngestRefusalRow {
  fileNo: number
  line: number
  field: string
  code: 'unknown' | 'duplicate_id' | 'other_customer' | 'user_of_other_customer'
  value: string | null
  detail: string | null
}

/** Everything the database refused of this group. */
export async function groupRefusals(db: VentureDb, staging: Staging): Promise<IngestRefusalRow[]> {
  return db.sql<IngestRefusalRow[]>`
    select file_no, line::int as line, field, code, value, detail
    from ${db.sql(stagingTable(staging, 'refusals'))} order by file_no, line`
}

/** Leaves the staging area empty. */
export async function clearStaging(db: VentureDb, staging: Staging, entities: readonly ImportEntity[]): Promise<void> {
  for (const name of [...entities, 'refusals'] as const) {
    await db.sql`delete from ${db.sql(stagingTable(staging, name))}`
  }
}

export interface EventCountRow {
  fileNo: number
  /** Rows that are left in staging. */
  staged: number
  /** Of them, on a day before the newest scored one: that day's scores are corrected. */
  late: number
}

/** Usage rows in staging by file. Nothing is late while nothing was scored. */
export async function countStagedEvents(db: VentureDb, staging: Staging): Promise<EventCountRow[]> {
  return db.sql<EventCountRow[]>`
    select s.file_no, count(*) as staged, count(*) filter (where s.occurred_at < n.scored_on::timestamp at time zone 'UTC') as late
    from ${db.sql(stagingTable(staging, 'usage'))} s, ${newestScored(db)} n
    group by s.file_no`
}

/**
 * Takes events out of staging that were loaded before. A statement of its own and without nested loops: of a month that
 * has just begun the planner knows nothing, and compared ten thousand events with each of twenty thousand (7 s).
 */
export async function dropKnownEvents(db: VentureDb, staging: Staging): Promise<void> {
  const table = db.sql(stagingTable(staging, 'usage'))
  const [span] = await db.sql<{ first: Date | null; last: Date | null }[]>`
    select min(occurred_at) as first, max(occurred_at) as last from ${table}
    where (occurred_at at time zone 'UTC')::date in (
      select used_on from usage_days where venture_id = ${db.ventureId} and source = ${staging.source})`
  if (!span?.first || !span.last) return
  await db.sql`select set_config('enable_nestloop', 'off', true)`
  await db.sql`
    delete from ${table} s using usage_events e
    where e.venture_id = ${db.ventureId} and e.source = ${staging.source} and e.event_id = s.event_id
      and e.occurred_at = s.occurred_at and e.occurred_at between ${span.first} and ${span.last}`
  await db.sql`select set_config('enable_nestloop', 'on', true)`
}

function newestScored(db: VentureDb) {
  return db.sql`(select max(as_of) as scored_on from score_refreshes where venture_id = ${db.ventureId})`
}
