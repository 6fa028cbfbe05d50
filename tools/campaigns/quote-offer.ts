import { z } from 'zod'
import { customerRef, refOf } from '../customers/customer-shapes.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { scorecards } from '../customers/scorecard.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import { currencyExponent } from '../format.ts'

/** What is offered where the budget allows it: enough to be noticed, small enough to be stopped after a month. */
const OFFER_PERCENT = 10
/** A smaller discount is noticed as an affront, not as an offer. */
const LEAST_PERCENT = 5

export const quoteOffer = defineTool({
  name: 'quote_offer',
  title: 'Quote an offer',
  description:
    'What a discount on one month would be for a customer and what it would cost, within the budget a customer a month. Computes only; filing it as a proposal is file_proposal.',
  effect: 'read',
  capability: 'read',
  input: z.object({ customer: z.string().min(1).describe('Id, external id, or a name only one customer has') }),
  output: z.object({
    customer: customerRef,
    discountPercent: z.number().describe(`Of one month; 0 when the budget does not reach for ${LEAST_PERCENT} %`),
    costMinor: z.number().int().describe('What the discount costs the venture, in minor units'),
  }),
  async run(input, context) {
    const { settings, venture } = context
    const found = await findCustomer(context, input.customer)
    const [card] = await scorecards(context, [found.id])
    if (!card) throw new Error(`customer ${found.id} was found and has no scorecard`)
    const budgetMinor = Math.floor(settings.budgetPerCustomerMonthly * 10 ** currencyExponent(venture.currency))
    const { discountPercent, costMinor } = offerWithin(card.profile.mrrMinor, budgetMinor)
    const fact = factsAbout(context, { kind: 'customer', id: found.id, name: found.name })
    return {
      output: { customer: refOf(card), discountPercent, costMinor },
      facts: [
        fact('offer_discount', 'offer_discount', 'percent', discountPercent),
        fact('offer_cost', 'offer_cost', 'money', costMinor),
      ],
      rowCount: 1,
    }
  },
})

/**
 * The greatest discount of up to OFFER_PERCENT, in whole per cent, whose cost for one month is within the budget; none
 * below LEAST_PERCENT.
 */
export function offerWithin(mrrMinor: number, budgetMinor: number): { discountPercent: number; costMinor: number } {
  if (mrrMinor <= 0) return { discountPercent: 0, costMinor: 0 }
  const discountPercent = Math.min(OFFER_PERCENT, Math.floor((100 * budgetMinor) / mrrMinor))
  if (discountPercent < LEAST_PERCENT) return { discountPercent: 0, costMinor: 0 }
  return { discountPercent, costMinor: Math.ceil((mrrMinor * discountPercent) / 100) }
}
