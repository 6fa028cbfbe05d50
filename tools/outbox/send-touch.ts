/**
 * The only way a message leaves. The attempt is committed before the first byte of I/O, and in that same transaction
 * consent, suppression, contact limits and budget are checked. Whatever happens after, nobody sends it a second time.
 */
import { uuidv7 } from 'uuidv7'
import type { Delivery, MailCarrier, MailChannel } from '../../connectors/mail/mail-channel.ts'
import { proposalById } from '../../db/queries/proposals.ts'
import {
  claimTouch,
  holdTouch,
  lockTouch,
  type RecipientRow,
  recipientFor,
  type TouchRow,
  turnIntoTask,
} from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { parseProposal } from '../proposals/find-proposal.ts'
import { attemptOwner, whileAttempting } from './attempt.ts'
import { minute, overBudget, whyWait } from './contact-limits.ts'
import { settleAttempt } from './settle-attempt.ts'
import { openContactTask } from './touch-tasks.ts'

/** Minutes until the next try of a mail that provably did not leave, by the number of tries so far. */
const RETRY_MINUTES = [0, 0, 1, 5, 30]

export interface Outbox {
  mail: MailChannel
  /** Told after each committed step; a test stops the process there. */
  onTransition?: (step: string) => void | Promise<void>
}

export type SendingContext = Pick<ToolContext, 'db' | 'settings' | 'venture' | 'now' | 'ledgerKey' | 'actor'>

/** `held` stays queued, with the reason; `task` became a person's; `not_queued` is somebody else's by now. */
export type SendResult =
  | { outcome: 'sent' | 'failed' | 'unknown' | 'queued' | 'task' | 'not_queued' }
  | { outcome: 'held'; reason: string }

interface Claim {
  touch: TouchRow
  recipient: RecipientRow
  carrier: MailCarrier
  attemptId: string
}

/** Sends a queued mail, or says why not. Safe to call from several processes at once and after any crash. */
export async function sendTouch(context: SendingContext, outbox: Outbox, touchId: string): Promise<SendResult> {
  const attemptId = uuidv7()
  return whileAttempting(attemptId, async () => {
    const claim = await context.db.transaction((db) => claimAttempt(db, context, outbox.mail, { touchId, attemptId }))
    if ('outcome' in claim) return claim
    await outbox.onTransition?.('touch.attempted')
    const delivery = await deliver(claim)
    await outbox.onTransition?.('touch.delivered')
    const outcome = await context.db.transaction((db) => settleAttempt(db, context, claim.touch, delivery))
    await outbox.onTransition?.('touch.settled')
    return { outcome }
  })
}

async function claimAttempt(
  db: VentureDb,
  context: SendingContext,
  mail: MailChannel,
  { touchId, attemptId }: { touchId: string; attemptId: string },
): Promise<Claim | SendResult> {
  const touch = await lockTouch(db, touchId)
  const row = touch && (await proposalById(db, touch.proposalId))
  if (!touch || !row || touch.status !== 'queued' || touch.channel !== 'email' || row.status !== 'executing') {
    return { outcome: 'not_queued' }
  }
  const proposal = parseProposal(row)
  const reason =
    tooSoon(touch, context.now) ??
    (touch.customerId === null ? undefined : await whyWait(db, touch.customerId, context)) ??
    (await overBudget(db, { ...proposal, proposalId: proposal.id }, context))
  if (reason !== undefined) {
    await holdTouch(db, touch.id, reason)
    return { outcome: 'held', reason }
  }
  const recipient =
    touch.customerId === null
      ? undefined
      : await recipientFor(db, touch.customerId, { userId: touch.userId, at: context.now })
  if (recipient === undefined) {
    const problem = 'consent to be written to is not recorded (any more)'
    await turnIntoTask(db, touch.id, problem)
    await openContactTask(db, context, proposal, { ...touch, problem })
    return { outcome: 'task' }
  }
  const carrier = mail.carrierFor(recipient.email)
  await claimTouch(db, touch.id, {
    attemptId,
    userId: recipient.userId,
    sentBy: attemptOwner(carrier.name),
    at: context.now,
  })
  await appendLedger(db, context.ledgerKey, {
    event: 'touch.attempted',
    actor: context.actor,
    at: context.now,
    ids: { touchId: touch.id, attemptId, proposalId: touch.proposalId, userId: recipient.userId },
    detail: { carrier: carrier.name, attempt: touch.attempts + 1 },
  })
  return { touch: { ...touch, attemptId, attempts: touch.attempts + 1 }, recipient, carrier, attemptId }
}

function tooSoon(touch: TouchRow, now: Date): string | undefined {
  if (touch.attemptedAt === null) return undefined
  const wait = RETRY_MINUTES[Math.min(touch.attempts, RETRY_MINUTES.length - 1)] ?? 0
  const next = new Date(touch.attemptedAt.getTime() + wait * 60_000)
  return next > now ? `${touch.problem ?? 'it did not leave'}; tried again from ${minute(next)} on` : undefined
}

/** A carrier that throws instead of answering leaves it open whether the mail left: a file that failed to appear did not. */
async function deliver({ touch, recipient, carrier }: Claim): Promise<Delivery> {
  return carrier
    .deliver({
      id: touch.id,
      to: { name: recipient.name, address: recipient.email },
      subject: touch.subject,
      text: touch.body,
      writtenAt: touch.createdAt,
    })
    .catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected'
      return carrier.find
        ? { outcome: 'not_sent', problem: `the file could not be written (${code})` }
        : { outcome: 'unknown', problem: `sending broke off (${code})` }
    })
}
