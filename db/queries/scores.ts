/**
 * Health scores: one set-based statement for a whole venture at any list of days, from rollups. The formula in plain
 * TypeScript is `tools/health/health-score.ts`; a property test holds the two together.
 */
import type { VentureDb } from '../venture-db.ts'

/** The parameters a score depends on, as `tools/settings/parameters.ts` names them. */
export interface ScoreParameters {
  engagementWeight: number
  supportWeight: number
  valueWeight: number
  activeLoginDays: number
  activeEngagementPoints: number
  moderateLoginDays: number
  moderateEngagementPoints: number
  lowLoginDays: number
  lowEngagementPoints: number
  maxSupportPoints: number
  ticketPenalty: number
  minSupportPoints: number
  pointsPerFeature: number
  coreFeatureBonus: number
  maxValuePoints: number
  coreFeatures: string[]
  healthyThreshold: number
  atRiskThreshold: number
  churnDefinition: 'auto' | 'event' | 'subscription' | 'inactivity'
  winBackInactiveDays: number
}

export type HealthStatus = 'healthy' | 'at_risk' | 'critical' | 'churned' | 'trial' | 'no_data'

interface DayScoreRow {
  asOf: string
  customerId: string
  /** 0–100 with two decimals; null when no part is known. Parts are points out of their weights; null when missing. */
  score: number | null
  engagement: number | null
  support: number | null
  value: number | null
  /** Known weight ÷ 100. */
  coverage: number
  status: HealthStatus
  /** Which records say when someone was last active; null when neither logins nor usage were ever loaded. */
  engagementBasis: 'logins' | 'usage' | null
  /** The last active day of the 90 up to the as-of; null when there was none in them. */
  lastActiveOn: string | null
  openTicketCount: number
  featuresUsedCount: number
  coreFeaturesUsedCount: number
  churnedOn: string | null
  signedUpOn: string
}

export interface HealthScoreRow extends DayScoreRow {
  /** Change against 30 days before of at least 5 points; null when there was no score then. */
  trend: 'improving' | 'stable' | 'declining' | null
  /** The score a day before. */
  previousScore: number | null
  /** The score 30 days before. */
  monthAgoScore: number | null
}

/** Days of usage that value looks at; engagement's longest limit (60 days) lies inside it. */
const USAGE_WINDOW_DAYS = 90
/** A paid customer without an active subscription for this long has churned, on the day the last one ended. */
export const LAPSED_DAYS = 30
const TREND_DAYS = 30
const TREND_POINTS = 5

/**
 * Every customer's score on each of `days`, from what was known at `knownAt`. Usage is read once, whatever the number of
 * days; `offset 0` keeps the planner from copying an inner formula into each place that names its result.
 */
