/**
 * The facts of some customers on one day, and until when they hold: what a refresh gathers. The same facts as
 * `score-facts.ts` reads for any list of days (a property test holds the two together), but each table is read once, and
 * what is known of later days says when to look again.
 */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'
import { dearestPlan } from './customer-groups.ts'
import { daySources, LAPSED_DAYS, USAGE_WINDOW_DAYS } from './score-facts.ts'
import type { ScoreParameters } from './scores.ts'

type Fragment = PendingQuery<Row[]>

/**
 * One row for each customer of the table `set` that is one on `day`. Columns: those that `scoreFacts` weighs; is_light;
 * plan, industry, country, segment, seats, owner_email, mrr_minor, first_paid_on, last_used_on; and days after `day`:
 * facts_change_on (a fact known already that is not of usage changes, or a contract that ended counts as left),
 * used_next_on (use known already) and drops_on (a feature falls out of the window).
 */
export function heldFacts(
  db: VentureDb,
  at: { day: string; knownAt: Date; set: string; areFew: boolean; sources: Fragment },
  p: ScoreParameters,
): Fragment {
  const { sql, ventureId } = db
  const day = sql`${at.day}::date`
  const known = sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt}`
  const lastActive = sql`case loaded.engagement_basis when 'logins' then u.last_login_on
    when 'usage' then u.last_used_on end`
  const lastUsed = (kind: 'login' | 'feature') => sql`(select max(used_on) from usage_daily earlier where ${known}
    and kind = ${kind} and earlier.customer_id = b.customer_id and used_on <= ${day} - ${USAGE_WINDOW_DAYS}::int)`
  const wanted = sql`select customer_id, kind, feature, used_on from usage_daily
    where ${known} and used_on > ${day} - ${USAGE_WINDOW_DAYS}::int`
  // A planner that may choose reads the whole window for ten thousand of a million: ten times as slow.
  const used = at.areFew
    ? sql`select found.* from ${sql(at.set)} due
        cross join lateral (${wanted} and customer_id = due.customer_id offset 0) found`
    : sql`${wanted} and customer_id in (select customer_id from ${sql(at.set)})`
  return sql`
    select loaded.as_of, loaded.has_features, loaded.has_tickets, loaded.engagement_basis, b.customer_id, b.is_light,
      b.signed_up_on, b.plan, b.industry, b.country, b.segment, b.seats, b.owner_email, ${lastActive} as last_active_on,
      u.last_used_on, b.open_ticket_count, coalesce(u.features_used_count, 0)::int as features_used_count,
      coalesce(u.core_features_used_count, 0)::int as core_features_used_count,
      case loaded.churn_rule
        when 'subscription' then case when b.is_lapsed then b.paid_until end
        when 'event' then b.departed_on
        else case when loaded.engagement_basis is not null then ${p.winBackInactiveDays}::int
          + greatest(coalesce(b.first_paid_on, b.signed_up_on), u.last_used_on,
            case when u.last_used_on is null then greatest(${lastUsed('login')}, ${lastUsed('feature')}) end) end
      end as churns_on,
      b.is_trial, b.mrr_minor, b.first_paid_on, b.facts_change_on, u.used_next_on, u.drops_on
    from (${daySources(db, { days: [at.day], knownAt: at.knownAt, sources: at.sources }, p)}) loaded
    cross join (${gathered(db, at)} union all ${kept(db, at)}) b
    left join (
      select customer_id, max(last_on) filter (where kind = 'login') as last_login_on, max(last_on) as last_used_on,
        count(last_on) filter (where kind = 'feature') as features_used_count,
        count(last_on) filter (where kind = 'feature' and feature = any(${p.coreFeatures}::text[]))
          as core_features_used_count,
        min(last_on) filter (where kind = 'feature') + ${USAGE_WINDOW_DAYS}::int as drops_on, min(next_on) as used_next_on
      from (
        select customer_id, kind, feature, max(used_on) filter (where used_on <= ${day}) as last_on,
          min(used_on) filter (where used_on > ${day}) as next_on
        from (${used}) used group by customer_id, kind, feature
      ) features group by customer_id
    ) u on u.customer_id = b.customer_id`
}

// What is kept of customers about whom nothing but usage can have changed. Who had left when it was gathered still has.
function kept({ sql, ventureId }: VentureDb, at: { set: string; areFew: boolean }): Fragment {
  const columns = sql`customer_id, true as is_light, signed_up_on, plan, industry, country, segment, seats, owner_email,
    is_trial, open_ticket_count, mrr_minor, first_paid_on, churns_on is not null as is_lapsed, churns_on as paid_until,
    churns_on as departed_on, facts_change_on`
  const states = sql`select ${columns} from customer_states where venture_id = ${ventureId}`
  return at.areFew
    ? sql`select found.* from ${sql(at.set)} due
        cross join lateral (${states} and customer_id = due.customer_id offset 0) found where due.is_light`
    : sql`${states} and customer_id in (select customer_id from ${sql(at.set)} where is_light)`
}

// The same of the others, from their versions.
function gathered(db: VentureDb, at: { day: string; knownAt: Date; set: string; areFew: boolean }): Fragment {
  const { sql, ventureId } = db
  const day = sql`${at.day}::date`
  const stands = sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt}
    and (superseded_at is null or superseded_at > ${at.knownAt})`
  const versions = (table: string) =>
    at.areFew
      ? sql`(select found.* from ${sql(at.set)} due cross join lateral (select * from ${sql(table)}
          where ${stands} and customer_id = due.customer_id offset 0) found where not due.is_light) versions`
      : sql`(select * from ${sql(table)} where ${stands}
          and customer_id in (select customer_id from ${sql(at.set)} where not is_light)) versions`
  const utcDay = (instant: Fragment) => sql`(${instant} at time zone 'UTC')::date`
  const isHeld = sql`valid_from < ${day} + 1 and (valid_to is null or valid_to >= ${day} + 1)`
  const nextChange = sql`least(min(${utcDay(sql`valid_from`)}) filter (where valid_from >= ${day} + 1),
    min(${utcDay(sql`valid_to`)}) filter (where valid_to >= ${day} + 1))`
  const held = (column: string) => sql`max(${sql(column)}) filter (where ${isHeld}) as ${sql(column)}`
  const isPaid = sql`not is_trial and mrr_minor > 0`
  return sql`
    select v.customer_id, false as is_light, v.signed_up_on, coalesce(n.plan, v.plan) as plan, v.industry,
      v.country, v.segment, coalesce(n.seats, v.seats) as seats, v.owner_email, coalesce(n.is_trial_only, v.is_trial, false) as is_trial,
      coalesce(t.open_ticket_count, 0)::int as open_ticket_count, coalesce(n.mrr_minor, 0) as mrr_minor, n.first_paid_on,
      not n.is_paying and ${day} - n.paid_until >= ${LAPSED_DAYS}::int as is_lapsed, n.paid_until, d.departed_on,
      least(v.change_on, t.change_on, n.change_on, d.change_on,
        case when n.ended_on + ${LAPSED_DAYS}::int > ${day} then n.ended_on + ${LAPSED_DAYS}::int end) as facts_change_on
    from (
      select customer_id, ${held('plan')}, ${held('industry')}, ${held('country')}, ${held('segment')}, ${held('seats')},
        ${held('owner_email')}, ${held('signed_up_on')}, bool_or(is_trial) filter (where ${isHeld}) as is_trial,
        ${nextChange} as change_on
      from ${versions('customer_versions')} group by customer_id having bool_or(${isHeld})
    ) v
    left join (
      select customer_id, count(*) filter (where status <> 'closed' and ${isHeld}) as open_ticket_count,
        ${nextChange} as change_on
      from ${versions('support_ticket_versions')} group by customer_id
    ) t on t.customer_id = v.customer_id
    left join (
      select customer_id, bool_and(is_trial) filter (where valid_from < ${day} + 1) as is_trial_only,
        bool_or(${isPaid} and ${isHeld}) as is_paying, (sum(mrr_minor) filter (where ${isHeld} and not is_trial))::bigint
          as mrr_minor,
        min(${utcDay(sql`valid_from`)}) filter (where ${isPaid} and valid_from < ${day} + 1) as first_paid_on,
        max(${utcDay(sql`valid_to`)}) filter (where ${isPaid} and valid_from < ${day} + 1) as paid_until,
        max(${utcDay(sql`valid_to`)}) filter (where ${isPaid} and valid_to < ${day} + 1) as ended_on,
        ${dearestPlan(db, isHeld)} as plan, sum(seats) filter (where ${isHeld} and not is_trial)::int as seats,
        ${nextChange} as change_on
      from ${versions('subscription_versions')} group by customer_id
    ) n on n.customer_id = v.customer_id
    left join (
      select customer_id, min(churned_on) filter (where not is_reactivation and churned_on <= ${day}
          and (returned_on is null or churned_on > returned_on)) as departed_on,
        min(churned_on) filter (where churned_on > ${day}) as change_on
      from (
        select customer_id, churned_on, is_reactivation, max(churned_on) filter (where is_reactivation
          and churned_on <= ${day}) over (partition by customer_id) as returned_on
        from ${versions('churn_events')}
      ) events group by customer_id
    ) d on d.customer_id = v.customer_id`
}
