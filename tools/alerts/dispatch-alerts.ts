/**
 * Hands alerts over to what carries them. A destination gets an alert once: the attempt is committed before the first
 * byte of I/O, and what may have left is not sent again. Safe to call from several processes at once and after any crash.
 */
import { markOutdated } from '../../db/queries/alert-deliveries.ts'
import { alertMessagesBeingSent, nextAlertAt, queuedAlertMessages } from '../../db/queries/alert-messages.ts'
import { closeRecoveredAlerts } from '../../db/queries/alerts.ts'
import { isAbandoned } from '../outbox/attempt.ts'
import type { DispatchContext } from './dispatch-context.ts'
import { escalateDue } from './escalate-alerts.ts'
import type { AlertChannels } from './open-channels.ts'
import { reviseMessages } from './revise-messages.ts'
import { type Fate, recoverMessage, sendMessage } from './send-alert-message.ts'
import { writeMessages } from './write-messages.ts'

/** Messages on their way at once. */
const AT_ONCE = 8
const PIECE = 200
/**
 * An alert that reached nobody goes to the next at once, and past the last of the chain there is nobody left; and what waited
 * for a message to get through follows it.
 */
const MAX_ROUNDS = 4

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
    recovered += await closeRecovered(context, { now, all: round === 0 && options.sweep === true })
    escalated += await escalateDue(context, now)
    const written = await writeMessages(context, channels, now)
    heldUntil = written.heldUntil
    const fates = await sendQueued(sending)
    for (const fate of fates) counts[fate]++
    const isNextTold = written.hastened > 0 || fates.some((fate) => fate === 'failed' || fate === 'unknown')
    const isThrough = written.isBehind && fates.includes('sent')
    if (!isNextTold && !isThrough) break
  }
  await reviseMessages(sending)
  const { not_queued: _, ...settled } = counts
  return { ...settled, recovered, escalated, nextAt: earlier(heldUntil, await nextAlertAt(db, now)) }
}

async function closeRecovered({ db }: DispatchContext, options: { now: Date; all: boolean }): Promise<number> {
  return db.transaction(async (tx) => {
    const closed = await closeRecoveredAlerts(tx, options)
    await markOutdated(tx, closed, options.now)
    return closed.length
  })
}

/** Several destinations at once, of each its messages one after another: a reader gets them in their order. */
async function sendQueued(sending: Parameters<typeof sendMessage>[0]): Promise<Fate[]> {
  const { db, now, channels } = sending
  const fates: Fate[] = []
  for (;;) {
    const messages = await queuedAlertMessages(db, { now, limit: PIECE, except: channels.leaves })
    const waiting = [...Map.groupBy(messages, ({ medium, recipient }) => `${medium} ${recipient}`).values()]
    const work = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift()) {
        for (const message of group) fates.push(await sendMessage(sending, message))
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
