import { z } from 'zod'
import { countFeedbackBy, type FeedbackCount, feedbackOrigins, hasFeedback } from '../../db/queries/feedback.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import type { FactDraft } from '../facts.ts'
import { formatValue } from '../format.ts'
import { categoryNamed } from './categorise-feedback.ts'
import { findFeedbackCustomer } from './feedback-customer.ts'
import { dayAfter, daysBetween, feedbackDay, plusDays } from './feedback-period.ts'

const defaultPeriodDays = 90

const countedGroup = z.object({
  name: z.string(),
  count: z.number(),
  sharePercent: z.number().nullable().describe('Of all texts of the period; null when there is none'),
  previousCount: z.number(),
  changePercent: z.number().nullable().describe('Relative to the period before; null when that had none'),
})
type CountedGroup = z.infer<typeof countedGroup>

export const countFeedback = defineTool({
  name: 'count_feedback',
  title: 'Count feedback',
  description:
    'Counts what customers wrote in a period, by category (what it is about) and by origin, with shares and the period of equal length before it. A category is the source’s own, else computed from the text by weighted words. For the texts themselves use search_feedback.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    from: feedbackDay.optional().describe(`First day; by default the ${defaultPeriodDays} days up to the last day`),
    to: feedbackDay.optional().describe('Last day; by default the day of the question'),
    customer: z.string().min(1).optional().describe('Only of this customer: its id, external id or exact name'),
    origin: z.enum(feedbackOrigins).optional().describe('Only texts of this origin'),
    segment: z.string().min(1).optional().describe('Only of customers of this segment'),
  }),
  output: z.object({
    period: z.object({ from: z.string(), until: z.string().describe('The day after the last') }),
    previousPeriod: z.object({ from: z.string(), until: z.string() }),
    total: z.number().nullable().describe('Null when no feedback was ever loaded'),
    previousTotal: z.number().nullable(),
    categories: z.array(countedGroup),
    origins: z.array(countedGroup.extend({ name: z.enum(feedbackOrigins) })),
  }),
  async run(input, context) {
    const { db, venture, asOf } = context
    const last = input.to === undefined || input.to > asOf ? asOf : input.to
    const untilDay = dayAfter(last)
    const fromDay = input.from ?? plusDays(untilDay, -defaultPeriodDays)
    if (fromDay > last) {
      throw new UserError({
        code: 'invalid_input',
        message: `The period begins after its last day, ${last}.`,
        field: 'from',
        value: fromDay,
        fix: 'Give a first day that is not later than the last, and no later than the day asked about.',
      })
    }
    const previousFromDay = plusDays(fromDay, -daysBetween(fromDay, untilDay))
    const customer = input.customer === undefined ? null : await findFeedbackCustomer(context, input.customer)
    const filter = { customerId: customer?.id ?? null, segment: input.segment ?? null }
    const rows = (await countFeedbackBy(db, context, { previousFromDay, fromDay, untilDay }, filter)).filter(
      ({ origin }) => input.origin === undefined || origin === input.origin,
    )
    const isLoaded = rows.length > 0 || (await hasFeedback(db, context))
    const total = rows.reduce((sum, row) => sum + row.count, 0)
    const previousTotal = rows.reduce((sum, row) => sum + row.previousCount, 0)
    const categories = grouped(rows, total, (row) =>
      row.category === null ? 'uncategorised' : categoryNamed(row.category),
    )
    const origins = grouped(rows, total, (row) => row.origin).map((group) => ({
      ...group,
      name: z.enum(feedbackOrigins).parse(group.name),
    }))

    const subject: FactDraft['subject'] = customer
      ? { kind: 'customer', id: customer.id, name: customer.name }
      : input.segment !== undefined
        ? { kind: 'segment', id: input.segment, name: input.segment }
        : { kind: 'venture', id: venture.id, name: venture.name }
    const fact = (
      key: string,
      metric: string,
      value: number | null,
      unit: 'count' | 'percent',
      before = false,
    ): FactDraft => ({
      key,
      metric,
      subject,
      period: before ? `${previousFromDay}/${fromDay}` : `${fromDay}/${untilDay}`,
      value,
      unit,
      text: formatValue(value, unit, venture.currency),
    })
    const window = `${fromDay}/${untilDay}`
    const periodFact: FactDraft = {
      key: 'period',
      metric: 'period',
      subject,
      period: window,
      value: window,
      unit: 'period',
      text: formatValue(window, 'period', venture.currency),
    }
    const taken = new Set<string>()
    const keyOf = (kind: string, name: string) => {
      const plain = `${kind}.${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`
      // A source's own categories may differ only in what a key leaves out.
      let key = plain
      for (let number = 2; taken.has(key); number++) key = `${plain}_${number}`
      taken.add(key)
      return key
    }
    const groupFacts = (kind: 'category' | 'origin', groups: readonly CountedGroup[]) =>
      groups.flatMap(({ name, count, sharePercent, previousCount, changePercent }) => {
        const key = keyOf(kind, name)
        const metric = `feedback_${kind}_${name}`
        return [
          fact(`${key}.count`, `${metric}_count`, count, 'count'),
          fact(`${key}.share`, `${metric}_share`, sharePercent, 'percent'),
          fact(`${key}.previous_count`, `${metric}_count`, previousCount, 'count', true),
          fact(`${key}.change`, `${metric}_change`, changePercent, 'percent'),
        ]
      })
    return {
      output: {
        period: { from: fromDay, until: untilDay },
        previousPeriod: { from: previousFromDay, until: fromDay },
        total: isLoaded ? total : null,
        previousTotal: isLoaded ? previousTotal : null,
        categories,
        origins,
      },
      facts: [
        fact('total', 'feedback_count', isLoaded ? total : null, 'count'),
        fact('previous_total', 'feedback_count', isLoaded ? previousTotal : null, 'count', true),
        periodFact,
        ...groupFacts('category', categories),
        ...groupFacts('origin', origins),
      ],
      rowCount: total + previousTotal,
    }
  },
})

/** Largest first; equal ones by name. Percentages with one decimal. */
function grouped(
  rows: readonly FeedbackCount[],
  total: number,
  nameOf: (row: FeedbackCount) => string,
): CountedGroup[] {
  const sums = new Map<string, { count: number; previousCount: number }>()
  for (const row of rows) {
    const sum = sums.get(nameOf(row)) ?? { count: 0, previousCount: 0 }
    sums.set(nameOf(row), { count: sum.count + row.count, previousCount: sum.previousCount + row.previousCount })
  }
  const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((1000 * part) / whole) / 10)
  return [...sums]
    .map(([name, { count, previousCount }]) => ({
      name,
      count,
      sharePercent: percent(count, total),
      previousCount,
      changePercent: percent(count - previousCount, previousCount),
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
