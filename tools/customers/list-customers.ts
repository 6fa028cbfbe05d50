import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { briefFacts } from './customer-facts.ts'
import { customerLine, lineOf, statuses } from './customer-shapes.ts'
import { type Scorecard, scorecards } from './scorecard.ts'

const orders: Record<
  'arr' | 'score' | 'churn_probability' | 'expected_loss' | 'name',
  (a: Scorecard, b: Scorecard) => number
> = {
  arr: (a, b) => b.arrMinor - a.arrMinor,
  score: (a, b) => (a.health.score ?? 101) - (b.health.score ?? 101),
  churn_probability: (a, b) => (b.churn?.churnProbability ?? -1) - (a.churn?.churnProbability ?? -1),
  expected_loss: (a, b) => b.expectedLossMinor - a.expectedLossMinor,
  name: () => 0,
}

export const listCustomers = defineTool({
  name: 'list_customers',
  title: 'List customers',
  description:
    'Customers with status, health score, trend, plan, ARR and churn probability. Filter by status, plan or a part of the name; sort by arr, score (lowest first), churn_probability, expected_loss or name. For who needs attention first use list_at_risk.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    status: z.enum(statuses).optional(),
    plan: z.string().min(1).optional(),
    search: z.string().min(1).optional().describe('A part of the name or the external id'),
    sort: z.enum(['arr', 'score', 'churn_probability', 'expected_loss', 'name']).default('arr'),
    limit: z.number().int().min(1).max(500).default(20),
    offset: z.number().int().min(0).default(0),
  }),
  output: z.object({
    asOf: z.string(),
    total: z.number().int().describe('How many match, before limit and offset'),
    customers: z.array(customerLine),
  }),
  async run(input, context) {
    const search = input.search?.toLowerCase()
    const matching = (await scorecards(context, null)).filter(
      ({ health, profile }) =>
        (input.status === undefined || health.status === input.status) &&
        (input.plan === undefined || profile.plan?.toLowerCase() === input.plan.toLowerCase()) &&
        (search === undefined ||
          profile.name.toLowerCase().includes(search) ||
          profile.externalId.toLowerCase().includes(search)),
    )
    const page = matching.toSorted(orders[input.sort]).slice(input.offset, input.offset + input.limit)
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { asOf: context.asOf, total: matching.length, customers: page.map(lineOf) },
      facts: [
        fact('total', 'matching_customers', 'count', matching.length),
        ...page.flatMap((card, index) => briefFacts(card, context, `c${index + 1}.`)),
      ],
      rowCount: matching.length,
    }
  },
})
