/** After approval and before anything is done: do the facts still hold? If not, it is asked again with what changed. */
import { openNextRound, proposalById } from '../../db/queries/proposals.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { arrMinorOf, parseProposal } from './find-proposal.ts'
import { checkingDay, movesSentence, proposalFingerprint, whatMoved } from './fingerprint.ts'
import { whyChairman } from './who-decides.ts'

const DAY = 86_400_000

type CheckingContext = Pick<ToolContext, 'db' | 'settings' | 'venture' | 'knownAt' | 'now' | 'ledgerKey' | 'actor'>

/** `moved` opened the next round; `not_approved` means there is nothing to carry out. */
export async function recheckFacts(
  context: CheckingContext,
  proposalId: string,
): Promise<'holds' | 'moved' | 'not_approved'> {
  const row = await proposalById(context.db, proposalId)
  if (row?.status !== 'approved') return 'not_approved'
  const proposal = parseProposal(row)
  const asOf = await checkingDay(context, proposal.asOf)
  return context.db.transaction(async (db) => {
    const newest = await proposalFingerprint(db, proposal, { asOf, knownAt: context.knownAt, now: context.now })
    const moves = whatMoved(proposal.fingerprint, newest, proposal.draft)
    if (moves.length === 0) return 'holds'
    const arrMinor = arrMinorOf({ fingerprint: newest })
    const isChairmans = whyChairman({ ...proposal, arrMinor }, context) !== undefined
    const isOpened = await openNextRound(db, proposalId, {
      from: ['approved'],
      round: proposal.round,
      addressedTo: isChairmans ? 'chairman' : 'success',
      expiresAt: new Date(context.now.getTime() + context.settings.proposalExpiryDays * DAY),
      whatChanged: movesSentence(moves),
      fingerprint: newest,
    })
    if (!isOpened) return 'not_approved'
    await appendLedger(db, context.ledgerKey, {
      event: 'proposal.asked_again',
      actor: context.actor,
      at: context.now,
      ids: { proposalId },
      detail: { round: proposal.round + 1, moves: moves.length, asOf },
    })
    return 'moved'
  })
}
