/**
 * Hands alerts over to what carries them. A destination gets an alert once: the attempt is committed before the first
 * byte of I/O, and what may have left is not sent again. Safe to call from several processes at once and after any crash.
 */
import { alertMessagesBeingSent, nextAlertAt, queuedAlertMessages } from '../../db/queries/alert-messages.ts'
import { closeRecoveredAlerts } from '../../db/queries/alerts.ts'
import type { ToolContext } from '../define-tool.ts'
import { isAbandoned } from '../outbox/attempt.ts'
import { escalateDue } from './escalate-alerts.ts'
import type { AlertChannels } from './open-channels.ts'
import { type Fate, recoverMessage, sendMessage } from './send-alert-message.ts'
import { writeMessages } from './write-messages.ts'

/** Messages on their way at once. */
const AT_ONCE = 8
const PIECE = 200
/** An alert that reached nobody goes to the next at once; past the last of the chain there is nobody left. */
const MAX_ROUNDS = 4

export type DispatchContext = Pick<ToolContext, 'db' | 'settings' | 'venture' | 'actor' | 'now' | 'ledgerKey'>

export interface DispatchResult {
  /** Messages, by what became of them; `queued` will be tried again. */
  sent: number
  failed: number
  unknown: number
  queued: number
  /** Alerts of customers that recovered before anybody was told, or before it escalated. */
  recovered: number
  escalated: number
  /** When there is something to do again without a new alert; null when there is not. */
  nextAt: Date | null
}

/**
 * Everything that is due at `now`. `sweep` also ends alerts that were delivered and whose customer has recovered since,
 * which a live call leaves out: it looks at every open alert.
 */
export async function dispatchAlerts(
  context: DispatchContext,
  channels: AlertChannels,
  now: Date = context.now,
  options: { sweep?: boolean; onTransition?: (step: string) => void | Promise<void> } = {},
): Promise<DispatchResult> {
  const { db } = context
  const sending = { ...context, now, channels, onTransition: options.onTransition }
  const counts: Record<Fate, number> = { sent: 0, failed: 0, unknown: 0, queued: 0, not_queued: 0 }
  for (const message of await alertMessagesBeingSent(db)) {
    if (isAbandoned(message, now)) counts[await recoverMessage(sending, message)]++
  }
  let recovered = 0
  let escalated = 0
  let heldUntil: Date | null = null
  for (let round = 0; round < MAX_ROUNDS; round++) {
    recovered += await closeRecoveredAlerts(db, { now, all: round === 0 && options.sweep === true })
    const stepped = await escalateDue(context, now)
    escalated += stepped
    heldUntil = await writeMessages(context, channels, now)
    const fates = await sendQueued(sending)
    for (const fate of fates) counts[fate]++
    if (!fates.some((fate) => fate === 'failed' || fate === 'unknown')) break
  }
  const { not_queued: _, ...settled } = counts
  return { ...settled, recovered, escalated, nextAt: earlier(heldUntil, await nextAlertAt(db, now)) }
}

async function sendQueued(sending: Parameters<typeof sendMessage>[0]): Promise<Fate[]> {
  const fates: Fate[] = []
  for (;;) {
    const messages = await queuedAlertMessages(sending.db, { now: sending.now, limit: PIECE })
    const waiting = [...messages]
    const work = async () => {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        fates.push(await sendMessage(sending, message))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    if (messages.length < PIECE) return fates
  }
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
