/** Alerts whose cause is gone: they escalate no further, and what waits to be handed over stays here. */
import { markOutdated } from '../../db/queries/alert-deliveries.ts'
import { closeResolvedAlerts } from '../../db/queries/alerts.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'

/** Ends the alerts that were raised under any of these cause keys; returns how many. Joins the caller's transaction. */
export async function resolveAlerts(
  { db, ledgerKey, actor, now }: Pick<ToolContext, 'db' | 'ledgerKey' | 'actor' | 'now'>,
  causeKeys: readonly string[],
): Promise<number> {
  if (causeKeys.length === 0) return 0
  return db.transaction(async (tx) => {
    const resolved = await closeResolvedAlerts(tx, causeKeys, now)
    await markOutdated(tx, resolved, now)
    await appendLedgerRows(
      tx,
      ledgerKey,
      resolved.map((alertId) => ({ event: 'alert.resolved', actor, at: now, ids: { alertId } })),
    )
    return resolved.length
  })
}
