/** Ends an attempt: what is known goes into the touch, what is not becomes a person's to find out. */
import type { Delivery } from '../../connectors/mail/mail-channel.ts'
import { proposalById } from '../../db/queries/proposals.ts'
import { settleTouch, type TouchRow } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { parseProposal } from '../proposals/find-proposal.ts'
import { settleProposal } from '../proposals/settle-proposal.ts'
import { openContactTask, openUnknownTask } from './touch-tasks.ts'

/** Tries of a mail that provably did not leave. */
const MAX_ATTEMPTS = 5

export type Settled = 'sent' | 'failed' | 'unknown' | 'queued' | 'not_queued'

/** `not_queued` when the attempt was ended by somebody else, which then stands. Call it in a transaction. */
export async function settleAttempt(
  db: VentureDb,
  context: Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>,
  touch: Pick<TouchRow, 'id' | 'proposalId' | 'attemptId' | 'attempts'>,
  delivery: Delivery,
): Promise<Settled> {
  const to = settledStatus(delivery, touch.attempts)
  const problem = delivery.outcome === 'sent' ? undefined : delivery.problem
  const isOurs = await settleTouch(db, touch.id, {
    from: ['sending'],
    attemptId: touch.attemptId,
    to,
    at: context.now,
    ...(delivery.outcome === 'sent' ? { providerRef: delivery.reference } : {}),
    ...(problem === undefined ? {} : { problem }),
  })
  if (!isOurs) return 'not_queued'
  await appendLedger(db, context.ledgerKey, {
    event: { sent: 'touch.sent', failed: 'touch.failed', unknown: 'touch.parked', queued: 'touch.put_off' }[to],
    actor: context.actor,
    at: context.now,
    ids: {
      touchId: touch.id,
      proposalId: touch.proposalId,
      ...(touch.attemptId ? { attemptId: touch.attemptId } : {}),
    },
  })
  const row = await proposalById(db, touch.proposalId)
  if (row && to === 'unknown') await openUnknownTask(db, context, parseProposal(row), { id: touch.id, problem })
  if (row && to === 'failed') await openContactTask(db, context, parseProposal(row), { id: touch.id, problem })
  await settleProposal(db, context, touch.proposalId)
  return to
}

function settledStatus(delivery: Delivery, attempts: number): Exclude<Settled, 'not_queued'> {
  switch (delivery.outcome) {
    case 'sent':
    case 'unknown':
      return delivery.outcome
    case 'refused':
      return 'failed'
    case 'not_sent':
      return attempts < MAX_ATTEMPTS ? 'queued' : 'failed'
  }
}
