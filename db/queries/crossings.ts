/** What happened since a reader last looked: crossings of thresholds, answers that came in, and how far each has read. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface CrossingRow {
  seq: number
  customerId: string
  asOf: string
  fromStatus: string | null
  toStatus: string
  fromScore: number | null
  toScore: number | null
}

/** Crossings after `afterSeq` in the order they happened, at most `limit`. */
export async function crossingsAfter(db: VentureDb, afterSeq: number, limit: number): Promise<CrossingRow[]> {
  return db.sql<CrossingRow[]>`
    select seq, customer_id, as_of, from_status, to_status, from_score::float8 as from_score,
      to_score::float8 as to_score
    from score_crossings where venture_id = ${db.ventureId} and seq > ${afterSeq}
    order by seq limit ${limit}`
}

export interface CriticalCrossingRow extends CrossingRow {
  externalId: string
  name: string
  ownerEmail: string | null
  /** Active paid subscriptions, a year. */
  arrMinor: number
}

/** Crossings into critical with `afterSeq` < seq ≤ `untilSeq`, the largest accounts first: the newest of each customer. */
export async function criticalCrossings(
  db: VentureDb,
  at: AsOf & { afterSeq: number; untilSeq: number },
): Promise<CriticalCrossingRow[]> {
  const { sql, ventureId } = db
  return sql<CriticalCrossingRow[]>`
    select crossed.*, customers.external_id, versions.name, versions.owner_email,
      12 * coalesce(contracts.mrr_minor, 0)::bigint as arr_minor
    from (
      select distinct on (customer_id) seq, customer_id, as_of, from_status, to_status,
        from_score::float8 as from_score, to_score::float8 as to_score
      from score_crossings
      where venture_id = ${ventureId} and seq > ${at.afterSeq} and seq <= ${at.untilSeq} and to_status = 'critical'
      order by customer_id, seq desc
    ) crossed
    join customers on customers.venture_id = ${ventureId} and customers.id = crossed.customer_id
    join lateral (
      select name, owner_email from customer_versions
      where venture_id = ${ventureId} and customer_id = crossed.customer_id and ${standing(db, at)}
      order by valid_from desc limit 1
    ) versions on true
    left join lateral (
      select sum(mrr_minor) as mrr_minor from subscription_versions
      where venture_id = ${ventureId} and customer_id = crossed.customer_id and not is_trial and ${standing(db, at)}
        and ${duringDay(db, at)}
    ) contracts on true
    order by arr_minor desc, crossed.to_score, crossed.seq`
}

/** How far `reader` has read; 0 when it never did. */
export async function readCursor(db: VentureDb, reader: string): Promise<number> {
  const [row] = await db.sql<{ seq: number }[]>`
    select seq from event_cursors where venture_id = ${db.ventureId} and reader = ${reader}`
  return row?.seq ?? 0
}

/**
 * Moves the cursor within the caller's transaction; false when another reader was faster. The row stays locked until
 * then, so of several workers one acts on a crossing.
 */
export async function moveCursor(
  db: VentureDb,
  reader: string,
  move: { fromSeq: number; toSeq: number },
): Promise<boolean> {
  await db.sql`insert into event_cursors (venture_id, reader, seq) values (${db.ventureId}, ${reader}, 0)
    on conflict (venture_id, reader) do nothing`
  const moved = await db.sql`
    update event_cursors set seq = ${move.toSeq}
    where venture_id = ${db.ventureId} and reader = ${reader} and seq = ${move.fromSeq} returning seq`
  return moved.length === 1
}

/** When the newest batch after `after` came in that brought survey answers; undefined when none did. */
export async function newestAnswersAt(db: VentureDb, after: Date): Promise<Date | undefined> {
  const [row] = await db.sql<{ recordedAt: Date }[]>`
    select recorded_at from batches
    where venture_id = ${db.ventureId} and recorded_at > ${after} and counts ? 'surveys'
    order by recorded_at desc limit 1`
  return row?.recordedAt
}
