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

export interface DayScoreRow {
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
/** A paid customer without an active subscription for this long has churned (definitions: Churned). */
const LAPSED_DAYS = 30
const TREND_DAYS = 30
const TREND_POINTS = 5

/** Every customer's score on each of `days`, from what was known at `knownAt`. */
export function dayScores(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId?: string },
  parameters: ScoreParameters,
) {
  const { sql, ventureId } = db
  const p = parameters
  const only = at.customerId === undefined ? sql`true` : sql`customer_id = ${at.customerId}`
  return sql`
    select as_of, customer_id, engagement_basis, last_active_on, open_ticket_count, features_used_count,
      core_features_used_count, signed_up_on, engagement, support, value, known_weight / 100 as coverage, score,
      case when is_churned then churned_on end as churned_on,
      case
        when is_churned then 'churned'
        when is_trial then 'trial'
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
        select *, case when engagement is null then 0 else ${p.engagementWeight}::numeric end
          + case when support is null then 0 else ${p.supportWeight}::numeric end
          + case when value is null then 0 else ${p.valueWeight}::numeric end as known_weight
        from (
          select loaded.as_of, alive.customer_id, alive.signed_up_on, loaded.engagement_basis,
            activity.last_active_on,
            coalesce(tickets.open_ticket_count, 0) as open_ticket_count,
            coalesce(activity.features_used_count, 0) as features_used_count,
            coalesce(activity.core_features_used_count, 0) as core_features_used_count,
            case when loaded.engagement_basis is not null then round(
              ${p.engagementWeight}::numeric * case
                when loaded.as_of - activity.last_active_on <= ${p.activeLoginDays}::int then ${p.activeEngagementPoints}::numeric
                when loaded.as_of - activity.last_active_on <= ${p.moderateLoginDays}::int then ${p.moderateEngagementPoints}::numeric
                when loaded.as_of - activity.last_active_on <= ${p.lowLoginDays}::int then ${p.lowEngagementPoints}::numeric
                else 0 end / ${p.activeEngagementPoints}::numeric, 2) end as engagement,
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
              when 'subscription' then coalesce(contracts.has_paid and not contracts.is_paying
                and loaded.as_of - contracts.paid_until >= ${LAPSED_DAYS}::int, false)
              when 'event' then coalesce(not departures.is_reactivation, false)
              else loaded.as_of - coalesce(activity.last_used_on, alive.signed_up_on) >= ${p.winBackInactiveDays}::int
            end as is_churned,
            case loaded.churn_rule
              when 'subscription' then contracts.paid_until
              when 'event' then departures.churned_on
              else coalesce(activity.last_used_on, alive.signed_up_on) + ${p.winBackInactiveDays}::int
            end as churned_on,
            case when loaded.subscriptions then coalesce(not contracts.has_paid, false)
              else coalesce(alive.is_trial, false) end as is_trial
          from (
            select as_of, features, tickets, subscriptions,
              case when logins then 'logins' when features then 'usage' end as engagement_basis,
              case when ${p.churnDefinition} <> 'auto' then ${p.churnDefinition}
                when subscriptions then 'subscription' when departures then 'event' else 'inactivity' end as churn_rule
            from (
              select as_of,
                exists (select from usage_daily where venture_id = ${ventureId} and kind = 'login'
                  and used_on <= as_of and recorded_at <= ${at.knownAt}) as logins,
                exists (select from usage_daily where venture_id = ${ventureId} and kind = 'feature'
                  and used_on <= as_of and recorded_at <= ${at.knownAt}) as features,
                exists (select from support_tickets where venture_id = ${ventureId}
                  and opened_at < as_of + 1 and recorded_at <= ${at.knownAt}) as tickets,
                exists (select from subscription_versions where venture_id = ${ventureId}
                  and valid_from < as_of + 1 and recorded_at <= ${at.knownAt}
                  and (superseded_at is null or superseded_at > ${at.knownAt})) as subscriptions,
                exists (select from churn_events where venture_id = ${ventureId}
                  and churned_on <= as_of and recorded_at <= ${at.knownAt}
                  and (superseded_at is null or superseded_at > ${at.knownAt})) as departures
              from unnest(${at.days}::date[]) as days(as_of)
              offset 0 -- a fence: merged upwards, each exists would run for every customer, some hundred times
            ) sources
          ) loaded
          join lateral (
            select customer_id, signed_up_on, is_trial from customer_versions
            where venture_id = ${ventureId} and ${only} and recorded_at <= ${at.knownAt}
              and (superseded_at is null or superseded_at > ${at.knownAt})
              and valid_from < loaded.as_of + 1 and (valid_to is null or valid_to >= loaded.as_of + 1)
          ) alive on true
          left join (
            select as_of, customer_id,
              max(used_on) filter (where kind = 'login' or not logins_loaded) as last_active_on,
              max(used_on) as last_used_on,
              count(distinct feature) filter (where kind = 'feature') as features_used_count,
              count(distinct feature) filter (where kind = 'feature' and feature = any(${p.coreFeatures}::text[]))
                as core_features_used_count
            from (
              select as_of, exists (select from usage_daily where venture_id = ${ventureId} and kind = 'login'
                and used_on <= as_of and recorded_at <= ${at.knownAt}) as logins_loaded
              from unnest(${at.days}::date[]) as days(as_of)
              offset 0
            ) days
            join usage_daily on venture_id = ${ventureId} and ${only} and recorded_at <= ${at.knownAt}
              and used_on > as_of - ${USAGE_WINDOW_DAYS}::int and used_on <= as_of
            group by as_of, customer_id
          ) activity on activity.as_of = loaded.as_of and activity.customer_id = alive.customer_id
          left join (
            select as_of, customer_id, count(*) as open_ticket_count
            from unnest(${at.days}::date[]) as days(as_of)
            join support_ticket_versions on venture_id = ${ventureId} and ${only} and status <> 'closed'
              and recorded_at <= ${at.knownAt} and (superseded_at is null or superseded_at > ${at.knownAt})
              and valid_from < as_of + 1 and (valid_to is null or valid_to >= as_of + 1)
            group by as_of, customer_id
          ) tickets on tickets.as_of = loaded.as_of and tickets.customer_id = alive.customer_id
          left join (
            select as_of, customer_id, bool_or(is_paid) as has_paid,
              bool_or(is_paid and (valid_to is null or valid_to >= as_of + 1)) as is_paying,
              max((valid_to at time zone 'UTC')::date) filter (where is_paid) as paid_until
            from (
              select as_of, customer_id, valid_to, not is_trial and mrr_minor > 0 as is_paid
              from unnest(${at.days}::date[]) as days(as_of)
              join subscription_versions on venture_id = ${ventureId} and ${only} and valid_from < as_of + 1
                and recorded_at <= ${at.knownAt} and (superseded_at is null or superseded_at > ${at.knownAt})
            ) versions
            group by as_of, customer_id
          ) contracts on contracts.as_of = loaded.as_of and contracts.customer_id = alive.customer_id
          left join (
            select distinct on (as_of, customer_id) as_of, customer_id, churned_on, is_reactivation
            from unnest(${at.days}::date[]) as days(as_of)
            join churn_events on venture_id = ${ventureId} and ${only} and churned_on <= as_of
              and recorded_at <= ${at.knownAt} and (superseded_at is null or superseded_at > ${at.knownAt})
            order by as_of, customer_id, churned_on desc, is_reactivation desc
          ) departures on departures.as_of = loaded.as_of and departures.customer_id = alive.customer_id
          offset 0
        ) parts
      ) weighed
    ) scored`
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
