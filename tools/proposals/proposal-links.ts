/** What stands around a proposal: who wanted it, by name, and what it was changed into. */
import { listPeopleRows } from '../../db/queries/people.ts'
import { numberSuperseding } from '../../db/queries/proposals.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { proposalLabel } from './proposal.ts'

export interface ProposalLinks {
  /** As a sentence names them: `the campaign agent`, `Anna Success`. */
  proposer: string
  /** `P-1043`; null unless it was changed. */
  supersededBy: string | null
}

export async function proposalLinks(
  db: VentureDb,
  proposal: { id: string; proposedBy: string; status: string },
  now: Date,
): Promise<ProposalLinks> {
  const number = proposal.status === 'superseded' ? await numberSuperseding(db, proposal.id) : undefined
  return {
    proposer: await proposerName(db, proposal.proposedBy, now),
    supersededBy: number === undefined ? null : proposalLabel(number),
  }
}

async function proposerName(db: VentureDb, proposedBy: string, now: Date): Promise<string> {
  const [kind, id = ''] = proposedBy.split(/:(.*)/s)
  if (kind === 'person') return (await listPeopleRows(db, now)).find((each) => each.id === id)?.name ?? 'a colleague'
  return `the ${id.replaceAll('_', ' ')}`
}
