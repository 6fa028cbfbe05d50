/** Readings by which a customer is an edge case: what is missing, what contradicts itself, what was too much or unanswered. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface EdgeReading {
  customerId: string
  externalId: string
  name: string
  status: string
  score: number | null
  trend: string | null
  arrMinor: number
  hasOwner: boolean
  userCount: number
  hasSubscription: boolean
  /** False only for a customer without engagement and value that no usage was ever recorded of. */
  hasActivity: boolean
  signedUpOn: string
  /** The latest answer of the last 90 days. */
  lastNpsScore: number | null
  /** Answers of 0 to 6 (CSAT: 1 or 2) and tickets escalated, in the last 60 days. */
  negativeAnswers: number
  escalatedTickets: number
  openEscalatedTickets: number
  overdueInvoices: number
  /** A churn event that no reactivation followed, though a paid subscription runs on. */
  churnEventOn: string | null
  openProposals: number
  openTasks: number
  /** Messages that left within the cooldown of campaigns. */
  recentMessages: number
  /** Messages and surveys sent in the last 90 days, and answers, texts and calls in that time. */
  asked: number
  answered: number
  /** RETENTION-001 stands and the Chairman was asked because nobody answered. */
  isWithChairman: boolean
}

export interface LoadedSources {
  users: boolean
  subscriptions: boolean
  activity: boolean
  owners: boolean
}

/** Which sources the venture has at all: what nobody has is missing of the venture, not of a customer. */
export async function loadedSources(db: VentureDb, at: AsOf): Promise<LoadedSources> {
  const { sql, ventureId } = db
  const [row] = await sql<LoadedSources[]>`
    select
      exists (select from customer_users where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}) as users,
      exists (select from subscriptions where venture_id = ${ventureId} and recorded_at <= ${at.knownAt})
        as subscriptions,
      exists (select from usage_daily where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}) as activity,
      exists (select from customer_versions where venture_id = ${ventureId} and owner_email is not null
        and ${standing(db, at)}) as owners`
  if (!row) throw new Error('the database gave no sources')
  return row
}

/**
 * Readings of every customer (or one) that may be an edge case, the largest accounts first. What is left out is none by
 * any rule of `tools/health/edge-cases.ts`; the rules themselves are judged there. Churned and trial customers are left
 * out too.
 */
