/** Questions about figures of all customers: churn, retention, NPS, revenue and time to value; with those about use and words. */
import { byKey, type FactsByKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { getChurnRate } from '../../../tools/churn/get-churn-rate.ts'
import { getCustomer } from '../../../tools/customers/get-customer.ts'
import { getNps } from '../../../tools/metrics/get-nps.ts'
import { getRetention } from '../../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../../tools/metrics/get-revenue.ts'
import { getTimeToValue } from '../../../tools/metrics/get-time-to-value.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { type Answerer, asOfEnd, changeDays, countedPeriod, lengthOf, lineByLine } from '../answer.ts'
import type { Asked } from '../understand.ts'
import { churnWords } from './churn-words.ts'
import { compareSegments } from './comparison.ts'
import { wordAnswers } from './customer-words.ts'
import { asksHowMany, groupChurn, groupNps, groupRevenue } from './groups.ts'
import { useAnswers } from './product-use.ts'
import { During, during, noRecords } from './times.ts'

/** What `get_nps` looks back at most. */
const LONGEST_NPS = 366

export const measureAnswers = {
  ...useAnswers,
  ...wordAnswers,
  segments: compareSegments,
  churn_rate: async (asked, context) => {
    const { period, words, groups = [] } = asked
    if (groups.length > 1) return compareSegments({ ...asked, words: 'churn' }, context)
    if (groups[0]) return groupChurn(groups[0], asked, context)
    const { facts, output } = await runTool(getChurnRate, countedPeriod(context, period), context)
    const text = churnWords(byKey(facts), '', asksHowMany(words))
    return text
      ? { text, facts, period: { from: output.from, until: output.until } }
      : noRecords('subscriptions', 'Nobody was a customer when that time began.', period, context)
  },
  retention: async ({ period, words }, context) => {
    const { facts, output } = await runTool(getRetention, period ? { cohorts: 36 } : {}, context)
    const about = byKey(facts)
    if (period) {
      const cohorts = output.cohorts.filter(({ month }) => month >= period.from.slice(0, 7) && month < period.until)
      const lines = cohorts.flatMap(({ month }) => cohortLine(about, month) ?? [])
      if (lines.length > 0)
        return { text: lineByLine('Of the new customers of each month, still there:', ...lines), facts }
      return cohorts.length > 0
        ? { text: 'Those who became customers in that time have not been there for a month yet.', facts }
        : noRecords('subscriptions', 'Nobody became a customer in that time.', period, context)
    }
    const text = paragraph(
      fill('Of the customers of cohorts old enough, {overall.m1} were still here after one month.', about),
      fill('At the later checks it was {overall.m3} after a quarter, then {overall.m6} after another.', about),
    )
    const isListed = /\b(?:cohorts?|monthly|month by month|by month|each month|per month)\b/.test(words)
    const lines = isListed ? output.cohorts.flatMap(({ month }) => cohortLine(about, month) ?? []) : []
    return { text: lineByLine(text || 'No cohort is old enough yet.', ...lines), facts }
  },
  nps: async (asked, context) => {
    const { period, groups = [] } = asked
    if (groups.length > 1) return compareSegments({ ...asked, words: 'nps' }, context)
    if (groups[0]) return groupNps(groups[0], asked, context)
    const windowDays = period ? { windowDays: Math.min(LONGEST_NPS, lengthOf(period)) } : {}
    const { facts, output } = await runTool(getNps, windowDays, asOfEnd(context, period))
    const about = byKey(facts)
    if (output.responses === 0) return noRecords('surveys', 'No survey was answered in that time.', period, context)
    return {
      text:
        fill(
          `The NPS is {nps}, between {nps_low} and {nps_high}, of {responses|answer|answers} ${during(about)}: {promoters} promoters, {detractors} detractors.`,
          about,
        ) ??
        fill(
          `There are not enough answers for an NPS: {responses|answer|answers} ${during(about)}, where {min_responses} are needed.`,
          about,
        ) ??
        'There is no data.',
      facts,
    }
  },
  revenue: async (asked, context) => {
    const { customer, period, groups = [] } = asked
    if (groups.length > 1) return compareSegments({ ...asked, words: 'mrr' }, context)
    if (groups[0]) return groupRevenue(groups[0], asked, context)
    if (customer) return customerRevenue(customer.id, period, context)
    const { facts, output } = await runTool(getRevenue, changeDays(context, period), context)
    const about = byKey(facts)
    if (output.mrrMinor === 0 && output.startMrrMinor === 0)
      return noRecords('subscriptions', 'Nobody paid anything then.', period, context)
    if (!period) {
      const text = paragraph(
        fill('MRR is {mrr} and ARR {arr}, from {paying_customers|customer|customers}.', about),
        fill('Net revenue retention over a year is {nrr}, gross {grr}.', about),
      )
      return { text: text || 'Nobody pays any more.', facts }
    }
    const change = output.mrrMinor - output.startMrrMinor
    const went = change > 0 ? 'up from' : change < 0 ? 'down from' : 'the same as'
    const steps = '{lost_mrr} lost, {contraction} reduced, {expansion} expanded and {new_mrr} new'
    const whole =
      output.startMrrMinor === 0 ? '; nobody paid yet on {start_on}' : `, ${went} {start_mrr} on {start_on}: ${steps}`
    const text = paragraph(
      fill(`MRR was {mrr} on {on}, from {paying_customers|customer|customers}${whole}.`, about) ??
        fill('Nobody paid any more on {on}, after {start_mrr} a month on {start_on}.', about),
      fill('ARR was {arr}.', about),
      fill('Over that time net revenue retention was {nrr}, gross {grr}.', about),
    )
    return { text, facts }
  },
  time_to_value: async ({ period }, context) => {
    const { facts, output } = await runTool(getTimeToValue, countedPeriod(context, period), context)
    const about = byKey(facts)
    if (output.customers === null)
      return noRecords('usage', 'No use of a feature was recorded by then.', period, context)
    const first = output.coreFeatures.length > 0 ? 'a core feature' : 'a feature'
    const soon = output.medianDays === 0 ? 'on the day they did, or before' : 'within {median_days}'
    const who = `{customers|customer|customers} that signed up ${during(about)}`
    const text = paragraph(
      fill(`Half of the ${who} first used ${first} ${soon}.`, about) ??
        fill(`Fewer than half of the ${who} have used ${first}.`, about),
      fill('Within a week it was {within_week}.', about),
      fill('{reached} of {customers} have got there by now.', about),
    )
    return {
      text: text || (fill(`${During(about)} nobody signed up that can be judged yet.`, about) ?? 'There is no data.'),
      facts,
    }
  },
} satisfies Record<string, Answerer>

const inWords: Record<number, string> = { 1: 'one month', 3: 'a quarter', 6: 'half a year' }

function cohortLine(about: FactsByKey, month: string): string | undefined {
  const key = `cohort_${month.slice(0, 7).replace('-', '_')}`
  const kept = [1, 3, 6].flatMap((months) => fill(`{${key}.m${months}} after ${inWords[months]}`, about) ?? [])
  const of = fill(`{${key}.month}, {${key}.size|new customer|new customers}`, about)
  return of && kept.length > 0 ? `- ${of}: ${listed(kept)}.` : undefined
}

async function customerRevenue(
  customer: string,
  period: Asked['period'],
  context: Parameters<Answerer>[1],
): ReturnType<Answerer> {
  const at = asOfEnd(context, period)
  const { facts, output } = await runTool(getCustomer, { customer }, at)
  const about = byKey(facts)
  const pays = output.mrrMinor > 0
  const text =
    at === context
      ? fill(pays ? '{name} pays {mrr} a month, {arr} a year.' : '{name} pays nothing.', about)
      : fill(pays ? 'On {as_of} {name} paid {mrr} a month, {arr} a year.' : 'On {as_of} {name} paid nothing.', about)
  return { text: text ?? 'There is no data.', facts }
}
