/** One message on its way: claimed, handed to its carrier, settled. */
import { uuidv7 } from 'uuidv7'
import type { Delivery } from '../../connectors/mail/mail-channel.ts'
import {
  type AlertMessageRow,
  alertsInMessage,
  claimAlertMessage,
  hastenUnreached,
  markDelivered,
  settleAlertMessage,
  type WaitingAlertRow,
} from '../../db/queries/alert-messages.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { attemptOwner, carrierOf, isOfThisHost, whileAttempting } from '../outbox/attempt.ts'
import { alertLabel, type Destination } from './alert-kinds.ts'
import { type CarriedAlert, type OutgoingAlert, rendered } from './alert-text.ts'
import type { DispatchContext } from './dispatch-alerts.ts'
import { parseFacts, parseKind } from './find-alert.ts'
import type { AlertCarrier, AlertChannels } from './open-channels.ts'

/** Seconds until the next try of what provably did not leave, by tries so far; after the last it failed. */
const RETRY_SECONDS = [5, 30, 120, 600, 1_800, 3_600]

/** Alerts that a message's data name; the rest are counted. */
const NAMED = 100

export type Fate = 'sent' | 'failed' | 'unknown' | 'queued' | 'not_queued'

export interface Sending extends DispatchContext {
  channels: AlertChannels
  /** Told after each committed step; a test stops the process there. */
  onTransition?: ((step: string) => void | Promise<void>) | undefined
}

/** `not_queued`: somebody else was faster. */
export async function sendMessage(context: Sending, message: AlertMessageRow): Promise<Fate> {
  const attemptId = uuidv7()
  const destination = destinationOf(message)
  const carrier = context.channels.carrierFor(destination)
  return whileAttempting(attemptId, async () => {
    const attempt = { attemptId, sentBy: attemptOwner(carrier.name), at: context.now }
    if (!(await claimAlertMessage(context.db, message.id, attempt))) return 'not_queued'
    const named = await alertsInMessage(context.db, message.id, NAMED)
    await context.onTransition?.('alert.attempted')
    const delivery = await deliver(
      carrier,
      outgoing(context, message, { destination, alerts: named.map((alert) => carried(alert, destination)) }),
    )
    await context.onTransition?.('alert.handed_over')
    return settle(context, { ...message, attemptId, attempts: message.attempts + 1, sentBy: attempt.sentBy }, delivery)
  })
}

/** After a crash: a file proves itself, there or not there; whether anything else left nobody can tell. */
export async function recoverMessage(context: Sending, message: AlertMessageRow): Promise<Fate> {
  const find = context.channels.carrier(carrierOf(message.sentBy))?.find
  const reference = await find?.(message.id)
  const problem = 'the process ended while it was being sent'
  return settle(
    context,
    message,
    reference !== undefined
      ? { outcome: 'sent', reference }
      : { outcome: find && isOfThisHost(message.sentBy) ? 'not_sent' : 'unknown', problem },
    // Nothing was wrong with the destination, so nothing is won by waiting.
    { retrySeconds: 0 },
  )
}

async function settle(
  context: Sending,
  message: AlertMessageRow,
  delivery: Delivery,
  { retrySeconds }: { retrySeconds: number } = { retrySeconds: RETRY_SECONDS[message.attempts - 1] ?? 0 },
): Promise<Fate> {
  const { now } = context
  const to = settledStatus(delivery, message.attempts)
  return context.db.transaction(async (db) => {
    const isOurs = await settleAlertMessage(db, message.id, {
      attemptId: message.attemptId ?? '',
      to,
      at: now,
      ...(to === 'queued' ? { retryAt: new Date(now.getTime() + 1_000 * retrySeconds) } : {}),
      ...(delivery.outcome === 'sent' ? { providerRef: delivery.reference } : { problem: delivery.problem }),
    })
    if (!isOurs) return 'not_queued'
    if (to === 'sent') await markDelivered(db, message.id, now)
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

function settledStatus(delivery: Delivery, attempts: number): Exclude<Fate, 'not_queued'> {
  switch (delivery.outcome) {
    case 'sent':
    case 'unknown':
      return delivery.outcome
    case 'refused':
      return 'failed'
    case 'not_sent':
      return attempts <= RETRY_SECONDS.length ? 'queued' : 'failed'
  }
}

/** A carrier that throws leaves it open whether the message left, except that a file which failed to appear did not. */
async function deliver(carrier: AlertCarrier, message: OutgoingAlert): Promise<Delivery> {
  return carrier.deliver(message).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected'
    return carrier.find
      ? { outcome: 'not_sent', problem: `the file could not be written (${code})` }
      : { outcome: 'unknown', problem: `sending broke off (${code})` }
  })
}

function outgoing(
  { venture, now }: Sending,
  message: AlertMessageRow,
  { destination, alerts }: Pick<OutgoingAlert, 'destination' | 'alerts'>,
): OutgoingAlert {
  return {
    id: message.id,
    destination,
    kind: parseKind(message.kind),
    step: message.step,
    subject: message.subject,
    body: message.body,
    alertCount: message.alertCount,
    alerts,
    venture: venture.slug,
    writtenAt: message.createdAt,
    attemptedAt: now,
  }
}

function carried(alert: WaitingAlertRow, destination: Destination): CarriedAlert {
  return {
    alert: alertLabel(alert.number),
    headline: rendered(alert.title, parseFacts(alert.facts), destination),
    customerId: alert.customerId,
    moneyAtStakeMinor: alert.moneyAtStakeMinor,
  }
}

function destinationOf({ medium, recipient }: AlertMessageRow): Destination {
  return { medium: medium === 'email' ? 'email' : 'slack', recipient }
}
