import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../settings/settings.ts'
import { type HealthFacts, healthScore } from './health-score.ts'

const best: HealthFacts = {
  isActivityLoaded: true,
  areTicketsLoaded: true,
  areFeaturesLoaded: true,
  daysSinceActive: 0,
  openTicketCount: 0,
  featuresUsedCount: 6,
  coreFeaturesUsedCount: 0,
}

describe('the health score at the defaults', () => {
  test.each([
    [0, 40],
    [1, 40],
    [2, 30],
    [7, 30],
    [8, 20],
    [30, 20],
    [31, 0],
    [null, 0],
  ])('%s days since the last login are %d points', (daysSinceActive, engagement) => {
    expect(healthScore({ ...best, daysSinceActive }, defaultSettings).engagement).toBe(engagement)
  })

  test.each([
    [0, 30],
    [2, 10],
    [3, 0],
    [9, 0],
  ])('%d open tickets leave %d points', (openTicketCount, support) => {
    expect(healthScore({ ...best, openTicketCount }, defaultSettings).support).toBe(support)
  })

  test('the bonus for core features is given once, and only for all of them', () => {
    const settings = { ...defaultSettings, coreFeatures: ['a', 'b'] }
    const using = (featuresUsedCount: number, coreFeaturesUsedCount: number) =>
      healthScore({ ...best, featuresUsedCount, coreFeaturesUsedCount }, settings).value
    expect([using(2, 1), using(2, 2), using(6, 2)]).toEqual([10, 20, 30])
  })

  test('a missing part is not 0: the rest is rescaled, and below half the weight there is no status', () => {
    // Without value, 40 + 10 of 70: 71.43. Support alone is 30 of 100: a score, but no status.
    const noValue = { ...best, areFeaturesLoaded: false, openTicketCount: 2 }
    expect(healthScore(noValue, defaultSettings)).toMatchObject({
      value: null,
      coverage: 0.7,
      score: 71.43,
      status: 'healthy',
    })
    const supportOnly = { ...noValue, isActivityLoaded: false }
    expect(healthScore(supportOnly, defaultSettings)).toMatchObject({ coverage: 0.3, score: 33.33, status: 'no_data' })
    const nothing = { ...supportOnly, areTicketsLoaded: false }
    expect(healthScore(nothing, defaultSettings)).toMatchObject({ coverage: 0, score: null, status: 'no_data' })
  })

  test('half a hundredth goes up, and the status is judged on the sum of the rounded parts', () => {
    // 33.35 × 10 ÷ 40 = 8.3375 → 8.34; 20.1 × 1.1 ÷ 4.4 = 5.025 → 5.03, which binary fractions alone make 5.02.
    const settings = { ...defaultSettings, engagementWeight: 33.35, supportWeight: 36.65, lowEngagementPoints: 10 }
    expect(healthScore({ ...best, daysSinceActive: 20 }, settings).engagement).toBe(8.34)
    const tie = {
      ...defaultSettings,
      engagementWeight: 20.1,
      supportWeight: 49.9,
      activeEngagementPoints: 4.4,
      moderateEngagementPoints: 1.1,
    }
    expect(healthScore({ ...best, daysSinceActive: 5 }, tie).engagement).toBe(5.03)
    // 40 + 0 + 30 = 70 is healthy at 70; 30 + 10 + 0 = 40 is at risk at 40.
    expect(healthScore({ ...best, openTicketCount: 3 }, defaultSettings)).toMatchObject({
      score: 70,
      status: 'healthy',
    })
    expect(
      healthScore({ ...best, daysSinceActive: 5, openTicketCount: 2, featuresUsedCount: 0 }, defaultSettings),
    ).toMatchObject({ score: 40, status: 'at_risk' })
  })
})

test('more activity, fewer tickets and more features never lower a score', () => {
  const facts = fc.record({
    isActivityLoaded: fc.boolean(),
    areTicketsLoaded: fc.boolean(),
    areFeaturesLoaded: fc.boolean(),
    daysSinceActive: fc.nat(100),
    openTicketCount: fc.nat(6),
    featuresUsedCount: fc.nat(10),
    coreFeaturesUsedCount: fc.constant(0),
  })
  fc.assert(
    fc.property(facts, (worse) => {
      const better = {
        ...worse,
        daysSinceActive: Math.max(0, worse.daysSinceActive - 5),
        openTicketCount: Math.max(0, worse.openTicketCount - 1),
        featuresUsedCount: worse.featuresUsedCount + 1,
      }
      const [low, high] = [healthScore(worse, defaultSettings).score, healthScore(better, defaultSettings).score]
      if (low === null || high === null) return low === high
      return low <= high && low >= 0 && high <= 100
    }),
  )
})
