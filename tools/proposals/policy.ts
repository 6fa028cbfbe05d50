/** Whether a proposal needs a person. It does, unless the Chairman put its kind on Auto and nothing speaks against it. */
import { lastRefreshAt } from '../../db/queries/fingerprints.ts'
import { moveProposal, proposalById } from '../../db/queries/proposals.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { modeOf } from '../modes/modes.ts'
import { arrMinorOf, type Proposal, parseProposal } from './find-proposal.ts'
import { whyChairman } from './who-decides.ts'

/** Scores older than this are stale, and stale data blocks Auto. */
const STALE_HOURS = 48

/** A person, an assistant, or somebody at a terminal who did not log in. */
const BY_HAND = /^(person:|agent:eva$|system:local_operator$)/

type PolicyContext = Pick<ToolContext, 'db' | 'settings' | 'venture' | 'now' | 'ledgerKey' | 'actor'>

/** `ask` a person, `pass` without one, or `closed`: there is nothing to decide. Changes nothing. */
export async function policyVerdict(context: PolicyContext, proposalId: string): Promise<'ask' | 'pass' | 'closed'> {
  const row = await proposalById(context.db, proposalId)
  if (!row || ['rejected', 'superseded', 'expired', 'done'].includes(row.status)) return 'closed'
  if (row.status !== 'waiting') return 'pass'
  return (await mayPass(context, parseProposal(row))) ? 'pass' : 'ask'
}

/** waiting → approved where policy still lets it; in the ledger it is the policy's decision, no person's. */
export async function passByPolicy(context: PolicyContext, proposalId: string): Promise<void> {
  await context.db.transaction(async (db) => {
    const row = await proposalById(db, proposalId)
    if (row?.status !== 'waiting' || !(await mayPass({ ...context, db }, parseProposal(row)))) return
    const isMoved = await moveProposal(db, proposalId, {
      from: ['waiting'],
      round: row.round,
      to: 'approved',
      at: context.now,
    })
    if (!isMoved) return
    await appendLedger(db, context.ledgerKey, {
      event: 'proposal.passed_by_policy',
      actor: { kind: 'system', id: 'policy' },
      at: context.now,
      ids: { proposalId },
      detail: { kind: row.kind, mode: 'auto', round: row.round },
    })
  })
}

async function mayPass(context: PolicyContext, proposal: Proposal): Promise<boolean> {
  // What was asked again because facts moved, or passed on by somebody, is a person's.
  if (proposal.round > 1 || proposal.addressedTo === 'chairman') return false
  // Auto is for what the crew proposes by rule; what a person or an assistant wrote, somebody else reads first.
  if (BY_HAND.test(proposal.proposedBy)) return false
  if ((await modeOf(context.db, proposal.kind)) !== 'auto') return false
  if (whyChairman({ ...proposal, arrMinor: arrMinorOf(proposal) }, context) !== undefined) return false
  const refreshedAt = await lastRefreshAt(context.db)
  return refreshedAt !== undefined && context.now.getTime() - refreshedAt.getTime() <= STALE_HOURS * 3_600_000
}
