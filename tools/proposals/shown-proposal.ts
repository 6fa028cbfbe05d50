/** A proposal as tools show it. */
import { z } from 'zod'
import type { ToolContext, Venture } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import type { Proposal } from './find-proposal.ts'
import { arrMinorOf } from './find-proposal.ts'
import { type ProposalKind, proposalKinds, proposalStatuses } from './proposal.ts'
import { renderDraftText } from './render-draft.ts'
import type { SettingDraft } from './setting-draft.ts'
import { whyChairman } from './who-decides.ts'

export const shownProposal = z.object({
  proposal: z.string(),
  id: z.string(),
  kind: z.enum(proposalKinds),
  status: z.enum(proposalStatuses),
  customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
  cause: z.string(),
  title: z.string(),
  /** Why the crew wants it. */
  why: z.string(),
  /** What changed while it waited; null when it is asked for the first time. */
  whatChanged: z.string().nullable(),
  round: z.int(),
  addressedTo: z.enum(['success', 'chairman']),
  /** Why only the Chairman decides; null when the success team may. */
  whyChairman: z.string().nullable(),
  moneyAtStakeMinor: z.int(),
  churnProbability: z.number().nullable(),
  costMinor: z.int(),
  /** Money at stake × churn probability: what the list is ordered by. */
  worthMinor: z.int(),
  proposedBy: z.string(),
  asOf: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  closedAt: z.string().nullable(),
})
export type ShownProposal = z.infer<typeof shownProposal>

/** Of one that waits: how its facts stand, and what a decision on them must give back. */
export const askedNow = {
  factsMoved: z.string().nullable().meta({ description: 'what moved since it was filed or last asked' }),
  confirmation: z.string().nullable().meta({ description: 'for decide_proposal; null for who may not decide' }),
}

export function showProposal(proposal: Proposal, context: Pick<ToolContext, 'settings' | 'venture'>): ShownProposal {
  const { customerId, customerExternalId, customerName } = proposal
  return {
    proposal: proposal.label,
    id: proposal.id,
    kind: proposal.kind,
    status: proposal.status,
    customer:
      customerId !== null && customerExternalId !== null
        ? { id: customerId, externalId: customerExternalId, name: customerName ?? customerExternalId }
        : null,
    cause: proposal.cause,
    title: renderDraftText(proposal.title, proposal.facts),
    why: renderDraftText(proposal.reason, proposal.facts),
    whatChanged: proposal.whatChanged,
    round: proposal.round,
    addressedTo: proposal.addressedTo,
    whyChairman: whyChairman({ ...proposal, arrMinor: arrMinorOf(proposal) }, context) ?? null,
    moneyAtStakeMinor: proposal.moneyAtStakeMinor,
    churnProbability: proposal.churnProbability,
    costMinor: proposal.costMinor,
    worthMinor: worthMinor(proposal),
    proposedBy: proposal.proposedBy,
    asOf: proposal.asOf,
    createdAt: proposal.createdAt.toISOString(),
    expiresAt: proposal.expiresAt.toISOString(),
    closedAt: proposal.closedAt?.toISOString() ?? null,
  }
}

const parameterNames = (changes: SettingDraft['changes']): string =>
  changes.map(({ parameter }) => parameter.replaceAll(/_|(?=[A-Z])/g, ' ').toLowerCase()).join(', ')

function worthMinor({ moneyAtStakeMinor, churnProbability }: Proposal): number {
  return Math.round(moneyAtStakeMinor * (churnProbability ?? 0))
}

const kindWords: Record<ProposalKind, string> = {
  message: 'a message',
  task: 'a task',
  offer: 'an offer',
  escalation: 'a word with the Chairman',
  setting: 'a change of settings',
}

/** What it is, for whom, and what it is worth and costs, as facts about the proposal; `prefix` keeps the keys of several apart. */
export function proposalFacts(proposal: Proposal, { currency }: Venture, prefix: string): FactDraft[] {
  const { draft } = proposal
  const subject = { kind: 'proposal' as const, id: proposal.id, name: proposal.label }
  const state = (key: string, metric: string, value: number | string | null, unit: FactDraft['unit']) =>
    factDraft({ key: `${prefix}${key}`, metric, subject, period: proposal.asOf, value, unit }, currency)
  return [
    state('label', 'proposal', proposal.label, 'text'),
    state('kind', 'proposal_kind', kindWords[draft.kind], 'text'),
    state('customer', 'customer_name', proposal.customerName ?? proposal.customerExternalId, 'name'),
    state('discount', 'discount', draft.kind === 'offer' ? (draft.discountPercent ?? null) : null, 'percent'),
    state('parameters', 'setting_names', draft.kind === 'setting' ? parameterNames(draft.changes) : null, 'text'),
    state('money_at_stake', 'money_at_stake', proposal.moneyAtStakeMinor, 'money'),
    state('churn_probability', 'churn_probability', proposal.churnProbability, 'probability'),
    state('worth', 'money_at_risk', worthMinor(proposal), 'money'),
    state('cost', 'cost', proposal.costMinor, 'money'),
  ]
}
