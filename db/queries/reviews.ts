/** Customers whose figures moved so that somebody must look: falls of score and engagement, escalated tickets, strategic accounts about to churn. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface ReviewLimits {
  dropPoints: number
  dropDays: number
  engagementFallPercent: number
  engagementDays: number
  escalatedTickets: number
  ticketDays: number
}

export interface ReviewCauseRow {
  customerId: string
  externalId: string
  name: string
  ownerEmail: string | null
  cause: 'score_drop' | 'engagement_fall' | 'escalated_tickets'
  /** The score or the engagement then and now; tickets have only `valueNow`, their number. */
  valueBefore: number | null
  valueNow: number
  days: number
  arrMinor: number
  /** How many there are, beyond the limit too. */
  totalCount: number
}

/**
 * What asks for a review at `asOf`, the largest accounts first. Falls are read from the stored scores, and of those only
 * from the ones that changed in the window, by index. Churned and trial customers are left out.
 */
export async function reviewCauses(
  db: VentureDb,
  at: AsOf,
  limits: ReviewLimits,
  limit: number,
): Promise<ReviewCauseRow[]> {
  const { sql, ventureId } = db
  const day = sql`${at.asOf}::date`
  const fell = (part: 'score' | 'engagement', days: number, isFall: ReturnType<typeof sql>) => sql`
    select now.customer_id, before.${sql(part)}::float8 as value_before, now.${sql(part)}::float8 as value_now,
      ${days}::int as days
    from (
      select * from health_snapshots where venture_id = ${ventureId} and scored_from > ${day} - ${days}::int
        and scored_from <= ${day} and (scored_to is null or scored_to > ${day})
        and status in ('healthy', 'at_risk', 'critical')
    ) now
    join health_snapshots before on before.venture_id = ${ventureId} and before.customer_id = now.customer_id
      and before.scored_from <= ${day} - ${days}::int and before.scored_to > ${day} - ${days}::int
    where ${isFall}`
  return sql<ReviewCauseRow[]>`
    with causes as (
      select 'score_drop' as cause, fallen.* from (
        ${fell('score', limits.dropDays, sql`before.score - now.score >= ${limits.dropPoints}::numeric`)}) fallen
      union all
      select 'engagement_fall', fallen.* from (
        ${fell(
          'engagement',
          limits.engagementDays,
          sql`before.engagement > 0
            and now.engagement <= before.engagement * (1 - ${limits.engagementFallPercent}::numeric / 100)`,
        )}) fallen
      union all
      select 'escalated_tickets', customer_id, null, count(distinct ticket_id)::float8, ${limits.ticketDays}::int
      from support_ticket_versions
      where venture_id = ${ventureId} and is_escalated and ${standing(db, at)}
        and valid_from >= ${day} + 1 - ${limits.ticketDays}::int and valid_from < ${day} + 1
      group by customer_id having count(distinct ticket_id) >= ${limits.escalatedTickets}::int
    )
    select causes.customer_id, customers.external_id, versions.name, versions.owner_email, causes.cause,
      causes.value_before, causes.value_now, causes.days, 12 * coalesce(contracts.mrr_minor, 0)::bigint as arr_minor,
      count(*) over () as total_count
    from causes
    join customers on customers.venture_id = ${ventureId} and customers.id = causes.customer_id
    join lateral (
      select name, owner_email from customer_versions
      where venture_id = ${ventureId} and customer_id = causes.customer_id and ${standing(db, at)}
      order by valid_from desc limit 1
    ) versions on true
    left join lateral (
      select sum(mrr_minor) as mrr_minor from subscription_versions
      where venture_id = ${ventureId} and customer_id = causes.customer_id and not is_trial and ${standing(db, at)}
        and ${duringDay(db, at)}
    ) contracts on true
    where not exists (select from health_snapshots s where s.venture_id = ${ventureId}
      and s.customer_id = causes.customer_id and s.scored_to is null and s.status in ('churned', 'trial'))
    order by arr_minor desc, customers.external_id, causes.cause limit ${limit}`
}

