/**
 * When customers started paying and when they left: the ground under churn, retention and revenue. Definitions are in
 * each function; "paid" is a subscription that is not a trial and has a price.
 */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'
import { LAPSED_DAYS } from './score-facts.ts'
import type { ScoreParameters } from './scores.ts'

export type ChurnParameters = Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>

export type ChurnRule = 'subscription' | 'event' | 'inactivity'

/** Which records decide what churned means for this venture at `asOf`; `auto` takes the best there are. */
export async function churnRule(db: VentureDb, at: AsOf, { churnDefinition }: ChurnParameters): Promise<ChurnRule> {
  if (churnDefinition !== 'auto') return churnDefinition
  const [row] = await db.sql<{ subscriptions: boolean; events: boolean }[]>`
    select exists (select from subscription_versions where venture_id = ${db.ventureId} and ${standing(db, at)}
        and valid_from < ${at.asOf}::date + 1) as subscriptions,
      exists (select from churn_events where venture_id = ${db.ventureId} and ${standing(db, at)}
        and churned_on <= ${at.asOf}::date) as events`
  if (row?.subscriptions) return 'subscription'
  return row?.events ? 'event' : 'inactivity'
}

/**
 * One row for each stretch of days a customer was there: from the first paid day (or signup), until the day it churned
 * (null while it stays). A customer that came back has several. Columns: customer_id, active_from, churned_on,
 * is_only (known to be the customer's only one). Of `customerIds`, or of all.
 */
export function activeSpells(db: VentureDb, at: Asked, rule: ChurnRule, { winBackInactiveDays }: ChurnParameters) {
  if (rule === 'subscription') return paidSpells(db, at)
  return rule === 'event' ? spellsBetweenEvents(db, at) : spellsOfActivity(db, at, winBackInactiveDays)
}

type Asked = AsOf & { customerIds?: string[] }

const among = ({ sql }: VentureDb, { customerIds }: Asked) =>
  customerIds === undefined ? sql`true` : sql`customer_id = any(${customerIds}::uuid[])`

// Paid intervals are one spell unless a day lay between them at whose end none had been active for LAPSED_DAYS: a gap of
// just that many ends on the day of the return. A last one that ended LAPSED_DAYS before the as-of is over.
// A customer with one paid interval, as most have, needs no ordering of intervals, which at a million customers is most of
// the time.
function paidSpells(db: VentureDb, at: Asked) {
  const { sql, ventureId } = db
  const paid = sql`
    select customer_id, (valid_from at time zone 'UTC')::date as paid_from,
      case when valid_to < ${at.asOf}::date + 1 then (valid_to at time zone 'UTC')::date
        else ${at.asOf}::date + 1 end as paid_until
    from subscription_versions
    where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1
      and not is_trial and mrr_minor > 0 and ${among(db, at)}`
  const columns = sql`customer_id, min(paid_from) as active_from,
    case when ${at.asOf}::date - max(paid_until) >= ${LAPSED_DAYS}::int then max(paid_until) end as churned_on`
  return sql`
    with each as materialized (
      select ${columns}, count(*) as intervals from (${paid} offset 0) paid group by customer_id
    )
    select customer_id, active_from, churned_on, true as is_only from each where intervals = 1
    union all
    select ${columns}, false
    from (
      select *, count(*) filter (where starts_spell) over (partition by customer_id order by paid_from, paid_until) as spell
      from (
        select *, coalesce(paid_from - max(paid_until) over (partition by customer_id order by paid_from, paid_until
          rows between unbounded preceding and 1 preceding) > ${LAPSED_DAYS}::int, false) as starts_spell
        from (
          select * from (${paid}) paid where customer_id in (select customer_id from each where intervals > 1)
        ) several
      ) marked
    ) numbered
    group by customer_id, spell`
}

/**
 * Customers whose last paid subscription ended in [from, until) and that do not count as churned by the as-of, for a
 * subscription may follow within LAPSED_DAYS; columns customer_id and stopped_on. By the other rules a churn is known on its day.
 */
