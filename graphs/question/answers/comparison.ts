/** Plans, industries, countries, sizes or tenures beside each other, in the figures that were asked for. */
import { type FactsByKey, fill, listed } from '../../../agents/phrases.ts'
import { type Answerer, asOfEnd, countedPeriod, lineByLine } from '../answer.ts'
import { npsWindow, npsWords, onlyDimension, segmentFacts, segmentsBy } from './groups.ts'
import { During, noRecords } from './times.ts'

/** From so many on a list is read for who stands out, so the worst come first. */
const ORDERED_FROM = 7

export const compareSegments: Answerer = async ({ words, groups = [], period }, context) => {
  const by = onlyDimension(groups) ?? groupings.find(({ said }) => said.test(words))?.by ?? 'plan'
  const at = asOfEnd(context, period)
  const isNow = at === context
  const churned = countedPeriod(context, period)
  const state = await segmentsBy(by, at, { ...npsWindow(period), ...(isNow ? churned : {}) })
  // Who left in a past period shows only later, so churn is counted with all that is known now.
  const moved = isNow ? state : await segmentsBy(by, context, churned)
  const there = state.output.segments.filter(({ activeCustomers }) => activeCustomers > 0)
  const named = there.filter(({ name }) => groups.some((group) => group.name.toLowerCase() === name.toLowerCase()))
  const rank = named.length > 0 ? undefined : rankAsked(words, there.length)
  const wanted = figures.filter(({ said }) => said?.test(words))
  const chosen = wanted.length > 0 ? wanted : usualFigures
  const lines = ranked(named.length > 0 ? named : there, rank).flatMap(({ name }) => {
    const about = { state: segmentFacts(state, name), moved: segmentFacts(moved, name) }
    const parts = chosen.flatMap((figure) => figure.say(about) ?? [])
    const opening = fill('{name}', about.state)
    return opening && parts.length > 0 ? [`- ${opening}: ${listed(parts)}.`] : []
  })
  if (lines.length === 0) return noRecords('subscriptions', 'There was no such customer then.', period, context)
  const whole = { state: segmentFacts(state, ''), moved: segmentFacts(moved, '') }
  const ofChurn = chosen.includes(churnFigure) ? whole.moved : undefined
  const opening = [
    by === 'plan' ? 'By main plan, as of {as_of}' : 'As of {as_of}',
    ofChurn ? fill(', with churn of {period}', ofChurn) : '',
    rank ? `, the ${rank} health score first` : '',
  ]
  return {
    text: lineByLine(
      `${fill(opening[0] ?? '', whole.state)}${opening.slice(1).join('')}:`,
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

/** A segment as it stood at the end of the time, and who left in it. */
interface AboutSegment {
  state: FactsByKey
  moved: FactsByKey
}

interface Figure {
  /** What asks for it alone. */
  said?: RegExp
  say: (about: AboutSegment) => string | undefined
}

const churnFigure: Figure = {
  said: /churn|leav|\bleft\b|\blost\b|losing|\bloses?\b|cancel|attrition/,
  say: ({ moved }) =>
    fill('churn of {churn_rate} ({churned} of {active_at_start})', moved) ??
    (moved.get('active_at_start')?.value ? 'churn not known yet' : undefined),
}

const usualFigures: readonly Figure[] = [
  { say: ({ state }) => fill('{active|active customer|active customers}', state) },
  {
    said: /\b(?:mrr|arr|revenue|money|pay|pays|paying|income|earn|earns)\b/,
    say: ({ state }) => fill('{mrr} a month', state),
  },
  { said: /health|\bscores?\b/, say: ({ state }) => fill('an average health score of {average_score}', state) },
  churnFigure,
]

const figures: readonly Figure[] = [
  ...usualFigures,
  { said: /\bnps\b|promoter|recommend/, say: ({ state }) => npsWords(state) },
]

type Rank = 'worst' | 'best'

function rankAsked(words: string, count: number): Rank | undefined {
  if (/\b(?:best|healthiest|strongest|top|highest)\b/.test(words)) return 'best'
  return /\b(?:worst|weakest|lowest|unhealthiest|bottom)\b/.test(words) || count >= ORDERED_FROM ? 'worst' : undefined
}

function ranked<Segment extends { averageScore: number | null }>(
  segments: readonly Segment[],
  rank: Rank | undefined,
): readonly Segment[] {
  if (!rank) return segments
  const known = segments.filter(({ averageScore }) => averageScore !== null)
  const order = known.toSorted((a, b) => Number(a.averageScore) - Number(b.averageScore))
  const unknown = segments.filter(({ averageScore }) => averageScore === null)
  return [...(rank === 'best' ? order.reverse() : order), ...unknown]
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
