/** Questions about figures of all customers: churn, revenue, NPS, use, tickets, feedback and what came of outreach. */
import { byKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { getChurnRate } from '../../../tools/churn/get-churn-rate.ts'
import { getCustomer } from '../../../tools/customers/get-customer.ts'
import type { Fact } from '../../../tools/facts.ts'
import { countFeedback } from '../../../tools/feedback/count-feedback.ts'
import { searchFeedback } from '../../../tools/feedback/search-feedback.ts'
import { getNps } from '../../../tools/metrics/get-nps.ts'
import { getOutcomes } from '../../../tools/metrics/get-outcomes.ts'
import { getRetention } from '../../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../../tools/metrics/get-revenue.ts'
import { getSegments } from '../../../tools/metrics/get-segments.ts'
import { getTimeToValue } from '../../../tools/metrics/get-time-to-value.ts'
import { listProposals } from '../../../tools/proposals/list-proposals.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { listTickets } from '../../../tools/support/list-tickets.ts'
import { getAdoption } from '../../../tools/usage/get-adoption.ts'
import { getUsage } from '../../../tools/usage/get-usage.ts'
import { type Answerer, asOfEnd, changeDays, countedPeriod, lastDayOf, lengthOf, lineByLine } from '../answer.ts'
import { groupLines, onlyGroup, segmentsBy } from './groups.ts'

/** So many features of one customer are named. */
const MOST_FEATURES = 10

/** What `get_usage` looks back at most. */
const LONGEST_USAGE = 180

export const measureAnswers = {
  churn_rate: async ({ period, groups = [] }, context) => {
    const group = onlyGroup(groups)
    if (group)
      return groupLines(group, await segmentsBy(group.dimension, context, countedPeriod(context, period)), [
        'churn_rate',
      ])
    const { facts } = await runTool(getChurnRate, countedPeriod(context, period), context)
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
  retention: async ({ period }, context) => {
    const { facts, output } = await runTool(getRetention, period ? { cohorts: 36 } : {}, context)
    const about = byKey(facts)
    if (period) {
      const cohorts = output.cohorts.filter(({ month }) => month >= period.from.slice(0, 7) && month < period.until)
      const lines = cohorts.flatMap(({ month }) => {
        const key = `cohort_${month.slice(0, 7).replace('-', '_')}`
        const size = about.get(`${key}.size`)
        const kept = [1, 3, 6].flatMap((months) => fill(`{${key}.m${months}} after ${inWords[months]}`, about) ?? [])
        const opening = fill(`{${key}.size|new customer|new customers}`, about)
        return size && opening && kept.length > 0 ? [`- Of ${opening}, still there: ${listed(kept)}.`] : []
      })
      return {
        text: lineByLine(
          lines.length > 0 ? 'Month by month, the oldest last:' : 'No cohort of that time is old enough yet.',
          ...lines,
        ),
        facts,
      }
    }
    const text = paragraph(
      fill('Of the customers of cohorts old enough, {overall.m1} were still here after one month.', about),
      fill('At the later checks it was {overall.m3} after a quarter, then {overall.m6} after another.', about),
    )
    return { text: text || 'No cohort is old enough yet.', facts }
  },
  nps: async ({ period, groups = [] }, context) => {
    const at = asOfEnd(context, period)
    const group = onlyGroup(groups)
    if (group) return groupLines(group, await segmentsBy(group.dimension, at), ['nps'])
    const windowDays = period ? { windowDays: Math.min(366, lengthOf(period)) } : {}
    const { facts } = await runTool(getNps, windowDays, at)
    const about = byKey(facts)
    return {
      text:
        fill(
          'The NPS is {nps}, between {nps_low} and {nps_high}, from {responses|answer|answers}: {promoters} promoters, {detractors} detractors.',
          about,
        ) ??
        fill('There are not enough answers for an NPS: {responses}, where {min_responses} are needed.', about) ??
        'There is no data.',
      facts,
    }
  },
  revenue: async ({ customer, period, groups = [] }, context) => {
    const group = onlyGroup(groups)
    if (group) return groupLines(group, await segmentsBy(group.dimension, asOfEnd(context, period)), ['mrr'])
    if (customer) {
      const { facts } = await runTool(getCustomer, { customer: customer.id }, asOfEnd(context, period))
      const about = byKey(facts)
      return { text: fill('{name} pays {mrr} a month, {arr} a year.', about) ?? 'It pays nothing.', facts }
    }
    const { facts } = await runTool(getRevenue, changeDays(context, period), context)
    const about = byKey(facts)
    const text = paragraph(
      fill('MRR is {mrr} and ARR {arr}, from {paying_customers|customer|customers}.', about),
      period
        ? fill(
            'It was {start_mrr} a month before that time; {lost_mrr} was lost, {contraction} reduced, {expansion} expanded and {new_mrr} new.',
            about,
          )
        : undefined,
      period
        ? fill('Over that time net revenue retention was {nrr}, gross {grr}.', about)
        : fill('Net revenue retention over a year is {nrr}, gross {grr}.', about),
    )
    return { text: text || 'Nobody pays yet.', facts }
  },
  segments: async ({ words, groups = [], period }, context) => {
    const by = groups[0]?.dimension ?? groupings.find(({ said }) => said.test(words))?.by ?? 'plan'
    const { facts, output } = await runTool(
      getSegments,
      { by, ...countedPeriod(context, period) },
      asOfEnd(context, period),
    )
    const about = byKey(facts)
    const named = output.segments.filter(({ name }) =>
      groups.some((group) => group.name.toLowerCase() === name.toLowerCase()),
    )
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
  feedback: async ({ customer, topic, period }, context) => {
    const filter = {
      ...(customer ? { customer: customer.id } : {}),
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
    const lines = quoteLines(byKey(found.facts))
    return {
      text:
        lines.length > 0 ? lineByLine('What comes nearest, in their own words:', ...lines) : 'Nobody wrote about this.',
      facts: found.facts,
    }
  },
  tickets: async ({ customer, period }, context) => {
    const { facts } = await runTool(listTickets, customer ? { customer: customer.id } : {}, asOfEnd(context, period))
    const about = byKey(facts)
    const text = paragraph(
      fill('{open|ticket is|tickets are} open and {pending} pending.', about) ??
        fill('No ticket is open ({open}), and {pending} are pending.', about),
      fill('{escalated|of them is|of them are} escalated.', about),
    )
    return { text: text || 'No ticket was ever loaded.', facts }
  },
  usage: async ({ customer, period }, context) => {
    const asked = {
      ...(customer ? { customer: customer.id } : {}),
      ...(period ? { windowDays: Math.min(LONGEST_USAGE, lengthOf(period)) } : {}),
    }
    const { facts } = await runTool(getUsage, asked, asOfEnd(context, period))
    const about = byKey(facts)
    const isCut = period !== undefined && lengthOf(period) > LONGEST_USAGE
    const text = paragraph(
      isCut
        ? fill('No more than {window} can be looked back over, so this is of the last {window} of that time.', about)
        : undefined,
      fill('{active_users|user was|users were} active, after {active_users_before} in as many days before.', about),
      fill(
        'At the end of that time {daily_users} were active in a day, {weekly_users} in a week and {monthly_users} in a month.',
        about,
      ),
      fill('Stickiness, a day’s users to a month’s, is {stickiness}.', about),
      fill('Uses of features changed by {uses_change}.', about),
    )
    return { text: text || 'No use was ever loaded.', facts }
  },
  adoption: async (asked, context) => {
    const { customer, topic, period, words } = asked
    const at = asOfEnd(context, period)
    if (customer) return customerAdoption(customer.id, topic, at)
    const { facts, output } = await runTool(getAdoption, { limit: 200 }, at)
    const about = byKey(facts)
    const line = (index: number) =>
      fill(`- {f${index + 1}.name}: {f${index + 1}.customers|customer|customers}, {f${index + 1}.adoption}.`, about)
    if (topic) {
      const wanted = bare(topic)
      const index = output.features.findIndex(({ feature }) => bare(feature) === wanted)
      const text = fill(
        `{f${index + 1}.name} was used by {f${index + 1}.customers|customer|customers} in the latest month: {f${index + 1}.adoption} of the active ones.`,
        about,
      )
      return { text: text ?? 'Nobody used that feature in the latest month.', facts }
    }
    const isLeast = /\b(?:least|nobody|no one|unused|ignor|never|bottom|untouched|unpopular|barely|hardly|dust)/.test(
      words,
    )
    const order = output.features.map((_, index) => index)
    const lines = (isLeast ? order.toReversed() : order).slice(0, 5).flatMap((index) => line(index) ?? [])
    const opening = isLeast ? 'Used least in the latest month:' : 'Used most in the latest month:'
    return {
      text: lines.length > 0 ? lineByLine(opening, ...lines) : 'No feature was used in the latest month.',
      facts,
    }
  },
  time_to_value: async ({ period }, context) => {
    const { facts } = await runTool(getTimeToValue, countedPeriod(context, period), context)
    const about = byKey(facts)
    const text = paragraph(
      fill('Half of {customers|new customer|new customers} first used a core feature within {median_days}.', about),
      fill('Within a week it was {within_week}.', about),
      fill('{reached} of {customers} have got there by now.', about),
    )
    return { text: text || 'No new customer of that time can be judged yet.', facts }
  },
  outcomes: async ({ customer, period }, context) => {
    if (customer) return customerOutcomes(customer.id, context)
    const { facts, receipt } = await runTool(getOutcomes, countedPeriod(context, period), context)
    const about = byKey(facts)
    const text = paragraph(
      fill('{all.sent|message was|messages were} sent and {all.tasks_done} tasks done.', about) ??
        fill('No message was sent ({all.sent}), and {all.tasks_done} tasks were done.', about),
      fill('{all.response} of the customers written to responded.', about) ?? 'Responses cannot be judged yet.',
      fill('{all.recovery} of those at risk recovered.', about) ?? 'Recovery cannot be judged yet.',
      fill('{all.conversion} of those that had left came back.', about),
    )
    return { text, facts, receipts: [receipt] }
  },
} satisfies Record<string, Answerer>

const inWords: Record<number, string> = { 1: 'one month', 3: 'a quarter', 6: 'half a year' }
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .replace(/s$/, '')

const groupings = [
  { by: 'industry', said: /industr|sector|vertical|business line/ },
  {
    by: 'country',
    said: /countr|region|geograph|location|territor|\bus\b|usa|europ|america|german|french|asia|canad|brit|oversea|domestic|international|abroad|part.? of the world/,
  },
  { by: 'size', said: /size|small|big|large|seat|little|huge|smb|mid ?market|whale|startup|corporate/ },
  { by: 'tenure', said: /tenure|how long they|age\b/ },
  { by: 'plan', said: /plan|tier|package|subscription level/ },
  { by: 'segment', said: /segment|group|type|kind/ },
] as const

function quoteLines(facts: ReadonlyMap<string, Fact>): string[] {
  return [1, 2, 3, 4, 5].flatMap(
    (place) => fill(`- {quote.${place}.customer}, {quote.${place}.written_on}: “{quote.${place}}”`, facts) ?? [],
  )
}

/** Which features one customer uses, the most used first, and what others use that it does not. */
async function customerAdoption(
  customer: string,
  topic: string | undefined,
  context: Parameters<Answerer>[1],
): ReturnType<Answerer> {
  const { facts, output } = await runTool(getAdoption, { customer, limit: 200 }, context)
  const about = byKey(facts)
  const none = '{name} used no feature in the latest month.'
  if (topic) {
    const index = output.features.findIndex(({ feature }) => bare(feature) === bare(topic))
    const key = `f${index + 1}`
    const text =
      fill(`{name} used {${key}.name} {${key}.uses|time|times} in the latest month.`, about) ??
      fill(`{name} did not use {${key}.name} in the latest month.`, about) ??
      fill('{name} did not use that feature in the latest month, and nobody did.', about)
    return { text: text ?? 'There is no data.', facts }
  }
  const named = (isUsed: boolean, sentence: string) =>
    output.features.flatMap(({ uses }, index) =>
      uses !== null && uses > 0 === isUsed ? (fill(sentence.replaceAll('KEY', `f${index + 1}`), about) ?? []) : [],
    )
  const used = named(true, '- {KEY.name}: {KEY.uses|use|uses}; {KEY.adoption} of all customers use it.')
  const unused = named(false, '{KEY.name}').slice(0, 3)
  const opening = fill('{name} used {features_used|feature|features} in the latest month:', about)
  return {
    text: lineByLine(
      opening ?? fill(none, about),
      ...used.slice(0, MOST_FEATURES),
      unused.length > 0 ? `Used by others and not by it: ${listed(unused)}.` : undefined,
    ),
    facts,
  }
}

/** What was proposed for one customer and how it ended: the counts of `get_outcomes` are of all. */
async function customerOutcomes(customer: string, context: Parameters<Answerer>[1]): ReturnType<Answerer> {
  const asked = { customer, statuses: ['approved', 'executing', 'done', 'parked'], limit: 5 }
  const { facts, output, receipt } = await runTool(listProposals, asked, context)
  const about = byKey(facts)
  const labels = facts.filter(({ metric }) => metric === 'proposal')
  const lines = output.proposals.flatMap(({ kind, status }, index) => {
    const key = labels[index]?.id.split('.')[1]
    return fill(`- {${key}.label}: a ${kind} that is ${status}, {${key}.money_at_stake} at stake.`, about) ?? []
  })
  const card = await runTool(getCustomer, { customer }, context)
  const now = fill('{name} is {status} now, with a health score of {score}.', byKey(card.facts))
  const opening = lines.length > 0 ? 'What was carried out for it:' : 'Nothing was carried out for this customer yet.'
  return { text: lineByLine(opening, ...lines, now), facts: [...facts, ...card.facts], receipts: [receipt] }
}
