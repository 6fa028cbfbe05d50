import { proposalById } from '../../db/queries/proposals.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Proposal } from './find-proposal.ts'

/** Who wanted it before anybody modified it. */
export async function firstProposerOf(
  db: VentureDb,
  { proposedBy, supersedesId }: Pick<Proposal, 'proposedBy' | 'supersedesId'>,
): Promise<string> {
  let first = { proposedBy, supersedesId }
  while (first.supersedesId !== null) {
    const earlier = await proposalById(db, first.supersedesId)
    if (!earlier) break
    first = earlier
  }
  return first.proposedBy
}
