import { z } from 'zod'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { churnInPeriod, monthlyChurn } from '../../db/queries/retention.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

const day = z.iso.date()

export const getChurnRate = defineTool({
  name: 'get_churn_rate',
  title: 'Churn rate',
  description:
    'Customers that churned in a period ÷ customers active at its start, and the same for each of the last months. By default the last whole calendar month. Trials count in neither.',
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
    activeAtStart: z.number().int(),
    churned: z.number().int(),
    churnRatePercent: z.number().nullable().describe('Null when nobody was active at the start'),
    months: z.array(
      z.object({
        month: z.string(),
        activeAtStart: z.number().int(),
        churned: z.number().int(),
        churnRatePercent: z.number().nullable(),
      }),
    ),
  }),
  async run(input, context) {
    const at = { asOf: context.asOf, knownAt: context.knownAt }
    const lastMonth = lastWholeMonth(context.asOf)
    const from = input.from ?? lastMonth.from
    const until = input.until ?? (input.from === undefined ? lastMonth.until : dayAfter(context.asOf))
    if (from >= until || until > dayAfter(context.asOf)) {
      throw new UserError({
        code: 'invalid_input',
        message: `The period from ${from} until ${until} is empty or ends after ${context.asOf}.`,
        field: 'until',
        value: until,
        fix: `Give a from before the until, and an until no later than ${dayAfter(context.asOf)}.`,
      })
    }
    const rule = await churnRule(context.db, at, context.settings)
    const { activeAtStart, churned } = await churnInPeriod(context.db, { ...at, from, until }, rule, context.settings)
    const rows = await monthlyChurn(context.db, { ...at, months: input.months }, rule, context.settings)
    const months = rows.map((row) => ({ ...row, churnRatePercent: percent(row.churned, row.activeAtStart) }))
    const fact = factsAbout(context, ventureSubject(context))
    const period = `${from}/${until}`
    const churnRatePercent = percent(churned, activeAtStart)
    return {
      output: { churnRule: rule, from, until, activeAtStart, churned, churnRatePercent, months },
      facts: [
        fact('period', 'period', 'period', period, period),
        fact('active_at_start', 'active_customers', 'count', activeAtStart, from),
        fact('churned', 'churned_customers', 'count', churned, period),
        fact('churn_rate', 'churn_rate', 'percent', churnRatePercent, period),
        ...months.flatMap((row) => {
          const key = `m_${row.month.slice(0, 7).replace('-', '_')}`
          const ofMonth = `${row.month}/${monthAfter(row.month)}`
          return [
            fact(`${key}.churned`, 'churned_customers', 'count', row.churned, ofMonth),
            fact(`${key}.churn_rate`, 'churn_rate', 'percent', row.churnRatePercent, ofMonth),
          ]
        }),
      ],
      rowCount: activeAtStart,
    }
  },
})

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 100
}

function dayAfter(on: string): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function monthAfter(month: string): string {
  const next = new Date(`${month}T00:00:00Z`)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return next.toISOString().slice(0, 10)
}

/** The newest calendar month that is over at the end of `asOf`. */
function lastWholeMonth(asOf: string): { from: string; until: string } {
  const until = `${dayAfter(asOf).slice(0, 7)}-01`
  const first = new Date(`${until}T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() - 1)
  return { from: first.toISOString().slice(0, 10), until }
}
