import { z } from 'zod'
import { countProposals, listProposalRows } from '../../db/queries/proposals.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import { factsNow } from './confirmation.ts'
import { parseProposal } from './find-proposal.ts'
import { proposalStatuses } from './proposal.ts'
import { askedNow, proposalFacts, shownProposal, showProposal } from './shown-proposal.ts'

export const listProposals = defineTool({
  name: 'list_proposals',
  title: 'List proposals',
  description:
    'Proposals, by default those that wait for a decision, the most money at stake times churn probability first: what is proposed for whom, why, who decides and until when, and for who may decide the confirmation that decide_proposal asks for. Use get_proposal for the draft, the evidence and the history of one.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({
    statuses: z.array(z.enum(proposalStatuses)).min(1).default(['waiting']),
    customer: z.string().trim().min(1).optional().meta({ description: 'id, external id or name' }),
    addressedTo: z.enum(['success', 'chairman']).optional(),
    limit: z.int().min(1).max(500).default(50),
  }),
  output: z.object({
    proposals: z.array(shownProposal.extend(askedNow)),
    /** Of all that match, also beyond the limit. */
    total: z.int(),
  }),
  async run(input, context) {
    const customer = input.customer === undefined ? undefined : await findCustomer(context, input.customer)
    const filter = {
      statuses: input.statuses,
      customerId: customer?.id ?? null,
      addressedTo: input.addressedTo ?? null,
    }
    const rows = await listProposalRows(context.db, { ...filter, limit: input.limit })
    const total = await countProposals(context.db, filter)
    const proposals = rows.map(parseProposal)
    const asked = await factsNow(context, proposals)
    const subject = { kind: 'venture' as const, id: context.venture.id, name: context.venture.name }
    return {
      output: {
        proposals: proposals.map((proposal) => ({
          ...showProposal(proposal, context),
          factsMoved: asked.get(proposal.id)?.moved ?? null,
          confirmation: asked.get(proposal.id)?.confirmation ?? null,
        })),
        total,
      },
      facts: [
        factDraft(
          { key: 'total', metric: 'proposals', subject, period: null, value: total, unit: 'count' },
          context.venture.currency,
        ),
        ...proposals.flatMap((proposal) => proposalFacts(proposal, context.venture, `p${proposal.number}.`)),
      ],
      rowCount: rows.length,
    }
  },
})
