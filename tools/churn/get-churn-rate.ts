import { z } from 'zod'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { churnInPeriod, monthlyChurn } from '../../db/queries/retention.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { checkedPeriod, day, periodText, plusMonths } from '../metrics/period.ts'
import { lastSettledMonth, openPart, settledChurn, settledUntil, settlingDays } from './settled.ts'

export const getChurnRate = defineTool({
  name: 'get_churn_rate',
  title: 'Churn rate',
  description:
    'Customers that churned in a period ÷ customers active at its start, and the same for each of the last months. By default the last calendar month whose churn is all known: a customer counts as gone only some days after it stopped paying. Trials count in neither.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    from: day.optional().describe('First day of the period'),
    until: day.optional().describe('The day after its last; at most the day after the as-of'),
    months: z.number().int().min(1).max(24).default(6).describe('How many whole months to list as well'),
  }),
  output: z.object({
    churnRule: z.enum(['subscription', 'event', 'inactivity']),
    from: z.string(),
    until: z.string(),
    settledUntil: z
      .string()
      .describe('From this day on it is not known yet who churned; a period that ends by it is settled'),
    activeAtStart: z.number().int(),
    churned: z.number().int().nullable().describe('Of those; null when nothing of the period is settled'),
    churnRatePercent: z
      .number()
      .nullable()
      .describe('Null when nobody was active at the start, or nothing of the period is settled'),
    leftInAll: z.number().int().nullable().describe('Also those that came only during the period'),
    stoppedPaying: z
      .number()
      .int()
      .describe('Stopped paying in the part of the period that is not settled, and not counted as churned yet'),
    months: z.array(
      z.object({
        month: z.string(),
        activeAtStart: z.number().int(),
        churned: z.number().int().nullable(),
        churnRatePercent: z.number().nullable(),
        isSettled: z.boolean(),
      }),
    ),
  }),
  async run(input, context) {
    const { asOf, knownAt, db, settings } = context
    const at = { asOf, knownAt }
    const rule = await churnRule(db, at, settings)
    const settled = settledUntil(rule, asOf)
    const period = checkedPeriod(input, asOf, lastSettledMonth(settled))
    const counted = await churnInPeriod(db, { ...at, ...period }, rule, settings)
    const { activeAtStart, stoppedPaying } = counted
    const { churned, leftInAll, churnRatePercent } = settledChurn(period, counted, settled)
    const rows = await monthlyChurn(db, { ...at, months: input.months }, rule, settings)
    const months = rows.map(({ month, ...row }) => {
      const ofMonth = { from: month, until: plusMonths(month, 1) }
      const known = settledChurn(ofMonth, { ...row, leftInAll: 0 }, settled)
      return {
        month,
        activeAtStart: row.activeAtStart,
        churned: known.churned,
        churnRatePercent: known.churnRatePercent,
        isSettled: !openPart(ofMonth, settled),
      }
    })
    const fact = factsAbout(context, ventureSubject(context))
    const text = periodText(period)
    const open = openPart(period, settled)
    return {
      output: {
        churnRule: rule,
        ...period,
        settledUntil: settled,
        activeAtStart,
        churned,
        churnRatePercent,
        leftInAll,
        stoppedPaying,
        months,
      },
      facts: [
        fact('period', 'period', 'period', text, text),
        fact('active_at_start', 'active_customers', 'count', activeAtStart, period.from),
        fact('churned', 'churned_customers', 'count', churned, text),
        fact('churn_rate', 'churn_rate', 'percent', churnRatePercent, text),
        fact('left_in_all', 'customers_that_left', 'count', leftInAll, text),
        ...(open
          ? [
              fact('stopped_paying', 'customers_that_stopped_paying', 'count', stoppedPaying, periodText(open)),
              fact('open_period', 'period_not_settled', 'period', periodText(open), periodText(open)),
              fact('settling_days', 'days_until_churn_counts', 'days', settlingDays(rule), null),
            ]
          : []),
        ...months.flatMap((row) => {
          const key = `m_${row.month.slice(0, 7).replace('-', '_')}`
          const ofMonth = `${row.month}/${plusMonths(row.month, 1)}`
          return [
            fact(`${key}.churned`, 'churned_customers', 'count', row.churned, ofMonth),
            fact(`${key}.churn_rate`, 'churn_rate', 'percent', row.churnRatePercent, ofMonth),
          ]
        }),
        fact('starts_on', 'period_start', 'date', period.from, text),
      ],
      rowCount: activeAtStart,
    }
  },
})
