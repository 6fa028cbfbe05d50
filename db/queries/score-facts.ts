/** The facts that scores are made of, for any list of past days, from what was known at any time. */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'
import type { ScoreParameters } from './scores.ts'

/** Days of usage that value looks at; engagement's longest limit (60 days) lies inside it. */
export const USAGE_WINDOW_DAYS = 90
/** A paid customer without an active subscription for this long has churned, on the day the last one ended. */
export const LAPSED_DAYS = 30
/** Which customers a statement is about, as the ids it selects; all of the venture's when absent. */
export interface Among {
  among?: PendingQuery<Row[]>
  /** The row of `sourcesSince`, where it was read before. */
  sources?: PendingQuery<Row[]>
}

/** Which sources a venture had loaded by each of `days`, and which rule says who churned: one row a day. */
export function daySources(
  db: VentureDb,
  at: { days: string[]; knownAt: Date } & Among,
  { churnDefinition }: Pick<ScoreParameters, 'churnDefinition'>,
): PendingQuery<Row[]> {
  const { sql } = db
  return sql`
    select as_of, coalesce(first_feature_on <= as_of, false) as has_features,
      coalesce(first_ticket_on <= as_of, false) as has_tickets,
      case when first_login_on <= as_of then 'logins' when first_feature_on <= as_of then 'usage' end
        as engagement_basis,
      case when ${churnDefinition} <> 'auto' then ${churnDefinition}
        when first_contract_on <= as_of then 'subscription'
        when first_departure_on <= as_of then 'event' else 'inactivity' end as churn_rule
    from unnest(${at.days}::date[]) as days(as_of), (${at.sources ?? sourcesSince(db, at.knownAt)} offset 0) sources offset 0`
}

/** The first day that each source speaks of; null for one that was never loaded. One row. */
export function sourcesSince({ sql, ventureId }: VentureDb, knownAt: Date): PendingQuery<Row[]> {
  const known = sql`venture_id = ${ventureId} and recorded_at <= ${knownAt}`
  const stands = sql`${known} and (superseded_at is null or superseded_at > ${knownAt})`
  return sql`
    select (select min(used_on) from usage_daily where ${known} and kind = 'login') as first_login_on,
      (select min(used_on) from usage_daily where ${known} and kind = 'feature') as first_feature_on,
      (select (min(opened_at) at time zone 'UTC')::date from support_tickets where ${known}) as first_ticket_on,
      (select (min(valid_from) at time zone 'UTC')::date from subscription_versions where ${stands}) as first_contract_on,
      (select min(churned_on) from churn_events where ${stands}) as first_departure_on`
}

