import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { healthScore } from '../health/health-score.ts'
import { parameters } from './parameters.ts'
import { defaultSettings, settingsSchema } from './settings.ts'

test('the defaults keep every rule, and complete a set that names only some parameters', () => {
  expect(settingsSchema.parse({})).toEqual(defaultSettings)
  const named = { healthyThreshold: 80, coreFeatures: ['boards'] }
  expect(settingsSchema.parse(named)).toEqual({ ...defaultSettings, ...named })
})

describe('a set is refused whole, with the parameter that breaks the rule', () => {
  test.each([
    ['a value outside its range', { ticketPenalty: 21 }, 'ticketPenalty'],
    ['a part of a whole number', { lowLoginDays: 30.5 }, 'lowLoginDays'],
    ['weights that do not sum to 100', { engagementWeight: 50 }, 'engagementWeight'],
    ['a weight with more than two decimals', { engagementWeight: 39.995, valueWeight: 30.005 }, 'engagementWeight'],
    ['limits of days out of order', { moderateLoginDays: 14, lowLoginDays: 14 }, 'moderateLoginDays'],
    ['points out of order', { moderateEngagementPoints: 40 }, 'activeEngagementPoints'],
    ['a floor above the scale', { minSupportPoints: 10, maxSupportPoints: 9 }, 'minSupportPoints'],
    ['equal thresholds', { healthyThreshold: 60, atRiskThreshold: 60 }, 'atRiskThreshold'],
    ['risks out of order', { mediumRisk: 0.5, highRisk: 0.5 }, 'mediumRisk'],
    ['a window that ends before it begins', { sendWindowStart: 17 }, 'sendWindowStart'],
  ])('%s', (_, settings, parameter) => {
    const parsed = settingsSchema.safeParse(settings)
    expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(parameter)
  })

  test('a name that is no parameter', () => {
    expect(settingsSchema.safeParse({ healthyTreshold: 80 }).success).toBe(false)
  })
})

test('only the Chairman applies what the specification marks so', () => {
  const marked = Object.entries(parameters).flatMap(([name, { chairmanOnly }]) => (chairmanOnly ? [name] : []))
  expect(marked.sort()).toEqual([
    'atRiskThreshold',
    'budgetPerCampaign',
    'budgetPerCustomerMonthly',
    'budgetTotalMonthly',
    'crmPlatform',
    'healthyThreshold',
    'highValueArr',
    'npsExcellentScore',
    'npsPositiveThreshold',
    'npsTargetScore',
    'targetUptimePercent',
  ])
})

test('every parameter alone takes both ends of its range and nothing beyond', () => {
  for (const [name, { schema }] of Object.entries(parameters)) {
    const { minimum, maximum } = z.toJSONSchema(schema, { io: 'output' })
    if (minimum === undefined || maximum === undefined) continue
    expect(
      [minimum, maximum].map((end) => schema.safeParse(end).success),
      name,
    ).toEqual([true, true])
    expect(
      [minimum - 1, maximum + 1].map((end) => schema.safeParse(end).success),
      name,
    ).toEqual([false, false])
  }
})

test('whatever weights are accepted, all points are a score of exactly 100', () => {
  const hundredths = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }))
  fc.assert(
    fc.property(hundredths, ([first, second]) => {
      const [low, high] = [Math.min(first, second), Math.max(first, second)]
      const settings = settingsSchema.parse({
        engagementWeight: low / 100,
        supportWeight: (high - low) / 100,
        valueWeight: (10_000 - high) / 100,
      })
      const best = {
        isActivityLoaded: true,
        areTicketsLoaded: true,
        areFeaturesLoaded: true,
        daysSinceActive: 0,
        openTicketCount: 0,
        featuresUsedCount: 50,
        coreFeaturesUsedCount: 0,
      }
      expect(healthScore(best, settings)).toMatchObject({ score: 100, coverage: 1, status: 'healthy' })
    }),
  )
})
