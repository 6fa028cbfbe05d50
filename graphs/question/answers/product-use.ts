/** What is used: how many use the product, and which features. */
import { byKey, type FactsByKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { getAdoption } from '../../../tools/usage/get-adoption.ts'
import { getUsage } from '../../../tools/usage/get-usage.ts'
import { type Answerer, asOfEnd, lengthOf, lineByLine } from '../answer.ts'
import { during, noRecords } from './times.ts'

/** So many features of one customer are named. */
const MOST_FEATURES = 10

/** What `get_usage` looks back at most. */
const LONGEST_USAGE = 180

export const useAnswers = {
  usage: async ({ customer, period }, context) => {
    const asked = {
      ...(customer ? { customer: customer.id } : {}),
      ...(period ? { windowDays: Math.min(LONGEST_USAGE, lengthOf(period)) } : {}),
    }
    const { facts, output } = await runTool(getUsage, asked, asOfEnd(context, period))
    const about = byKey(facts)
    const isCut = period !== undefined && lengthOf(period) > LONGEST_USAGE
    // A source may say which customer used it and not who: then customers are counted.
    const who =
      output.activeUsers === null
        ? { key: 'active_customers', size: 'customers', noun: 'customer|customers' }
        : { key: 'active_users', size: 'users', noun: 'person|people' }
    const change =
      output.activeUsers === null
        ? output.activeCustomers - output.activeCustomersBefore
        : output.activeUsers - (output.activeUsersBefore ?? 0)
    const many = `{${who.key}|${who.noun}} used it in the {window} to {last_day}`
    const active = fill(`${many}${than(who.size, change)}.`, about) ?? fill(`${many}.`, about)
    if (!active) return noRecords('usage', 'Nobody used it in that time.', period, context)
    const text = paragraph(
      isCut
        ? fill('No more than {window} can be looked back over, so this is of the last {window} of that time.', about)
        : undefined,
      active,
      output.activeUsers === null ? 'Which of their people did is not recorded.' : undefined,
      fill(
        '{daily_users|was|were} active on {last_day}, {weekly_users} in the week to it and {monthly_users} in the month.',
        about,
      ),
      fill('Stickiness, a day’s users to a month’s, is {stickiness}.', about),
      usesWords(about, output.usesChangePercent),
    )
    return { text, facts }
  },
  adoption: async (asked, context) => {
    const { customer, topic, period, words } = asked
    const at = asOfEnd(context, period)
    if (customer) return customerAdoption(customer.id, topic, at)
    const { facts, output } = await runTool(getAdoption, { limit: 200 }, at)
    const about = byKey(facts)
    const when = during(about)
    if (output.features.length === 0)
      return noRecords('usage', fill(`No feature was used ${when}.`, about) ?? '', period, context)
    if (topic) {
      const index = output.features.findIndex(({ feature }) => bare(feature) === bare(topic))
      const key = `f${index + 1}`
      const text = fill(
        `{${key}.name} was used by {${key}.customers|customer|customers} ${when}: {${key}.adoption} of the active ones.`,
        about,
      )
      return { text: text ?? fill(`Nobody used that feature ${when}.`, about) ?? '', facts }
    }
    const isLeast = /\b(?:least|nobody|no one|unused|ignor|never|bottom|untouched|unpopular|barely|hardly|dust)/.test(
      words,
    )
    const order = output.features.map((_, index) => index)
    const lines = (isLeast ? order.toReversed() : order).slice(0, 5).flatMap((index) => {
      const key = `f${index + 1}`
      return (
        fill(`- {${key}.name}: {${key}.customers|customer|customers}, {${key}.adoption} of the active ones.`, about) ??
        []
      )
    })
    return { text: lineByLine(fill(`Used ${isLeast ? 'least' : 'most'} ${when}:`, about), ...lines), facts }
  },
} satisfies Record<string, Answerer>

/** Beside the same number of days before, where there was anything then. */
function than(whom: string, change: number): string {
  if (change === 0) return ', as many as in the {window} before'
  return `, {${whom}_change_size} ${change < 0 ? 'fewer' : 'more'} than in the {window} before`
}

function usesWords(about: FactsByKey, changePercent: number | null): string | undefined {
  if (changePercent === 0) return 'Uses of features stayed the same.'
  return fill(`Uses of features ${Number(changePercent) < 0 ? 'fell' : 'rose'} by {uses_change_size}.`, about)
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .replace(/s$/, '')

/** Which features one customer uses, the most used first, and what others use that it does not. */
async function customerAdoption(
  customer: string,
  topic: string | undefined,
  context: Parameters<Answerer>[1],
): ReturnType<Answerer> {
  const { facts, output } = await runTool(getAdoption, { customer, limit: 200 }, context)
  const about = byKey(facts)
  const when = during(about)
  const none = `{name} used no feature ${when}.`
  if (topic) {
    const index = output.features.findIndex(({ feature }) => bare(feature) === bare(topic))
    const key = `f${index + 1}`
    const text =
      fill(`{name} used {${key}.name} {${key}.uses|time|times} ${when}.`, about) ??
      fill(`{name} did not use {${key}.name} ${when}.`, about) ??
      fill(`{name} did not use that feature ${when}, and nobody did.`, about)
    return { text: text ?? 'There is no data.', facts }
  }
  const named = (isUsed: boolean, sentence: string) =>
    output.features.flatMap(({ uses }, index) =>
      uses !== null && uses > 0 === isUsed ? (fill(sentence.replaceAll('KEY', `f${index + 1}`), about) ?? []) : [],
    )
  const used = named(true, '- {KEY.name}: {KEY.uses|use|uses}; {KEY.adoption} of all customers use it.')
  const unused = named(false, '{KEY.name}').slice(0, 3)
  const opening = fill(`{name} used {features_used|feature|features} ${when}:`, about)
  return {
    text: lineByLine(
      opening ?? fill(none, about),
      ...used.slice(0, MOST_FEATURES),
      unused.length > 0 ? `Used by others and not by it: ${listed(unused)}.` : undefined,
    ),
    facts,
  }
}
