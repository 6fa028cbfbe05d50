import { z } from 'zod'
import { countRecordedOutcomes, listRecordedOutcomes } from '../../db/queries/recorded-outcomes.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { findProposal } from '../proposals/find-proposal.ts'
import { proposalLabel, taskLabel } from '../proposals/proposal.ts'
import { channels, outcomes, responses } from './outcome-words.ts'

export const listOutcomes = defineTool({
  name: 'list_outcomes',
  title: 'List recorded outcomes',
  description:
    'What people wrote down with record_outcome, the newest first: calls, meetings and messages, how they went, how the customer took it, and the note. For one customer or proposal, or all. For counts of what was sent and done use get_outcomes.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: ['note'],
  replayable: false,
  input: z.object({
    customer: z.string().trim().min(1).optional().meta({ description: 'id, external id or name' }),
    proposal: z.string().trim().min(1).optional().meta({ description: 'P-1042 or the id' }),
    limit: z.int().min(1).max(200).default(20),
  }),
  output: z.object({
    outcomes: z.array(
      z.object({
        on: z.string(),
        outcome: z.enum(outcomes),
        response: z.enum(responses),
        channel: z.enum(channels),
        note: z.string().nullable(),
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
        proposal: z.string().nullable(),
        task: z.string().nullable(),
        recordedBy: z.string(),
      }),
    ),
    total: z.int(),
  }),
  async run(input, context) {
    const customer = input.customer === undefined ? undefined : await findCustomer(context, input.customer)
    const proposal = input.proposal === undefined ? undefined : await findProposal(context.db, input.proposal)
    const filter = { customerId: customer?.id ?? null, proposalId: proposal?.id ?? null, from: null, until: null }
    const rows = await listRecordedOutcomes(context.db, { ...filter, limit: input.limit })
    const counts = await countRecordedOutcomes(context.db, filter)
    const subject = customer
      ? { kind: 'customer' as const, id: customer.id, name: customer.name }
      : ventureSubject(context)
    const fact = factsAbout(context, subject)
    return {
      output: {
        outcomes: rows.map((row) => ({
          on: row.occurredOn,
          outcome: z.enum(outcomes).parse(row.outcome),
          response: z.enum(responses).parse(row.response),
          channel: z.enum(channels).parse(row.channel),
          note: row.note,
          customer:
            row.customerId !== null && row.customerExternalId !== null
              ? {
                  id: row.customerId,
                  externalId: row.customerExternalId,
                  name: row.customerName ?? row.customerExternalId,
                }
              : null,
          proposal: row.proposalNumber === null ? null : proposalLabel(row.proposalNumber),
          task: row.taskNumber === null ? null : taskLabel(row.taskNumber),
          recordedBy: row.personName ?? whoElse(row.recordedBy),
        })),
        total: counts.reduce((sum, { count }) => sum + count, 0),
      },
      facts: outcomes.map((outcome) =>
        fact(
          outcome,
          `outcomes_${outcome}`,
          'count',
          counts.find((each) => each.outcome === outcome)?.count ?? 0,
          null,
        ),
      ),
      rowCount: rows.length,
    }
  },
})

/** `eva (agent)` */
function whoElse(recordedBy: string): string {
  const [kind = '', id = ''] = recordedBy.split(':')
  return kind === 'person' ? 'a person who is deleted' : `${id.replaceAll('_', ' ')} (${kind})`
}
