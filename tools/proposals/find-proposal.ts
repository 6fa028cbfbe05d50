/** The proposal a person or a model means, with its stored documents parsed. */

import { z } from 'zod'
import { type ProposalRow, proposalById, proposalByNumber } from '../../db/queries/proposals.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { type Fact, fact } from '../facts.ts'
import {
  type Draft,
  draft,
  type Fingerprint,
  fingerprint,
  type ProposalKind,
  type ProposalStatus,
  proposalKinds,
  proposalLabel,
  proposalStatuses,
} from './proposal.ts'
import { upgradeDraft, upgradeFingerprint } from './setting-draft.ts'

export interface Proposal extends Omit<ProposalRow, 'kind' | 'status' | 'draft' | 'facts' | 'fingerprint'> {
  kind: ProposalKind
  status: ProposalStatus
  draft: Draft
  facts: Fact[]
  fingerprint: Fingerprint
  /** `P-1042` */
  label: string
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By `P-1042`, `1042` or id. Throws `not_found`. */
export async function findProposal(db: VentureDb, reference: string): Promise<Proposal> {
  const wanted = reference.trim()
  const number = /^(?:P-)?(\d{1,15})$/i.exec(wanted)?.[1]
  const row =
    number !== undefined
      ? await proposalByNumber(db, Number(number))
      : UUID.test(wanted)
        ? await proposalById(db, wanted.toLowerCase())
        : undefined
  if (row) return parseProposal(row)
  throw new UserError({
    code: 'not_found',
    message: 'There is no such proposal.',
    field: 'proposal',
    value: reference,
    fix: 'Name it as P-1042; see what waits with crew approvals.',
  })
}

/** Rows outlive releases, so what is stored is parsed, not trusted. */
export function parseProposal(row: ProposalRow): Proposal {
  return {
    ...row,
    kind: z.enum(proposalKinds).parse(row.kind),
    status: z.enum(proposalStatuses).parse(row.status),
    draft: draft.parse(upgradeDraft(row.draft)),
    facts: z.array(fact).parse(row.facts),
    fingerprint: fingerprint.parse(upgradeFingerprint(row.fingerprint)),
    label: proposalLabel(row.number),
  }
}

/** Twelve times the customer's MRR when it was filed or last asked. */
export function arrMinorOf({ fingerprint: stored }: Pick<Proposal, 'fingerprint'>): number {
  return stored.about === 'customer' ? 12 * stored.mrrMinor : 0
}
