import { z } from 'zod'
import { isoDay } from '../../db/queries/scores.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { type Days, daysAsked } from './explain-customer.ts'
import { dimensions, type ExplainedSegment, explainSegment, type SegmentFilter } from './explain-segment.ts'
import {
  average,
  type SegmentReason,
  type SegmentWaterfall,
  segmentReasons,
  segmentStepNames,
  segmentWaterfall,
} from './segment-waterfall.ts'
import { stepsOf } from './waterfall.ts'
import { reasonNames, settingChanges } from './why-customer.ts'
import { noScoreSentence, readable, whySentence } from './why-words.ts'

const day = z.iso.date()
const mover = z.object({
  customerId: z.string(),
  name: z.string(),
  before: z.number(),
  after: z.number(),
  change: z.number(),
})

export const explainSegmentScore = defineTool({
  name: 'explain_segment_score',
  title: 'Why an average score moved',
  description:
    'The average health score of all customers, or of a plan, industry, segment, country or status, on two days and the change between them, split into who left and joined, settings, missing data, late data, time passing and behaviour; the parts add up exactly. With the sentence that says why and who moved most. For one customer use explain_score.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    plan: z.string().min(1).optional(),
    industry: z.string().min(1).optional(),
    segment: z.string().min(1).optional(),
    country: z.string().min(1).optional(),
    status: z.enum(['healthy', 'at_risk', 'critical']).optional().describe('On the last day'),
    from: day.optional().describe('The first day; 30 days before the last when left out'),
    to: day.optional().describe('The last day; the as-of day when left out'),
  }),
  output: z.object({
    segment: z.string(),
    from: z.string(),
    to: z.string(),
    averageBefore: z
      .number()
      .nullable()
      .describe('Of healthy, at risk and critical customers, as known and judged then'),
    averageAfter: z.number().nullable(),
    change: z.number().nullable(),
    customersBefore: z.number().int(),
    customersAfter: z.number().int(),
    stayed: z.number().int(),
    left: z.number().int(),
    churned: z.number().int().describe('Of those that left'),
    joined: z.number().int(),
    steps: z
      .array(z.object({ step: z.enum(segmentStepNames), points: z.number(), scoreAfter: z.number() }))
      .describe('In order; they add up to the change. Empty without a score at both ends'),
    timePassing: z.object({ engagement: z.number(), value: z.number() }).describe('The time step by what aged'),
    reasons: z.array(z.object({ reason: z.enum([...reasonNames, 'left', 'joined']), points: z.number() })),
    fallers: z.array(mover),
    risers: z.array(mover),
    settingsBefore: z.number().int(),
    settingsAfter: z.number().int(),
    knownLater: z.number().int().describe('Customers loaded after the first day; what was loaded first stands for it'),
    sentence: z.string(),
    template: z.string(),
  }),
  async run(input, context) {
    const { from: _, to: __, ...filter } = input
    const days = daysAsked(context, input)
    const explained = await explainSegment(context, filter, days)
    const { totals, first, last } = explained
    refuseNobody(filter, explained)
    const waterfall = segmentWaterfall(totals)
    const reasons = segmentReasons(waterfall)
    const name = nameOf(filter)
    const facts = segmentFacts(context, name, days, explained, waterfall, reasons)
    const template = sentenceOf(waterfall, reasons, explained)
    const { levels, ageing } = waterfall
    const steps = levels ? stepsOf(levels) : []
    const points = (value: number | null) => (value === null ? null : value / 100)
    return {
      output: {
        segment: name,
        ...days,
        averageBefore: points(average(totals.before)),
        averageAfter: points(average(totals.after)),
        change: levels ? ((levels.at(-1) ?? 0) - (levels[0] ?? 0)) / 100 : null,
        customersBefore: totals.before.count,
        customersAfter: totals.after.count,
        stayed: totals.stayed,
        left: totals.left.count,
        churned: totals.left.churned,
        joined: totals.joined.count,
        steps: segmentStepNames.flatMap((step, index) =>
          levels ? [{ step, points: (steps[index] ?? 0) / 100, scoreAfter: (levels[index + 1] ?? 0) / 100 }] : [],
        ),
        timePassing: { engagement: ageing.engagement / 100, value: ageing.value / 100 },
        reasons: reasons.map(({ reason, points: size }) => ({ reason, points: size / 100 })),
        fallers: totals.fallers,
        risers: totals.risers,
        settingsBefore: first.version,
        settingsAfter: last.version,
        knownLater: explained.knownLater,
        sentence: readable(template, facts),
        template,
      },
      facts,
      rowCount: totals.before.count + totals.joined.count,
    }
  },
})

function nameOf(filter: SegmentFilter): string {
  const parts = [...dimensions, 'status' as const].flatMap((key) =>
    filter[key] === undefined ? [] : [`${key} ${String(filter[key]).replace('_', ' ')}`],
  )
  return parts.length === 0 ? 'all customers' : parts.join(', ')
}

/** A filter that nobody matches is a mistake in it more often than an empty segment. */
function refuseNobody(filter: SegmentFilter, { totals, seen }: ExplainedSegment): void {
  if (totals.before.count + totals.after.count > 0) return
  const key = dimensions.find((one) => filter[one] !== undefined && ![...seen[one]].some((is) => same(is, filter[one])))
  if (key === undefined) return
  const known = [...seen[key]].sort().slice(0, 12).join(', ')
  throw new UserError({
    code: 'not_found',
    message: `No customer has this ${key}.`,
    field: key,
    value: filter[key] ?? '',
    fix: known === '' ? `No ${key} is recorded; leave it out.` : `Those recorded are: ${known}.`,
  })
}

const same = (value: string, wanted: string | undefined): boolean => value.toLowerCase() === wanted?.toLowerCase()

