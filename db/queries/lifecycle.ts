/**
 * When customers started paying and when they left: the ground under churn, retention and revenue. Definitions are in
 * each function; "paid" is a subscription that is not a trial and has a price.
 */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'
import type { ScoreParameters } from './scores.ts'

type ChurnParameters = Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>

/** A paid customer without an active subscription for this long has churned; the churn is dated when the last ended. */
const LAPSED_DAYS = 30

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
 * (null while it stays). A customer that came back has several. Columns: customer_id, active_from, churned_on.
 */
export function activeSpells(db: VentureDb, at: AsOf, rule: ChurnRule, { winBackInactiveDays }: ChurnParameters) {
  if (rule === 'subscription') return paidSpells(db, at)
  return rule === 'event' ? spellsBetweenEvents(db, at) : spellsOfActivity(db, at, winBackInactiveDays)
}

// Paid intervals with gaps under LAPSED_DAYS are one spell; a last one that ended LAPSED_DAYS before the as-of is over.
function paidSpells(db: VentureDb, at: AsOf) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, min(paid_from) as active_from,
      case when ${at.asOf}::date - max(paid_until) >= ${LAPSED_DAYS}::int then max(paid_until) end as churned_on
    from (
      select *, count(*) filter (where starts_spell) over (partition by customer_id order by paid_from, paid_until) as spell
      from (
        select *, coalesce(paid_from - max(paid_until) over (partition by customer_id order by paid_from, paid_until
          rows between unbounded preceding and 1 preceding) >= ${LAPSED_DAYS}::int, false) as starts_spell
        from (
          select customer_id, (valid_from at time zone 'UTC')::date as paid_from,
            case when valid_to < ${at.asOf}::date + 1 then (valid_to at time zone 'UTC')::date
              else ${at.asOf}::date + 1 end as paid_until
          from subscription_versions
          where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1
            and not is_trial and mrr_minor > 0
        ) paid
      ) marked
    ) numbered
    group by customer_id, spell`
}

function spellsBetweenEvents(db: VentureDb, at: AsOf) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, started_on as active_from, ended_on as churned_on from (
      select customer_id, happened_on as started_on, is_start,
        lead(happened_on) over (partition by customer_id order by happened_on, is_start) as ended_on
      from (
        select customer_id, happened_on, is_start, lag(is_start) over (partition by customer_id
          order by happened_on, is_start) is distinct from is_start as is_turn
        from (
          select customer_id, signed_up_on as happened_on, true as is_start from customer_versions
          where venture_id = ${ventureId} and ${standing(db, at)} and signed_up_on <= ${at.asOf}::date and valid_to is null
          union all
          select customer_id, churned_on, is_reactivation from churn_events
          where venture_id = ${ventureId} and ${standing(db, at)} and churned_on <= ${at.asOf}::date
        ) happenings
      ) turns where is_turn
    ) stretches where is_start`
}

function spellsOfActivity(db: VentureDb, at: AsOf, inactiveDays: number) {
  const { sql, ventureId } = db
  return sql`
    select customer_id, min(used_on) as active_from,
      case when ${at.asOf}::date - max(used_on) >= ${inactiveDays}::int then max(used_on) + ${inactiveDays}::int end as churned_on
    from (
      select *, count(*) filter (where starts_spell) over (partition by customer_id order by used_on) as spell from (
        select customer_id, used_on, coalesce(used_on - lag(used_on) over (partition by customer_id order by used_on)
          >= ${inactiveDays}::int, false) as starts_spell
        from (
          select customer_id, used_on from usage_daily
          where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date
          union
          select customer_id, signed_up_on from customer_versions
          where venture_id = ${ventureId} and ${standing(db, at)} and signed_up_on <= ${at.asOf}::date and valid_to is null
        ) days
      ) marked
    ) numbered
    group by customer_id, spell`
}
