/** What was sent and done for customers, and what they did after: the ground under response and recovery. */
import type { VentureDb } from '../venture-db.ts'
import type { HealthStatus } from './scores.ts'

export interface OutreachRow {
  proposalId: string
  kind: string
  customerId: string
  /** When the first message or task of it was set going. */
  startedAt: Date
  startedOn: string
  /** As it was scored on that day; null when there was no score. */
  statusAtStart: HealthStatus | null
  messages: number
  sent: number
  failed: number
  unknown: number
  cancelled: number
  /** Tasks that a person carried out, and those still open. */
  tasksDone: number
  tasksOpen: number
  /** First message that left, or task carried out. */
  reachedAt: Date | null
  /** First survey answered, text written, call carried out or answer recorded by somebody in the `responseDays` after the first message left. */
  respondedAt: Date | null
  /** First day of a paid subscription that began in the `conversionDays` after the start. */
  paidAgainOn: string | null
}

/** Every proposal about a customer that was carried out and started in [from, until), with what followed by `asOf`. */
export async function outreach(
  db: VentureDb,
  at: { from: string; until: string; asOf: string; responseDays: number; conversionDays: number },
): Promise<OutreachRow[]> {
  const { sql, ventureId } = db
  const days = (count: number) => sql`make_interval(days => ${count}::int)`
  return sql<OutreachRow[]>`
    with begun as (
      select proposals.id as proposal_id, proposals.kind, proposals.customer_id, least(
        (select min(created_at) from touches where touches.venture_id = ${ventureId} and touches.proposal_id = proposals.id),
        (select min(created_at) from tasks where tasks.venture_id = ${ventureId} and tasks.proposal_id = proposals.id)
      ) as started_at
      from proposals where proposals.venture_id = ${ventureId} and customer_id is not null
        and status in ('approved', 'executing', 'done', 'parked')
    )
    select begun.proposal_id, begun.kind, begun.customer_id, started_at,
      (started_at at time zone 'UTC')::date as started_on, standing.status as status_at_start,
      mails.messages, mails.sent, mails.failed, mails.unknown, mails.cancelled, work.tasks_done, work.tasks_open,
      least(mails.first_sent_at, work.first_done_at) as reached_at,
      least(answers.answered_at, words.written_at, work.first_call_at, told.responded_at) as responded_at, paid.paid_again_on
    from begun
    left join lateral (
      select status from health_snapshots
      where venture_id = ${ventureId} and customer_id = begun.customer_id
        and scored_from <= (started_at at time zone 'UTC')::date
        and (scored_to is null or scored_to > (started_at at time zone 'UTC')::date)
    ) standing on true
    left join lateral (
      select count(*) as messages, count(*) filter (where status = 'sent') as sent,
        count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'unknown') as unknown,
        count(*) filter (where status = 'cancelled') as cancelled, min(sent_at) as first_sent_at
      from touches where venture_id = ${ventureId} and proposal_id = begun.proposal_id and created_at < ${at.asOf}::date + 1
    ) mails on true
    left join lateral (
      select count(*) filter (where status = 'done') as tasks_done, count(*) filter (where status = 'open') as tasks_open,
        min(done_at) filter (where status = 'done') as first_done_at,
        min(done_at) filter (where status = 'done' and kind = 'call' and done_at > mails.first_sent_at) as first_call_at
      from tasks where venture_id = ${ventureId} and proposal_id = begun.proposal_id and kind <> 'resolve_unknown'
        and created_at < ${at.asOf}::date + 1
    ) work on true
    left join lateral (
      select min(answered_at) as answered_at from survey_responses
      where venture_id = ${ventureId} and customer_id = begun.customer_id and superseded_at is null
        and answered_at > mails.first_sent_at and answered_at <= mails.first_sent_at + ${days(at.responseDays)}
        and answered_at < ${at.asOf}::date + 1
    ) answers on true
    left join lateral (
      select min(occurred_at) as written_at from feedback
      where venture_id = ${ventureId} and customer_id = begun.customer_id and superseded_at is null
        and occurred_at > mails.first_sent_at and occurred_at <= mails.first_sent_at + ${days(at.responseDays)}
        and occurred_at < ${at.asOf}::date + 1
    ) words on true
    left join lateral (
      select min(occurred_on)::timestamp at time zone 'UTC' as responded_at from recorded_outcomes
      where venture_id = ${ventureId} and customer_id = begun.customer_id and response <> 'none'
        and occurred_on > (mails.first_sent_at at time zone 'UTC')::date
        and occurred_on <= (mails.first_sent_at at time zone 'UTC')::date + ${at.responseDays}::int
        and occurred_on <= ${at.asOf}::date
    ) told on true
    left join lateral (
      select min((valid_from at time zone 'UTC')::date) as paid_again_on from subscription_versions
      where venture_id = ${ventureId} and customer_id = begun.customer_id and superseded_at is null
        and not is_trial and mrr_minor > 0 and valid_from > started_at
        and valid_from <= started_at + ${days(at.conversionDays)} and valid_from < ${at.asOf}::date + 1
    ) paid on true
    where started_at >= ${at.from}::date and started_at < ${at.until}::date
    order by started_at, begun.proposal_id`
}

export interface StatusIntervalRow {
  customerId: string
  status: HealthStatus
  score: number | null
  /** First day, and the day after the last; null while it lasts. */
  from: string
  until: string | null
}

/** The stored scores of these customers from `from` on, in order. */
export async function statusIntervals(
  db: VentureDb,
  customerIds: readonly string[],
  from: string,
): Promise<StatusIntervalRow[]> {
  if (customerIds.length === 0) return []
  const rows = await db.sql<(Omit<StatusIntervalRow, 'score'> & { score: string | null })[]>`
    select customer_id, status, score, scored_from as "from", scored_to as until from health_snapshots
    where venture_id = ${db.ventureId} and customer_id = any(${customerIds as string[]}::uuid[])
      and (scored_to is null or scored_to > ${from}::date)
    order by customer_id, scored_from`
  return rows.map((row) => ({ ...row, score: row.score === null ? null : Number(row.score) }))
}

export interface CriticalContactRow {
  /** Customers that became critical in the period, each time counted. */
  due: number
  /** Of these, a message left or a task was carried out within the hours. */
  contacted: number
}

/** Crossings into critical in [from, until) that are at least `hours` old at `now`, and who was contacted in time. */
export async function criticalContacts(
  db: VentureDb,
  at: { from: string; until: string; hours: number; now: Date },
): Promise<CriticalContactRow> {
  const { sql, ventureId } = db
  const inTime = (moment: ReturnType<typeof sql>) =>
    sql`${moment} >= crossed_at and ${moment} <= crossed_at + make_interval(hours => ${at.hours}::int)`
  const [row] = await sql<CriticalContactRow[]>`
    select count(*) as due, count(*) filter (where exists (
        select from touches where venture_id = ${ventureId} and customer_id = crossings.customer_id and status = 'sent'
          and ${inTime(sql`sent_at`)}
      ) or exists (
        select from tasks where venture_id = ${ventureId} and customer_id = crossings.customer_id and status = 'done'
          and ${inTime(sql`done_at`)})) as contacted
    from score_crossings crossings
    where venture_id = ${ventureId} and to_status = 'critical'
      and crossed_at >= ${at.from}::date and crossed_at < ${at.until}::date
      and crossed_at <= ${at.now}::timestamptz - make_interval(hours => ${at.hours}::int)`
  return row ?? { due: 0, contacted: 0 }
}
