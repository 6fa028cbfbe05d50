/**
 * The health score in plain words of TypeScript: the formula of the definitions, for one customer on one day. The
 * product computes it in SQL (`db/queries/scores.ts`); a property test holds the two together.
 */
import type { ScoreParameters } from '../../db/queries/scores.ts'

export interface HealthFacts {
  /** False where the venture had never loaded that source by the as-of: the part is then missing, which is not 0. */
  isActivityLoaded: boolean
  areTicketsLoaded: boolean
  areFeaturesLoaded: boolean
  /** Null for a customer that was never active. */
  daysSinceActive: number | null
  openTicketCount: number
  /** Distinct features used in the last 90 days, and how many of the core ones are among them. */
  featuresUsedCount: number
  coreFeaturesUsedCount: number
}

export interface HealthParts {
  engagement: number | null
  support: number | null
  value: number | null
  /** Known weight ÷ 100, 0–1. */
  coverage: number
  /** 0–100 with two decimals, rescaled by the known weight; null when no part is known. */
  score: number | null
  /** `no_data` below half the weight. Churned and trial customers are told apart elsewhere. */
  status: 'healthy' | 'at_risk' | 'critical' | 'no_data'
}

/** Parts are rounded half up to two decimals, the score is their sum, and the status is judged on it. */
export function healthScore(facts: HealthFacts, p: ScoreParameters): HealthParts {
  const engagement = facts.isActivityLoaded
    ? part(p.engagementWeight, engagementPoints(facts.daysSinceActive, p), p.activeEngagementPoints)
    : null
  const support = facts.areTicketsLoaded
    ? part(
        p.supportWeight,
        clamp(p.maxSupportPoints - p.ticketPenalty * facts.openTicketCount, p.minSupportPoints, p.maxSupportPoints),
        p.maxSupportPoints,
      )
    : null
  const value = facts.areFeaturesLoaded ? part(p.valueWeight, valuePoints(facts, p), p.maxValuePoints) : null
  const knownWeight = decimal(
    (engagement === null ? 0 : p.engagementWeight) +
      (support === null ? 0 : p.supportWeight) +
      (value === null ? 0 : p.valueWeight),
  )
  const points = roundHalfUp((engagement ?? 0) + (support ?? 0) + (value ?? 0))
  const score = knownWeight === 0 ? null : knownWeight === 100 ? points : roundHalfUp((100 * points) / knownWeight)
  return {
    engagement,
    support,
    value,
    coverage: decimal(knownWeight / 100),
    score,
    status: statusOf(score, knownWeight, p),
  }
}

function statusOf(score: number | null, knownWeight: number, p: ScoreParameters): HealthParts['status'] {
  if (score === null || knownWeight < 50) return 'no_data'
  if (score >= p.healthyThreshold) return 'healthy'
  return score >= p.atRiskThreshold ? 'at_risk' : 'critical'
}

function engagementPoints(daysSinceActive: number | null, p: ScoreParameters): number {
  if (daysSinceActive === null || daysSinceActive > p.lowLoginDays) return 0
  if (daysSinceActive <= p.activeLoginDays) return p.activeEngagementPoints
  return daysSinceActive <= p.moderateLoginDays ? p.moderateEngagementPoints : p.lowEngagementPoints
}

function valuePoints(facts: HealthFacts, p: ScoreParameters): number {
  const core = new Set(p.coreFeatures).size
  const bonus = core > 0 && facts.coreFeaturesUsedCount === core ? p.coreFeatureBonus : 0
  return Math.min(p.maxValuePoints, p.pointsPerFeature * facts.featuresUsedCount + bonus)
}

function part(weight: number, points: number, scale: number): number {
  return roundHalfUp((weight * points) / scale)
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}

/** Half up at the second decimal, as SQL's numeric does. */
function roundHalfUp(value: number): number {
  return Math.round(decimal(value * 100)) / 100
}

/** What the number would be without binary fractions: 1.005 × 100 is 100.5, not 100.49999999999999. */
function decimal(value: number): number {
  return Number(value.toPrecision(13))
}
