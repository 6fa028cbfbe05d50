/** How each intent is answered: one or two tools, and sentences with their facts. */
import { causePhrases } from '../../agents/cause-phrases.ts'
import { assessmentTemplate } from '../../agents/churn-predictor.ts'
import { factsFor, readCase } from '../../agents/customer-case.ts'
import { byKey, fill, listed, paragraph } from '../../agents/phrases.ts'
import { getChurnProbability } from '../../tools/churn/get-churn-probability.ts'
import { getChurnRate } from '../../tools/churn/get-churn-rate.ts'
import { listAtRisk } from '../../tools/customers/list-at-risk.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { countFeedback } from '../../tools/feedback/count-feedback.ts'
import { searchFeedback } from '../../tools/feedback/search-feedback.ts'
import { explainScore } from '../../tools/health/explain-score.ts'
import { explainSegmentScore } from '../../tools/health/explain-segment-score.ts'
import { getHealthSummary } from '../../tools/health/get-health-summary.ts'
import { getNps } from '../../tools/metrics/get-nps.ts'
import { getRetention } from '../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../tools/metrics/get-revenue.ts'
import { getSegments } from '../../tools/metrics/get-segments.ts'
import { listProposals } from '../../tools/proposals/list-proposals.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getStatus } from '../../tools/status/get-status.ts'
import { listTickets } from '../../tools/support/list-tickets.ts'
import type { IntentName, Understood } from './intents.ts'
import type { Period } from './period.ts'

export interface Asked extends Understood {
  period?: Period
}

/** Text with `{{fact:id}}`, and every fact it may refer to. */
interface Answer {
  text: string
  facts: Fact[]
}

type Answerer = (asked: Asked, context: ToolContext) => Promise<Answer>

