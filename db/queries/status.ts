/** The venture at a glance. */
import type { VentureDb } from '../venture-db.ts'

/** The newest day any loaded fact speaks of, undefined when nothing was loaded. */
export async function latestDataDay(db: VentureDb): Promise<string | undefined> {
  const id = db.ventureId
  const [row] = await db.sql<{ latest: string | null }[]>`
    select greatest(
      (select max(used_on) from usage_daily where venture_id = ${id}),
      (select max(opened_at at time zone 'UTC')::date from support_tickets where venture_id = ${id}),
      (select max(answered_at at time zone 'UTC')::date from survey_responses
        where venture_id = ${id} and superseded_at is null),
      (select max(valid_from at time zone 'UTC')::date from subscription_versions
        where venture_id = ${id} and superseded_at is null),
      (select max(churned_on) from churn_events where venture_id = ${id} and superseded_at is null),
      (select max(occurred_at at time zone 'UTC')::date from feedback
        where venture_id = ${id} and superseded_at is null)) as latest`
  return row?.latest ?? undefined
}

export interface RecordsBeginRow {
  customers: string | null
  subscriptions: string | null
  usage: string | null
  supportTickets: string | null
  surveyResponses: string | null
  feedback: string | null
}

/** The first day the records of each kind speak of, as known by `knownAt`; null where there are none. */
export async function recordsBegin(db: VentureDb, knownAt: Date): Promise<RecordsBeginRow> {
  const id = db.ventureId
  const standing = db.sql`venture_id = ${id} and recorded_at <= ${knownAt}
    and (superseded_at is null or superseded_at > ${knownAt})`
  const [row] = await db.sql<RecordsBeginRow[]>`
    select
      (select min(signed_up_on) from customer_versions where ${standing}) as customers,
      (select min(valid_from at time zone 'UTC')::date from subscription_versions where ${standing}) as subscriptions,
      (select min(used_on) from usage_daily where venture_id = ${id} and recorded_at <= ${knownAt}) as usage,
      (select min(opened_at at time zone 'UTC')::date from support_tickets
        where venture_id = ${id} and recorded_at <= ${knownAt}) as support_tickets,
      (select min(coalesce(sent_at, answered_at) at time zone 'UTC')::date from survey_responses where ${standing})
        as survey_responses,
      (select min(occurred_at at time zone 'UTC')::date from feedback where ${standing}) as feedback`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

export interface StatusCounts {
  customers: number
  users: number
  subscriptions: number
  usageEvents: number
  supportTickets: number
  surveyResponses: number
  feedback: number
  churnEvents: number
  /** Customers with a current health snapshot. */
  scores: number
  proposals: number
  touches: number
}

/** How much there is of everything: source rows as known by `knownAt`, work as it stands. */
export async function statusCounts(db: VentureDb, knownAt: Date): Promise<StatusCounts> {
  const id = db.ventureId
  const standing = db.sql`venture_id = ${id} and recorded_at <= ${knownAt}
    and (superseded_at is null or superseded_at > ${knownAt})`
  const [row] = await db.sql<StatusCounts[]>`
    select
      (select count(*) from customers where venture_id = ${id} and recorded_at <= ${knownAt}) as customers,
      (select count(*) from customer_users where venture_id = ${id} and recorded_at <= ${knownAt}) as users,
      (select count(*) from subscriptions where venture_id = ${id} and recorded_at <= ${knownAt}) as subscriptions,
      (select count(*) from usage_events where venture_id = ${id} and recorded_at <= ${knownAt}) as usage_events,
      (select count(*) from support_tickets where venture_id = ${id} and recorded_at <= ${knownAt}) as support_tickets,
      (select count(*) from survey_responses where ${standing}) as survey_responses,
      (select count(*) from feedback where ${standing}) as feedback,
      (select count(*) from churn_events where ${standing}) as churn_events,
      (select count(*) from health_snapshots where venture_id = ${id} and scored_to is null) as scores,
      (select count(*) from proposals where venture_id = ${id}) as proposals,
      (select count(*) from touches where venture_id = ${id}) as touches`
  if (!row) throw new Error('the database gave no counts')
  return row
}

export interface StatusWork {
  waitingProposals: number
  parkedProposals: number
  openTasks: number
  refreshedAt: Date | null
  refreshedAsOf: string | null
  lastRunAt: Date | null
  lastRunStatus: string | null
  lastRunAsOf: string | null
  batches: number
}

/** What waits for somebody, and when the crew last did its work. */
export async function statusWork(db: VentureDb): Promise<StatusWork> {
  const id = db.ventureId
  const [row] = await db.sql<StatusWork[]>`
    select
      (select count(*) from proposals where venture_id = ${id} and status = 'waiting') as waiting_proposals,
      (select count(*) from proposals where venture_id = ${id} and status = 'parked') as parked_proposals,
      (select count(*) from tasks where venture_id = ${id} and status = 'open') as open_tasks,
      (select count(*) from batches where venture_id = ${id}) as batches,
      refresh.computed_at as refreshed_at, refresh.as_of as refreshed_as_of,
      run.started_at as last_run_at, run.status as last_run_status, run.as_of as last_run_as_of
    from (select 1) one
    left join lateral (select computed_at, as_of from score_refreshes where venture_id = ${id}
      order by computed_at desc limit 1) refresh on true
    left join lateral (select started_at, status, as_of from crew_runs where venture_id = ${id}
      order by started_at desc limit 1) run on true`
  if (!row) throw new Error('the database gave no status')
  return row
}
