/** Ends a proposal when everything it set going has ended. */
import { moveProposal, proposalById } from '../../db/queries/proposals.ts'
import { tasksOf } from '../../db/queries/tasks.ts'
import { touchesOf } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'

/**
 * executing → parked when a message's fate is unknown or it failed, executing or parked → done when all was sent and
 * no task is open. Anything else stays as it is, so calling it again changes nothing.
 */
export async function settleProposal(
  db: VentureDb,
  context: Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>,
  proposalId: string,
): Promise<void> {
  const proposal = await proposalById(db, proposalId)
  if (!proposal || (proposal.status !== 'executing' && proposal.status !== 'parked')) return
  const touches = await touchesOf(db, proposalId)
  const hasOpenTask = (await tasksOf(db, proposalId)).some(({ status }) => status === 'open')
  const isStuck = touches.some(({ status }) => status === 'unknown' || status === 'failed')
  const isOnItsWay = touches.some(({ status }) => status === 'queued' || status === 'sending')
  const to = hasOpenTask && isStuck ? 'parked' : hasOpenTask || isOnItsWay ? 'executing' : 'done'
  if (to === proposal.status) return
  const isMoved = await moveProposal(db, proposalId, {
    from: [proposal.status],
    round: proposal.round,
    to,
    at: context.now,
  })
  if (!isMoved) return
  await appendLedger(db, context.ledgerKey, {
    event: { parked: 'proposal.parked', executing: 'proposal.resumed', done: 'proposal.done' }[to],
    actor: context.actor,
    at: context.now,
    ids: { proposalId },
    detail: { touches: touches.map(({ status }) => status) },
  })
}
