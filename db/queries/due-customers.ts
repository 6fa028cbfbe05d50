/** Who is due in a refresh, and on which day whose turn it is. */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'
import { TREND_DAYS } from './scores.ts'

type Fragment = PendingQuery<Row[]>

/** Names of the tables of one refresh. */
export interface RefreshTables {
  due: string
  set: string
  scored: string
  before: string
}

export interface ScoringDay {
  day: string
  knownAt: Date
  firstDays: FirstDays
}

/**
 * Where a day stands: past when it was scored before, settled when a later one was too; the same day when it is the newest
 * scored one and no earlier day is corrected in this refresh, so that what is kept is of this very day.
 */
export interface When {
  isPast: boolean
  isSettled: boolean
  isSameDay: boolean
}

/** The first day that each source speaks of; null for one that was never loaded. */
export interface FirstDays {
  firstLoginOn: string | null
  firstFeatureOn: string | null
  firstTicketOn: string | null
  firstContractOn: string | null
  firstDepartureOn: string | null
}

/** Takes the marks that bear on `until` or earlier: each customer once, with the first day they bear on. */
export async function takeMarks(db: VentureDb, tables: RefreshTables, until: string): Promise<number> {
  const { sql, ventureId } = db
  const taken = await sql`
    with taken as (
      delete from score_marks where venture_id = ${ventureId} and since_on <= ${until}::date
      returning customer_id, since_on, is_usage
    )
    insert into ${sql(tables.due)} (customer_id, since_on, is_usage)
    select customer_id, min(since_on), bool_and(is_usage) from taken group by customer_id`
  return taken.count
}

/** Makes everyone due on `since`, those that marks name from an earlier day on as well: on `since` anybody may be judged otherwise. */
export async function makeAllDue(db: VentureDb, tables: RefreshTables, since: string, until: string): Promise<void> {
  const { sql } = db
  await takeMarks(db, tables, until)
  // What was loaded of days from then on is gathered on `since`, which says when to look again.
  await sql`delete from ${sql(tables.due)} where since_on >= ${since}::date`
  await addAllDue(db, tables, since)
}

/** Makes everyone due on `day` as well, whatever earlier day they are due on. */
export async function addAllDue({ sql, ventureId }: VentureDb, tables: RefreshTables, day: string): Promise<void> {
  await sql`insert into ${sql(tables.due)} (customer_id, since_on, is_usage)
    select id, ${day}::date, false from customers where venture_id = ${ventureId}`
}

/** Whoever is due since before `from` is due from then: nothing earlier was scored. */
export async function limitDue({ sql }: VentureDb, tables: RefreshTables, from: string): Promise<void> {
  await sql`update ${sql(tables.due)} set since_on = ${from}::date where since_on < ${from}::date`
}

/** The first day that a customer is due; null when none is. */
export async function firstDueDay({ sql }: VentureDb, tables: RefreshTables): Promise<string | null> {
  const [row] = await sql<{ sinceOn: string | null }[]>`select min(since_on) as since_on from ${sql(tables.due)}`
  return row?.sinceOn ?? null
}

/** Lets the planner see how many are due. */
export async function analyzeDue({ sql }: VentureDb, tables: RefreshTables): Promise<void> {
  await sql`analyze ${sql(tables.due)}`
}

/**
 * Whose turn it is on a day: the due whose first day it is, and whoever time moves. On a day that was scored before only
 * customers that are due at all: the others' snapshots stand. `is_light` for whom nothing but usage can have changed since
 * what is kept of them was gathered; on a settled day, of which nothing is kept, for nobody.
 */
export function dueOn(
  db: VentureDb,
  tables: RefreshTables,
  { day, isPast, isSettled, isSameDay }: ScoringDay & When,
): Fragment {
  const { sql, ventureId } = db
  const among = isPast
    ? sql`and customer_id in (select customer_id from ${sql(tables.due)} where since_on < ${day}::date)`
    : sql``
  const moved = sql`
      union all
      select customer_id, true from customer_states
      where venture_id = ${ventureId} and next_change_on <= ${day}::date ${among}
      union all
      select customer_id, true from health_snapshots
      where venture_id = ${ventureId} and scored_from = ${day}::date - ${TREND_DAYS}::int ${among}`
  return sql`
    select turns.customer_id, not ${isSettled} and turns.is_usage and coalesce(states.holds, false)
    from (
      select customer_id, bool_and(is_usage) as is_usage from (
        select customer_id, is_usage from ${sql(tables.due)} where since_on = ${day}::date ${isSameDay ? sql`` : moved}
      ) each group by customer_id
    ) turns
    -- Looked up one by one: joined, a million states are sorted for the sake of ten thousand.
    left join lateral (
      select facts_change_on is null or facts_change_on > ${day}::date as holds from customer_states
      where venture_id = ${ventureId} and customer_id = turns.customer_id offset 0
    ) states on true`
}

/** The next day after `day` on which anybody is due, as far as that is known; null when nobody is. */
export async function nextDueDay(
  { sql, ventureId }: VentureDb,
  tables: RefreshTables,
  day: string,
): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select least(
      (select min(since_on) from ${sql(tables.due)} where since_on > ${day}::date),
      (select min(next_change_on) from customer_states
        where venture_id = ${ventureId} and next_change_on > ${day}::date),
      (select min(scored_from) + ${TREND_DAYS}::int from health_snapshots
        where venture_id = ${ventureId} and scored_from > ${day}::date - ${TREND_DAYS}::int)) as day`
  return row?.day ?? null
}

/**
 * Somebody whose turn it is and who is no customer on the day yet is due on the day it becomes one: in this refresh, or
 * marked for a later one. Somebody who is none any more leaves no state; returns how many those are.
 */
export async function waitForVersions(
  db: VentureDb,
  tables: RefreshTables,
  at: ScoringDay & { until: string },
): Promise<number> {
  const { sql, ventureId } = db
  const absent = sql`select customer_id from ${sql(tables.set)} except select customer_id from ${sql(tables.scored)}`
  const coming = sql`
    select customer_id, min((valid_from at time zone 'UTC')::date) as since_on from customer_versions
    where venture_id = ${ventureId} and customer_id in (${absent}) and valid_from >= ${at.day}::date + 1
      and recorded_at <= ${at.knownAt} and superseded_at is null
    group by customer_id`
  await sql`
    insert into ${sql(tables.due)} (customer_id, since_on, is_usage)
    select customer_id, since_on, false from (${coming}) coming where since_on <= ${at.until}::date`
  await sql`
    insert into score_marks (venture_id, customer_id, since_on, recorded_at)
    select ${ventureId}::uuid, customer_id, since_on, ${at.knownAt}::timestamptz
    from (${coming}) coming where since_on > ${at.until}::date`
  const left = await sql`
    delete from customer_states where venture_id = ${ventureId} and customer_id in (${absent})`
  return left.count
}
