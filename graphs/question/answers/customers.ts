/** Questions about customers and their scores. */
import { causePhrases } from '../../../agents/cause-phrases.ts'
import { assessmentTemplate } from '../../../agents/churn-predictor.ts'
import { type CustomerCase, factsFor, readCase } from '../../../agents/customer-case.ts'
import { byKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { UserError } from '../../../errors.ts'
import { getChurnProbability } from '../../../tools/churn/get-churn-probability.ts'
import { getCustomer } from '../../../tools/customers/get-customer.ts'
import { listAtRisk } from '../../../tools/customers/list-at-risk.ts'
import type { ToolContext } from '../../../tools/define-tool.ts'
import type { Fact } from '../../../tools/facts.ts'
import { explainScore } from '../../../tools/health/explain-score.ts'
import { explainSegmentScore } from '../../../tools/health/explain-segment-score.ts'
import { getHealthSummary } from '../../../tools/health/get-health-summary.ts'
import { getHealthTrend } from '../../../tools/health/get-health-trend.ts'
import { listEdgeCases } from '../../../tools/health/list-edge-cases.ts'
import { plusDays } from '../../../tools/metrics/period.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { type Answer, type Answerer, asOfEnd, changeDays, lengthOf, lineByLine } from '../answer.ts'
import type { Asked } from '../understand.ts'
import { filterOf, groupLines, onlyGroup, segmentsBy } from './groups.ts'
import { noRecords } from './times.ts'

const YEAR = 365
/** With so many the average of all counts for a quarter at most. */
const MANY_LOOKS = 60
/** Up to so many days a course is looked at day by day, up to so many week by week. */
const FEW_DAYS = 10
const FEW_WEEKS = 70

/** What was so on a day that has passed names the day. */
const isPast = (at: ToolContext, { asOf }: ToolContext) => at.asOf < asOf

export const customerAnswers = {
  why_average: async ({ groups = [], period }, context) => {
    const asked = { ...filterOf(groups), ...changeDays(context, period) }
    const { facts, output } = await runTool(explainSegmentScore, asked, context)
    return { text: fill(output.template, byKey(facts)) ?? 'There is no data.', facts }
  },
  why_moved: async ({ customer, period }, context) =>
    ifThere(customer, context, async () => {
      const asked = { customer: customer?.id ?? '', ...changeDays(context, period) }
      const { facts, output } = await runTool(explainScore, asked, context)
      const about = byKey(facts)
      const left = output.after?.status === 'churned' ? fill('{name} left on {churned_on}.', about) : undefined
      return { text: paragraph(left, fill(output.template, about)) || 'There is no data.', facts }
    }),
  why_customer: async ({ customer, period }, context) =>
    ifThere(customer, context, async () => {
      const of = await readCase(asOfEnd(context, period), customer?.id ?? '')
      const hasLeft = of.status === 'churned'
      const why = hasLeft ? undefined : assessmentTemplate(of, 0, { isNamed: true })
      return { text: paragraph(standing(of), why), facts: of.facts }
    }),
  customer: async ({ customer, period }, context) =>
    ifThere(customer, context, async () => {
      const of = await readCase(asOfEnd(context, period), customer?.id ?? '')
      const facts = factsFor(of)
      const causes = of.causes.slice(0, 3).map(({ code }) => causePhrases[code].label)
      const hasLeft = of.status === 'churned'
      const troubles =
        causes.length > 0 ? `What troubles it: ${listed(causes)}.` : 'Nothing in the records troubles it.'
      return {
        text: paragraph(
          standing(of),
          of.status === 'trial' ? undefined : pays(of),
          fill('The contract renews on {renews_on}.', facts),
          fill('The last activity was on {last_active_on}.', facts),
          fill('{open_tickets|support ticket is|support tickets are} open.', facts),
          hasLeft ? undefined : troubles,
        ),
        facts: of.facts,
      }
    }),
  churn_probability: async ({ customer }, context) => {
    const { facts, output } = await runTool(getChurnProbability, { customer: customer?.id ?? '' }, context)
    const about = byKey(facts)
    const none: Record<string, string> = {
      churned: '{name} has left already, so there is no probability of it.',
      trial: '{name} is on trial, and a churn probability is of those that stayed after it.',
    }
    if (!output.churn)
      return {
        text: fill(none[output.band] ?? 'No customer like {name} was seen long enough to say.', about) ?? '',
        facts,
      }
    const drawn = (output.looks ?? 0) >= MANY_LOOKS ? 'slightly' : 'strongly, for there are few,'
    // Drawn to the average, none that left still gives a share of many decimals; what was seen says more.
    const text =
      output.churnedLooks === 0
        ? fill(
            'Of {similar_customers|customer|customers} like {name} none left within {horizon}; the estimate is under {churn_high}.',
            about,
          )
        : fill(
            `{name} leaves with a probability of {churn_probability}, between {churn_low} and {churn_high} with the given uncertainty. It is estimated from customers like it: in {churned_looks} of {looks|case|cases} they left within {horizon}; drawn ${drawn} to the average of all.`,
            about,
          )
    return { text: text ?? 'There is no data.', facts }
  },
  at_risk: async ({ groups = [], words, period }, context) => {
    const limit = Math.min(20, Number(/\b(\d{1,2})\b/.exec(words)?.[1] ?? 5) || 5)
    const at = asOfEnd(context, period)
    const { facts, output } = await runTool(listAtRisk, { limit, ...filterOf(groups) }, at)
    if (output.customers.length === 0) return noRecords('usage', 'Nobody needs attention.', period, context)
    const about = byKey(facts)
    const lines = output.customers.map(({ trend }, index) => {
      const key = `c${index + 1}`
      const falling = trend === 'declining' ? 'its score is falling' : 'nothing in the records says why'
      const why = fill(`{${key}.main_cause}`, about) ?? falling
      return (
        fill(`- {${key}.name}: {${key}.status}, score {${key}.score}, {${key}.arr} a year; ${why}.`, about) ??
        fill(`- {${key}.name}: {${key}.status}; ${why}.`, about) ??
        ''
      )
    })
    const opening = fill(
      `${isPast(at, context) ? 'On {as_of} {total|customer|customers} needed' : '{total|customer needs|customers need}'} attention: {critical} critical, {at_risk} at risk, {declining} healthy and declining.`,
      about,
    )
    return {
      text: lineByLine(
        opening,
        lines.length > 0 ? 'First, by expected loss (money times churn probability):' : undefined,
        ...lines,
      ),
      facts,
    }
  },
  health: async ({ groups = [], period }, context) => {
    const at = asOfEnd(context, period)
    const group = onlyGroup(groups)
    if (group)
      return groupLines(group, await segmentsBy(group.dimension, at), [
        'average_score',
        'healthy',
        'at_risk',
        'critical',
      ])
    const { facts, output } = await runTool(getHealthSummary, {}, at)
    const about = byKey(facts)
    const sentences = isPast(at, context)
      ? [
          'On {as_of} the average health score was {average_score}, over {scored|customer|customers}.',
          '{count.healthy} were healthy, {count.at_risk} at risk and {count.critical} critical.',
          '{scored_both|of them|of them} had a score a month earlier too, on average {average_month_ago}, and {average_of_both} on that day.',
        ]
      : [
          'The average health score is {average_score}, over {scored|customer|customers}.',
          '{count.healthy} are healthy, {count.at_risk} at risk and {count.critical} critical.',
          '{scored_both|of them|of them} had a score a month ago too, on average {average_month_ago} then and {average_of_both} now.',
        ]
    const text = paragraph(...sentences.map((sentence) => fill(sentence, about)))
    if (output.scored === 0) return noRecords('usage', 'Nobody had a health score then.', period, context)
    return { text, facts }
  },
  health_trend: async ({ customer, period }, context) =>
    ifThere(customer, context, async () => {
      const { from, to = context.asOf } = changeDays(context, period)
      const days = from === undefined ? YEAR : lengthOf({ from, until: to })
      const step = days <= FEW_DAYS ? 'day' : days <= FEW_WEEKS ? 'week' : 'month'
      const asked = { step, from: from ?? plusDays(to, -YEAR), ...(customer ? { customer: customer.id } : {}) } as const
      const { facts, output } = await runTool(getHealthTrend, asked, { ...context, asOf: to })
      if (output.points.length < 2)
        return noRecords('usage', 'There are not enough scores yet to show a course.', period, context)
      const of = customer ? fill('{name}’s health score', byKey(facts)) : 'The average health score of all customers'
      return { text: course(of ?? 'The health score', facts, output.points.length), facts }
    }),
  edge_cases: async ({ customer, words }, context) => {
    const kind = edgeKinds.find(({ said }) => said.test(words))?.edgeCase
    const asked = { ...(customer ? { customer: customer.id } : {}), ...(kind ? { edgeCase: kind } : {}), limit: 5 }
    const { facts, output, receipt } = await runTool(listEdgeCases, asked, context)
    const about = byKey(facts)
    const counted = output.counts.flatMap(({ edgeCase }) =>
      kind && edgeCase !== kind
        ? []
        : (fill(`{${edgeCase}|customer|customers} with ${edgeNames[edgeCase]}`, about) ?? []),
    )
    const lines = output.customers.map(({ edgeCases }, index) => {
      const what = listed(edgeCases.map(({ edgeCase }) => edgeNames[edgeCase]))
      return fill(`- {c${index + 1}.name}: ${what}.`, about) ?? ''
    })
    const none = `No customer is known with ${kind ? edgeNames[kind] : 'anything that needs care'}.`
    const opening = customer ? undefined : counted.length > 0 ? `To handle with care: ${listed(counted)}.` : none
    return {
      text: lineByLine(opening, ...lines) || 'Nothing about this customer needs special care.',
      facts,
      receipts: [receipt],
    }
  },
} satisfies Record<string, Answerer>

const edgeNames = {
  incomplete_data: 'incomplete data',
  contradictory_signals: 'contradictory signals',
  intervention_overload: 'too many interventions',
  negative_spiral: 'a negative spiral',
  unresponsive_customer: 'no response',
} as const

const edgeKinds = [
  {
    edgeCase: 'intervention_overload',
    said: /too (?:much|often|many)|pester|bug|spam|overload|bombard|overwhelm|badger|hound|nag|harass|fatigue/,
  },
  {
    edgeCase: 'unresponsive_customer',
    said: /respond|repl|answer|dark|silent|quiet|ghost|hear|silence|response|ignor/,
  },
  {
    edgeCase: 'contradictory_signals',
    said: /contradict|conflict|mixed|inconsisten|add up|sense|mismatch|disagree|odd|weird|strange/,
  },
  { edgeCase: 'negative_spiral', said: /spiral/ },
  { edgeCase: 'incomplete_data', said: /missing|incomplete|gap|data|hole|partial|patchy|blank/ },
] as const

/** How the customer stands: its score, or since when it is none that has one. */
function standing(of: CustomerCase): string | undefined {
  const facts = factsFor(of)
  switch (of.status) {
    case 'churned':
      return (
        fill('{name} left on {churned_on} (reason: {churn_reason}).', facts) ??
        fill('{name} left on {churned_on}.', facts) ??
        fill('{name} has left.', facts)
      )
    case 'trial':
      return fill('{name} has been on trial since {signed_up_on}.', facts)
    default:
      return (
        fill('{name} is {status}, with a health score of {score}.', facts) ??
        fill('{name} has no health score yet.', facts)
      )
  }
}

function pays(of: CustomerCase): string | undefined {
  const facts = factsFor(of)
  if (of.status === 'churned') return fill('It came on {signed_up_on}.', facts)
  const since = 'has been a customer since {signed_up_on}'
  return fill(of.mrrMinor > 0 ? `It pays {mrr} a month and ${since}.` : `It pays nothing now and ${since}.`, facts)
}

/** The answer; of a day before the customer came, that it was not there. */
async function ifThere(
  customer: Asked['customer'],
  context: ToolContext,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer()
  } catch (error) {
    const isAbsent = error instanceof UserError && ['not_found', 'no_data'].includes(error.answer.code)
    if (!isAbsent || !customer) throw error
    const { facts } = await runTool(getCustomer, { customer: customer.id }, context)
    return {
      text: fill('{name} was not a customer then: it came on {signed_up_on}.', byKey(facts)) ?? 'There is no data.',
      facts,
    }
  }
}

