/** A run as tools show it. */
import { z } from 'zod'
import type { CrewRunRow } from '../../db/queries/crew-runs.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import { factsAbout, ventureSubject } from '../../tools/fact-draft.ts'
import type { FactDraft } from '../../tools/facts.ts'
import { proposalLabel } from '../../tools/proposals/proposal.ts'
import { LOST_AFTER_MS } from './watch-run.ts'

export const shownRun = z.object({
  run: z.string().meta({ description: 'the handle, for get_run and stop_run, and get_report once it is done' }),
  status: z.enum(['running', 'done', 'failed', 'cancelled', 'lost']).meta({
    description: 'lost: the process that worked on it ended',
  }),
  asOf: z.string(),
  writer: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  isStopAsked: z.boolean(),
  /** The step it is in, or ended in. */
  progress: z.object({ step: z.string(), done: z.int(), total: z.int(), message: z.string() }).nullable(),
  candidates: z.int().nullable().meta({ description: 'customers looked at' }),
  seconds: z.number().nullable(),
  proposals: z.array(z.string()).meta({ description: 'what it filed, as P-1042' }),
  hasReport: z.boolean(),
})
export type ShownRun = z.output<typeof shownRun>

export function showRun(row: CrewRunRow, now: Date): ShownRun {
  const isLost = row.status === 'running' && now.getTime() - row.seenAt.getTime() > LOST_AFTER_MS
  const { candidates, seconds } = row.summary
  return {
    run: row.id,
    status: isLost ? 'lost' : row.status,
    asOf: row.asOf,
    writer: row.writer,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    isStopAsked: row.stopAskedAt !== null,
    progress: row.progress,
    candidates: typeof candidates === 'number' ? candidates : null,
    seconds: typeof seconds === 'number' ? seconds : null,
    proposals: row.proposalNumbers.map(proposalLabel),
    hasReport: row.hasReport,
  }
}

export function runFacts({ status, candidates, proposals }: ShownRun, context: ToolContext): FactDraft[] {
  if (status !== 'done') return []
  const fact = factsAbout(context, ventureSubject(context), 'run.')
  return [
    fact('candidates', 'customers_looked_at', 'count', candidates),
    fact('filed', 'proposals_filed', 'count', proposals.length),
  ]
}
