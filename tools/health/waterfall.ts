/**
 * A change in score, split into its causes. Each part is the score with one thing replaced minus the score before, in the
 * order of `stepNames`, so the parts add up to the change exactly; scores are counted in hundredths to keep it so.
 *
 * - start: the first day, by the settings in force and from what was known then.
 * - settings: the same facts, by the settings of now.
 * - missing data: sources of which nothing was loaded then and something is now, as they stood on the first day.
 * - late data: what became known later about days up to the first.
 * - time passing: the last day, with no fact after the first: activity ages, features leave their 90 days.
 * - engagement, support, value: what happened after the first day, one component after the other.
 */
import type { ScoreParameters } from '../../db/queries/scores.ts'
import { type CustomerRecords, type Moment, momentOf } from './customer-records.ts'
import { type HealthFacts, healthScore } from './health-score.ts'
import { type CustomerScore, factsAt, type Sources, scoreAt } from './score-at.ts'

export const stepNames = [
  'settings',
  'missing_data',
  'late_data',
  'time_passing',
  'engagement',
  'support',
  'value',
] as const

/** The four states of knowledge and time that a waterfall steps through. */
export interface WaterfallMoments {
  start: Moment
  known: Moment
  aged: Moment
  end: Moment
}

export function waterfallMoments(from: string, to: string): WaterfallMoments {
  return {
    start: momentOf(from, from, 'then'),
    known: momentOf(from, from, 'now'),
    aged: momentOf(to, from, 'now'),
    end: momentOf(to, to, 'now'),
  }
}

/** By what a score is judged at one end. */
export interface Footing {
  settings: ScoreParameters
  sources: Sources
}

export interface Waterfall {
  before: CustomerScore | null
  after: CustomerScore | null
  /** The score before, and after each step, in hundredths; null when there is no score at one end. */
  levels: number[] | null
  /** Time passing, by the component that aged, in hundredths. */
  ageing: { engagement: number; value: number }
}

/** The waterfall of one customer; `records` must hold the four moments. */
export function customerWaterfall(
  records: CustomerRecords,
  moments: WaterfallMoments,
  then: Footing,
  now: Footing,
): Waterfall {
  const before = scoreAt(records, moments.start, then.sources, then.settings)
  const after = scoreAt(records, moments.end, now.sources, now.settings)
  if (before?.score == null || after?.score == null)
    return { before, after, levels: null, ageing: { engagement: 0, value: 0 } }
  const p = now.settings
  const factsOf = (moment: Moment, sources: Sources) => factsAt(records, moment, sources, p.coreFeatures)
  const asKnownThen = factsOf(moments.start, then.sources)
  const known = factsOf(moments.known, now.sources)
  const aged = factsOf(moments.aged, now.sources)
  const end = factsOf(moments.end, now.sources)
  const joined: HealthFacts = {
    isActivityLoaded: known.isActivityLoaded,
    areTicketsLoaded: known.areTicketsLoaded,
    areFeaturesLoaded: known.areFeaturesLoaded,
    ...activityIn(then.sources.basis === now.sources.basis ? asKnownThen : known),
    ...ticketsIn(then.sources.tickets ? asKnownThen : known),
    ...featuresIn(then.sources.features ? asKnownThen : known),
  }
  const agedEngagement = { ...known, ...activityIn(aged) }
  const active = { ...aged, ...activityIn(end) }
  const supported = { ...active, ...ticketsIn(end) }
  // A weight of 0 may leave no known part at a step between: then the step after it carries the change.
  let level = hundredths(before.score)
  const next = (facts: HealthFacts) => {
    const { score } = healthScore(facts, p)
    if (score !== null) level = hundredths(score)
    return level
  }
  const levels = [level, next(asKnownThen), next(joined), next(known)]
  const beforeAgeing = level
  const engagementAged = next(agedEngagement) - beforeAgeing
  levels.push(next(aged))
  const ageing = { engagement: engagementAged, value: level - beforeAgeing - engagementAged }
  levels.push(next(active), next(supported), next(end))
  return { before, after, levels, ageing }
}

/** What each step adds, in hundredths. */
export function stepsOf(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, index) => level - (levels[index] ?? 0))
}

const activityIn = ({ daysSinceActive }: HealthFacts) => ({ daysSinceActive })
const ticketsIn = ({ openTicketCount }: HealthFacts) => ({ openTicketCount })
const featuresIn = ({ featuresUsedCount, coreFeaturesUsedCount }: HealthFacts) => ({
  featuresUsedCount,
  coreFeaturesUsedCount,
})

const hundredths = (score: number): number => Math.round(score * 100)