/** How a score went, from the first of its points to the last, and where it was lowest and highest between. */
function course(of: string, facts: readonly Fact[], count: number): string {
  const about = byKey(facts)
  const points = Array.from({ length: count }, (_, index) => ({
    score: about.get(`p${index + 1}.average_score`),
    key: `p${index + 1}`,
  })).flatMap(({ score, key }) => (score && score.value !== null ? [{ key, score, value: Number(score.value) }] : []))
  const [first, ...others] = points
  const last = others.at(-1)
  if (!first || !last) return 'There are not enough scores yet to show a course.'
  const on = ({ key }: { key: string }) => fill(`{${key}.average_score} on {${key}.on}`, about) ?? ''
  const isSame = first.score.text === last.score.text
  const went = isSame
    ? fill(`was {${last.key}.average_score} on {${last.key}.on}, as on {${first.key}.on}`, about)
    : `${last.value > first.value ? 'rose' : 'fell'} from ${on(first)} to ${on(last)}`
  const sorted = points.toSorted((a, b) => a.value - b.value)
  const between = [
    { is: 'lowest', point: sorted[0] },
    { is: 'highest', point: sorted.at(-1) },
  ].flatMap(({ is, point }) =>
    point && point.score.text !== first.score.text && point.score.text !== last.score.text
      ? [`the ${is} was ${on(point)}`]
      : [],
  )
  return `${of} ${went}${between.length > 0 ? `; of the days looked at, ${listed(between)}` : ''}.`
}
