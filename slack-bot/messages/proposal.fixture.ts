/** A proposal as `get_proposal` shows it, for tests of what is made of it. */
import { type Draft, draftCostMinor } from '../../tools/proposals/proposal.ts'
import { renderDraft } from '../../tools/proposals/render-draft.ts'
import type { ProposalDetail, ProposalSetting } from './proposal.ts'

export const proposalSetting: ProposalSetting = {
  venture: { currency: 'USD', simulated: true },
  proposer: 'the campaign agent',
  supersededBy: 'P-1043',
}

const decided = {
  round: 1,
  decidedBy: 'Clara Chair',
  door: 'slack',
  decidedAt: '2026-03-02T12:00:00.000Z',
  dueAt: null,
}

/** Waiting in its first round, of the success team; a status that follows a decision has that decision. */
export function proposalDetail(draft: Draft, more: Partial<ProposalDetail> = {}): ProposalDetail {
  const status = more.status ?? 'waiting'
  const decision = { rejected: 'reject', superseded: 'modify' } as const
  const isDecided = status !== 'waiting' && status !== 'expired'
  return {
    proposal: 'P-1042',
    id: '01900000-0000-7000-8000-000000000042',
    kind: draft.kind,
    customer: draft.kind === 'setting' ? null : { id: 'c1', externalId: 'C00042', name: 'Acme Corp' },
    cause: 'inactive_users',
    title: 'Win Acme Corp back',
    why: 'Nobody signed in for two weeks, and the renewal is near.',
    whatChanged: null,
    factsMoved: null,
    confirmation: '1.abcdefghijklmnop.abcdefghijklmnopqrstuv',
    round: 1,
    addressedTo: 'success',
    whyChairman: null,
    moneyAtStakeMinor: 1_200_000,
    churnProbability: 0.38,
    costMinor: draftCostMinor(draft),
    worthMinor: 456_000,
    proposedBy: 'agent:campaign_agent',
    asOf: '2026-03-01',
    createdAt: '2026-03-01T08:00:00.000Z',
    expiresAt: '2026-03-08T08:00:00.000Z',
    closedAt: null,
    mode: 'assisted',
    draft,
    rendered: renderDraft(draft, []),
    facts: [
      {
        id: 'R12.health_score',
        receipt: 'R-12',
        metric: 'health_score',
        subject: { kind: 'customer', id: 'c1', name: 'Acme Corp' },
        period: '2026-03-01',
        value: 38,
        unit: 'points',
        text: '38',
      },
    ],
    receipts: ['R-12'],
    supersedes: null,
    decisions: isDecided
      ? [{ ...decided, decision: decision[status as keyof typeof decision] ?? 'approve', reason: 'It is worth it.' }]
      : [],
    touches: [],
    tasks: [],
    ...more,
    status,
  }
}
