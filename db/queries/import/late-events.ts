/** Events that came after the scores of their day. */
import type { VentureDb } from '../../venture-db.ts'
import type { Merge } from './reconcile.ts'
import { stagingTable } from './staging.ts'

/**
 * How many of the events this batch added lie on a day before the newest scored one. None where nothing was scored. In
 * the merge's transaction and after it; only the batch's own late days are read: from `firstOn`, by default the first staged day.
 */
export async function countLateEvents(db: VentureDb, merge: Merge, firstOn?: string): Promise<number> {
  const first = firstOn
    ? db.sql`${firstOn}::date`
    : db.sql`(select (min(occurred_at) at time zone 'UTC')::date from ${db.sql(stagingTable(merge, 'usage'))})`
  const [row] = await db.sql<{ count: number }[]>`
    select coalesce(sum(event_count), 0)::bigint as count from usage_daily
    where venture_id = ${db.ventureId} and recorded_at = ${merge.recordedAt}
      and used_on >= ${first}
      and used_on < (select max(as_of) from score_refreshes where venture_id = ${db.ventureId})`
  return row?.count ?? 0
}
