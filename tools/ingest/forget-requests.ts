/** How long a repeated request is known. */
import { forgetAnswered } from '../../db/queries/ingest.ts'
import type { ToolContext } from '../define-tool.ts'

const KEPT_MS = 48 * 60 * 60_000

/** Deletes the answers that are older than two days; returns how many. */
export async function forgetRequests({ db, now }: Pick<ToolContext, 'db' | 'now'>): Promise<number> {
  return forgetAnswered(db, new Date(now.getTime() - KEPT_MS))
}
