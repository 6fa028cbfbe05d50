/** What follows a batch: scores of whom it is about. */
import { isAnyoneMarked } from '../../db/queries/marks.ts'
import type { ToolContext } from '../define-tool.ts'
import { runTool } from '../run-tool.ts'
import { refreshScores } from './refresh-scores.ts'

/**
 * Refreshes the scores of customers that something was loaded about; null when there is none. Asked first, so that of
 * several workers that hear of one batch all but one stop here, and no receipt is written about nothing.
 */
export async function refreshChanged(context: ToolContext): Promise<{ changed: number; crossed: number } | null> {
  if (!(await isAnyoneMarked(context.db, context.asOf))) return null
  const { output } = await runTool(refreshScores, { scope: 'changed' }, context)
  return { changed: output.changed, crossed: output.crossed }
}
