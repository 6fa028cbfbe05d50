/** Who hears of an alert next when nobody acknowledged it in its time: each step of the chain once. */
import { markOutdated } from '../../db/queries/alert-deliveries.ts'
import { type DueEscalationRow, type Escalation, escalateAlerts, lockDueEscalations } from '../../db/queries/alerts.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { alertRoutes, escalationHours } from './alert-kinds.ts'
import type { DispatchContext } from './dispatch-context.ts'
import { parseKind } from './find-alert.ts'
import { distinct } from './raise-alert.ts'

const PIECE = 1_000
/** A step never comes right after the one before it, however late this runs: people get their time. */
const MIN_GAP_MS = 30 * 60_000

/** Moves every alert whose time is over to its next step; returns how many. */
export async function escalateDue(context: DispatchContext, now: Date): Promise<number> {
  let escalated = 0
  for (;;) {
    const count = await context.db.transaction(async (db) => {
      const due = await lockDueEscalations(db, { now, limit: PIECE })
      for (const escalation of escalationsOf(due, context, now)) await escalateAlerts(db, escalation, now)
      await markOutdated(
        db,
        due.map(({ id }) => id),
        now,
      )
      await appendLedgerRows(
        db,
        context.ledgerKey,
        due.map(({ id, nextStep }) => ({
          event: 'alert.escalated',
          actor: context.actor,
          at: now,
          ids: { alertId: id },
          detail: { step: nextStep },
        })),
      )
      return due.length
    })
    escalated += count
    if (count < PIECE) return escalated
  }
}

/** One for each kind and step among them. */
function escalationsOf(due: readonly DueEscalationRow[], { settings }: DispatchContext, now: Date): Escalation[] {
  const groups = Map.groupBy(due, ({ kind, nextStep }) => `${nextStep} ${kind}`)
  return [...groups.values()].flatMap((alerts) => {
    const [first] = alerts
    if (!first) return []
    const kind = parseKind(first.kind)
    const step = first.nextStep
    return [
      {
        kind,
        step,
        ids: alerts.map(({ id }) => id),
        destinations: distinct(alertRoutes[kind].escalations[step - 1]?.to(settings) ?? []),
        nextAfterHours: escalationHours(kind, step + 1, settings),
        notBefore: new Date(now.getTime() + MIN_GAP_MS),
      },
    ]
  })
}
