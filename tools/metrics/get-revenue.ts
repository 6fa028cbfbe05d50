import { z } from 'zod'
import { revenueChange, revenueOn } from '../../db/queries/revenue.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { day, percentOf, plusMonths } from './period.ts'
import { revenueSteps } from './revenue-steps.ts'

export const getRevenue = defineTool({
  name: 'get_revenue',
  title: 'Recurring revenue',
  description:
    'MRR and ARR at a day (by default the as-of), and net and gross revenue retention against a day before it (by default twelve months): what the customers paying then pay now ÷ what they paid, with what was lost, reduced, expanded and new. Trials are not counted.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    monthsBack: z.number().int().min(1).max(36).default(12),
    from: day.optional().describe('The day to compare with, instead of monthsBack'),
    to: day.optional().describe('The day looked at; by default the as-of'),
  }),
  output: z.object({
    asOf: z.string().describe('The day looked at'),
    from: z.string(),
    mrrMinor: z.number().int(),
    arrMinor: z.number().int(),
    payingCustomers: z.number().int(),
    startMrrMinor: z.number().int(),
    customersAtStart: z.number().int(),
    customersLost: z.number().int(),
    lostMrrMinor: z.number().int().describe('Of customers that pay nothing any more'),
    contractionMinor: z.number().int().describe('Of customers that pay less'),
    expansionMinor: z.number().int().describe('Of customers that pay more'),
    newMrrMinor: z.number().int().describe('Of customers that paid nothing at the start'),
    nrrPercent: z.number().nullable().describe('Null when nobody paid at the start'),
    grrPercent: z.number().nullable(),
  }),
  async run(input, context) {
    const to = input.to ?? context.asOf
    const from = input.from ?? plusMonths(to, -input.monthsBack)
    if (from >= to || to > context.asOf) {
      throw new UserError({
        code: 'invalid_input',
        message: `There is no time from ${from} to ${to}, or it ends after ${context.asOf}.`,
        field: 'to',
        value: to,
        fix: `Give a from before the to, and a to no later than ${context.asOf}.`,
      })
    }
    const at = { asOf: to, knownAt: context.knownAt }
    const now = await revenueOn(context.db, at)
    const change = await revenueChange(context.db, { ...at, from })
    const output = {
      asOf: to,
      from,
      mrrMinor: now.mrrMinor,
      arrMinor: 12 * now.mrrMinor,
      payingCustomers: now.payingCustomers,
      startMrrMinor: change.startMrrMinor,
      customersAtStart: change.customersAtStart,
      customersLost: change.customersLost,
      ...revenueSteps(now.mrrMinor, change),
      nrrPercent: percentOf(change.endMrrMinor, change.startMrrMinor),
      grrPercent: percentOf(change.keptMrrMinor, change.startMrrMinor),
    }
    const fact = factsAbout(context, ventureSubject(context))
    const period = `${from}/${to}`
    return {
      output,
      facts: [
        fact('mrr', 'mrr', 'money', output.mrrMinor, to),
        fact('arr', 'arr', 'money', output.arrMinor, to),
        fact('paying_customers', 'paying_customers', 'count', output.payingCustomers, to),
        fact('start_mrr', 'mrr', 'money', output.startMrrMinor, from),
        fact('on', 'revenue_day', 'date', to, to),
        fact('start_on', 'revenue_day', 'date', from, from),
        fact('customers_at_start', 'paying_customers', 'count', output.customersAtStart, from),
        fact('customers_lost', 'lost_customers', 'count', output.customersLost, period),
        fact('lost_mrr', 'lost_mrr', 'money', output.lostMrrMinor, period),
        fact('contraction', 'contraction_mrr', 'money', output.contractionMinor, period),
        fact('expansion', 'expansion_mrr', 'money', output.expansionMinor, period),
        fact('new_mrr', 'new_mrr', 'money', output.newMrrMinor, period),
        fact('nrr', 'net_revenue_retention', 'percent', output.nrrPercent, period),
        fact('grr', 'gross_revenue_retention', 'percent', output.grrPercent, period),
      ],
      rowCount: now.subscriptionCount,
    }
  },
})
