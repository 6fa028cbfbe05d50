/** Customers as they were on a day: who they are, what they pay, and what they did. */
import type { AsOf, VentureDb } from '../venture-db.ts'

export interface CustomerProfileRow {
  id: string
  externalId: string
  name: string
  industry: string | null
  country: string | null
  segment: string | null
  /** Of the active subscription with the highest price, else as the customer's own record says. */
  plan: string | null
  seats: number | null
  ownerEmail: string | null
  timeZone: string | null
  signedUpOn: string
  /** Active paid subscriptions, a month, in the venture's minor unit. */
  mrrMinor: number
  /** The nearest renewal of an active paid subscription. */
  renewsOn: string | null
  userCount: number
  /** Users that agreed to mail and have an address. */
  reachableUserCount: number
}

/** Profiles at the end of `asOf`, of `ids` or of everyone, by name. */
export async function customerProfiles(db: VentureDb, at: AsOf, ids: string[] | null): Promise<CustomerProfileRow[]> {
  const { sql, ventureId } = db
  return sql<CustomerProfileRow[]>`
    select customers.id, customers.external_id, versions.name, versions.industry, versions.country, versions.segment,
      coalesce(contracts.plan, versions.plan) as plan, coalesce(contracts.seats, versions.seats) as seats,
      versions.owner_email, versions.time_zone, versions.signed_up_on,
      coalesce(contracts.mrr_minor, 0)::bigint as mrr_minor, contracts.renews_on,
      coalesce(members.user_count, 0) as user_count,
      coalesce(members.reachable_user_count, 0) as reachable_user_count
    from customer_versions versions
    join customers on customers.venture_id = versions.venture_id and customers.id = versions.customer_id
    left join (
      select customer_id, sum(mrr_minor) filter (where not is_trial) as mrr_minor,
        min(renews_on) filter (where not is_trial and renews_on > ${at.asOf}::date) as renews_on,
        sum(seats) filter (where not is_trial)::int as seats,
        (array_agg(plan order by mrr_minor desc))[1] as plan
      from subscription_versions
      where venture_id = ${ventureId} and ${among(db, ids)} and ${standing(db, at)} and ${duringDay(db, at)}
      group by customer_id
    ) contracts on contracts.customer_id = versions.customer_id
    left join (
      select customer_id, count(*) as user_count,
        count(*) filter (where email_consent = 'granted' and email is not null) as reachable_user_count
      from customer_users
      join customer_user_versions on customer_user_versions.venture_id = customer_users.venture_id
        and customer_user_versions.user_id = customer_users.id
      where customer_users.venture_id = ${ventureId} and ${among(db, ids)}
        and customer_user_versions.recorded_at <= ${at.knownAt}
        and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
      group by customer_id
    ) members on members.customer_id = versions.customer_id
    where versions.venture_id = ${ventureId} and versions.recorded_at <= ${at.knownAt}
      and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
      and ${ids === null ? sql`true` : sql`versions.customer_id = any(${ids}::uuid[])`}
    order by versions.name, customers.external_id`
}

/** Why a customer that left did, in the source's own word; undefined where no reason was recorded. */
export async function departureReason(db: VentureDb, at: AsOf & { customerId: string }): Promise<string | undefined> {
  const [row] = await db.sql<{ reasonCode: string | null }[]>`
    select case when is_reactivation then null else reason_code end as reason_code from churn_events
    where venture_id = ${db.ventureId} and customer_id = ${at.customerId} and ${standing(db, at)}
      and churned_on <= ${at.asOf}::date
    order by churned_on desc, id limit 1`
  return row?.reasonCode ?? undefined
}

/** Said only where it narrows: a condition that may be true of all keeps the planner from the index. */
function among({ sql }: VentureDb, ids: string[] | null) {
  return ids === null ? sql`true` : sql`customer_id = any(${ids}::uuid[])`
}

export interface CustomerNamed {
  id: string
  externalId: string
  name: string
  rank: number
}

/**
 * Who has one of these ids or external ids; `asked` is its place among `texts`, from 1. A few probes of indexes for each,
 * however many customers there are: sources are few, and each is found from the one before it. (`offset 0` keeps the planner
 * from joining whole tables where it thinks more is asked for.)
 */
