/** Plans, industries, countries, sizes or tenures beside each other, in the figures that were asked for. */
import { type FactsByKey, fill, listed } from '../../../agents/phrases.ts'
import { type Answerer, asOfEnd, countedPeriod, lineByLine } from '../answer.ts'
import { npsWords, onlyDimension, segmentFacts, segmentsBy } from './groups.ts'
import { During, during, noRecords } from './times.ts'

/** From so many on a list is read for who stands out, so the worst come first. */
const ORDERED_FROM = 7

export const compareSegments: Answerer = async ({ words, groups = [], period }, context) => {
  const by = onlyDimension(groups) ?? groupings.find(({ said }) => said.test(words))?.by ?? 'plan'
  const at = asOfEnd(context, period)
  const isNow = at === context
  const asked = countedPeriod(context, period)
  const state = await segmentsBy(by, at, isNow ? asked : {})
  // Who left in a past period shows only later, so what happened in it is counted with all that is known now.
  const moved = isNow ? state : await segmentsBy(by, context, asked)
  const there = state.output.segments.filter(({ activeCustomers }) => activeCustomers > 0)
  const named = there.filter(({ name }) => groups.some((group) => group.name.toLowerCase() === name.toLowerCase()))
  const wanted = figures.filter(({ said }) => said?.test(words))
  const chosen = wanted.length > 0 ? wanted : usualFigures
  const about = (named.length > 0 ? named : there).map(({ name }) => ({
    state: segmentFacts(state, name),
    moved: segmentFacts(moved, name),
  }))
  const order = named.length > 0 ? undefined : orderAsked(words, wanted, there.length)
  const lines = ordered(about, order).flatMap((segment) => {
    const parts = chosen.flatMap((figure) => figure.say(segment) ?? [])
    const name = fill('{name}', segment.state)
    return name && parts.length > 0 ? [`- ${name}: ${listed(parts)}.`] : []
  })
  if (lines.length === 0) return noRecords('subscriptions', 'There was no such customer then.', period, context)
  const ofChurn = chosen.includes(churn) ? segmentFacts(moved, '') : undefined
  const opening = [
    by === 'plan' ? 'by main plan' : undefined,
    chosen.some(({ isOfDay }) => isOfDay) ? fill('as of {as_of}', segmentFacts(state, '')) : undefined,
    ofChurn && fill(`with churn ${during(ofChurn)}`, ofChurn),
    order && `the ${order.isDescending ? 'highest' : 'lowest'} ${order.figure.name} first`,
  ].filter((part) => part !== undefined)
  return {
    text: lineByLine(
      opening.length > 0 ? `${capital(opening.join(', '))}:` : undefined,
      ...lines,
      ofChurn &&
        fill(
          `${During(ofChurn, 'open_period')} it is not all known yet who left: a customer counts as gone {settling_days} after it stopped paying.`,
          ofChurn,
        ),
    ),
    facts: isNow ? state.facts : [...state.facts, ...moved.facts],
  }
}

/** A segment as it stood at the end of the time, and who left and what was answered in it. */
interface AboutSegment {
  state: FactsByKey
  moved: FactsByKey
}

interface Figure {
  name: string
  /** What asks for it alone. */
  said?: RegExp
  say: (about: AboutSegment) => string | undefined
  /** What segments are put in order by. */
  value?: (about: AboutSegment) => unknown
  /** True of the last day, and not of the time before it. */
  isOfDay?: true
  isBadWhenHigh?: true
}

const score: Figure = {
  name: 'health score',
  said: /health|\bscores?\b/,
  say: ({ state }) => fill('an average health score of {average_score}', state),
  value: ({ state }) => state.get('average_score')?.value,
  isOfDay: true,
}

const churn: Figure = {
  name: 'churn',
  said: /churn|\bleav|\bleft\b|\blost\b|losing|\bloses?\b|cancel|attrition/,
  say: ({ moved }) =>
    fill('churn of {churn_rate} ({churned} of {active_at_start})', moved) ??
    (moved.get('active_at_start')?.value ? 'churn not known yet' : undefined),
  value: ({ moved }) => moved.get('churn_rate')?.value,
  isBadWhenHigh: true,
}

const usualFigures: readonly Figure[] = [
  {
    name: 'number of customers',
    say: ({ state }) => fill('{active|active customer|active customers}', state),
    isOfDay: true,
  },
  {
    name: 'MRR',
    said: /\b(?:mrr|arr|revenue|money|pay|pays|paying|income|earn|earns)\b/,
    say: ({ state }) => fill('{mrr} a month', state),
    value: ({ state }) => state.get('mrr')?.value,
    isOfDay: true,
  },
  score,
  churn,
]

const figures: readonly Figure[] = [
  ...usualFigures,
  {
    name: 'NPS',
    said: /\bnps\b|promoter|recommend/,
    say: ({ moved }) => npsWords(moved),
    value: ({ moved }) => moved.get('nps')?.value,
  },
]

interface Order {
  figure: Figure
  isDescending: boolean
}

/** By the figure that was asked for, else by score; without a word for which end, the worst come first in a long list. */
function orderAsked(words: string, wanted: readonly Figure[], count: number): Order | undefined {
  const figure = wanted.find(({ value }) => value) ?? score
  if (/\b(?:highest|most|top|biggest|largest)\b/.test(words)) return { figure, isDescending: true }
  if (/\b(?:lowest|least|fewest|smallest|bottom)\b/.test(words)) return { figure, isDescending: false }
  const isBest = /\b(?:best|healthiest|strongest)\b/.test(words)
  if (!isBest && !/\b(?:worst|weakest|unhealthiest)\b/.test(words) && count < ORDERED_FROM) return undefined
  return { figure, isDescending: isBest !== (figure.isBadWhenHigh ?? false) }
}

/** What has no such figure comes last. */
function ordered(segments: readonly AboutSegment[], order: Order | undefined): readonly AboutSegment[] {
  if (!order) return segments
  const figureOf = (segment: AboutSegment) => order.figure.value?.(segment)
  const isKnown = (segment: AboutSegment) => typeof figureOf(segment) === 'number'
  const rising = segments.filter(isKnown).sort((a, b) => Number(figureOf(a)) - Number(figureOf(b)))
  return [...(order.isDescending ? rising.reverse() : rising), ...segments.filter((each) => !isKnown(each))]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

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
