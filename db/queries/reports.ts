/** Reports by run, and what a report shows of proposals, decisions and receipts. */
import type { VentureDb } from '../venture-db.ts'

export interface ReportRow {
  runId: string
  /** A ReportDocument; parsed by who reads it. */
  content: unknown
  markdown: string
  html: string
  createdAt: Date
}

/** Stores the run's report in place of an earlier rendering of it. */
export async function saveReport(
  db: VentureDb,
  report: { runId: string; content: string; markdown: string; html: string; createdAt: Date },
): Promise<void> {
  await db.sql`
    insert into reports (venture_id, run_id, content, markdown, html, created_at)
    values (${db.ventureId}, ${report.runId}, ${report.content}::text::jsonb, ${report.markdown}, ${report.html},
      ${report.createdAt})
    on conflict (venture_id, run_id) do update
      set content = excluded.content, markdown = excluded.markdown, html = excluded.html`
}

/** The report of a run, or of the latest run that has one. */
export async function readReport(db: VentureDb, runId?: string): Promise<ReportRow | undefined> {
  const [row] = await db.sql<ReportRow[]>`
    select run_id, content, markdown, html, created_at
    from reports
    where venture_id = ${db.ventureId} and (${runId ?? null}::uuid is null or run_id = ${runId ?? null}::uuid)
    order by created_at desc, run_id desc
    limit 1`
  return row
}

/** Runs that have a report, the newest first. */
export async function recentReports(
  db: VentureDb,
  limit: number,
): Promise<{ runId: string; asOf: string; createdAt: Date; writer: string }[]> {
  return db.sql<{ runId: string; asOf: string; createdAt: Date; writer: string }[]>`
    select reports.run_id, crew_runs.as_of, reports.created_at, crew_runs.writer
    from reports
    join crew_runs on crew_runs.venture_id = reports.venture_id and crew_runs.id = reports.run_id
    where reports.venture_id = ${db.ventureId}
    order by reports.created_at desc, reports.run_id desc
    limit ${limit}`
}

export interface ReportReceiptRow {
  number: number
  tool: string
  arguments: string
  asOf: string
  knownAt: Date
  settingsVersion: number
  rowCount: number
  resultHash: string
}

/** The receipts of these numbers, without their results, in order. */
export async function receiptsForReport(db: VentureDb, numbers: readonly number[]): Promise<ReportReceiptRow[]> {
  return db.sql<ReportReceiptRow[]>`
    select number, tool, arguments, as_of, known_at, settings_version, row_count, result_hash
    from receipts
    where venture_id = ${db.ventureId} and number = any(${[...numbers]}::bigint[])
    order by number`
}

export interface ReportProposalRow {
  id: string
  number: number
  kind: string
  status: string
  title: string
  reason: string
  facts: unknown
  customerId: string | null
  customerExternalId: string | null
  customerName: string | null
  moneyAtStakeMinor: number
  costMinor: number
  addressedTo: string
  isOfThisRun: boolean
  whatChanged: string | null
  expiresOn: string
  createdAt: Date
  /** The latest round's decision. */
  decision: string | null
  decisionReason: string | null
  decidedBy: string | null
  decidedAt: Date | null
  sentCount: number
  openTouchCount: number
  openTaskCount: number
  doneTaskCount: number
}

/**
 * This run's proposals, those of earlier runs that still wait, and those decided since `decidedSince`; most money times
 * risk first.
 */
export async function proposalsForReport(
  db: VentureDb,
  { runId, decidedSince }: { runId: string; decidedSince: Date },
): Promise<ReportProposalRow[]> {
  return db.sql<ReportProposalRow[]>`
    select p.id, p.number, p.kind, p.status, p.title, p.reason, p.facts, p.customer_id,
      c.external_id as customer_external_id, v.name as customer_name, p.money_at_stake_minor, p.cost_minor,
      p.addressed_to, coalesce(p.run_id = ${runId}, false) as is_of_this_run, p.what_changed,
      (p.expires_at at time zone 'UTC')::date as expires_on, p.created_at, d.decision, d.reason as decision_reason,
      who.name as decided_by, d.decided_at,
      coalesce(t.sent_count, 0)::int as sent_count, coalesce(t.open_count, 0)::int as open_touch_count,
      coalesce(k.open_count, 0)::int as open_task_count, coalesce(k.done_count, 0)::int as done_task_count
    from proposals p
    left join customers c on c.venture_id = p.venture_id and c.id = p.customer_id
    left join customer_versions v on v.venture_id = p.venture_id and v.customer_id = p.customer_id
      and v.superseded_at is null and v.valid_to is null
    left join lateral (
      select decision, reason, person_id, decided_at
      from decisions
      where venture_id = p.venture_id and proposal_id = p.id
      order by round desc
      limit 1) d on true
    left join people who on who.venture_id = p.venture_id and who.id = d.person_id
    left join lateral (
      select count(*) filter (where status = 'sent') as sent_count,
        count(*) filter (where status in ('queued', 'sending', 'unknown')) as open_count
      from touches
      where venture_id = p.venture_id and proposal_id = p.id and channel = 'email') t on true
    left join lateral (
      select count(*) filter (where status = 'open') as open_count, count(*) filter (where status = 'done') as done_count
      from tasks
      where venture_id = p.venture_id and proposal_id = p.id) k on true
    where p.venture_id = ${db.ventureId}
      and (p.run_id = ${runId} or p.status in ('waiting', 'parked') or d.decided_at >= ${decidedSince})
    order by p.money_at_stake_minor * coalesce(p.churn_probability, 0) desc, p.number`
}

/** When the run before this one started, or undefined when this is the first. */
export async function previousRunStartedAt(db: VentureDb, runId: string): Promise<Date | undefined> {
  const [row] = await db.sql<{ startedAt: Date }[]>`
    select started_at
    from crew_runs
    where venture_id = ${db.ventureId} and id <> ${runId}
      and started_at < coalesce((select started_at from crew_runs where venture_id = ${db.ventureId} and id = ${runId}),
        now())
    order by started_at desc
    limit 1`
  return row?.startedAt
}
