import { z } from 'zod'
import { insertChecks, latestChecks, type SystemCheckRow } from '../../db/queries/system.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { refreshScores } from '../health/refresh-scores.ts'
import { reportBug } from '../incident-log.ts'
import { runTool } from '../run-tool.ts'
import { fireOnSystem } from '../triggers/fire-on-system.ts'
import { getSystemHealth } from './get-system-health.ts'
import { components, states } from './judge-components.ts'

export const checkSystem = defineTool({
  name: 'check_system',
  title: 'Check the system',
  description:
    'Checks every component, keeps the result for uptime and the log of failures, tries stale scores again, and follows RETENTION-004: an alert at the first failure, EVA after several in a row, the Chairman after more. Runs hourly; get_system_health only looks.',
  effect: 'act',
  capability: 'operate',
  hints: { isAdditive: true },
  replayable: false,
  input: z.object({}),
  output: z.object({
    state: z.enum(states),
    degraded: z.array(z.enum(components)),
    retried: z.array(z.enum(components)).describe('Tried again, and working now'),
    fired: z.number().int(),
    advanced: z.number().int().describe('Passed to EVA or the Chairman'),
    ended: z.number().int(),
  }),
  async run(_input, context) {
    const retried = await retry(context)
    const health = await runTool(getSystemHealth, {}, context)
    // A scheduled check is the worker's sign of life; one that a person asks for says nothing about workers.
    const isWorker = context.actor.kind === 'system' && context.actor.id === 'schedule'
    const judged = health.output.components.flatMap((each) => {
      if (each.component !== 'worker') return [each]
      return isWorker ? [{ ...each, state: 'healthy' as const, reason: 'checks in time', lagSeconds: 0 }] : []
    })
    const acted = await context.db.transaction(async (db) => {
      const before = new Map((await latestChecks(db)).map((row) => [row.component, row]))
      const rows = judged.map((each): SystemCheckRow => {
        const { component, state, reason, lagSeconds, attempted, failed } = each
        const failuresInRow = state === 'degraded' ? failuresSince(before.get(component), context) : 0
        const counts = { attemptedCount: attempted, failedCount: failed }
        return { checkedAt: context.now, component, state, lagSeconds, reason, failuresInRow, ...counts }
      })
      await insertChecks(db, rows)
      return fireOnSystem({ ...context, db }, rows, health.facts)
    })
    const degraded = judged.filter(({ state }) => state === 'degraded').map(({ component }) => component)
    const state = health.output.state
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { state, degraded, retried, ...acted },
      facts: [
        fact('state', 'system_state', 'text', state),
        fact('degraded', 'degraded_components', 'count', degraded.length),
        fact('fired', 'triggers_fired', 'count', acted.fired),
      ],
      rowCount: judged.length,
    }
  },
})

/** A second look within half the interval, as a person may take, is no further failure. */
function failuresSince(before: SystemCheckRow | undefined, { now, settings }: ToolContext): number {
  if (before?.state !== 'degraded') return 1
  const isNextCheck = now.getTime() - before.checkedAt.getTime() >= settings.healthCheckMinutes * 30_000
  return before.failuresInRow + (isNextCheck ? 1 : 0)
}

/** Stale scores are computed again. A refresh that fails leaves the last good ones, for it is one transaction. */
async function retry(context: ToolContext): Promise<'scores'[]> {
  const { output } = await runTool(getSystemHealth, {}, context)
  if (!output.scoresAreStale) return []
  try {
    await runTool(refreshScores, {}, context)
    return ['scores']
  } catch (error) {
    const ids = { ventureId: context.venture.id }
    await reportBug(error, { dataDir: context.dataDir, at: context.now, where: 'refresh_scores', ids })
    return []
  }
}
