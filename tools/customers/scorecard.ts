/** Everything known of a customer on a day, put together from the queries: what the customer tools show parts of. */
import {
  type CustomerProfileRow,
  type CustomerSignalsRow,
  customerProfiles,
  customerSignals,
} from '../../db/queries/customers.ts'
import type { HealthScoreRow } from '../../db/queries/scores.ts'
import { churnShares } from '../churn/churn-shares.ts'
import type { ObservedShare } from '../churn/observed-share.ts'
import type { ToolContext } from '../define-tool.ts'
import { type Cause, causesOf, daysBetween } from '../health/causes.ts'
import { customerScore } from '../health/customer-score.ts'
import { type HealthReason, healthReasons } from '../health/health-reasons.ts'
import { ventureScores } from '../health/venture-scores.ts'
import { oncePerRun } from '../run-memory.ts'

export interface Scorecard {
  profile: CustomerProfileRow
  health: HealthScoreRow
  signals: CustomerSignalsRow
  daysSinceActive: number | null
  reasons: HealthReason[]
  causes: Cause[]
  /** Undefined for churned and trial customers, and where nobody like this one was ever seen. */
  churn: ObservedShare | undefined
  arrMinor: number
  /** ARR × churn probability, in minor units: what the list of customers at risk is ranked by. */
  expectedLossMinor: number
}

/** Scorecards of `customerIds`, or of everyone, by name. */
export async function scorecards(context: ToolContext, customerIds: string[] | null): Promise<Scorecard[]> {
  if (customerIds !== null) return readScorecards(context, customerIds)
  return oncePerRun(context, 'scorecards', () => readScorecards(context, null))
}

/** One customer's from its own rows; of several, everyone's. */
async function scoresOf(context: ToolContext, customerIds: string[] | null): Promise<HealthScoreRow[]> {
  const { db, asOf, knownAt, settings } = context
  const [customerId, ...others] = customerIds ?? []
  if (customerId === undefined || others.length > 0) return ventureScores(context)
  const score = await customerScore(db, { asOf, knownAt, customerId }, settings)
  return score ? [score] : []
}

async function readScorecards(context: ToolContext, customerIds: string[] | null): Promise<Scorecard[]> {
  const { db, asOf, knownAt, settings } = context
  const at = { asOf, knownAt }
  const profiles = await customerProfiles(db, at, customerIds)
  const scores = new Map((await scoresOf(context, customerIds)).map((row) => [row.customerId, row]))
  const signals = new Map(
    (await customerSignals(db, at, customerIds, settings.coreFeatures)).map((row) => [row.customerId, row]),
  )
  const shares = await churnShares(context)
  const ages = await shares.agesOf(db, customerIds)
  return profiles.flatMap((profile) => {
    const health = scores.get(profile.id)
    const signal = signals.get(profile.id)
    if (!health || !signal) return []
    const daysSinceActive = signal.lastActiveOn === null ? null : daysBetween(signal.lastActiveOn, asOf)
    const churn = shares.of(ages, profile.id, health.status)
    const arrMinor = 12 * profile.mrrMinor
    return [
      {
        profile,
        health,
        signals: signal,
        daysSinceActive,
        reasons: healthReasons({ ...health, daysSinceActive }, settings),
        causes:
          health.status === 'churned'
            ? []
            : causesOf({
                asOf,
                profile,
                signals: signal,
                featuresUsedCount: health.featuresUsedCount,
                hasCoreFeatures: settings.coreFeatures.length > 0,
                isActivityLoaded: health.engagementBasis !== null,
                currency: context.venture.currency,
              }),
        churn,
        arrMinor,
        expectedLossMinor: Math.round(arrMinor * (churn?.churnProbability ?? 0)),
      },
    ]
  })
}
