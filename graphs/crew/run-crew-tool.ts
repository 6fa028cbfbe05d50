/** The crew's run as tools: started, watched and stopped through any door. It goes on when whoever asked for it is gone. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { Writer } from '../../agents/writer.ts'
import { insertCrewRun, lockCrewRuns, readCrewRun } from '../../db/queries/crew-runs.ts'
import { defineTool, type Progress, type Tool, type ToolContext } from '../../tools/define-tool.ts'
import { reportBug } from '../../tools/incident-log.ts'
import type { ProposalLife } from '../proposal/proposal-life.ts'
import { findRun } from './get-run-tool.ts'
import type { CrewProgress } from './nodes.ts'
import { runCrew } from './run-crew.ts'
import { runFacts, type ShownRun, shownRun, showRun } from './shown-run.ts'

interface RunDeps {
  life: ProposalLife
  writer(): Promise<Writer>
  /** Runs under way in this process, waited for before it ends. */
  underWay: Set<Promise<unknown>>
  /** Aborted when the process ends without time to wait. */
  ending: AbortSignal
}

export function runCrewTool(deps: RunDeps): Tool {
  return defineTool({
    name: 'run_crew',
    title: 'Run the crew',
    description:
      'Starts a run of the crew: it scores every customer, explains, predicts, files proposals and writes a report; it decides nothing. Answers at once with the run’s handle for get_run, or with wait: true when it is done. While one runs, that one’s handle comes back and no second is started.',
    effect: 'propose',
    capability: 'run_crew',
    isCurated: true,
    input: z.object({
      wait: z.boolean().default(false).meta({ description: 'answer when it is done, with progress until then' }),
      maxCustomers: z
        .int()
        .min(1)
        .max(500)
        .optional()
        .meta({ description: 'to look at, the most money at risk first' }),
    }),
    output: shownRun.extend({ isNew: z.boolean().meta({ description: 'false when one was under way already' }) }),
    async run({ wait, maxCustomers }, context) {
      const writer = await deps.writer()
      const runId = uuidv7()
      const underWay = await beginUnlessRunning(context, { runId, writer })
      if (underWay) return { output: { ...underWay, isNew: false }, facts: [], rowCount: 1 }
      const finished = work(deps, context, {
        runId,
        writer,
        ...(maxCustomers === undefined ? {} : { maxCustomers }),
        // Who does not wait is answered before it ends: neither their progress nor their leaving is the run's any more.
        signal: wait && context.signal ? AbortSignal.any([context.signal, deps.ending]) : deps.ending,
        ...(wait && context.onProgress ? { onProgress: overallProgress(context) } : {}),
      })
      deps.underWay.add(finished)
      finished.catch(() => {}).finally(() => deps.underWay.delete(finished))
      if (wait) await finished
      else finished.catch((error) => logged(error, context, runId))
      const run = await findRun(context, runId)
      return { output: { ...run, isNew: true }, facts: runFacts(run, context), rowCount: 1 }
    },
  })
}

/** The run that is under way, or else this one's row, from which on it is. */
async function beginUnlessRunning(
  { db, asOf, knownAt, now: startedAt }: ToolContext,
  { runId: id, writer }: { runId: string; writer: Writer },
): Promise<ShownRun | undefined> {
  return db.transaction(async (tx) => {
    await lockCrewRuns(tx)
    const latest = await readCrewRun(tx, undefined)
    const underWay = latest && showRun(latest, new Date())
    if (underWay?.status === 'running') return underWay
    await insertCrewRun(tx, { id, asOf, knownAt, startedAt, writer: writer.name })
    return undefined
  })
}

/** Filed proposals are started, as `crew run` does: policy may let one pass. */
async function work(
  { life }: RunDeps,
  context: ToolContext,
  options: NonNullable<Parameters<typeof runCrew>[1]>,
): Promise<void> {
  // The run's own calls are the crew's: they come through no door and report to nobody.
  const { door: _, signal: __, onProgress: ___, ...own } = context
  const result = await runCrew({ context: async (overrides) => ({ ...own, ...overrides }) }, options)
  for (const filing of result.proposals) if (filing.outcome === 'filed') await life.start(filing.proposalId)
}

/** Nobody waits for it any more; its row says that it failed, and the log why. */
async function logged(error: unknown, { dataDir, venture }: ToolContext, runId: string): Promise<void> {
  await reportBug(error, { dataDir, at: new Date(), where: 'run_crew', ids: { ventureId: venture.id, runId } })
}

const steps: readonly CrewProgress['step'][] = [
  'refresh_scores',
  'health_analyst',
  'churn_predictor',
  'campaign_agent',
  'file_proposals',
  'insights_writer',
]

/** Of the whole run in per cent, never less than before: each step counts the same. */
function overallProgress({ onProgress }: Pick<ToolContext, 'onProgress'>): (progress: CrewProgress) => void {
  let furthest = 0
  return ({ step, done, total, message }) => {
    const share = (steps.indexOf(step) + (total === 0 ? 1 : done / total)) / steps.length
    furthest = Math.max(furthest, Math.floor(share * 100))
    const progress: Progress = {
      done: furthest,
      total: 100,
      message: total > 1 ? `${message}: ${done} of ${total}` : message,
    }
    onProgress?.(progress)
  }
}
