/** The right answers, by SQL written apart from the tools' own queries. */
import type { VentureDb } from '../db/venture-db.ts'
import { sampleDay } from './sample-day.ts'

export interface Snapshot {
  score: number | null
  engagement: number | null
  support: number | null
  value: number | null
  status: string
}

export async function statusCounts(db: VentureDb): Promise<Record<string, number>> {
  const rows = await db.sql<{ status: string; customers: number }[]>`
    select status, count(*) as customers from health_snapshots
    where venture_id = ${db.ventureId} and scored_to is null group by status`
  return Object.fromEntries(rows.map(({ status, customers }) => [status, customers]))
}

export async function averageScore(db: VentureDb): Promise<number> {
  const [row] = await db.sql<{ average: string }[]>`
    select round(avg(score), 2) as average from health_snapshots
    where venture_id = ${db.ventureId} and scored_to is null and status in ('healthy', 'at_risk', 'critical')`
  return Number(row?.average)
}

export async function snapshotOf(db: VentureDb, customerId: string): Promise<Snapshot> {
  const [row] = await db.sql<Record<keyof Snapshot, string>[]>`
    select score, engagement, support, value, status from health_snapshots
    where venture_id = ${db.ventureId} and scored_to is null and customer_id = ${customerId}`
  if (!row) throw new Error(`no snapshot of ${customerId}`)
  const { status, ...points } = row
  const number = (text: string | null) => (text === null ? null : Number(text))
  return {
    status,
    score: number(points.score),
    engagement: number(points.engagement),
    support: number(points.support),
    value: number(points.value),
  }
}

export async function predictedProbability(db: VentureDb, customerId: string): Promise<number | null> {
  const [row] = await db.sql<{ churnProbability: number }[]>`
    select churn_probability from churn_predictions
    where venture_id = ${db.ventureId} and as_of = ${sampleDay} and customer_id = ${customerId}`
  return row?.churnProbability ?? null
}

/** Customers at risk or critical, or healthy and declining, by ARR × stored churn probability; of equal ones the lowest score. */
export async function mostAtStake(db: VentureDb, limit: number): Promise<string[]> {
  const rows = await db.sql<{ customerId: string }[]>`
    select s.customer_id
    from health_snapshots s
    join churn_predictions p on p.venture_id = s.venture_id and p.customer_id = s.customer_id and p.as_of = ${sampleDay}
    left join lateral (
      select 12 * sum(mrr_minor) as arr from subscription_versions
      where venture_id = s.venture_id and customer_id = s.customer_id and superseded_at is null and not is_trial
        and valid_from < ${sampleDay}::date + 1 and (valid_to is null or valid_to >= ${sampleDay}::date + 1)) pays on true
    where s.venture_id = ${db.ventureId} and s.scored_to is null
      and (s.status in ('at_risk', 'critical') or (s.status = 'healthy' and s.trend = 'declining'))
    order by round(coalesce(arr, 0) * p.churn_probability) desc, s.score, arr desc nulls last
    limit ${limit}`
  return rows.map(({ customerId }) => customerId)
}

export async function openTickets(db: VentureDb, customerId: string): Promise<number> {
  const [row] = await db.sql<{ open: number }[]>`
    select count(*) as open from support_ticket_versions
    where venture_id = ${db.ventureId} and customer_id = ${customerId} and superseded_at is null and status <> 'closed'
      and valid_from < ${sampleDay}::date + 1 and (valid_to is null or valid_to >= ${sampleDay}::date + 1)`
  return row?.open ?? 0
}

export async function daysSinceUsed(db: VentureDb, customerId: string): Promise<number | null> {
  const [row] = await db.sql<{ days: number | null }[]>`
    select ${sampleDay}::date - max(used_on) as days from usage_daily
    where venture_id = ${db.ventureId} and customer_id = ${customerId} and kind = 'login' and used_on <= ${sampleDay}`
  return row?.days ?? null
}

export async function monthlyRevenue(db: VentureDb): Promise<number> {
  const [row] = await db.sql<{ mrr: number }[]>`
    select coalesce(sum(mrr_minor), 0)::bigint as mrr from subscription_versions
    where venture_id = ${db.ventureId} and superseded_at is null and not is_trial
      and valid_from < ${sampleDay}::date + 1 and (valid_to is null or valid_to >= ${sampleDay}::date + 1)`
  return row?.mrr ?? 0
}

/** Tools that the run's receipts name, by who called. */
export async function toolsCalled(db: VentureDb, runId: string, actor: string): Promise<string[]> {
  const rows = await db.sql<{ tool: string }[]>`
    select distinct tool from receipts
    where venture_id = ${db.ventureId} and run_id = ${runId} and actor = ${actor} order by tool`
  return rows.map(({ tool }) => tool)
}

export async function feedbackBody(db: VentureDb, feedbackId: string): Promise<{ body: string; customerId: string }> {
  const [row] = await db.sql<{ body: string; customerId: string }[]>`
    select body, customer_id from feedback where venture_id = ${db.ventureId} and id = ${feedbackId}`
  if (!row) throw new Error(`no feedback ${feedbackId}`)
  return row
}

export interface FiledProposal {
  number: number
  kind: string
  customerId: string | null
  status: string
  title: string
  reason: string
  draft: Record<string, unknown>
  facts: { id: string; receipt: string; subject: { id: string } }[]
  receiptCount: number
  costMinor: number
}

export async function filedProposals(db: VentureDb, runId: string): Promise<FiledProposal[]> {
  return db.sql<FiledProposal[]>`
    select number, kind, customer_id, status, title, reason, draft, facts, cost_minor,
      (select count(*) from receipts where venture_id = proposals.venture_id and id = any(receipt_ids)) as receipt_count
    from proposals where venture_id = ${db.ventureId} and run_id = ${runId} order by number`
}