/** Accounts of `arrMinor` a year or more whose newest churn probability is at least `probability`, the most at stake first. */
export async function strategicChurn(
  db: VentureDb,
  at: AsOf & { arrMinor: number; probability: number },
): Promise<{ customerId: string; churnProbability: number; arrMinor: number }[]> {
  const { sql, ventureId } = db
  return sql<{ customerId: string; churnProbability: number; arrMinor: number }[]>`
    select customer_id, churn_probability, arr_minor from (
      select predictions.customer_id, churn_probability, 12 * coalesce(contracts.mrr_minor, 0)::bigint as arr_minor
      from churn_predictions predictions
      left join lateral (
        select sum(mrr_minor) as mrr_minor from subscription_versions
        where venture_id = ${ventureId} and customer_id = predictions.customer_id and not is_trial
          and ${standing(db, at)} and ${duringDay(db, at)}
      ) contracts on true
      where predictions.venture_id = ${ventureId} and churn_probability >= ${at.probability}
        and as_of = (select max(as_of) from churn_predictions where venture_id = ${ventureId} and as_of <= ${at.asOf})
    ) accounts
    where arr_minor >= ${at.arrMinor} and arr_minor > 0
    order by arr_minor * churn_probability desc, customer_id`
}

/** Customers about whom a proposal to the Chairman is open already, with its number. */
export async function openEscalations(
  db: VentureDb,
  customerIds: readonly string[],
): Promise<{ customerId: string; number: number }[]> {
  return db.sql<{ customerId: string; number: number }[]>`
    select distinct on (customer_id) customer_id, number from proposals
    where venture_id = ${db.ventureId} and customer_id = any(${[...customerIds]}::uuid[]) and kind = 'escalation'
      and status in ('waiting', 'approved', 'executing', 'parked')
    order by customer_id, number`
}

/** Which of these customers a trigger stands about. */
export async function customersWithFirings(
  db: VentureDb,
  triggers: readonly string[],
  customerIds: readonly string[],
): Promise<string[]> {
  const rows = await db.sql<{ subject: string }[]>`
    select distinct subject from trigger_firings
    where venture_id = ${db.ventureId} and trigger = any(${[...triggers]}::text[]) and status <> 'ended'
      and subject = any(${[...customerIds]}::text[])`
  return rows.map(({ subject }) => subject)
}

/** Standing firings of these triggers whose end came: their task or proposal was closed, or the customer left. */
export async function settledFirings(
  db: VentureDb,
  triggers: readonly string[],
): Promise<{ id: string; trigger: string; how: 'task' | 'proposal' | 'churned' }[]> {
  return db.sql<{ id: string; trigger: string; how: 'task' | 'proposal' | 'churned' }[]>`
    select id, trigger, how from (
      select f.id, f.trigger, case
        when exists (select from health_snapshots s where s.venture_id = f.venture_id and s.customer_id = f.customer_id
          and s.scored_to is null and s.status = 'churned') then 'churned'
        when exists (select from trigger_actions a join tasks t on t.venture_id = a.venture_id
            and t.number = substr(a.reference, 3)::bigint and t.status <> 'open'
          where a.venture_id = f.venture_id and a.firing_id = f.id and a.kind = 'task') then 'task'
        when exists (select from trigger_actions a join proposals p on p.venture_id = a.venture_id
            and p.number = substr(a.reference, 3)::bigint
            and p.status in ('approved', 'executing', 'done', 'rejected', 'superseded')
          where a.venture_id = f.venture_id and a.firing_id = f.id and a.kind = 'proposal') then 'proposal'
      end as how
      from trigger_firings f
      where f.venture_id = ${db.ventureId} and f.status <> 'ended' and f.trigger = any(${[...triggers]}::text[])
    ) looked where how is not null`
}