export function stoppedPayers(db: VentureDb, at: AsOf & { from: string; until: string }, rule: ChurnRule) {
  const { sql, ventureId } = db
  if (rule !== 'subscription') return sql`select null::uuid as customer_id, null::date as stopped_on where false`
  const paid = sql`venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1
    and not is_trial and mrr_minor > 0`
  const end = sql`least(${at.until}::date, ${at.asOf}::date + 1)`
  return sql`
    select customer_id, max((valid_to at time zone 'UTC')::date) as stopped_on from subscription_versions ended
    where ${paid} and valid_to >= greatest(${at.from}::date, ${at.asOf}::date + 1 - ${LAPSED_DAYS}::int) and valid_to < ${end}
      and not exists (select from subscription_versions later where later.customer_id = ended.customer_id
        and (valid_to is null or valid_to >= ${end}) and ${paid})
    group by customer_id`
}

// Who ever counted as a customer and since when: the first paid day, or signup where no subscription says. Trials never do.
function starts(db: VentureDb, at: Asked) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, coalesce(first_paid_on, signed_up_on) as started_on
    from (
      select customer_id, signed_up_on, is_trial from customer_versions
      where venture_id = ${ventureId} and ${standing(db, at)} and ${duringDay(db, at)} and ${among(db, at)}
    ) alive
    left join (
      select customer_id, bool_and(is_trial) as is_trial_only,
        min((valid_from at time zone 'UTC')::date) filter (where not is_trial and mrr_minor > 0) as first_paid_on
      from subscription_versions
      where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1
      group by customer_id
    ) contracts using (customer_id)
    where not coalesce(is_trial_only, is_trial, false)`
}

// A customer whose first event lies before its start is taken to have started then; of two events on a day the return counts.
function spellsBetweenEvents(db: VentureDb, at: Asked) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, happened_on as active_from, ended_on as churned_on, false as is_only from (
      select customer_id, happened_on, is_start,
        lead(happened_on) over (partition by customer_id order by position) as ended_on
      from (
        select *, lag(is_start) over (partition by customer_id order by position) is distinct from is_start as is_turn
        from (
          select *, row_number() over (partition by customer_id order by happened_on, place) as position
          from (
            select customer_id, least(started_on, min(churned_on)) as happened_on, true as is_start, 0 as place
            from (${starts(db, at)}) starts
            left join (
              select customer_id, churned_on from churn_events
              where venture_id = ${ventureId} and ${standing(db, at)} and churned_on <= ${at.asOf}::date
            ) events using (customer_id)
            group by customer_id, started_on
            union all
            select customer_id, churned_on, is_reactivation, case when is_reactivation then 2 else 1 end
            from churn_events join (${starts(db, at)}) starts using (customer_id)
            where venture_id = ${ventureId} and ${standing(db, at)} and churned_on <= ${at.asOf}::date
          ) happenings
        ) placed
      ) turns where is_turn
    ) stretches where is_start`
}

// Where no activity was ever loaded nobody is inactive: missing is not 0.
function spellsOfActivity(db: VentureDb, at: Asked, inactiveDays: number) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, min(used_on) as active_from,
      case when ${at.asOf}::date - max(used_on) >= ${inactiveDays}::int and exists (select from usage_daily
          where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date)
        then max(used_on) + ${inactiveDays}::int end as churned_on, false as is_only
    from (
      select *, count(*) filter (where starts_spell) over (partition by customer_id order by used_on) as spell from (
        select customer_id, used_on, coalesce(used_on - lag(used_on) over (partition by customer_id order by used_on)
          > ${inactiveDays}::int, false) as starts_spell
        from (
          select customer_id, used_on from usage_daily join (${starts(db, at)}) starts using (customer_id)
          where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date
            and used_on > started_on
          union
          select customer_id, started_on from (${starts(db, at)}) starts
        ) days
      ) marked
    ) numbered
    group by customer_id, spell`
}
