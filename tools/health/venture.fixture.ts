/** Any venture of a few customers, and any settings of a score that are allowed. */
import fc from 'fast-check'
import type { ScoreParameters } from '../../db/queries/scores.ts'
import { settingsSchema } from '../settings/settings.ts'
import { type CustomerHistory, customerHistory } from './history.fixture.ts'

/** A decimal of two places in a range: weights and points as people set them, ties of rounding among them. */
const points = (low: number, high: number) => fc.integer({ min: low * 100, max: high * 100 }).map((n) => n / 100)

export const parameters: fc.Arbitrary<ScoreParameters> = fc
  .record({
    firstWeight: fc.integer({ min: 0, max: 10_000 }),
    secondWeight: fc.integer({ min: 0, max: 10_000 }),
    activeLoginDays: fc.integer({ min: 1, max: 7 }),
    activeEngagementPoints: points(1, 50),
    moderateLoginDays: fc.integer({ min: 2, max: 14 }),
    moderateEngagementPoints: points(0, 40),
    lowLoginDays: fc.integer({ min: 8, max: 60 }),
    lowEngagementPoints: points(0, 30),
    maxSupportPoints: points(1, 50),
    ticketPenalty: points(5, 20),
    minSupportPoints: points(0, 10),
    pointsPerFeature: points(1, 10),
    coreFeatureBonus: points(0, 20),
    maxValuePoints: points(1, 50),
    coreFeatures: fc.uniqueArray(fc.constantFrom('alerts', 'boards', 'never used'), { maxLength: 2 }),
    healthyThreshold: points(60, 90),
    atRiskThreshold: points(30, 60),
    churnDefinition: fc.constantFrom('auto' as const, 'event' as const, 'subscription' as const, 'inactivity' as const),
    winBackInactiveDays: fc.integer({ min: 14, max: 90 }),
  })
  .map(({ firstWeight, secondWeight, ...rest }) => {
    const engagement = Math.min(firstWeight, secondWeight)
    const support = Math.max(firstWeight, secondWeight) - engagement
    return {
      ...rest,
      engagementWeight: engagement / 100,
      supportWeight: support / 100,
      valueWeight: (10_000 - engagement - support) / 100,
    }
  })
  .filter((candidate) => settingsSchema.safeParse(candidate).success)

const sources = ['logins', 'uses', 'tickets', 'subscriptions', 'events'] as const
/** Histories of one venture, some sources never loaded. */
export const venture = fc
  .tuple(fc.array(customerHistory, { minLength: 1, maxLength: 25 }), fc.subarray([...sources]))
  .map(([histories, loaded]) =>
    histories.map(
      (history): CustomerHistory => ({
        ...history,
        ...Object.fromEntries(sources.filter((source) => !loaded.includes(source)).map((source) => [source, []])),
      }),
    ),
  )
