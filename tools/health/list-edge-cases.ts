import { z } from 'zod'
import { edgeReadings, loadedSources } from '../../db/queries/edge-cases.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { type EdgeCase, edgeCaseNames, edgeCasesOf } from './edge-cases.ts'

const edgeCase = z.object({
  edgeCase: z.enum(edgeCaseNames),
  findings: z.array(z.string()),
  handling: z.string(),
})

export const listEdgeCases = defineTool({
  name: 'list_edge_cases',
  title: 'Edge cases',
  description:
    'Customers whose figures or treatment need care before acting: incomplete data, contradictory signals, intervention overload, a negative spiral, or no response; each with what was found and how to handle it, the largest accounts first. Look here before proposing to write to a customer.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({
    customer: z.string().trim().min(1).max(200).optional().describe('Only this one: id, external id or full name'),
    edgeCase: z.enum(edgeCaseNames).optional().describe('Only customers of this kind'),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  output: z.object({
    asOf: z.string(),
    counts: z.array(z.object({ edgeCase: z.enum(edgeCaseNames), customers: z.number().int() })),
    missingSources: z.array(z.string()).describe('What the venture never loaded, of anybody'),
    total: z.number().int(),
    customers: z.array(
      z.object({
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
        status: z.string(),
        score: z.number().nullable(),
        arrMinor: z.number().int(),
        edgeCases: z.array(edgeCase),
      }),
    ),
  }),
  async run(input, context) {
    const { asOf, knownAt } = context
    const only = input.customer === undefined ? null : await findCustomer(context, input.customer)
    const loaded = await loadedSources(context.db, { asOf, knownAt })
    const judged = (await readings(context, only?.id ?? null)).flatMap((reading) => {
      const edgeCases = edgeCasesOf(reading, loaded, asOf)
      return edgeCases.length === 0 ? [] : [{ reading, edgeCases }]
    })
    const chosen = judged.filter(
      ({ edgeCases }) => input.edgeCase === undefined || edgeCases.some((each) => each.edgeCase === input.edgeCase),
    )
    const listed = chosen.slice(0, input.limit)
    const counts = edgeCaseNames.map((name) => ({
      edgeCase: name,
      customers: judged.filter(({ edgeCases }) => edgeCases.some((each) => each.edgeCase === name)).length,
    }))
    const venture = factsAbout(context, ventureSubject(context))
    return {
      output: {
        asOf,
        counts,
        missingSources: Object.entries(loaded).flatMap(([source, isLoaded]) => (isLoaded ? [] : [source])),
        total: chosen.length,
        customers: listed.map(({ reading, edgeCases }) => ({
          customer: { id: reading.customerId, externalId: reading.externalId, name: reading.name },
          status: reading.status,
          score: reading.score,
          arrMinor: reading.arrMinor,
          edgeCases,
        })),
      },
      facts: [
        ...counts.map(({ edgeCase: name, customers }) => venture(name, `${name}_customers`, 'count', customers)),
        ...listed.flatMap(({ reading }, index) => {
          const subject = { kind: 'customer' as const, id: reading.customerId, name: reading.name }
          const fact = factsAbout(context, subject, `c${index + 1}.`)
          return [
            fact('name', 'customer_name', 'name', reading.name, null),
            fact('score', 'health_score', 'points', reading.score),
            fact('last_nps_score', 'last_nps_score', 'count', reading.lastNpsScore),
            fact('negative_answers', 'negative_answers', 'count', reading.negativeAnswers),
            fact('escalated_tickets', 'escalated_tickets', 'count', reading.escalatedTickets),
            fact('open_proposals', 'open_proposals', 'count', reading.openProposals),
            fact('open_tasks', 'open_tasks', 'count', reading.openTasks),
            fact('asked', 'messages_and_surveys_sent', 'count', reading.asked),
            fact('answered', 'answers', 'count', reading.answered),
          ]
        }),
      ],
      rowCount: judged.length,
    }
  },
})

/** The edge cases of one customer; none for one that is churned or on trial. */
export async function customerEdgeCases(context: ToolContext, customerId: string): Promise<EdgeCase[]> {
  const { asOf, knownAt } = context
  const [reading] = await readings(context, customerId)
  return reading ? edgeCasesOf(reading, await loadedSources(context.db, { asOf, knownAt }), asOf) : []
}

function readings({ db, asOf, knownAt, now, settings }: ToolContext, customerId: string | null) {
  return edgeReadings(db, { asOf, knownAt, now, cooldownDays: settings.campaignCooldownDays, customerId })
}
