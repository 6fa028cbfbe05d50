/** How the system is doing: what each component is judged by, the checks that were kept, and stretches of failure. */
import type { VentureDb } from '../venture-db.ts'

export interface SystemReadings {
  customers: number
  refreshedAt: Date | null
  refreshedAsOf: string | null
  /** The oldest load that no refresh has taken up yet. */
  oldestMarkAt: Date | null
  loadedAt: Date | null
  /** Messages to customers tried in the last day, and those of them that failed or of which nobody knows. */
  touchesTried: number
  touchesFailed: number
  touchesStuck: number
  surveySentAt: Date | null
  /** Messages of alerts tried in the last day, those that failed, and since when the oldest alert or message waits. */
  alertsTried: number
  alertsFailed: number
  alertWaitingSince: Date | null
}

const STUCK_MINUTES = 10

export async function systemReadings(db: VentureDb, now: Date): Promise<SystemReadings> {
  const { sql, ventureId: id } = db
  const [row] = await sql<SystemReadings[]>`
    select
      (select count(*) from (select from customers where venture_id = ${id} limit 1) any_of_them) as customers,
      refresh.computed_at as refreshed_at, refresh.as_of as refreshed_as_of,
      (select min(recorded_at) from score_marks where venture_id = ${id}) as oldest_mark_at,
      (select max(recorded_at) from batches where venture_id = ${id}) as loaded_at,
      touched.tried as touches_tried, touched.failed as touches_failed, touched.stuck as touches_stuck,
      (select max(sent_at) from survey_responses where venture_id = ${id} and superseded_at is null) as survey_sent_at,
      told.tried as alerts_tried, told.failed as alerts_failed,
      least(told.waiting_since, raised.waiting_since) as alert_waiting_since
    from (select 1) one
    left join lateral (select computed_at, as_of from score_refreshes where venture_id = ${id}
      order by computed_at desc limit 1) refresh on true
    cross join lateral (
      select count(*) filter (where status in ('sent', 'failed', 'unknown') and attempted_at > ${now}::timestamptz - interval '1 day') as tried,
        count(*) filter (where status in ('failed', 'unknown') and attempted_at > ${now}::timestamptz - interval '1 day') as failed,
        count(*) filter (where status = 'sending'
          and attempted_at < ${now}::timestamptz - make_interval(mins => ${STUCK_MINUTES}::int)) as stuck
      from touches where venture_id = ${id} and channel = 'email'
    ) touched
    cross join lateral (
      select count(*) filter (where status in ('sent', 'failed', 'unknown')) as tried,
        count(*) filter (where status in ('failed', 'unknown')) as failed,
        min(created_at) filter (where status in ('queued', 'sending')) as waiting_since
      from alert_messages where venture_id = ${id}
        and (created_at > ${now}::timestamptz - interval '1 day' or status in ('queued', 'sending'))
    ) told
    cross join lateral (
      select min(deliver_after) filter (where deliver_after <= ${now}::timestamptz) as waiting_since
      from alerts where venture_id = ${id} and status = 'raised'
    ) raised`
  if (!row) throw new Error('the database gave no readings')
  return row
}

export interface SystemCheckRow {
  checkedAt: Date
  component: string
  state: string
  lagSeconds: number | null
  attemptedCount: number
  failedCount: number
  reason: string | null
  failuresInRow: number
}

/** The newest check of each component. */
export async function latestChecks(db: VentureDb): Promise<SystemCheckRow[]> {
  return db.sql<SystemCheckRow[]>`
    select distinct on (component) checked_at, component, state, lag_seconds, attempted_count, failed_count, reason,
      failures_in_row
    from system_checks where venture_id = ${db.ventureId}
    order by component, checked_at desc`
}

export async function insertChecks(db: VentureDb, checks: readonly SystemCheckRow[]): Promise<void> {
  const rows = checks.map((check) => ({
    checked_at: check.checkedAt,
    component: check.component,
    state: check.state,
    lag_seconds: check.lagSeconds,
    attempted_count: check.attemptedCount,
    failed_count: check.failedCount,
    reason: check.reason,
    failures_in_row: check.failuresInRow,
  }))
  await db.sql`
    insert into system_checks (venture_id, checked_at, component, state, lag_seconds, attempted_count, failed_count,
      reason, failures_in_row)
    select ${db.ventureId}, checked_at, component, state, lag_seconds, attempted_count, failed_count, reason,
      failures_in_row
    from jsonb_to_recordset(${db.sql.json(rows as never)}) as g(checked_at timestamptz, component text, state text,
      lag_seconds bigint, attempted_count bigint, failed_count bigint, reason text, failures_in_row int)
    on conflict do nothing`
}

/** When the system was checked in (since, until], oldest first, and whether any component was degraded then. */
export async function checkTimes(
  db: VentureDb,
  { since, until }: { since: Date; until: Date },
): Promise<{ checkedAt: Date; isDown: boolean }[]> {
  return db.sql<{ checkedAt: Date; isDown: boolean }[]>`
    select checked_at, bool_or(state = 'degraded') as is_down from system_checks
    where venture_id = ${db.ventureId} and checked_at > ${since} and checked_at <= ${until}
    group by checked_at order by checked_at`
}

export interface FailureStretch {
  component: string
  from: Date
  /** The first check that found it working again; null while it lasts. */
  until: Date | null
  checks: number
  reason: string | null
}

/** Stretches of checks in a row that found a component degraded, the newest first. */
export async function failureStretches(
  db: VentureDb,
  { since, limit }: { since: Date; limit: number },
): Promise<FailureStretch[]> {
  return db.sql<FailureStretch[]>`
    with ordered as (
      select component, checked_at, state, reason,
        lead(checked_at) over each as next_at,
        row_number() over each - row_number() over (partition by component, state = 'degraded' order by checked_at)
          as stretch
      from system_checks where venture_id = ${db.ventureId} and checked_at > ${since}
      window each as (partition by component order by checked_at)
    )
    select component, min(checked_at) as "from", (array_agg(next_at order by checked_at desc))[1] as until,
      count(*) as checks, (array_agg(reason order by checked_at))[1] as reason
    from ordered where state = 'degraded'
    group by component, stretch order by min(checked_at) desc limit ${limit}`
}
