/** Who hears of an alert next when nobody acknowledged it in its time: each step of the chain once. */
import { escalateAlerts, lockDueEscalations } from '../../db/queries/alerts.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { escalationOf } from './alert-kinds.ts'
import type { DispatchContext } from './dispatch-alerts.ts'
import { parseKind } from './find-alert.ts'
import { distinct } from './raise-alert.ts'

const PIECE = 1_000

/** Moves every alert whose time is over to its next step; returns how many. */
export async function escalateDue(context: DispatchContext, now: Date): Promise<number> {
  let escalated = 0
  for (;;) {
    const count = await context.db.transaction(async (db) => {
      const due = await lockDueEscalations(db, { now, limit: PIECE })
      if (due.length === 0) return 0
      const escalations = due.map((alert) => {
        const about = { settings: context.settings, owner: alert.ownerEmail, dueAt: alert.dueAt }
        const next = escalationOf(parseKind(alert.kind), alert.nextStep, about)
        // A step never comes right after the one before it, however late this runs: people get their time.
        const nextAt = next?.nextAt && new Date(Math.max(next.nextAt.getTime(), now.getTime() + MIN_GAP_MS))
        return {
          id: alert.id,
          kind: alert.kind,
          step: alert.nextStep,
          nextAt: nextAt ?? null,
          destinations: distinct(next?.destinations ?? []),
        }
      })
      await escalateAlerts(db, escalations, now)
      await appendLedgerRows(
        db,
        context.ledgerKey,
        escalations.map(({ id, step }) => ({
          event: 'alert.escalated',
          actor: context.actor,
          at: now,
          ids: { alertId: id },
          detail: { step },
        })),
      )
      return due.length
    })
    escalated += count
    if (count < PIECE) return escalated
  }
}

const MIN_GAP_MS = 30 * 60_000