export async function customersById(
  db: VentureDb,
  at: AsOf,
  texts: readonly string[],
): Promise<(CustomerNamed & { asked: number })[]> {
  const { sql, ventureId } = db
  const uuids = texts.map((text) => (UUID.test(text) ? text : null))
  const nextSource = sql`select source from customers where venture_id = ${ventureId}`
  return sql<(CustomerNamed & { asked: number })[]>`
    with recursive sources as (
      (${nextSource} order by source limit 1)
      union all
      select (${nextSource} and customers.source > sources.source order by source limit 1)
      from sources where sources.source is not null
    ), asked as (
      select * from unnest(${[...texts]}::text[], ${uuids}::uuid[]) with ordinality as asked(text, uuid, place)
    ), found as (
      select place, id, external_id, 0 as rank from asked
      cross join lateral (
        select id, external_id from customers where venture_id = ${ventureId} and id = asked.uuid offset 0) by_id
      union all
      select place, id, external_id, 1 from asked cross join sources
      cross join lateral (
        select id, external_id from customers
        where venture_id = ${ventureId} and source = sources.source and external_id = asked.text offset 0) by_external_id
    )
    select place as asked, found.id, external_id, name, min(rank) as rank from found
    cross join lateral (
      select name from customer_versions
      where venture_id = ${ventureId} and customer_id = found.id and ${standing(db, at)} and ${duringDay(db, at)}
      offset 0) versions
    group by place, found.id, external_id, name order by place, rank, name, external_id`
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Who `text` may mean: the id or external id itself, else the name, else names that contain it. At most 10. */
export async function matchCustomers(db: VentureDb, at: AsOf, text: string): Promise<CustomerNamed[]> {
  const { sql, ventureId } = db
  return sql<CustomerNamed[]>`
    select id, external_id, name, rank from (
      select customers.id, external_id, name, case
          when customers.id::text = lower(${text}) then 0
          when external_id = ${text} then 1
          when lower(name) = lower(${text}) then 2
          when position(lower(${text}) in lower(name)) > 0 then 3
        end as rank
      from customers
      join customer_versions versions on versions.venture_id = customers.venture_id and versions.customer_id = customers.id
      where customers.venture_id = ${ventureId} and versions.recorded_at <= ${at.knownAt}
        and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
    ) matches
    where rank is not null order by rank, name, external_id limit 10`
}

export interface CustomerSignalsRow {
  customerId: string
  /** The last login (any usage where logins are not recorded), however long ago. */
  lastActiveOn: string | null
  /** Uses of features in the last 28 days and in the 28 before them. */
  usesLast28: number
  usesBefore28: number
  activeUsersLast28: number
  activeUsersBefore28: number
  firstFeatureUsedOn: string | null
  firstCoreFeatureUsedOn: string | null
  openTicketCount: number
  escalatedTicketCount: number
  oldestOpenTicketOn: string | null
  ticketsLast30: number
  lastNpsScore: number | null
  lastNpsOn: string | null
  overdueInvoiceCount: number
  overdueMinor: number
  /** The user who did most in the 90 days before the last 28, and when they last did anything. */
  championUserId: string | null
  championLastActiveOn: string | null
}

/** What a customer does and says, beyond the score: the evidence for a cause. Of `ids` or of everyone. */
export async function customerSignals(
  db: VentureDb,
  at: AsOf,
  ids: string[] | null,
  coreFeatures: readonly string[],
): Promise<CustomerSignalsRow[]> {
  const { sql, ventureId } = db
  const day = sql`${at.asOf}::date`
  const chosen = among(db, ids)
  const known = sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt}`
  // One probe of an index a customer, however long its history.
  const lastOn = (kind: 'login' | 'feature') => sql`(select max(used_on) from usage_daily
    where ${known} and usage_daily.customer_id = versions.customer_id and kind = ${kind} and used_on <= ${day})`
  return sql<CustomerSignalsRow[]>`
    with activity as (
      select customer_id, user_id, max(used_on) as last_active_on,
        sum(event_count) filter (where used_on <= ${day} - 28) as uses,
        sum(event_count) filter (where kind = 'feature' and used_on > ${day} - 28) as uses_last28,
        sum(event_count) filter (where kind = 'feature' and used_on > ${day} - 56 and used_on <= ${day} - 28) as uses_before28,
        bool_or(used_on > ${day} - 28) as is_active_last28,
        bool_or(used_on > ${day} - 56 and used_on <= ${day} - 28) as was_active_before28
      from usage_daily where ${known} and ${chosen} and used_on <= ${day} and used_on > ${day} - 118
      group by customer_id, user_id
    ), usage as (
      select customer_id, sum(uses_last28) as uses_last28, sum(uses_before28) as uses_before28,
        count(user_id) filter (where is_active_last28) as active_users_last28,
        count(user_id) filter (where was_active_before28) as active_users_before28
      from activity group by customer_id
    ), champions as (
      select distinct on (customer_id) customer_id, user_id, last_active_on
      from activity where user_id is not null and uses > 0 order by customer_id, uses desc, user_id
    ), adoptions as (
      select customer_id, min(used_on) as first_feature_used_on,
        min(used_on) filter (where feature = any(${coreFeatures as string[]}::text[])) as first_core_feature_used_on
      from usage_daily where ${known} and ${chosen} and kind = 'feature' and used_on <= ${day}
      group by customer_id
    ), tickets as (
      select customer_id, count(*) as open_ticket_count, count(*) filter (where is_escalated) as escalated_ticket_count,
        min((opened_at at time zone 'UTC')::date) as oldest_open_ticket_on
      from support_ticket_versions versions
      join lateral (select opened_at from support_tickets
        where support_tickets.venture_id = versions.venture_id and support_tickets.id = versions.ticket_id) opened on true
      where ${known} and ${chosen} and status <> 'closed'
        and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
      group by customer_id
    ), opened as (
      select customer_id, count(*) as tickets_last30 from support_tickets
      where ${known} and ${chosen} and opened_at < ${day} + 1 and opened_at >= ${day} - 29
      group by customer_id
    ), answers as (
      select distinct on (customer_id) customer_id, score as last_nps_score, (answered_at at time zone 'UTC')::date as last_nps_on
      from survey_responses where ${known} and ${chosen} and kind = 'nps' and answered_at < ${day} + 1
        and (superseded_at is null or superseded_at > ${at.knownAt})
      order by customer_id, answered_at desc
    ), overdue as (
      select customer_id, count(*) as overdue_invoice_count, sum(amount_minor)::bigint as overdue_minor
      from invoices where ${known} and ${chosen} and due_on <= ${day} and (paid_on is null or paid_on > ${day})
        and (superseded_at is null or superseded_at > ${at.knownAt})
      group by customer_id
    ), logins as (
      select exists (select from usage_daily where ${known} and kind = 'login' and used_on <= ${day}) as are_loaded
    )
    select versions.customer_id, case when logins.are_loaded then ${lastOn('login')}
        else greatest(${lastOn('login')}, ${lastOn('feature')}) end as last_active_on,
      coalesce(uses_last28, 0)::bigint as uses_last28, coalesce(uses_before28, 0)::bigint as uses_before28,
      coalesce(active_users_last28, 0) as active_users_last28, coalesce(active_users_before28, 0) as active_users_before28,
      first_feature_used_on, first_core_feature_used_on,
      coalesce(open_ticket_count, 0) as open_ticket_count, coalesce(escalated_ticket_count, 0) as escalated_ticket_count,
      oldest_open_ticket_on, coalesce(tickets_last30, 0) as tickets_last30, last_nps_score, last_nps_on,
      coalesce(overdue_invoice_count, 0) as overdue_invoice_count, coalesce(overdue_minor, 0)::bigint as overdue_minor,
      champions.user_id as champion_user_id, champions.last_active_on as champion_last_active_on
    from (
      select customer_id from customer_versions where ${known} and ${chosen}
        and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
    ) versions
    cross join logins
    left join usage using (customer_id) left join champions using (customer_id) left join adoptions using (customer_id)
    left join tickets using (customer_id) left join opened using (customer_id) left join answers using (customer_id)
    left join overdue using (customer_id)`
}

/** The row stands at `knownAt`. */
export function standing({ sql }: VentureDb, at: AsOf) {
  return sql`recorded_at <= ${at.knownAt} and (superseded_at is null or superseded_at > ${at.knownAt})`
}

/** The row's interval holds the end of the day. */
export function duringDay({ sql }: VentureDb, at: { asOf: string }) {
  return sql`valid_from < ${at.asOf}::date + 1 and (valid_to is null or valid_to >= ${at.asOf}::date + 1)`
}