/** What a score is made of, of every customer on each of `days`; `churns_on` may lie after the day. */
export function dayFacts(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId?: string } & Among,
  p: ScoreParameters,
): PendingQuery<Row[]> {
  const { sql, ventureId } = db
  const only = onlyAmong(db, at)
  const known = sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt}`
  const stands = sql`${known} and (superseded_at is null or superseded_at > ${at.knownAt})`
  const days = sql`unnest(${at.days}::date[]) as days(as_of)`
  const lastActive = sql`case loaded.engagement_basis when 'logins' then activity.last_login_on
    when 'usage' then activity.last_used_on end`
  // One probe of an index for each kind; asked only of customers idle for the whole window, where inactivity is churn.
  const lastUsed = (kind: 'login' | 'feature') => sql`(select max(used_on) from usage_daily earlier where ${known}
    and kind = ${kind} and earlier.customer_id = alive.customer_id and used_on <= loaded.as_of - ${USAGE_WINDOW_DAYS}::int)`
  const lastUsedBefore = sql`greatest(${lastUsed('login')}, ${lastUsed('feature')})`
  return sql`
    select loaded.as_of, loaded.has_features, loaded.has_tickets, alive.customer_id, alive.signed_up_on,
      loaded.engagement_basis, ${lastActive} as last_active_on,
      coalesce(tickets.open_ticket_count, 0)::int as open_ticket_count,
      coalesce(activity.features_used_count, 0)::int as features_used_count,
      coalesce(activity.core_features_used_count, 0)::int as core_features_used_count,
      case loaded.churn_rule
        when 'subscription' then case when not contracts.is_paying
          and loaded.as_of - contracts.paid_until >= ${LAPSED_DAYS}::int then contracts.paid_until end
        when 'event' then departures.churned_on
        -- Where no activity was ever loaded nobody is inactive: missing is not 0.
        else case when loaded.engagement_basis is not null then ${p.winBackInactiveDays}::int
          + greatest(coalesce(contracts.first_paid_on, alive.signed_up_on), activity.last_used_on,
            case when activity.last_used_on is null then ${lastUsedBefore} end) end
      end as churns_on,
      coalesce(contracts.is_trial_only, alive.is_trial, false) as is_trial
    from (${daySources(db, at, p)}) loaded
    join lateral (
      select customer_id, signed_up_on, is_trial from customer_versions
      where ${only} and ${stands}
        and valid_from < loaded.as_of + 1 and (valid_to is null or valid_to >= loaded.as_of + 1)
    ) alive on true
    left join (${activityOn(db, at, p.coreFeatures)}) activity
      on activity.as_of = loaded.as_of and activity.customer_id = alive.customer_id
    left join (
      select as_of, customer_id, count(*) as open_ticket_count from ${days}
      join support_ticket_versions on ${only} and status <> 'closed' and ${stands}
        and valid_from < as_of + 1 and (valid_to is null or valid_to >= as_of + 1)
      group by as_of, customer_id
    ) tickets on tickets.as_of = loaded.as_of and tickets.customer_id = alive.customer_id
    left join (
      select as_of, customer_id, bool_and(is_trial) as is_trial_only,
        bool_or(is_paid and (valid_to is null or valid_to >= as_of + 1)) as is_paying,
        min((valid_from at time zone 'UTC')::date) filter (where is_paid) as first_paid_on,
        max((valid_to at time zone 'UTC')::date) filter (where is_paid) as paid_until
      from ${days}
      join (select *, not is_trial and mrr_minor > 0 as is_paid from subscription_versions where ${only} and ${stands}
        ) versions on valid_from < as_of + 1
      group by as_of, customer_id
    ) contracts on contracts.as_of = loaded.as_of and contracts.customer_id = alive.customer_id
    left join (
      select as_of, customer_id, min(churned_on) as churned_on
      from (
        select as_of, customer_id, churned_on, is_reactivation,
          max(churned_on) filter (where is_reactivation) over (partition by as_of, customer_id) as returned_on
        from ${days} join churn_events on ${only} and churned_on <= as_of and ${stands}
      ) events
      where not is_reactivation and (returned_on is null or churned_on > returned_on)
      group by as_of, customer_id
    ) departures on departures.as_of = loaded.as_of and departures.customer_id = alive.customer_id`
}

function onlyAmong(db: VentureDb, { customerId, among }: { customerId?: string } & Among): PendingQuery<Row[]> {
  if (customerId !== undefined) return db.sql`customer_id = ${customerId}`
  return among === undefined ? db.sql`true` : db.sql`customer_id in (${among})`
}

// Last days of use and features used in the window up to each day. Rows are read and grouped once for all days, and a set
// of features is a bit string, so that nothing is sorted: for a hundred thousand customers that is a third of the time of
// count(distinct feature) over rows joined to days.
function activityOn(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId?: string } & Among,
  coreFeatures: string[],
) {
  const { sql, ventureId } = db
  const sorted = [...at.days].sort()
  const [first, last] = [sorted[0] ?? null, sorted.at(-1) ?? null]
  const rows = sql`usage_daily where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}
    and used_on > ${first}::date - ${USAGE_WINDOW_DAYS}::int and used_on <= ${last}::date
    and ${onlyAmong(db, at)}`
  const listed = (item: (index: number) => ReturnType<typeof sql>) =>
    at.days.map((_, index) => (index === 0 ? item(index) : sql`, ${item(index)}`))
  const onDay = (index: number) => sql(`on_${index}`)
  return sql`
    with marks as materialized (
      select feature, set_bit(repeat('0', count(*) over ()::int)::varbit, row_number() over ()::int - 1, 1) as mark
      from (select distinct feature from ${rows} and kind = 'feature') features
    )
    select customer_id, as_of, last_login_on, last_used_on, coalesce(bit_count(features), 0) as features_used_count,
      coalesce(bit_count(features & (select bit_or(mark) from marks where feature = any(${coreFeatures}::text[]))), 0)
        as core_features_used_count
    from (
      select customer_id, array[${listed((day) => sql`max(used_on) filter (where is_login and ${onDay(day)})`)}] as logins,
        array[${listed((day) => sql`max(used_on) filter (where ${onDay(day)})`)}] as uses,
        array[${listed((day) => sql`bit_or(mark) filter (where ${onDay(day)})`)}] as feature_sets
      from (
        select customer_id, used_on, kind = 'login' as is_login, mark,
          ${listed(
            (day) => sql`used_on > ${at.days[day] ?? ''}::date - ${USAGE_WINDOW_DAYS}::int
            and used_on <= ${at.days[day] ?? ''}::date as ${onDay(day)}`,
          )}
        from (select * from ${rows}) used left join marks on kind = 'feature' and marks.feature = used.feature
        offset 0
      ) marked group by customer_id
    ) wide, unnest(${at.days}::date[], logins, uses, feature_sets) as daily(as_of, last_login_on, last_used_on, features)
    where last_used_on is not null`
}