function sentenceOf(waterfall: SegmentWaterfall, reasons: SegmentReason[], explained: ExplainedSegment): string {
  const called = 'The average health score of {name}'
  const { levels } = waterfall
  if (levels) {
    const clauses = reasons.map((reason) => ({
      clause: clauseOf(reason, explained),
      key: `size.${reason.reason}`,
      points: reason.points,
    }))
    return whySentence(called, { before: levels[0] ?? 0, after: levels.at(-1) ?? 0 }, clauses)
  }
  const absent = ({ count }: { count: number }) => (count === 0 ? ('nobody' as const) : null)
  return noScoreSentence(called, { before: absent(explained.totals.before), after: absent(explained.totals.after) })
}

function clauseOf({ reason, points }: SegmentReason, { first, last }: ExplainedSegment): string {
  const isLoss = points < 0
  switch (reason) {
    case 'left':
      return '{left|customer is|customers are} no longer counted, at {left_average} on average'
    case 'joined':
      return '{joined|customer is|customers are} newly counted, at {joined_average} on average'
    case 'settings':
      return settingChanges(first.settings, last.settings).length === 1
        ? 'the setting {setting.name} went from {setting.before} to {setting.after}'
        : 'settings version {settings_after} replaced version {settings_before}'
    case 'missing_data':
      return 'records of {new_sources} began to be loaded'
    case 'late_data':
      return 'records of earlier days came in late'
    case 'engagement':
      return isLoss
        ? '{engagement_worse|customer was|customers were} active less recently'
        : '{engagement_better|customer was|customers were} active more recently'
    case 'support':
      return isLoss
        ? 'open tickets rose at {support_worse|customer|customers}'
        : 'open tickets fell at {support_better|customer|customers}'
    case 'value':
      return isLoss
        ? '{value_worse|customer uses|customers use} fewer features'
        : '{value_better|customer uses|customers use} more features'
  }
}

function segmentFacts(
  context: ToolContext,
  name: string,
  { from, to }: Days,
  { totals, first, last, newSources }: ExplainedSegment,
  { levels, ageing }: SegmentWaterfall,
  reasons: readonly SegmentReason[],
): FactDraft[] {
  const about = factsAbout(context, { kind: 'segment', id: name, name })
  const between = `${from}/${isoDay(to, 1)}`
  const steps = levels ? stepsOf(levels) : []
  const change = levels ? (levels.at(-1) ?? 0) - (levels[0] ?? 0) : null
  const points = (value: number | null) => (value === null ? null : value / 100)
  const [changed, ...others] = settingChanges(first.settings, last.settings)
  return [
    about('name', 'segment_name', 'name', name, null),
    about('from', 'first_day', 'date', from, null),
    about('to', 'last_day', 'date', to, null),
    about('score_before', 'average_health_score', 'points', points(average(totals.before)), from),
    about('score_after', 'average_health_score', 'points', points(average(totals.after)), to),
    about('change', 'average_score_change', 'points', points(change), between),
    about('size', 'average_score_change_size', 'points', points(change === null ? null : Math.abs(change)), between),
    ...segmentStepNames.flatMap((step, index) =>
      levels
        ? [about(`step.${step}`, `average_score_change_by_${step}`, 'points', (steps[index] ?? 0) / 100, between)]
        : [],
    ),
    about('ageing.engagement', 'average_score_change_by_ageing_activity', 'points', ageing.engagement / 100, between),
    about('ageing.value', 'average_score_change_by_ageing_features', 'points', ageing.value / 100, between),
    ...reasons.map(({ reason, points: size }) =>
      about(`size.${reason}`, `average_score_change_size_by_${reason}`, 'points', Math.abs(size) / 100, between),
    ),
    about('customers_before', 'scored_customers', 'count', totals.before.count, from),
    about('customers_after', 'scored_customers', 'count', totals.after.count, to),
    about('stayed', 'customers_scored_on_both_days', 'count', totals.stayed, between),
    about('left', 'customers_no_longer_counted', 'count', totals.left.count, between),
    about('left_average', 'average_health_score_of_left', 'points', points(average(totals.left)), from),
    about('churned', 'churned_customers', 'count', totals.left.churned, between),
    about('joined', 'customers_newly_counted', 'count', totals.joined.count, between),
    about('joined_average', 'average_health_score_of_joined', 'points', points(average(totals.joined)), to),
    ...reasonNames.flatMap((reason) => [
      about(`${reason}_worse`, `customers_losing_by_${reason}`, 'count', totals.moved[reason].worse, between),
      about(`${reason}_better`, `customers_gaining_by_${reason}`, 'count', totals.moved[reason].better, between),
    ]),
    about('settings_before', 'settings_version', 'count', first.version, from),
    about('settings_after', 'settings_version', 'count', last.version, to),
    ...(changed && others.length === 0
      ? [
          about('setting.name', 'setting_name', 'text', changed.name.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase(), null),
          about('setting.before', 'setting_value', 'text', changed.before, from),
          about('setting.after', 'setting_value', 'text', changed.after, to),
        ]
      : []),
    about('new_sources', 'new_sources', 'text', newSources.length === 0 ? null : newSources.join(', '), between),
    ...[...totals.fallers, ...totals.risers].flatMap((mover, index) => {
      const of = factsAbout(context, { kind: 'customer', id: mover.customerId, name: mover.name }, `m${index + 1}.`)
      return [
        of('name', 'customer_name', 'name', mover.name, null),
        of('before', 'health_score', 'points', mover.before, from),
        of('after', 'health_score', 'points', mover.after, to),
        of('change', 'health_score_change', 'points', mover.change, between),
      ]
    }),
  ]
}
