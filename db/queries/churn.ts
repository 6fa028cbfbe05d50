/** What became of customers like this one: the observed past that a churn probability rests on. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { activeSpells, type ChurnRule } from './lifecycle.ts'
import { dayScores, type ScoreParameters } from './scores.ts'

/** Age since the first paid day (or signup), in days: under `below` it is `name`. */
export const ageBands = [
  { name: 'new', below: 90 },
  { name: 'settled', below: 365 },
  { name: 'long', below: null },
] as const
export type AgeBand = (typeof ageBands)[number]['name']

export interface ChurnCellRow {
  band: 'healthy' | 'at_risk' | 'critical'
  ageBand: AgeBand
  /** Looks at a customer: one customer seen on two reference days counts twice here, once in `customers`. */
  looks: number
  churnedLooks: number
  customers: number
}

/**
 * On each reference day, the active customers by health band and age, and how many churned in (day, day + horizon].
 * With `oneIn` above 1 only a sample of customers is looked at, always the same ones.
 * Every reference day must lie at least the horizon before the as-of, or its outcome is not known yet.
 */
export async function churnCells(
  db: VentureDb,
  at: AsOf & { referenceDays: string[]; horizonDays: number; oneIn: number },
  rule: ChurnRule,
  parameters: ScoreParameters,
): Promise<ChurnCellRow[]> {
  const { sql, ventureId } = db
  const among = sql`select id from customers
    where venture_id = ${ventureId} and abs(hashtextextended(external_id, 0) % ${at.oneIn}::int) = 0`
  const looked = { days: at.referenceDays, knownAt: at.knownAt, ...(at.oneIn > 1 ? { among } : {}) }
  return sql<ChurnCellRow[]>`
    with spells as materialized (${activeSpells(db, at, rule, parameters)}),
    looks as (
      select scores.customer_id, scores.as_of, scores.status as band,
        ${ageBand(db, sql`scores.as_of - spells.started_on`)} as age_band,
        spells.churned_on <= scores.as_of + ${at.horizonDays}::int as has_churned
      from (${dayScores(db, looked, parameters)}) scores
      join (
        select *, min(active_from) over (partition by customer_id) as started_on from spells
      ) spells on spells.customer_id = scores.customer_id and spells.active_from <= scores.as_of
        and (spells.churned_on is null or spells.churned_on > scores.as_of)
      where scores.status in ('healthy', 'at_risk', 'critical')
    )
    select band, age_band, count(*) as looks, count(*) filter (where has_churned) as churned_looks,
      count(distinct customer_id) as customers
    from looks group by band, age_band order by band, age_band`
}

/** How many customers the venture ever had. */
export async function countCustomers({ sql, ventureId }: VentureDb): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from customers where venture_id = ${ventureId}`
  return row?.count ?? 0
}

/** The age band at the as-of of `customerIds`, or of every customer that was ever active. */
export async function customerAges(
  db: VentureDb,
  at: AsOf & { customerIds?: string[] },
  rule: ChurnRule,
  parameters: ScoreParameters,
): Promise<{ customerId: string; ageBand: AgeBand; startedOn: string }[]> {
  const { sql } = db
  return sql<{ customerId: string; ageBand: AgeBand; startedOn: string }[]>`
    with spells as (${activeSpells(db, at, rule, parameters)})
    select customer_id, min(active_from) as started_on, ${ageBand(db, sql`${at.asOf}::date - min(active_from)`)} as age_band
    from spells group by customer_id`
}

export interface PredictionRow {
  customerId: string
  churnProbability: number
  probabilityLow: number
  probabilityHigh: number
  band: string
  ageBand: string
  observedCount: number
  churnedCount: number
}

/** Keeps every prediction as it was made, one a customer, day, horizon and method; the same day again replaces it. */
export async function storePredictions(
  db: VentureDb,
  at: AsOf & { horizonDays: number; method: string; settingsVersion: number; now: Date },
  predictions: readonly PredictionRow[],
): Promise<void> {
  const { sql, ventureId } = db
  await sql`delete from churn_predictions where venture_id = ${ventureId} and as_of = ${at.asOf}
    and horizon_days = ${at.horizonDays} and method = ${at.method}`
  await sql`
    insert into churn_predictions (venture_id, customer_id, as_of, horizon_days, method, churn_probability,
      probability_low, probability_high, band, age_band, observed_count, churned_count, settings_version, known_at, computed_at)
    select ${ventureId}, customer_id, ${at.asOf}, ${at.horizonDays}, ${at.method}, churn_probability, probability_low,
      probability_high, band, age_band, observed_count, churned_count, ${at.settingsVersion}, ${at.knownAt}, ${at.now}
    from unnest(
      ${predictions.map((row) => row.customerId)}::uuid[], ${predictions.map((row) => row.churnProbability)}::float8[],
      ${predictions.map((row) => row.probabilityLow)}::float8[], ${predictions.map((row) => row.probabilityHigh)}::float8[],
      ${predictions.map((row) => row.band)}::text[], ${predictions.map((row) => row.ageBand)}::text[],
      ${predictions.map((row) => row.observedCount)}::int[], ${predictions.map((row) => row.churnedCount)}::int[]
    ) as made(customer_id, churn_probability, probability_low, probability_high, band, age_band, observed_count, churned_count)`
}

function ageBand({ sql }: VentureDb, days: ReturnType<VentureDb['sql']>) {
  return sql`case when ${days} < ${ageBands[0].below}::int then 'new' when ${days} < ${ageBands[1].below}::int
    then 'settled' else 'long' end`
}
