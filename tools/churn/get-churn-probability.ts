import { z } from 'zod'
import { ageBands } from '../../db/queries/churn.ts'
import { churnShare, customerRef, refOf } from '../customers/customer-shapes.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { scorecards } from '../customers/scorecard.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import { METHOD, METHOD_NAME } from './observed-share.ts'
import { urgencyOf } from './urgency.ts'

export const getChurnProbability = defineTool({
  name: 'get_churn_probability',
  title: 'Churn probability',
  description: `One customer’s churn probability within the horizon: the ${METHOD_NAME} (same health band and age in this venture’s own past), with a 95 % interval and the counts it is made of. It is no trained model and knows nothing more of the customer.`,
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({ customer: z.string().min(1).describe('Id, external id, or a name only one customer has') }),
  output: z.object({
    customer: customerRef,
    asOf: z.string(),
    method: z.string(),
    methodName: z.string(),
    band: z.string(),
    ageBand: z.enum(ageBands.map(({ name }) => name)).nullable(),
    looks: z.number().int().nullable().describe('Times a similar customer was looked at in the past'),
    churnedLooks: z.number().int().nullable(),
    churn: churnShare,
  }),
  async run(input, context) {
    const found = await findCustomer(context, input.customer)
    const [card] = await scorecards(context, [found.id])
    if (!card) throw new Error(`customer ${found.id} was found and has no scorecard`)
    const { churn, health } = card
    const fact = factsAbout(context, { kind: 'customer', id: found.id, name: found.name })
    const horizonDays = context.settings.predictionHorizonDays
    return {
      output: {
        customer: refOf(card),
        asOf: context.asOf,
        method: METHOD,
        methodName: METHOD_NAME,
        band: health.status,
        ageBand: churn?.ageBand ?? null,
        looks: churn?.looks ?? null,
        churnedLooks: churn?.churnedLooks ?? null,
        churn: churn
          ? {
              churnProbability: churn.churnProbability,
              probabilityLow: churn.probabilityLow,
              probabilityHigh: churn.probabilityHigh,
              horizonDays,
              similarCustomers: churn.customers,
              urgency: urgencyOf(churn.churnProbability, health.status, context.settings),
            }
          : null,
      },
      facts: [
        fact('name', 'customer_name', 'name', found.name, null),
        fact('churn_probability', 'churn_probability', 'probability', churn?.churnProbability ?? null),
        fact('churn_low', 'churn_probability_low', 'probability', churn?.probabilityLow ?? null),
        fact('churn_high', 'churn_probability_high', 'probability', churn?.probabilityHigh ?? null),
        fact('horizon', 'churn_horizon', 'days', horizonDays, null),
        fact('similar_customers', 'similar_customers', 'count', churn?.customers ?? null),
        fact('looks', 'similar_looks', 'count', churn?.looks ?? null),
        fact('churned_looks', 'similar_churned', 'count', churn?.churnedLooks ?? null),
      ],
      rowCount: churn?.looks ?? 0,
    }
  },
})
