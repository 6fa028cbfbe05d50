/** Why a score is what it is: the parts that lost points, the greatest loss first. */
import type { HealthScoreRow, ScoreParameters } from '../../db/queries/scores.ts'
import { formatCount, formatDays, formatPoints } from '../format.ts'

export const reasonCodes = ['never_active', 'inactive', 'open_tickets', 'no_features', 'few_features'] as const
type ReasonCode = (typeof reasonCodes)[number]

export interface HealthReason {
  code: ReasonCode
  part: 'engagement' | 'support' | 'value'
  pointsLost: number
  /** `last login 43 days ago, which costs 40 of 40 points` */
  text: string
  /** Keys of the facts it rests on, as `get_customer` states them. */
  factKeys: string[]
}

export interface ReasonFacts
  extends Pick<
    HealthScoreRow,
    'engagement' | 'support' | 'value' | 'engagementBasis' | 'openTicketCount' | 'featuresUsedCount'
  > {
  /** Days since the last activity, however long ago; null when there never was any. */
  daysSinceActive: number | null
}

/** At most one reason a part; equal losses come in the order engagement, support, value. None when nothing was lost. */
export function healthReasons(
  facts: ReasonFacts,
  weights: Pick<ScoreParameters, 'engagementWeight' | 'supportWeight' | 'valueWeight'>,
): HealthReason[] {
  const reasons: HealthReason[] = []
  const add = (
    part: HealthReason['part'],
    weight: number,
    points: number | null,
    describe: () => Pick<HealthReason, 'code' | 'text' | 'factKeys'>,
  ) => {
    if (points === null || points >= weight) return
    const pointsLost = Math.round((weight - points) * 100) / 100
    const { code, text, factKeys } = describe()
    const cost = `which costs ${formatPoints(pointsLost)} of ${formatPoints(weight)} points`
    reasons.push({ code, part, pointsLost, text: `${text}, ${cost}`, factKeys: [...factKeys, part] })
  }
  add('engagement', weights.engagementWeight, facts.engagement, () => inactivity(facts))
  add('support', weights.supportWeight, facts.support, () => ({
    code: 'open_tickets',
    text: `${formatCount(facts.openTicketCount)} support ${facts.openTicketCount === 1 ? 'ticket is' : 'tickets are'} open or pending`,
    factKeys: ['open_tickets'],
  }))
  add('value', weights.valueWeight, facts.value, () => adoption(facts.featuresUsedCount))
  return reasons.sort((a, b) => b.pointsLost - a.pointsLost)
}

function inactivity({
  daysSinceActive,
  engagementBasis,
}: ReasonFacts): Pick<HealthReason, 'code' | 'text' | 'factKeys'> {
  const act = engagementBasis === 'logins' ? 'login' : 'use'
  if (daysSinceActive === null) {
    return { code: 'never_active', text: engagementBasis === 'logins' ? 'never logged in' : 'never used', factKeys: [] }
  }
  return { code: 'inactive', text: `last ${act} ${formatDays(daysSinceActive)} ago`, factKeys: ['days_since_active'] }
}

function adoption(featuresUsed: number): Pick<HealthReason, 'code' | 'text' | 'factKeys'> {
  if (featuresUsed === 0)
    return { code: 'no_features', text: 'no feature used in 90 days', factKeys: ['features_used'] }
  const features = featuresUsed === 1 ? 'feature' : 'features'
  return {
    code: 'few_features',
    text: `${formatCount(featuresUsed)} ${features} used in 90 days`,
    factKeys: ['features_used'],
  }
}
