/** One message on its way: claimed, handed to its carrier, settled. */
import { uuidv7 } from 'uuidv7'
import { hastenUnreached, markDelivered } from '../../db/queries/alert-deliveries.ts'
import {
  type AlertMessageRow,
  claimAlertMessage,
  deferAlertMessage,
  settleAlertMessage,
} from '../../db/queries/alert-messages.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { attemptOwner, carrierOf, isOfThisHost, whileAttempting } from '../outbox/attempt.ts'
import type { OutgoingAlert } from './alert-text.ts'
import type { DispatchContext } from './dispatch-context.ts'
import { noteReachability } from './note-reachability.ts'
import type { AlertCarrier, AlertChannels, AlertDelivery } from './open-channels.ts'
import { destinationOf, outgoingAlert } from './outgoing-alert.ts'

/** Seconds until the next try of what provably did not leave, by tries so far; after the last it failed. */
const RETRY_SECONDS = [5, 30, 120, 600, 1_800, 3_600]

/** What a chat puts off goes by mail after this, for somebody must hear of it. */
const PUT_OFF_AT_MOST_MS = 2 * 3_600_000

export type Fate = 'sent' | 'failed' | 'unknown' | 'queued' | 'not_queued'

export interface Sending extends DispatchContext {
  channels: AlertChannels
  /** Told after each committed step; a test stops the process there. */
  onTransition?: ((step: string) => void | Promise<void>) | undefined
}

/** `not_queued`: somebody else was faster. */
export async function sendMessage(context: Sending, message: AlertMessageRow): Promise<Fate> {
  const { db, now, channels } = context
  const attemptId = uuidv7()
  const carrier = channels.carrierFor(destinationOf(message))
  const heldUntil = carrier.heldUntil?.()
  if (heldUntil && heldUntil > now && !isTooOldToWait(message, now)) {
    await deferAlertMessage(db, message.id, heldUntil)
    return 'queued'
  }
  return whileAttempting(attemptId, async () => {
    const attempt = { attemptId, sentBy: attemptOwner(carrier.name), at: now }
    if (!(await claimAlertMessage(db, message.id, attempt))) return 'not_queued'
    const claimed = { ...message, attemptId, attempts: message.attempts + 1, sentBy: attempt.sentBy, attemptedAt: now }
    await context.onTransition?.('alert.attempted')
    const delivery = await deliver(carrier, await outgoingAlert(context, claimed))
    await context.onTransition?.('alert.handed_over')
    return settle(context, claimed, delivery)
  })
}

/**
 * After a crash: a file proves itself, there or not there. A chat can be looked through, which the next attempt does. Of
 * anything else nobody can tell whether it left.
 */
export async function recoverMessage(context: Sending, message: AlertMessageRow): Promise<Fate> {
  const carrier = context.channels.carrier(carrierOf(message.sentBy))
  const problem = 'the process ended while it was being sent'
  if (carrier?.looksFirst) {
    return settle(context, message, { outcome: 'put_off', until: context.now, problem, mayHaveLeft: true })
  }
  const reference = await carrier?.find?.(message.id)
  return settle(
    context,
    message,
    reference !== undefined
      ? { outcome: 'sent', reference }
      : { outcome: carrier?.find && isOfThisHost(message.sentBy) ? 'not_sent' : 'unknown', problem },
    // Nothing was wrong with the destination, so nothing is won by waiting.
    { retrySeconds: 0 },
  )
}

async function settle(
  context: Sending,
  message: AlertMessageRow,
  delivery: AlertDelivery,
  { retrySeconds }: { retrySeconds: number } = { retrySeconds: RETRY_SECONDS[message.attempts - 1] ?? 0 },
): Promise<Fate> {
  const { now } = context
  const to = settledStatus(delivery, message, now)
  return context.db.transaction(async (db) => {
    const isOurs = await settleAlertMessage(db, message.id, {
      attemptId: message.attemptId ?? '',
      to,
      at: now,
      ...(to === 'queued' ? { retryAt: retryAt(delivery, now, retrySeconds) } : {}),
      ...(isOpenWhether(delivery) ? { mayHaveLeftAt: message.attemptedAt ?? now } : {}),
      ...(delivery.outcome === 'sent'
        ? { providerRef: delivery.reference, ...(delivery.thread ? { threadRef: delivery.thread } : {}) }
        : { problem: delivery.problem }),
    })
    if (!isOurs) return 'not_queued'
    if (to === 'sent') await markDelivered(db, message.id, now)
    if (carrierOf(message.sentBy) === 'slack') await noteReachability({ ...context, db }, message, { delivery, to })
    if (to === 'failed' || to === 'unknown') await hastenUnreached(db, message.id, now)
    await appendLedger(db, context.ledgerKey, {
      event: { sent: 'alert.sent', failed: 'alert.failed', unknown: 'alert.parked', queued: 'alert.put_off' }[to],
      actor: context.actor,
      at: now,
      ids: { messageId: message.id, ...(message.attemptId ? { attemptId: message.attemptId } : {}) },
      detail: {
        carrier: carrierOf(message.sentBy),
        attempt: message.attempts,
        alertCount: message.alertCount,
        escalation: message.step,
      },
    })
    return to
  })
}

function settledStatus(delivery: AlertDelivery, message: AlertMessageRow, now: Date): Exclude<Fate, 'not_queued'> {
  switch (delivery.outcome) {
    case 'sent':
    case 'unknown':
      return delivery.outcome
    case 'refused':
    case 'unreachable':
      return 'failed'
    case 'not_sent':
      return message.attempts <= RETRY_SECONDS.length ? 'queued' : 'failed'
    case 'put_off':
      if (!isTooOldToWait(message, now)) return 'queued'
      return delivery.mayHaveLeft || message.mayHaveLeftAt !== null ? 'unknown' : 'failed'
  }
}

function isTooOldToWait({ createdAt }: AlertMessageRow, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= PUT_OFF_AT_MOST_MS
}

function retryAt(delivery: AlertDelivery, now: Date, retrySeconds: number): Date {
  return delivery.outcome === 'put_off' ? delivery.until : new Date(now.getTime() + 1_000 * retrySeconds)
}

function isOpenWhether(delivery: AlertDelivery): boolean {
  return delivery.outcome === 'unknown' || (delivery.outcome === 'put_off' && delivery.mayHaveLeft)
}

/** A carrier that throws leaves it open whether the message left, except that a file which failed to appear did not. */
async function deliver(carrier: AlertCarrier, message: OutgoingAlert): Promise<AlertDelivery> {
  return carrier.deliver(message).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected'
    return carrier.find
      ? { outcome: 'not_sent', problem: `the file could not be written (${code})` }
      : { outcome: 'unknown', problem: `sending broke off (${code})` }
  })
}
