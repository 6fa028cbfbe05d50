/** Questions about customers and their scores. */
import { causePhrases } from '../../../agents/cause-phrases.ts'
import { assessmentTemplate } from '../../../agents/churn-predictor.ts'
import { factsFor, readCase } from '../../../agents/customer-case.ts'
import { byKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { UserError } from '../../../errors.ts'
import { getChurnProbability } from '../../../tools/churn/get-churn-probability.ts'
import { getCustomer } from '../../../tools/customers/get-customer.ts'
import { listAtRisk } from '../../../tools/customers/list-at-risk.ts'
import type { Fact } from '../../../tools/facts.ts'
import { explainScore } from '../../../tools/health/explain-score.ts'
import { explainSegmentScore } from '../../../tools/health/explain-segment-score.ts'
import { getHealthSummary } from '../../../tools/health/get-health-summary.ts'
import { getHealthTrend } from '../../../tools/health/get-health-trend.ts'
import { listEdgeCases } from '../../../tools/health/list-edge-cases.ts'
import { plusDays } from '../../../tools/metrics/period.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { type Answer, type Answerer, asOfEnd, changeDays, lengthOf, lineByLine } from '../answer.ts'
import { filterOf, groupLines, onlyGroup, segmentsBy } from './groups.ts'

/** Of a customer's course, so many points are enough to see it. */
const POINTS = 7

export const customerAnswers = {
  why_average: async ({ groups = [], period }, context) => {
    const asked = { ...filterOf(groups), ...changeDays(context, period) }
    const { facts, output } = await runTool(explainSegmentScore, asked, context)
    return { text: fill(output.template, byKey(facts)) ?? 'There is no data.', facts }
  },
  why_moved: async ({ customer, period }, context) => {
    const asked = { customer: customer?.id ?? '', ...changeDays(context, period) }
    const { facts, output } = await runTool(explainScore, asked, context)
    return { text: fill(output.template, byKey(facts)) ?? 'There is no data.', facts }
  },
  why_customer: async ({ customer, period }, context) => {
    const of = await readCase(asOfEnd(context, period), customer?.id ?? '')
    const score = fill('{name} is {status}, with a health score of {score}.', factsFor(of))
    return { text: paragraph(score, assessmentTemplate(of, 0)), facts: of.facts }
  },
  customer: async ({ customer, period }, context) => {
    const of = await readCase(asOfEnd(context, period), customer?.id ?? '')
    const facts = factsFor(of)
    const causes = of.causes.slice(0, 3).map(({ code }) => causePhrases[code].label)
    return {
      text: paragraph(
        fill('{name} is {status}, with a health score of {score}.', facts) ??
          fill('{name} has no health score yet.', facts),
        fill('It pays {mrr} a month, since {signed_up_on}.', facts),
        fill('The contract renews on {renews_on}.', facts),
        fill('The last activity was on {last_active_on}.', facts),
        fill('{open_tickets|support ticket is|support tickets are} open.', facts),
        causes.length > 0 ? `What troubles it: ${listed(causes)}.` : 'Nothing in the records troubles it.',
      ),
      facts: of.facts,
    }
  },
  churn_probability: async ({ customer }, context) => {
    const { facts } = await runTool(getChurnProbability, { customer: customer?.id ?? '' }, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('Of customers like {name}, {churn_probability} left within {horizon}.', about),
      fill('With the given uncertainty it lies between {churn_low} and {churn_high}.', about),
      fill('That is the observed churn share of {similar_customers|similar customer|similar customers}.', about),
    )
    return { text: text || 'No customer like this one was seen long enough to say.', facts }
  },
  at_risk: async ({ groups = [], words, period }, context) => {
    const limit = Math.min(20, Number(/\b(\d{1,2})\b/.exec(words)?.[1] ?? 5) || 5)
    const { facts, output } = await runTool(listAtRisk, { limit, ...filterOf(groups) }, asOfEnd(context, period))
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
    const opening =
      fill(
        '{total|customer needs|customers need} attention: {critical} critical, {at_risk} at risk, {declining} healthy and declining.',
        about,
      ) ?? fill('Nobody needs attention ({total}).', about)
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
    const { facts } = await runTool(getHealthSummary, {}, at)
    const about = byKey(facts)
    const text = paragraph(
      fill('The average health score is {average_score}, over {scored|customer|customers}.', about),
      fill('{count.healthy} are healthy, {count.at_risk} at risk and {count.critical} critical.', about),
      fill('A month before, the average of the same customers was {average_month_ago}.', about),
    )
    return { text: text || 'Nobody has a health score yet.', facts }
  },
  health_trend: async ({ customer, period }, context) => {
    const at = asOfEnd(context, period)
    const days = period ? lengthOf(period) : 365
    const steps =
      days > 70
        ? ({ step: 'month', points: Math.min(24, Math.ceil(days / 30.5) + 1) } as const)
        : ({ step: 'week', points: Math.max(2, Math.ceil(days / 7) + 1) } as const)
    if (!customer) {
      const { facts, output } = await runTool(getHealthTrend, steps, at)
      const about = byKey(facts)
      const lines = output.points.flatMap((_point, index) => {
        const fact = about.get(`p${index + 1}.average_score`)
        return fact && fact.value !== null ? [{ fact, on: fact.period ?? '' }] : []
      })
      return course(
        'The average health score of all customers',
        lines.map(({ fact }) => fact),
        facts,
      )
    }
    const gap = Math.max(1, Math.floor(days / (POINTS - 1)))
    const facts: Fact[] = []
    const scores: Fact[] = []
    for (let back = POINTS - 1; back >= 0; back--) {
      const asOf = plusDays(at.asOf, -back * gap)
      const seen = await cardFacts(customer.id, { ...at, asOf })
      facts.push(...seen)
      const score = byKey(seen).get('score')
      if (score && score.value !== null) scores.push(score)
    }
    const name = facts.length > 0 ? fill('{name}’s health score', byKey(facts)) : undefined
    return course(name ?? 'The health score', scores, facts)
  },
  edge_cases: async ({ customer, words }, context) => {
    const kind = edgeKinds.find(({ said }) => said.test(words))?.edgeCase
    const asked = { ...(customer ? { customer: customer.id } : {}), ...(kind ? { edgeCase: kind } : {}), limit: 5 }
    const { facts, output, receipt } = await runTool(listEdgeCases, asked, context)
    const about = byKey(facts)
    const counted = output.counts.flatMap(
      ({ edgeCase }) => fill(`{${edgeCase}} with ${edgeNames[edgeCase]}`, about) ?? [],
    )
    const lines = output.customers.map(({ edgeCases }, index) => {
      const what = listed(edgeCases.map(({ edgeCase }) => edgeNames[edgeCase]))
      return fill(`- {c${index + 1}.name}: ${what}.`, about) ?? ''
    })
    const opening = customer ? undefined : `Customers to handle with care: ${listed(counted)}.`
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

async function cardFacts(customer: string, context: Parameters<Answerer>[1]): Promise<Fact[]> {
  try {
    return (await runTool(getCustomer, { customer }, context)).facts
  } catch (error) {
    // It was no customer yet on that day.
    if (error instanceof UserError && ['not_found', 'no_data'].includes(error.answer.code)) return []
    throw error
  }
}

/** How a score went, by its points in order; the day of each is the fact's own. */
function course(of: string, points: readonly Fact[], facts: Fact[]): Answer {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return { text: 'There are not enough scores yet to show a course.', facts }
  const [before, after] = [Number(first.value), Number(last.value)]
  const went = after > before ? 'rose' : after < before ? 'fell' : 'stayed the same'
  return {
    text: `${of} ${went} from {{fact:${first.id}}} to {{fact:${last.id}}}. Its course: ${points.map(({ id }) => `{{fact:${id}}}`).join(', ')}.`,
    facts,
  }
}
