/** A person takes an alert: it escalates no further, and everybody sees who has it. */
import { z } from 'zod'
import { markOutdated } from '../../db/queries/alert-deliveries.ts'
import { acknowledgeAlerts, foldedWith } from '../../db/queries/alerts.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { minute } from '../outbox/contact-limits.ts'
import { alertLabel } from './alert-kinds.ts'
import { findAlert } from './find-alert.ts'

export const acknowledgeAlert = defineTool({
  name: 'acknowledge_alert',
  title: 'Acknowledge an alert',
  description:
    'Notes that the person who is logged in has taken an alert, named as A-101, so that it escalates no further. With withFolded, all alerts that came in the same message of a storm. Only people acknowledge; it decides nothing about the customer.',
  effect: 'act',
  capability: 'operate',
  hints: { isAdditive: true, isRepeatable: true },
  withheldFields: ['note'],
  input: z.object({
    alert: z.string().min(1).describe('A-101'),
    note: z.string().trim().max(2_000).optional().describe('what they do about it'),
    withFolded: z.boolean().default(false),
  }),
  output: z.object({ alert: z.string(), acknowledgedCount: z.int(), acknowledgedBy: z.string() }),
  async run({ alert: reference, note, withFolded }, context) {
    const { db, actor, now, ledgerKey } = context
    if (actor.kind !== 'person') {
      throw new UserError({
        code: 'forbidden',
        message: `A person takes an alert; ${actor.name} is none.`,
        field: 'actor',
        value: actor.name,
        fix: 'Log in first: crew login.',
      })
    }
    const alert = await findAlert(db, reference)
    const label = alertLabel(alert.number)
    const count = await db.transaction(async (tx) => {
      const ids = withFolded ? [...new Set([alert.id, ...(await foldedWith(tx, alert.id))])] : [alert.id]
      const taken = await acknowledgeAlerts(tx, ids, { personId: actor.id, now, note: note || null })
      await markOutdated(tx, taken, now)
      await appendLedgerRows(
        tx,
        ledgerKey,
        taken.map((alertId) => ({ event: 'alert.acknowledged', actor, at: now, ids: { alertId } })),
      )
      return taken.length
    })
    if (count === 0) {
      const current = await findAlert(db, label)
      const by = current.acknowledgedByName ? ` by ${current.acknowledgedByName}` : ''
      const at = current.acknowledgedAt ?? current.closedAt
      throw new UserError({
        code: 'conflict',
        message: `${label} is ${current.status}${by}${at ? ` since ${minute(at)}` : ''}; there is nothing to take.`,
        field: 'alert',
        value: label,
        fix: 'See what is open with crew alerts.',
      })
    }
    return {
      output: { alert: label, acknowledgedCount: count, acknowledgedBy: actor.name },
      facts: [],
      rowCount: count,
    }
  },
})
