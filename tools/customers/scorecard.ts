/** Everything known of a customer on a day, put together from the queries: what the customer tools show parts of. */
import {
  type CustomerProfileRow,
  type CustomerSignalsRow,
  customerProfiles,
  customerSignals,
} from '../../db/queries/customers.ts'
import type { HealthScoreRow } from '../../db/queries/scores.ts'
import type { AsOf } from '../../db/venture-db.ts'
import { type Ages, type ChurnShares, churnShares } from '../churn/churn-shares.ts'
import type { ObservedShare } from '../churn/observed-share.ts'
import type { ToolContext } from '../define-tool.ts'
import { type Cause, causesOf, daysBetween } from '../health/causes.ts'
import { type CustomerScores, customerScores } from '../health/customer-score.ts'
import { type HealthReason, healthReasons } from '../health/health-reasons.ts'
import { ventureScores } from '../health/venture-scores.ts'
import { oncePerRun } from '../run-memory.ts'
import { byCustomerId, ofEachCustomer } from './customers-together.ts'

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

/** One customer's from its own rows alone, with its score on each of `days`; what many calls want at once is read together. */
export async function scorecardOf(
  context: ToolContext,
  customerId: string,
  days: readonly string[],
): Promise<{ card: Scorecard; history: CustomerScores['history'] } | undefined> {
  const { db, asOf, knownAt, settings } = context
  const at = { asOf, knownAt, customerId }
  const shares = await churnShares(context)
  const [profile, scores, signals, ages] = await Promise.all([
    profileOf(db, at),
    customerScores(db, { ...at, days }, settings),
    signalsOf(db, { ...at, coreFeatures: settings.coreFeatures }),
    shares.ageOf(db, customerId),
  ])
  if (!profile || !scores || !signals) return undefined
  const found = { scores: [scores.today], signals: [signals], profiles: [profile] }
  const [card] = putTogether(context, found, shares, ages)
  return card && { card, history: scores.history }
}

const profileOf = ofEachCustomer<AsOf & { customerId: string }, CustomerProfileRow>(async (db, at, customerIds) => {
  const rows = await customerProfiles(db, at, customerIds)
  return new Map(rows.map((row) => [row.id, row]))
})

const signalsOf = ofEachCustomer<AsOf & { customerId: string; coreFeatures: readonly string[] }, CustomerSignalsRow>(
  async (db, at, customerIds) => byCustomerId(await customerSignals(db, at, customerIds, at.coreFeatures)),
)

async function readScorecards(context: ToolContext, customerIds: string[] | null): Promise<Scorecard[]> {
  const [customerId, ...others] = customerIds ?? []
  if (customerId !== undefined && others.length === 0) {
    const found = await scorecardOf(context, customerId, [])
    return found ? [found.card] : []
  }
  const { db, asOf, knownAt, settings } = context
  const at = { asOf, knownAt }
  const profiles = await customerProfiles(db, at, customerIds)
  const scores = await ventureScores(context)
  const signals = await customerSignals(db, at, customerIds, settings.coreFeatures)
  const shares = await churnShares(context)
  return putTogether(context, { profiles, scores, signals }, shares, await shares.agesOf(db, customerIds))
}

function putTogether(
  { asOf, settings, venture }: ToolContext,
  rows: { profiles: CustomerProfileRow[]; scores: HealthScoreRow[]; signals: CustomerSignalsRow[] },
  shares: ChurnShares,
  ages: Ages,
): Scorecard[] {
  const scores = byCustomerId(rows.scores)
  const signals = byCustomerId(rows.signals)
  return rows.profiles.flatMap((profile) => {
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
                currency: venture.currency,
              }),
        churn,
        arrMinor,
        expectedLossMinor: Math.round(arrMinor * (churn?.churnProbability ?? 0)),
      },
    ]
  })
}
