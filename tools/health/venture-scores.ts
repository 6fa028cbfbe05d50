/** Everyone's score as of the context's day, computed once a run. */
import { type HealthScoreRow, healthScores } from '../../db/queries/scores.ts'
import type { ToolContext } from '../define-tool.ts'
import { oncePerRun } from '../run-memory.ts'

export function ventureScores(context: ToolContext): Promise<HealthScoreRow[]> {
  const { db, asOf, knownAt, settings } = context
  return oncePerRun(context, 'scores', () => healthScores(db, { asOf, knownAt }, settings))
}