export async function edgeReadings(
  db: VentureDb,
  at: AsOf & { now: Date; cooldownDays: number; customerId: string | null },
): Promise<EdgeReading[]> {
  const { sql, ventureId } = db
  const day = sql`${at.asOf}::date`
  const only = at.customerId === null ? sql`true` : sql`customer_id = ${at.customerId}::uuid`
  const mine = sql`venture_id = ${ventureId} and ${only}`
  return sql<EdgeReading[]>`
    with answers as (
      select customer_id,
        (array_agg(score order by answered_at desc) filter (where kind = 'nps'))[1] as last_nps_score,
        count(*) filter (where answered_at >= ${day} - 59 and score <= case kind when 'nps' then 6 else 2 end)
          as negative_answers,
        count(*) as answered
      from survey_responses
      where ${mine} and ${standing(db, at)} and answered_at >= ${day} - 89 and answered_at < ${day} + 1
      group by customer_id
    ), surveys as (
      select customer_id, count(*) as sent from survey_responses
      where ${mine} and ${standing(db, at)} and sent_at >= ${day} - 89 and sent_at < ${day} + 1
      group by customer_id
    ), tickets as (
      select customer_id,
        count(distinct ticket_id) filter (where valid_from >= ${day} - 59) as escalated_tickets,
        count(distinct ticket_id) filter (where status <> 'closed' and ${duringDay(db, at)}) as open_escalated_tickets
      from support_ticket_versions where ${mine} and is_escalated and ${standing(db, at)} and valid_from < ${day} + 1
      group by customer_id
    ), overdue as (
      select customer_id, count(*) as overdue_invoices from invoices
      where ${mine} and ${standing(db, at)} and due_on <= ${day} and (paid_on is null or paid_on > ${day})
      group by customer_id
    ), departures as (
      select customer_id, max(churned_on) filter (where not is_reactivation) as left_on,
        max(churned_on) filter (where is_reactivation) as returned_on
      from churn_events where ${mine} and ${standing(db, at)} and churned_on <= ${day} group by customer_id
    ), open_proposals as (
      select customer_id, count(*) as open_proposals from proposals
      where ${mine} and status in ('waiting', 'approved', 'executing', 'parked') group by customer_id
    ), open_tasks as (
      -- A task of an open proposal is that proposal's.
      select customer_id, count(*) filter (where status = 'open' and proposal_id is null) as open_tasks,
        count(*) filter (where status = 'done' and done_at > ${at.now}::timestamptz - interval '90 days') as calls
      from tasks where ${mine} group by customer_id
    ), messages as (
      select customer_id, count(*) as sent,
        count(*) filter (where sent_at > ${at.now}::timestamptz - make_interval(days => ${at.cooldownDays}::int)) as recent
      from touches where ${mine} and status = 'sent' and sent_at > ${at.now}::timestamptz - interval '90 days'
      group by customer_id
    ), texts as (
      select customer_id, count(*) as written from feedback
      where ${mine} and ${standing(db, at)} and occurred_at >= ${day} - 89 and occurred_at < ${day} + 1
      group by customer_id
    ), firings as (
      select distinct customer_id from trigger_firings
      where ${mine} and trigger = 'retention_001' and status <> 'ended' and iteration >= 2
    ), users as (
      select customer_id, count(*) as user_count from customer_users where ${mine} and recorded_at <= ${at.knownAt}
      group by customer_id
    ), contracts as (
      select customer_id, count(*) as contract_count,
        sum(mrr_minor) filter (where not is_trial and ${duringDay(db, at)}) as mrr_minor
      from subscription_versions where ${mine} and ${standing(db, at)} group by customer_id
    )
    select * from (
      select s.customer_id, customers.external_id, versions.name, s.status, s.score::float8 as score, s.trend,
        12 * coalesce(contracts.mrr_minor, 0)::bigint as arr_minor, versions.owner_email is not null as has_owner,
        coalesce(user_count, 0) as user_count, coalesce(contract_count, 0) > 0 as has_subscription,
        not (coalesce(s.engagement, 0) = 0 and coalesce(s.value, 0) = 0 and not exists (
          select from usage_daily used where used.venture_id = ${ventureId} and used.customer_id = s.customer_id
        )) as has_activity,
        versions.signed_up_on, last_nps_score, coalesce(negative_answers, 0) as negative_answers,
        coalesce(escalated_tickets, 0) as escalated_tickets,
        coalesce(open_escalated_tickets, 0) as open_escalated_tickets,
        coalesce(overdue_invoices, 0) as overdue_invoices,
        case when contracts.mrr_minor > 0 and (returned_on is null or left_on > returned_on) then left_on end
          as churn_event_on,
        coalesce(open_proposals, 0) as open_proposals, coalesce(open_tasks, 0) as open_tasks,
        coalesce(messages.recent, 0) as recent_messages,
        coalesce(messages.sent, 0) + coalesce(surveys.sent, 0) as asked,
        coalesce(answered, 0) + coalesce(written, 0) + coalesce(calls, 0) as answered,
        firings.customer_id is not null as is_with_chairman
      from (
        select * from health_snapshots where ${mine} and scored_from <= ${day} and (scored_to is null or scored_to > ${day})
          and status not in ('churned', 'trial')
      ) s
      join customers on customers.venture_id = ${ventureId} and customers.id = s.customer_id
      join (
        select customer_id as versioned_id, name, owner_email, signed_up_on from customer_versions
        where ${mine} and ${standing(db, at)} and ${duringDay(db, at)}
      ) versions on versions.versioned_id = s.customer_id
      left join answers using (customer_id) left join surveys using (customer_id) left join tickets using (customer_id)
      left join overdue using (customer_id) left join departures using (customer_id)
      left join open_proposals using (customer_id) left join open_tasks using (customer_id)
      left join messages using (customer_id) left join texts using (customer_id) left join firings using (customer_id)
      left join users using (customer_id) left join contracts using (customer_id)
    ) readings
    where not has_owner or user_count = 0 or not has_subscription or not has_activity
      or (status = 'healthy' and (last_nps_score <= 6 or open_escalated_tickets > 0 or overdue_invoices > 0))
      or (status in ('at_risk', 'critical') and last_nps_score >= 9) or churn_event_on is not null
      or (trend = 'declining' and negative_answers + escalated_tickets > 1)
      or open_proposals + open_tasks > 1 or recent_messages > 1 or (asked > 2 and answered = 0) or is_with_chairman
    order by arr_minor desc, external_id`
}
