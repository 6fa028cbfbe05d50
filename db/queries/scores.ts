/**
 * Health scores: one set-based statement for a whole venture at any list of days, from rollups. The formula in plain
 * TypeScript is `tools/health/health-score.ts`; a property test holds the two together.
 */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'
import { type Among, dayFacts } from './score-facts.ts'

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

/** A trend compares with so many days before. */
export const TREND_DAYS = 30
export const TREND_POINTS = 5

/**
 * Every customer's score on each of `days`, from what was known at `knownAt`. Usage is read once, whatever the number of
 * days; `offset 0` keeps the planner from copying an inner formula into each place that names its result.
 */
export function dayScores(
  db: VentureDb,
  at: { days: string[]; knownAt: Date; customerId?: string } & Among,
  parameters: ScoreParameters,
) {
  return db.sql`
    select as_of, customer_id, engagement_basis, last_active_on, open_ticket_count, features_used_count,
      core_features_used_count, signed_up_on, engagement, support, value, coverage, score, is_trial, churns_on,
      case when is_churned and not is_trial then churns_on end as churned_on, status
    from (${scoreFacts(db, dayFacts(db, at, parameters), parameters)}) scores`
}

/**
 * From facts to score: adds engagement, support, value (points out of their weights, null when the source was never
 * loaded), coverage, score and status to every row of `facts`. What points a count or a day is worth is computed once and
 * looked up, for arithmetic with decimals on a million rows costs more than reading them.
 */
export function scoreFacts(db: VentureDb, facts: PendingQuery<Row[]>, p: ScoreParameters): PendingQuery<Row[]> {
  const { sql } = db
  const idle = sql`(as_of - last_active_on)`
  const engagementOf = (points: number) =>
    sql`round(${p.engagementWeight}::numeric * ${points}::numeric / ${p.activeEngagementPoints}::numeric, 2)`
  const valuesWith = (bonus: number) => sql`(select array_agg(round(
      ${p.valueWeight}::numeric * least(${p.maxValuePoints}::numeric,
        ${p.pointsPerFeature}::numeric * used + ${bonus}::numeric) / ${p.maxValuePoints}::numeric, 2) order by used)
    from generate_series(0, ${enoughFeatures(p)}::int) as used)`
  const coreCount = new Set(p.coreFeatures).size
  return sql`
    select *, case
        when is_trial then 'trial'
        when is_churned then 'churned'
        when coverage < 0.5 or score is null then 'no_data'
        when score >= ${p.healthyThreshold}::numeric then 'healthy'
        when score >= ${p.atRiskThreshold}::numeric then 'at_risk'
        else 'critical'
      end as status
    from (
      select *, known_weight / 100 as coverage, churns_on is not null and churns_on <= as_of as is_churned, case
          when known_weight = 0 then null
          when known_weight = 100 then coalesce(engagement, 0) + coalesce(support, 0) + coalesce(value, 0)
          else round(100 * (coalesce(engagement, 0) + coalesce(support, 0) + coalesce(value, 0)) / known_weight, 2)
        end as score
      from (
        select facts.*,
          case when engagement_basis is null then 0 else ${p.engagementWeight}::numeric end
            + case when has_tickets then ${p.supportWeight}::numeric else 0 end
            + case when has_features then ${p.valueWeight}::numeric else 0 end as known_weight,
          case when engagement_basis is not null then case
              when ${idle} <= ${p.activeLoginDays}::int then worth.active
              when ${idle} <= ${p.moderateLoginDays}::int then worth.moderate
              when ${idle} <= ${p.lowLoginDays}::int then worth.low
              else worth.idle
            end end as engagement,
          case when has_tickets
            then worth.support[least(open_ticket_count, ${enoughTickets(p)}::int) + 1] end as support,
          case when not has_features then null
            when ${coreCount}::int > 0 and core_features_used_count = ${coreCount}::int
            then worth.value_with_core[least(features_used_count, ${enoughFeatures(p)}::int) + 1]
            else worth.value[least(features_used_count, ${enoughFeatures(p)}::int) + 1] end as value
        from (${facts}) facts, (
          select ${engagementOf(p.activeEngagementPoints)} as active, ${engagementOf(p.moderateEngagementPoints)} as moderate,
            ${engagementOf(p.lowEngagementPoints)} as low, ${engagementOf(0)} as idle,
            (select array_agg(round(${p.supportWeight}::numeric * least(${p.maxSupportPoints}::numeric,
                greatest(${p.minSupportPoints}::numeric, ${p.maxSupportPoints}::numeric - ${p.ticketPenalty}::numeric * open))
                / ${p.maxSupportPoints}::numeric, 2) order by open)
              from generate_series(0, ${enoughTickets(p)}::int) as open) as support,
            ${valuesWith(0)} as value, ${valuesWith(p.coreFeatureBonus)} as value_with_core
          offset 0
        ) worth
        offset 0
      ) parts offset 0
    ) scored`
}

/** So many open tickets, or more, are worth the floor. */
const enoughTickets = (p: ScoreParameters) => Math.ceil((p.maxSupportPoints - p.minSupportPoints) / p.ticketPenalty)
/** So many features, or more, are worth the cap. */
const enoughFeatures = (p: ScoreParameters) => Math.ceil(p.maxValuePoints / p.pointsPerFeature)

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

/** How many customers there are to score at the end of `asOf`. */
export async function countScored(
  db: VentureDb,
  at: { asOf: string; knownAt: Date },
  parameters: ScoreParameters,
): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) as count from (${dayScores(db, { days: [at.asOf], knownAt: at.knownAt }, parameters)}) scores`
  return row?.count ?? 0
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
      ${trendOf(db, sql`today.score`, sql`month_ago.score`)} as trend
    from scores today
    left join scores yesterday on yesterday.customer_id = today.customer_id and yesterday.as_of = ${dayBefore}::date
    left join scores month_ago on month_ago.customer_id = today.customer_id and month_ago.as_of = ${monthBefore}::date
    where today.as_of = ${at.asOf}::date`
}

/** improving or declining by at least 5 points; null when there was no score then. */
export function trendOf({ sql }: VentureDb, score: PendingQuery<Row[]>, monthAgo: PendingQuery<Row[]>) {
  return sql`case
      when ${score} is null or ${monthAgo} is null then null
      when ${score} - ${monthAgo} >= ${TREND_POINTS}::int then 'improving'
      when ${score} - ${monthAgo} <= -${TREND_POINTS}::int then 'declining'
      else 'stable'
    end`
}

export function isoDay(day: string, plus: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + plus * 86_400_000).toISOString().slice(0, 10)
}