export function dayScores(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId?: string },
  parameters: ScoreParameters,
) {
  const { sql, ventureId } = db
  const p = parameters
  const only = at.customerId === undefined ? sql`true` : sql`customer_id = ${at.customerId}`
  const known = sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt}`
  const stands = sql`${known} and (superseded_at is null or superseded_at > ${at.knownAt})`
  const days = sql`unnest(${at.days}::date[]) as days(as_of)`
  const engagementOf = (points: number) =>
    sql`round(${p.engagementWeight}::numeric * ${points}::numeric / ${p.activeEngagementPoints}::numeric, 2)`
  const lastActive = sql`case loaded.engagement_basis when 'logins' then activity.last_login_on
    when 'usage' then activity.last_used_on end`
  // One probe of an index for each kind; asked only of customers idle for the whole window, where inactivity is churn.
  const lastUsed = (kind: 'login' | 'feature') => sql`(select max(used_on) from usage_daily earlier where ${known}
    and kind = ${kind} and earlier.customer_id = alive.customer_id and used_on <= loaded.as_of - ${USAGE_WINDOW_DAYS}::int)`
  const lastUsedBefore = sql`greatest(${lastUsed('login')}, ${lastUsed('feature')})`
  const idle = sql`(loaded.as_of - ${lastActive})`
  return sql`
    select as_of, customer_id, engagement_basis, last_active_on, open_ticket_count, features_used_count,
      core_features_used_count, signed_up_on, engagement, support, value, known_weight / 100 as coverage, score,
      case when is_churned and not is_trial then churned_on end as churned_on,
      case
        when is_trial then 'trial'
        when is_churned then 'churned'
        when known_weight < 50 or score is null then 'no_data'
        when score >= ${p.healthyThreshold}::numeric then 'healthy'
        when score >= ${p.atRiskThreshold}::numeric then 'at_risk'
        else 'critical'
      end as status
    from (
      select *, case
          when known_weight = 0 then null
          when known_weight = 100 then coalesce(engagement, 0) + coalesce(support, 0) + coalesce(value, 0)
          else round(100 * (coalesce(engagement, 0) + coalesce(support, 0) + coalesce(value, 0)) / known_weight, 2)
        end as score
      from (
        select *, churned_on is not null and churned_on <= as_of as is_churned,
          case when engagement is null then 0 else ${p.engagementWeight}::numeric end
          + case when support is null then 0 else ${p.supportWeight}::numeric end
          + case when value is null then 0 else ${p.valueWeight}::numeric end as known_weight
        from (
          select loaded.as_of, alive.customer_id, alive.signed_up_on, loaded.engagement_basis,
            ${lastActive} as last_active_on,
            coalesce(tickets.open_ticket_count, 0) as open_ticket_count,
            coalesce(activity.features_used_count, 0) as features_used_count,
            coalesce(activity.core_features_used_count, 0) as core_features_used_count,
            case when loaded.engagement_basis is not null then case
                when ${idle} <= ${p.activeLoginDays}::int then ${engagementOf(p.activeEngagementPoints)}
                when ${idle} <= ${p.moderateLoginDays}::int then ${engagementOf(p.moderateEngagementPoints)}
                when ${idle} <= ${p.lowLoginDays}::int then ${engagementOf(p.lowEngagementPoints)}
                else ${engagementOf(0)}
              end end as engagement,
            case when loaded.tickets then round(
              ${p.supportWeight}::numeric * least(${p.maxSupportPoints}::numeric, greatest(${p.minSupportPoints}::numeric,
                ${p.maxSupportPoints}::numeric - ${p.ticketPenalty}::numeric * coalesce(tickets.open_ticket_count, 0)))
                / ${p.maxSupportPoints}::numeric, 2) end as support,
            case when loaded.features then round(
              ${p.valueWeight}::numeric * least(${p.maxValuePoints}::numeric,
                ${p.pointsPerFeature}::numeric * coalesce(activity.features_used_count, 0)
                + case when ${p.coreFeatures.length}::int > 0
                    and coalesce(activity.core_features_used_count, 0) = ${new Set(p.coreFeatures).size}::int
                  then ${p.coreFeatureBonus}::numeric else 0 end)
                / ${p.maxValuePoints}::numeric, 2) end as value,
            case loaded.churn_rule
              when 'subscription' then case when not contracts.is_paying
                and loaded.as_of - contracts.paid_until >= ${LAPSED_DAYS}::int then contracts.paid_until end
              when 'event' then departures.churned_on
              -- Where no activity was ever loaded nobody is inactive: missing is not 0.
              else case when loaded.engagement_basis is not null then ${p.winBackInactiveDays}::int
                + greatest(coalesce(contracts.first_paid_on, alive.signed_up_on), activity.last_used_on,
                  case when activity.last_used_on is null then ${lastUsedBefore} end) end
            end as churned_on,
            coalesce(contracts.is_trial_only, alive.is_trial, false) as is_trial
          from (
            select as_of, first_feature_on <= as_of as features, first_ticket_at < as_of + 1 as tickets,
              case when first_login_on <= as_of then 'logins' when first_feature_on <= as_of then 'usage' end
                as engagement_basis,
              case when ${p.churnDefinition} <> 'auto' then ${p.churnDefinition}
                when first_contract_at < as_of + 1 then 'subscription'
                when first_departure_on <= as_of then 'event' else 'inactivity' end as churn_rule
            from ${days}, (
              select (select min(used_on) from usage_daily where ${known} and kind = 'login') as first_login_on,
                (select min(used_on) from usage_daily where ${known} and kind = 'feature') as first_feature_on,
                (select min(opened_at) from support_tickets where ${known}) as first_ticket_at,
                (select min(valid_from) from subscription_versions where ${stands}) as first_contract_at,
                (select min(churned_on) from churn_events where ${stands}) as first_departure_on
              offset 0
            ) sources offset 0
          ) loaded
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
          ) departures on departures.as_of = loaded.as_of and departures.customer_id = alive.customer_id
          offset 0
        ) parts
      ) weighed offset 0
    ) scored`
}

// Last days of use and features used in the window up to each day. Rows are read and grouped once for all days, and a set
// of features is a bit string, so that nothing is sorted: for a hundred thousand customers that is a third of the time of
// count(distinct feature) over rows joined to days.
function activityOn(db: VentureDb, at: { days: string[]; knownAt: Date; customerId?: string }, coreFeatures: string[]) {
  const { sql, ventureId } = db
  const sorted = [...at.days].sort()
  const [first, last] = [sorted[0] ?? null, sorted.at(-1) ?? null]
  const rows = sql`usage_daily where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}
    and used_on > ${first}::date - ${USAGE_WINDOW_DAYS}::int and used_on <= ${last}::date
    and ${at.customerId === undefined ? sql`true` : sql`customer_id = ${at.customerId}`}`
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

interface RawDayScore extends Omit<DayScoreRow, 'score' | 'engagement' | 'support' | 'value' | 'coverage'> {
  score: string | null
  engagement: string | null
  support: string | null
  value: string | null
  coverage: string
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))

function parsed<Row extends RawDayScore>(row: Row) {
  return {
    ...row,
    score: numberOf(row.score),
    engagement: numberOf(row.engagement),
    support: numberOf(row.support),
    value: numberOf(row.value),
    coverage: Number(row.coverage),
  }
}

/** The score, components, status, trend and previous score of every customer (or one) at the end of `asOf`. */
export async function healthScores(
  db: VentureDb,
  at: { asOf: string; knownAt: Date; customerId?: string },
  parameters: ScoreParameters,
): Promise<HealthScoreRow[]> {
  const rows = await db.sql<
    (RawDayScore & Pick<HealthScoreRow, 'trend'> & { previousScore: string | null; monthAgoScore: string | null })[]
  >`${scoresWithTrend(db, at, parameters)} order by today.customer_id`
  return rows.map((row) => ({
    ...parsed(row),
    previousScore: numberOf(row.previousScore),
    monthAgoScore: numberOf(row.monthAgoScore),
  }))
}

/** One customer's score on each of `days`, oldest first; days before it was a customer are absent. */
export async function customerScoreHistory(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId: string },
  parameters: ScoreParameters,
): Promise<{ asOf: string; score: number | null; status: HealthStatus }[]> {
  const rows = await db.sql<{ asOf: string; score: string | null; status: HealthStatus }[]>`
    select as_of, score, status from (${dayScores(db, at, parameters)}) scores order by as_of`
  return rows.map((row) => ({ ...row, score: numberOf(row.score) }))
}

/** Average score and counts by status on each of `days`: what a trend chart shows. Churned customers are not averaged. */
export async function scoreTrend(
  db: VentureDb,
  at: { days: string[]; knownAt: Date },
  parameters: ScoreParameters,
): Promise<
  { asOf: string; averageScore: number | null; customers: number; healthy: number; atRisk: number; critical: number }[]
> {
  const rows = await db.sql<
    {
      asOf: string
      averageScore: string | null
      customers: number
      healthy: number
      atRisk: number
      critical: number
    }[]
  >`
    select as_of, round(avg(score) filter (where status in ('healthy', 'at_risk', 'critical')), 2) as average_score,
      count(*) filter (where status in ('healthy', 'at_risk', 'critical')) as customers,
      count(*) filter (where status = 'healthy') as healthy,
      count(*) filter (where status = 'at_risk') as at_risk,
      count(*) filter (where status = 'critical') as critical
    from (${dayScores(db, at, parameters)}) scores group by as_of order by as_of`
  return rows.map((row) => ({ ...row, averageScore: numberOf(row.averageScore) }))
}

/** The statement behind `healthScores`, for statements that store or join its rows (alias `today` is the as-of day). */
export function scoresWithTrend(
  db: VentureDb,
  at: { asOf: string; knownAt: Date; customerId?: string },
  parameters: ScoreParameters,
) {
  const { sql } = db
  const only = at.customerId === undefined ? {} : { customerId: at.customerId }
  const dayBefore = isoDay(at.asOf, -1)
  const monthBefore = isoDay(at.asOf, -TREND_DAYS)
  const days = [at.asOf, dayBefore, monthBefore]
  return sql`
    with scores as materialized (${dayScores(db, { days, knownAt: at.knownAt, ...only }, parameters)})
    select today.*, yesterday.score as previous_score, month_ago.score as month_ago_score,
      case
        when today.score is null or month_ago.score is null then null
        when today.score - month_ago.score >= ${TREND_POINTS}::int then 'improving'
        when today.score - month_ago.score <= -${TREND_POINTS}::int then 'declining'
        else 'stable'
      end as trend
    from scores today
    left join scores yesterday on yesterday.customer_id = today.customer_id and yesterday.as_of = ${dayBefore}::date
    left join scores month_ago on month_ago.customer_id = today.customer_id and month_ago.as_of = ${monthBefore}::date
    where today.as_of = ${at.asOf}::date`
}

function isoDay(day: string, plus: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + plus * 86_400_000).toISOString().slice(0, 10)
}
