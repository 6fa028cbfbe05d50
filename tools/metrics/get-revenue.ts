import { DateTime } from 'luxon'
import { z } from 'zod'
import { revenueChange, revenueOn } from '../../db/queries/revenue.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

export const getRevenue = defineTool({
  name: 'get_revenue',
  title: 'Recurring revenue',
  description:
    'MRR and ARR at the as-of day, and net and gross revenue retention against a day before (by default twelve months): what the customers paying then pay now ÷ what they paid. Trials are not counted.',
  effect: 'read',
  roles: ['chairman', 'success', 'eva', 'analyst', 'operator'],
  input: z.object({ monthsBack: z.number().int().min(1).max(36).default(12) }),
  output: z.object({
    asOf: z.string(),
    from: z.string(),
    mrrMinor: z.number().int(),
    arrMinor: z.number().int(),
    payingCustomers: z.number().int(),
    startMrrMinor: z.number().int(),
    customersAtStart: z.number().int(),
    nrrPercent: z.number().nullable().describe('Null when nobody paid at the start'),
    grrPercent: z.number().nullable(),
  }),
  async run(input, context) {
    const at = { asOf: context.asOf, knownAt: context.knownAt }
    const from = DateTime.fromISO(context.asOf, { zone: 'utc' })
      .minus({ months: input.monthsBack })
      .toFormat('yyyy-MM-dd')
    const now = await revenueOn(context.db, at)
    const change = await revenueChange(context.db, { ...at, from })
    const percent = (part: number) =>
      change.startMrrMinor === 0 ? null : Math.round((1000 * part) / change.startMrrMinor) / 10
    const output = {
      asOf: context.asOf,
      from,
      mrrMinor: now.mrrMinor,
      arrMinor: 12 * now.mrrMinor,
      payingCustomers: now.payingCustomers,
      startMrrMinor: change.startMrrMinor,
      customersAtStart: change.customersAtStart,
      nrrPercent: percent(change.endMrrMinor),
      grrPercent: percent(change.keptMrrMinor),
    }
    const fact = factsAbout(context, ventureSubject(context))
    const period = `${from}/${context.asOf}`
    return {
      output,
      facts: [
        fact('mrr', 'mrr', 'money', output.mrrMinor),
        fact('arr', 'arr', 'money', output.arrMinor),
        fact('paying_customers', 'paying_customers', 'count', output.payingCustomers),
        fact('start_mrr', 'mrr', 'money', output.startMrrMinor, from),
        fact('customers_at_start', 'paying_customers', 'count', output.customersAtStart, from),
        fact('nrr', 'net_revenue_retention', 'percent', output.nrrPercent, period),
        fact('grr', 'gross_revenue_retention', 'percent', output.grrPercent, period),
      ],
      rowCount: now.subscriptionCount,
    }
  },
})
