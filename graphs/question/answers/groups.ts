/** Answers about plans, industries, segments and countries that were named. */
import { byKey, type FactsByKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { UserError } from '../../../errors.ts'
import type { Fact } from '../../../tools/facts.ts'
import { getSegments } from '../../../tools/metrics/get-segments.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { type Answer, type Answerer, asOfEnd, countedPeriod } from '../answer.ts'
import type { Asked } from '../understand.ts'
import { churnWords } from './churn-words.ts'
import { during, noRecords } from './times.ts'

type Group = NonNullable<Asked['groups']>[number]
type Context = Parameters<Answerer>[1]
type Segments = Awaited<ReturnType<typeof segmentsBy>>

/** As a tool's filter: of several dimensions all hold. Throws where two of one were named, for nobody is of both. */
export function filterOf(groups: readonly Group[]): Partial<Record<Group['dimension'], string>> {
  for (const [index, { dimension }] of groups.entries())
    if (groups.findIndex((other) => other.dimension === dimension) < index) throw several(groups)
  return Object.fromEntries(groups.map(({ dimension, name }) => [dimension, name]))
}

/** The one that was named, where the answer is of one at a time. Throws where there are more. */
export function onlyGroup(groups: readonly Group[]): Group | undefined {
  if (groups.length > 1) throw several(groups)
  return groups[0]
}

/** What all the named are, to be compared by it. Throws where a plan is to be compared with a country. */
export function onlyDimension(groups: readonly Group[]): Group['dimension'] | undefined {
  const other = groups.find(({ dimension }) => dimension !== groups[0]?.dimension)
  if (!other || !groups[0]) return groups[0]?.dimension
  const named = listed(groups.map(({ dimension, name }) => `${name} (${dimension})`))
  throw new UserError({
    code: 'invalid_input',
    message: `You named ${named}. I compare plans with plans, and countries with countries, and not one with the other. Ask of those of one kind.`,
    fix: 'Name groups of one kind.',
  })
}

function several(groups: readonly Group[]): UserError {
  return new UserError({
    code: 'invalid_input',
    message: `You named ${listed(groups.map(({ name }) => name))}, and this I answer of one at a time. Ask of one, or to compare them.`,
    fix: 'Ask of one.',
  })
}

export async function segmentsBy(by: Group['dimension'] | 'size' | 'tenure', context: Context, asked = {}) {
  return runTool(getSegments, { by, limit: 200, ...asked }, context)
}

/** The facts of one segment by their keys without its place, and those of all beside them. */
export function segmentFacts({ facts, output }: Segments, name: string): FactsByKey {
  const about = byKey(facts)
  const index = output.segments.findIndex((segment) => segment.name.toLowerCase() === name.toLowerCase())
  const prefix = `g${index + 1}.`
  const own = [...about].flatMap(([key, fact]): [string, Fact][] =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), fact]] : [],
  )
  return new Map([...about, ...own])
}

const figures: Record<string, string> = {
  average_score: 'an average health score of {average_score}',
  healthy: '{healthy} healthy',
  at_risk: '{at_risk} at risk',
  critical: '{critical} critical',
}

/** One group's figures, of those that are known. */
export function groupLines(group: { name: string }, answer: Segments, wanted: readonly string[]): Answer {
  const about = segmentFacts(answer, group.name)
  const known = wanted.flatMap((each) => fill(figures[each] ?? '', about) ?? [])
  const name = fill('{name}', about)
  const text = name && known.length > 0 ? `${name}: ${listed(known)}.` : 'There is no data for that group.'
  return { text, facts: answer.facts }
}

export async function groupChurn({ dimension, name }: Group, { period, words }: Asked, context: Context) {
  const answer = await segmentsBy(dimension, context, countedPeriod(context, period))
  const text = churnWords(segmentFacts(answer, name), ' of {name}', asksHowMany(words))
  const { from, until } = answer.output
  return text
    ? { text, facts: answer.facts, period: { from, until } }
    : noRecords('subscriptions', 'None of them was a customer when that time began.', period, context)
}

export function asksHowMany(words: string): boolean {
  return /\b(?:how many|number of|count)\b/.test(words)
}

export async function groupNps({ dimension, name }: Group, { period }: Asked, context: Context): Promise<Answer> {
  const answer = await segmentsBy(dimension, context, countedPeriod(context, period))
  const about = segmentFacts(answer, name)
  const text = npsWords(about)
  return text
    ? { text: `${fill('{name}', about)}: ${text}.`, facts: answer.facts }
    : noRecords('surveys', 'There is no such customer in that time.', period, context)
}

/** An NPS, or how many answers there are where that is not enough for one. */
export function npsWords(about: FactsByKey): string | undefined {
  const when = during(about, 'nps_period')
  return (
    fill(`an NPS of {nps}, of {nps_responses|answer|answers} ${when}`, about) ??
    fill(`{nps_responses|answer|answers} ${when}, and {min_responses} are needed for an NPS`, about) ??
    fill(`no answer ${when}, and {min_responses} are needed for an NPS`, about)
  )
}

export async function groupRevenue({ dimension, name }: Group, { period }: Asked, context: Context): Promise<Answer> {
  const answer = await segmentsBy(dimension, asOfEnd(context, period))
  const about = segmentFacts(answer, name)
  const who = whoIs(dimension)
  const text = period
    ? fill(`On {as_of} the ${who} paid {mrr} a month, {mrr_share} of all MRR.`, about)
    : fill(`The ${who} pay {mrr} a month, {mrr_share} of all MRR.`, about)
  const many = fill('{active|active customer is|active customers are} counted there.', about)
  return text
    ? { text: paragraph(text, period ? undefined : many), facts: answer.facts }
    : noRecords('subscriptions', 'None of them paid anything then.', period, context)
}

/** A customer may hold several subscriptions; all it pays counts where its dearest is. */
function whoIs(dimension: Group['dimension']): string {
  return dimension === 'plan' ? 'customers whose main plan is {name}' : 'customers of {name}'
}
