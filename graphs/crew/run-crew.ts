/** One run of the crew, from its row in `crew_runs` to its stored report. */
import { uuidv7 } from 'uuidv7'
import type { CampaignPlan } from '../../agents/campaign-agent.ts'
import type { ChurnAssessment } from '../../agents/churn-predictor.ts'
import type { HealthAnalysis } from '../../agents/health-analyst.ts'
import { offlineWriter, type Writer } from '../../agents/writer.ts'
import { finishCrewRun, insertCrewRun } from '../../db/queries/crew-runs.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { composeReport } from '../../tools/report/compose-report.ts'
import type { ReportRun, TemplatePart } from '../../tools/report/report-document.ts'
import { storeReport } from '../../tools/report/store-report.ts'
import { createCrewGraph } from './graph.ts'
import type { CrewProgress, FilingOutcome } from './nodes.ts'
import { watchRun } from './watch-run.ts'

/** At most so many customers a run: what a team can decide about, and what a model may cost. */
const DEFAULT_MAX_CUSTOMERS = 25
const CUSTOMERS_AT_ONCE = 4

export interface RunCrewOptions {
  asOf?: string
  /** By default the templates write. */
  writer?: Writer
  maxCustomers?: number
  onProgress?: (progress: CrewProgress) => void
  /** Of a run whose row is there already; by default a new one. */
  runId?: string
  /** Aborted: it stops before its next piece of work, unless it already files proposals. */
  signal?: AbortSignal
}

export interface CrewRunResult {
  runId: string
  asOf: string
  writer: ReportRun['writer']
  /** Customers looked at, the most urgent first. */
  candidates: { customer: ChurnAssessment['customer']; status: string; causes: string[] }[]
  analysis: HealthAnalysis
  assessments: ChurnAssessment[]
  plans: CampaignPlan[]
  /** What was filed, what was open already, and what was not filed, with why. */
  proposals: FilingOutcome[]
  report: ReportRun
  /** Parts the template wrote because the model did not, with the reason. */
  templateParts: TemplatePart[]
  tokens: { used: number; allowed: number }
  seconds: number
  /** `R-1042` of everything the run rests on. */
  receipts: string[]
}

/**
 * Runs the crew and stores its report. Ends by itself and decides nothing. Throws when a tool or the database fails, and
 * `conflict` when it was stopped; the run's row then says so. What a model does never makes it throw.
 */
export async function runCrew(crew: Pick<Crew, 'context'>, options: RunCrewOptions = {}): Promise<CrewRunResult> {
  const runId = options.runId ?? uuidv7()
  const isBegun = options.runId !== undefined
  const startedAt = performance.now()
  const context = await crew.context({ runId, ...(options.asOf ? { asOf: options.asOf } : {}) })
  const writer = options.writer ?? offlineWriter
  const { db, asOf, knownAt, now } = context
  if (!isBegun) await insertCrewRun(db, { id: runId, asOf, knownAt, startedAt: now, writer: writer.name })
  const watch = watchRun(db, runId, options.signal)
  try {
    const onProgress = (progress: CrewProgress) => {
      watch.note(progress)
      options.onProgress?.(progress)
    }
    const result = await run(context, runId, writer, { ...options, onProgress, signal: watch.signal })
    await watch.close()
    const seconds = Math.round((performance.now() - startedAt) / 10) / 100
    const filed = result.proposals.filter(({ outcome }) => outcome === 'filed').length
    await finishCrewRun(db, {
      id: runId,
      status: 'done',
      finishedAt: new Date(now.getTime() + seconds * 1000),
      summary: {
        candidates: result.candidates.length,
        filed,
        templateParts: result.templateParts.length,
        tokensUsed: result.tokens.used,
        seconds,
      },
    })
    return { ...result, seconds }
  } catch (error) {
    await watch.close()
    const finishedAt = new Date(now.getTime() + performance.now() - startedAt)
    const isStopped = watch.signal.aborted && error === watch.signal.reason
    await finishCrewRun(db, { id: runId, status: isStopped ? 'cancelled' : 'failed', finishedAt, summary: {} })
    throw isStopped ? stopped(runId) : error
  }
}

async function run(
  context: ToolContext,
  runId: string,
  writer: Writer,
  {
    maxCustomers = DEFAULT_MAX_CUSTOMERS,
    onProgress,
    signal,
  }: RunCrewOptions & Required<Pick<RunCrewOptions, 'onProgress' | 'signal'>>,
): Promise<Omit<CrewRunResult, 'seconds'>> {
  const graph = createCrewGraph({ context, writer, onProgress, signal, maxCustomers, concurrency: CUSTOMERS_AT_ONCE })
  const { cases, analysis, assessments, plans, filings, report } = await graph.invoke({})
  const reportRun: ReportRun = { runId, writer: { kind: writer.kind, name: writer.name }, ...report }
  await storeReport(context.db, await composeReport(context, reportRun))
  const texts = [analysis.summary, ...report.paragraphs, ...report.findings.map(({ why }) => why)]
  const receipts = [
    ...texts.flatMap(({ facts }) => facts.map(({ receipt }) => receipt)),
    ...plans.flatMap((each) => (each.kind === 'action' ? each.receipts : [])),
  ]
  return {
    runId,
    asOf: context.asOf,
    writer: reportRun.writer,
    candidates: cases.map(({ customer, status, causes }) => ({
      customer,
      status,
      causes: causes.map(({ code }) => code),
    })),
    analysis,
    assessments,
    plans,
    proposals: filings,
    report: reportRun,
    templateParts: report.templateParts,
    tokens: { used: writer.tokensUsed(), allowed: writer.tokensAllowed },
    receipts: [...new Set(receipts)],
  }
}

function stopped(runId: string): UserError {
  return new UserError({
    code: 'conflict',
    message: 'The run was stopped before it filed anything.',
    field: 'run',
    value: runId,
    fix: 'Run the crew again when you want to.',
  })
}
