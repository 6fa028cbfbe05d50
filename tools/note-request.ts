/** What an assistant asked that reached no tool, in the ledger: by the method's name and a code, never by what it wrote. */
import type { ToolContext } from './define-tool.ts'
import { writeAudit } from './receipts/write-group.ts'

export async function noteRequest(
  { db, ledgerKey, actor, now, door }: ToolContext,
  event: 'request.answered' | 'request.refused',
  detail: Record<string, string | number>,
): Promise<void> {
  await writeAudit(db, ledgerKey, { event, actor, at: now, ids: {}, detail: { ...(door ? { door } : {}), ...detail } })
}
