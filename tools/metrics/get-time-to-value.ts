import { z } from 'zod'
import { firstValueDays } from '../../db/queries/first-value.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { checkedPeriod, day, lastDays, periodText, plusDays } from './period.ts'
import { timeToValue } from './time-to-value.ts'

const DAYS = 180
const WEEK = 7

export const getTimeToValue = defineTool({
  name: 'get_time_to_value',
  title: 'Time to value',
  description:
    'Days from signup to the first use of a core feature (of any feature where none is core), for customers that signed up in a period (by default 180 days) and at least a week ago: the median, the share within 7 days, and how many are not there yet.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    from: day.optional().describe('First signup day'),
    until: day.optional().describe('The day after the last'),
  }),
  output: z.object({
    from: z.string(),
    until: z.string().describe('Never within a week of the as-of: younger customers cannot be judged'),
    coreFeatures: z.array(z.string()),
    customers: z.number().int().nullable().describe('Null when no feature use was ever loaded'),
    reached: z.number().int().nullable(),
    withinWeekPercent: z.number().nullable(),
    medianDays: z.number().int().nullable().describe('Null while fewer than half have got there'),
    bands: z.array(z.object({ name: z.string(), customers: z.number().int() })),
  }),
  async run(input, context) {
    const { asOf, knownAt, settings } = context
    const asked = checkedPeriod(input, asOf, lastDays(asOf, DAYS))
    const oldEnough = plusDays(asOf, 1 - WEEK)
    const period = { from: asked.from, until: asked.until < oldEnough ? asked.until : oldEnough }
    const rows = await firstValueDays(context.db, { asOf, knownAt, ...period, features: settings.coreFeatures })
    const value = timeToValue(rows)
    const known = rows.length > 0
    const fact = factsAbout(context, ventureSubject(context))
    const text = periodText(period)
    return {
      output: {
        ...period,
        coreFeatures: settings.coreFeatures,
        customers: known ? value.customers : null,
        reached: known ? value.reached : null,
        withinWeekPercent: value.withinWeekPercent,
        medianDays: value.medianDays,
        bands: known ? value.bands : [],
      },
      facts: [
        fact('period', 'period', 'period', text, text),
        fact('customers', 'new_customers', 'count', known ? value.customers : null, text),
        fact('reached', 'customers_with_first_value', 'count', known ? value.reached : null, text),
        fact('within_week', 'first_value_within_a_week', 'percent', value.withinWeekPercent, text),
        fact('median_days', 'time_to_value', 'days', value.medianDays, text),
        ...(known ? value.bands : []).map((band, index) =>
          fact(`band.${index + 1}`, 'customers_with_first_value', 'count', band.customers, text),
        ),
      ],
      rowCount: value.customers,
    }
  },
})
