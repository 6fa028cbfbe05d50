/** Expiry escalates: what nobody decided goes to the Chairman, and what the Chairman did not decide is not done. */
import { moveProposal, openNextRound, proposalById, proposalsExpiredAt } from '../../db/queries/proposals.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { minute } from '../outbox/contact-limits.ts'

const HOUR = 3_600_000

type ExpiryContext = Pick<ToolContext, 'db' | 'settings' | 'now' | 'ledgerKey' | 'actor'>

/** Every waiting proposal whose time is over at `context.now`; returns what became of them. */
export async function expireProposals(context: ExpiryContext): Promise<{ escalated: number; expired: number }> {
  const count = { escalated: 0, expired: 0, unchanged: 0 }
  for (const id of await proposalsExpiredAt(context.db, context.now)) count[await expireProposal(context, id)] += 1
  return { escalated: count.escalated, expired: count.expired }
}

/** One of them; `unchanged` when its time is not over or somebody was faster. */
export async function expireProposal(
  context: ExpiryContext,
  id: string,
): Promise<'escalated' | 'expired' | 'unchanged'> {
  return context.db.transaction(async (db) => {
    const proposal = await proposalById(db, id)
    if (proposal?.status !== 'waiting' || proposal.expiresAt > context.now) return 'unchanged'
    const { round } = proposal
    const isFinal = proposal.addressedTo === 'chairman'
    const dueAt = new Date(context.now.getTime() + context.settings.chairmanEscalationHours * HOUR)
    const isMoved = isFinal
      ? await moveProposal(db, id, { from: ['waiting'], round, to: 'expired', at: context.now })
      : await openNextRound(db, id, {
          from: ['waiting'],
          round,
          addressedTo: 'chairman',
          expiresAt: dueAt,
          whatChanged: `The success team did not decide by ${minute(proposal.expiresAt)}.`,
          fingerprint: undefined,
        })
    if (!isMoved) return 'unchanged'
    await appendLedger(db, context.ledgerKey, {
      event: isFinal ? 'proposal.expired' : 'proposal.escalated',
      actor: context.actor,
      at: context.now,
      ids: { proposalId: id },
      detail: isFinal ? { round } : { round: round + 1, dueAt: dueAt.toISOString() },
    })
    return isFinal ? 'expired' : 'escalated'
  })
}
