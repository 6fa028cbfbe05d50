/** What changed in a week, over all customers, and who of those at risk pays the most. */
import type { VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'
import { dayScores, type ScoreParameters } from './scores.ts'

export interface WeekRow {
  /** Customers that are scored and not churned. */
  customers: number
  averageScore: number | null
  averageScoreBefore: number | null
  atRisk: number
  /** Null where nobody was scored a week before. */
  atRiskBefore: number | null
  critical: number
  criticalBefore: number | null
  becameCritical: number | null
  becameAtRisk: number | null
  /** From at risk or critical to healthy, or from critical to at risk. */
  recovered: number | null
  churned: number | null
  /** MRR of those at risk and critical. */
  mrrAtRiskMinor: number
  top: WeekCustomer[]
}

interface WeekCustomer {
  customerId: string
  externalId: string
  name: string
  status: 'at_risk' | 'critical'
  score: number
  scoreBefore: number | null
  mrrMinor: number
}

/** The week that ends with `asOf`, compared with the day seven days before. */
export async function weekOfScores(
  db: VentureDb,
  at: { asOf: string; weekBefore: string; knownAt: Date; top: number },
  parameters: ScoreParameters,
): Promise<WeekRow> {
  const { sql, ventureId } = db
  const { asOf, weekBefore, knownAt, top } = at
  const [row] = await sql<WeekRow[]>`
    with scores as materialized (
      select as_of, customer_id, score, status from (${dayScores(db, { days: [weekBefore, asOf], knownAt }, parameters)}) s
    ), week as materialized (
      select customer_id, now.status, now.score, before.status as status_before, before.score as score_before
      from (select * from scores where as_of = ${asOf}::date) now
      left join (select * from scores where as_of = ${weekBefore}::date) before using (customer_id)
    ), paying as (
      select customer_id, sum(mrr_minor)::bigint as mrr_minor from subscription_versions
      where venture_id = ${ventureId} and ${standing(db, { asOf, knownAt })} and not is_trial and mrr_minor > 0
        and valid_from < ${asOf}::date + 1 and (valid_to is null or valid_to >= ${asOf}::date + 1)
      group by customer_id
    ), troubled as (
      select week.*, coalesce(mrr_minor, 0) as mrr_minor from week left join paying using (customer_id)
      where status in ('at_risk', 'critical')
    ), first as (
      select * from troubled order by mrr_minor desc, score, customer_id limit ${top}
    ), counted as (
      select count(*) filter (where status in ('healthy', 'at_risk', 'critical')) as customers,
        avg(score) filter (where status in ('healthy', 'at_risk', 'critical')) as average_score,
        avg(score_before) filter (where status_before in ('healthy', 'at_risk', 'critical')) as average_score_before,
        count(*) filter (where status = 'at_risk') as at_risk,
        count(*) filter (where status_before = 'at_risk') as at_risk_before,
        count(*) filter (where status = 'critical') as critical,
        count(*) filter (where status_before = 'critical') as critical_before,
        count(*) filter (where status = 'critical' and status_before <> 'critical') as became_critical,
        count(*) filter (where status = 'at_risk' and status_before not in ('at_risk', 'critical')) as became_at_risk,
        count(*) filter (where (status = 'healthy' and status_before in ('at_risk', 'critical'))
          or (status = 'at_risk' and status_before = 'critical')) as recovered,
        count(*) filter (where status = 'churned' and status_before <> 'churned') as churned,
        count(*) filter (where status_before in ('healthy', 'at_risk', 'critical')) > 0 as was_scored
      from week
    )
    select customers, round(average_score, 1)::float8 as average_score,
      round(average_score_before, 1)::float8 as average_score_before, at_risk, critical,
      case when was_scored then at_risk_before end as at_risk_before,
      case when was_scored then critical_before end as critical_before,
      case when was_scored then became_critical end as became_critical,
      case when was_scored then became_at_risk end as became_at_risk,
      case when was_scored then recovered end as recovered,
      case when was_scored then churned end as churned,
      (select coalesce(sum(mrr_minor), 0)::bigint from troubled) as mrr_at_risk_minor,
      coalesce((select jsonb_agg(jsonb_build_object('customerId', customer_id, 'externalId', c.external_id,
          'name', v.name, 'status', status, 'score', score, 'scoreBefore', score_before, 'mrrMinor', mrr_minor)
          order by mrr_minor desc, score, customer_id)
        from first
        join customers c on c.venture_id = ${ventureId} and c.id = first.customer_id
        join lateral (
          select name from customer_versions
          where venture_id = ${ventureId} and customer_id = first.customer_id and ${standing(db, { asOf, knownAt })}
            and valid_from < ${asOf}::date + 1
          order by valid_from desc limit 1) v on true), '[]') as top
    from counted`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
