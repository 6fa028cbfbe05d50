/** What a proposal about a customer rests on, small enough to store and compare. */
import type { AsOf, VentureDb } from '../venture-db.ts'

export interface CustomerFingerprintRow {
  customerId: string
  status: string | null
  score: number | null
  ticketCount: number
  openTicketCount: number
  escalatedTicketCount: number
  paidSubscriptionCount: number
  mrrMinor: number
  reachableCount: number
  withdrawnCount: number
  ownerEmail: string | null
}

/** The customers as known by `knownAt` at the end of the day `asOf`; one that is not there has no row. */
export async function customerFingerprintsAt(
  db: VentureDb,
  customerIds: readonly string[],
  { asOf, knownAt }: AsOf,
): Promise<CustomerFingerprintRow[]> {
  const id = db.ventureId
  const dayEnd = db.sql`(${asOf}::date + 1)::timestamp at time zone 'UTC'`
  const stands = db.sql`v.recorded_at <= ${knownAt} and (v.superseded_at is null or v.superseded_at > ${knownAt})
    and v.valid_from < ${dayEnd} and (v.valid_to is null or v.valid_to >= ${dayEnd})`
  return db.sql<CustomerFingerprintRow[]>`
    select c.id as customer_id, s.status, s.score::float8 as score, t.ticket_count, t.open_ticket_count, t.escalated_ticket_count,
      b.paid_subscription_count, b.mrr_minor, u.reachable_count, u.withdrawn_count, o.owner_email
    from customers c
    left join lateral (
      select status, score from health_snapshots
      where venture_id = c.venture_id and customer_id = c.id
        and scored_from <= ${asOf} and (scored_to is null or scored_to > ${asOf})
      order by scored_from desc limit 1) s on true
    cross join lateral (
      select count(*)::int as ticket_count, count(*) filter (where v.status <> 'closed')::int as open_ticket_count,
        count(*) filter (where v.is_escalated)::int as escalated_ticket_count
      from support_ticket_versions v
      where v.venture_id = c.venture_id and v.customer_id = c.id and ${stands}) t
    cross join lateral (
      select count(*)::int as paid_subscription_count, coalesce(sum(v.mrr_minor), 0)::bigint as mrr_minor
      from subscription_versions v
      where v.venture_id = c.venture_id and v.customer_id = c.id and not v.is_trial and ${stands}) b
    cross join lateral (
      select count(*) filter (where v.email is not null and v.email_consent = 'granted')::int as reachable_count,
        count(*) filter (where v.email_consent = 'withdrawn')::int as withdrawn_count
      from customer_users cu
      join customer_user_versions v on v.venture_id = cu.venture_id and v.user_id = cu.id and ${stands}
      where cu.venture_id = c.venture_id and cu.customer_id = c.id) u
    left join lateral (
      select v.owner_email from customer_versions v
      where v.venture_id = c.venture_id and v.customer_id = c.id and ${stands}
      order by v.valid_from desc limit 1) o on true
    where c.venture_id = ${id} and c.id = any(${[...customerIds]}::uuid[])
    order by c.id`
}

/** The last churn probability for the customer, undefined when there is none. */
export async function latestChurnProbability(
  db: VentureDb,
  customerId: string,
  { asOf, knownAt }: AsOf,
): Promise<number | undefined> {
  const [row] = await db.sql<{ churnProbability: number }[]>`
    select churn_probability from churn_predictions
    where venture_id = ${db.ventureId} and customer_id = ${customerId} and as_of <= ${asOf} and known_at <= ${knownAt}
    order by as_of desc, computed_at desc limit 1`
  return row?.churnProbability
}

/** When scores were last computed, undefined when never. */
export async function lastRefreshAt(db: VentureDb): Promise<Date | undefined> {
  const [row] = await db.sql<{ computedAt: Date | null }[]>`
    select max(computed_at) as computed_at from score_refreshes where venture_id = ${db.ventureId}`
  return row?.computedAt ?? undefined
}
