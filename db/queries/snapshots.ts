/** Health snapshots: intervals of days in which a customer's score was the same; and the refreshes that wrote them. */
import { uuidv7 } from 'uuidv7'
import type { VentureDb } from '../venture-db.ts'
import type { RefreshTables } from './due-customers.ts'

/** Keeps batches and other refreshes of the venture waiting until the transaction ends. */
export async function lockScores({ sql, ventureId }: VentureDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${ventureId}::uuid::text, 0))`
}

export interface RefreshRow {
  asOf: string
  knownAt: Date
  customerCount: number
  /** What it went by, as given; null for a refresh of an earlier release. */
  wentBy: unknown
}

/** The refresh of the newest scored day. */
export async function newestRefresh({ sql, ventureId }: VentureDb): Promise<RefreshRow | undefined> {
  const [row] = await sql<RefreshRow[]>`
    select as_of, known_at, customer_count, went_by from score_refreshes where venture_id = ${ventureId} order by as_of desc limit 1`
  return row
}

/** The first day that any snapshot covers. */
export async function firstScoredDay({ sql, ventureId }: VentureDb): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select min(scored_from) as day from health_snapshots where venture_id = ${ventureId}`
  return row?.day ?? null
}

/** Takes back what was stored from `day` on of the due whose first day it is: they are scored again from there. */
export async function rewindDue({ sql, ventureId }: VentureDb, tables: RefreshTables, day: string): Promise<void> {
  const due = sql`select customer_id from ${sql(tables.due)} where since_on = ${day}::date`
  await sql`
    delete from health_snapshots
    where venture_id = ${ventureId} and customer_id in (${due}) and scored_from >= ${day}::date`
  await sql`
    update health_snapshots set scored_to = null
    where venture_id = ${ventureId} and customer_id in (${due}) and scored_to >= ${day}::date`
}

/** Takes back what was stored on `day`, the newest scored one, of the customers of `scored` that moved. */
export async function rewindScored({ sql, ventureId }: VentureDb, tables: RefreshTables, day: string): Promise<void> {
  await sql`
    with taken as (
      delete from health_snapshots using ${sql(tables.scored)} scored
      where health_snapshots.venture_id = ${ventureId} and health_snapshots.customer_id = scored.customer_id
        and scored.is_moved and health_snapshots.scored_from = ${day}::date
      returning health_snapshots.customer_id
    )
    update health_snapshots set scored_to = null from taken
    where health_snapshots.venture_id = ${ventureId} and health_snapshots.customer_id = taken.customer_id
      and health_snapshots.scored_to = ${day}::date`
}

/**
 * Ends the interval of each customer of `scored` that is scored otherwise than it stood, and begins the next on `day`. What
 * stood until then is the score of the day before.
 */
export async function writeSnapshots(
  { sql, ventureId }: VentureDb,
  tables: RefreshTables,
  at: { day: string; knownAt: Date; settingsVersion: number; now: Date; correctedAt: Date | null },
): Promise<void> {
  await sql`
    with moved as (
      select scores.*, standing.score as standing_score, standing.scored_from as standing_from
      from ${sql(tables.scored)} scores
      -- What stands is the newest, so that no other is read.
      left join lateral (
        select newest.* from (
          select * from health_snapshots where venture_id = ${ventureId} and customer_id = scores.customer_id
          order by scored_from desc limit 1
        ) newest where newest.scored_to is null
      ) standing on true
      where scores.is_moved and (scores.score, scores.engagement, scores.support, scores.value, scores.status, scores.trend)
        is distinct from (standing.score, standing.engagement, standing.support, standing.value, standing.status, standing.trend)
    ), ended as (
      update health_snapshots set scored_to = ${at.day}::date from moved
      where health_snapshots.venture_id = ${ventureId} and health_snapshots.customer_id = moved.customer_id
        and health_snapshots.scored_from = moved.standing_from
    )
    insert into health_snapshots (venture_id, customer_id, scored_from, settings_version, score, engagement, support,
      value, coverage, status, trend, previous_score, known_at, computed_at, corrected_at)
    select ${ventureId}::uuid, customer_id, ${at.day}::date, ${at.settingsVersion}::int, score, engagement, support,
      value, coverage, status, trend, standing_score, ${at.knownAt}::timestamptz, ${at.now}::timestamptz,
      ${at.correctedAt}::timestamptz
    -- In order, so that all are found before the first is written: of an empty table the planner looks through what
    -- this statement itself has written, once for every customer.
    from moved order by customer_id`
}

/** Notes the refresh of a day; one of the same day before it is replaced. */
export async function noteRefresh(
  { sql, ventureId }: VentureDb,
  refresh: {
    day: string
    knownAt: Date
    settingsVersion: number
    customerCount: number
    changedCount: number
    now: Date
    wentBy: unknown
  },
): Promise<void> {
  await sql`delete from score_refreshes where venture_id = ${ventureId} and as_of = ${refresh.day}::date`
  await sql`
    insert into score_refreshes (venture_id, id, as_of, known_at, settings_version, customer_count, changed_count,
      computed_at, went_by)
    values (${ventureId}, ${uuidv7()}, ${refresh.day}, ${refresh.knownAt}, ${refresh.settingsVersion},
      ${refresh.customerCount}, ${refresh.changedCount}, ${refresh.now}, ${JSON.stringify(refresh.wentBy)}::text::jsonb)`
}