export const answerers: Record<IntentName, Answerer> = {
  why_average: async ({ topic, period }, context) => {
    const asked = { ...(topic ? { plan: topic } : {}), ...daysOf(period, context.asOf) }
    const { facts, output } = await runTool(explainSegmentScore, asked, context)
    return { text: fill(output.template, byKey(facts)) ?? 'There is no data.', facts }
  },
  why_moved: async ({ customer = '', period }, context) => {
    const { facts, output } = await runTool(explainScore, { customer, ...daysOf(period, context.asOf) }, context)
    return { text: fill(output.template, byKey(facts)) ?? 'There is no data.', facts }
  },
  why_customer: async ({ customer = '' }, context) => {
    const of = await readCase(context, customer)
    const score = fill('{name} is {status}, with a health score of {score}.', factsFor(of))
    return { text: paragraph(score, assessmentTemplate(of, 0)), facts: of.facts }
  },
  customer: async ({ customer = '' }, context) => {
    const of = await readCase(context, customer)
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
  churn_probability: async ({ customer = '' }, context) => {
    const { facts } = await runTool(getChurnProbability, { customer }, context)
    const about = byKey(facts)
    const share = facts.find(({ metric, value }) => metric === 'churn_probability' && value !== null)
    return {
      text: share
        ? paragraph(
            `The observed churn share of customers like it is {{fact:${share.id}}}.`,
            fill('With the given uncertainty it lies between {churn_low} and {churn_high}.', about),
          )
        : 'No customer like this one was seen long enough to say.',
      facts,
    }
  },
  at_risk: async (_, context) => {
    const { facts, output } = await runTool(listAtRisk, { limit: 5 }, context)
    const about = byKey(facts)
    const lines = output.customers.map((_customer, index) => {
      const key = `c${index + 1}`
      return (
        fill(`- {${key}.name}: {${key}.status}, score {${key}.score}, {${key}.arr} a year.`, about) ??
        fill(`- {${key}.name}: {${key}.status}.`, about)
      )
    })
    const opening =
      fill(
        '{total|customer needs|customers need} attention: {critical} critical, {at_risk} at risk, {declining} healthy and declining.',
        about,
      ) ?? fill('Nobody needs attention ({total}).', about)
    return { text: lineByLine(opening, lines.length > 0 ? 'First, by money and risk:' : undefined, ...lines), facts }
  },
  segments: async ({ topic = 'plan', period }, context) => {
    const asked = topic.toLowerCase()
    const by = (['industry', 'segment', 'country', 'size', 'tenure'] as const).find((name) =>
      asked.includes(stem[name]),
    )
    const { facts, output } = await runTool(getSegments, { by: by ?? 'plan', ...period }, context)
    const about = byKey(facts)
    const named = output.segments.filter(({ name }) => asked.includes(name.toLowerCase()))
    const lines = output.segments.flatMap((segment, index) => {
      if (named.length > 0 && !named.includes(segment)) return []
      const key = `g${index + 1}`
      return paragraph(
        fill(`- {${key}.name}: {${key}.customers|customer|customers}, {${key}.mrr} a month.`, about),
        fill(`The average health score is {${key}.average_score}.`, about),
        fill(`In {${key}.churn_period} {${key}.churn_rate} churned.`, about),
      )
    })
    return { text: lines.length > 0 ? lines.join('\n') : 'There is no customer yet.', facts }
  },
  churn_rate: async ({ period }, context) => {
    const { facts } = await runTool(getChurnRate, period ?? {}, context)
    const about = byKey(facts)
    return {
      text:
        fill(
          'In {period} the churn rate was {churn_rate}: {churned} of {active_at_start|customer|customers} left.',
          about,
        ) ??
        fill('For {period} there is no data: nobody was a customer when it began.', about) ??
        'There is no data.',
      facts,
    }
  },
  retention: async (_, context) => {
    const { facts } = await runTool(getRetention, {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('Of the customers of cohorts old enough, {overall.m1} were still here after one month.', about),
      fill('At the later checks it was {overall.m3}, then {overall.m6}.', about),
    )
    return { text: text || 'No cohort is old enough yet.', facts }
  },
  nps: async (_, context) => {
    const { facts } = await runTool(getNps, {}, context)
    const about = byKey(facts)
    return {
      text:
        fill('The NPS is {nps}, between {nps_low} and {nps_high}, from {responses|answer|answers}.', about) ??
        fill('There are not enough answers for an NPS: {responses}, where {min_responses} are needed.', about) ??
        'There is no data.',
      facts,
    }
  },
  revenue: async (_, context) => {
    const { facts } = await runTool(getRevenue, {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('MRR is {mrr} and ARR {arr}, from {paying_customers|customer|customers}.', about),
      fill('Net revenue retention over a year is {nrr}, gross {grr}.', about),
    )
    return { text: text || 'Nobody pays yet.', facts }
  },
  waiting: async (_, context) => {
    const { facts, output } = await runTool(listProposals, { limit: 5 }, context)
    const about = byKey(facts)
    const opening =
      fill('{total|proposal waits|proposals wait} for a decision.', about) ?? 'Nothing waits for a decision.'
    const lines = output.proposals.map((_proposal, index) => {
      const key = facts.filter(({ metric }) => metric === 'proposal')[index]?.id.split('.')[1]
      return fill(`- {${key}.label}: {${key}.worth} at stake, by money and risk.`, about)
    })
    return { text: lineByLine(opening, ...lines), facts }
  },
  feedback: async ({ customer, topic, period }, context) => {
    const filter = {
      ...(customer ? { customer } : {}),
      ...(period ? { from: period.from, to: lastDayOf(period) } : {}),
    }
    if (!topic) {
      const counted = await runTool(countFeedback, filter, context)
      const found = await runTool(searchFeedback, { query: 'what they think of it', limit: 3, ...filter }, context)
      const about = byKey([...counted.facts, ...found.facts])
      const opening = fill('{total|text was|texts were} written.', byKey(counted.facts)) ?? 'Nothing was written.'
      return { text: lineByLine(opening, ...quoteLines(about)), facts: [...counted.facts, ...found.facts] }
    }
    const found = await runTool(searchFeedback, { query: topic, limit: 5, ...filter }, context)
    const about = byKey(found.facts)
    const lines = quoteLines(about)
    return {
      text:
        lines.length > 0 ? lineByLine('What comes nearest, in their own words:', ...lines) : 'Nobody wrote about this.',
      facts: found.facts,
    }
  },
  tickets: async ({ customer }, context) => {
    const { facts } = await runTool(listTickets, customer ? { customer } : {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('{open|ticket is|tickets are} open and {pending} pending.', about) ??
        fill('No ticket is open ({open}), and {pending} are pending.', about),
      fill('{escalated|of them is|of them are} escalated.', about),
    )
    return { text: text || 'No ticket was ever loaded.', facts }
  },
  health: async (_, context) => {
    const { facts } = await runTool(getHealthSummary, {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('The average health score is {average_score}, over {scored|customer|customers}.', about),
      fill('{count.healthy} are healthy, {count.at_risk} at risk and {count.critical} critical.', about),
    )
    return { text: text || 'Nobody has a health score yet.', facts }
  },
  status: async (_, context) => {
    const { facts } = await runTool(getStatus, {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('{counts.customers|customer|customers} with {counts.users|user|users} are loaded.', about),
      fill('The newest day in the data is {latest_data_on}.', about),
      fill('Scores are of {last_refresh_as_of}.', about),
      fill('{waiting_proposals|proposal waits|proposals wait} for a decision.', about),
    )
    return { text: text || 'Nothing was loaded yet.', facts }
  },
}

/** What a question's word for a grouping has in it: `industries` is industry. */
const stem = { industry: 'industr', segment: 'segment', country: 'countr', size: 'size', tenure: 'tenure' } as const

function quoteLines(facts: ReadonlyMap<string, Fact>): string[] {
  return [1, 2, 3, 4, 5].flatMap(
    (place) => fill(`- {quote.${place}.customer}, {quote.${place}.written_on}: “{quote.${place}}”`, facts) ?? [],
  )
}

function lastDayOf({ until }: Period): string {
  return new Date(Date.parse(`${until}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** A change over a period is from the day before it to its last day, or to the as-of where it is not over. */
function daysOf(period: Period | undefined, asOf: string): { from?: string; to?: string } {
  if (!period) return {}
  const last = lastDayOf(period)
  return { from: lastDayOf({ ...period, until: period.from }), to: last < asOf ? last : asOf }
}

function lineByLine(...lines: (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined).join('\n')
}
