import { expect, test } from 'vitest'
import { defaultSettings, settingsSchema } from './settings.ts'

test('the defaults are a valid set, and an empty document means them', () => {
  expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings)
  expect(defaultSettings).toMatchObject({ engagementWeight: 40, healthyThreshold: 70, npsMinResponses: 100 })
})

test.each([
  ['a value above its range', { activeLoginDays: 8 }, 'activeLoginDays', '7'],
  ['a value below its range', { atRiskThreshold: 29 }, 'atRiskThreshold', '30'],
  ['a part of a day', { lowLoginDays: 8.5 }, 'lowLoginDays', 'int'],
  ['a word that is not one of the choices', { churnDefinition: 'gone' }, 'churnDefinition', 'inactivity'],
  ['weights that do not sum to 100', { supportWeight: 31 }, 'engagementWeight', 'sum to 100'],
  [
    'active days not below moderate ones',
    { activeLoginDays: 7, moderateLoginDays: 7 },
    'activeLoginDays',
    'moderate_login_days',
  ],
  [
    'moderate days not below low ones',
    { moderateLoginDays: 14, lowLoginDays: 14 },
    'moderateLoginDays',
    'low_login_days',
  ],
  [
    'active points not above moderate ones',
    { activeEngagementPoints: 30 },
    'moderateEngagementPoints',
    'active_engagement_points',
  ],
  [
    'moderate points not above low ones',
    { lowEngagementPoints: 30 },
    'lowEngagementPoints',
    'moderate_engagement_points',
  ],
  [
    'a support floor above its ceiling',
    { maxSupportPoints: 5, minSupportPoints: 6 },
    'minSupportPoints',
    'max_support_points',
  ],
  ['thresholds that touch', { healthyThreshold: 60, atRiskThreshold: 60 }, 'atRiskThreshold', 'healthy_threshold'],
  ['risk limits out of order', { lowRisk: 0.4 }, 'lowRisk', 'medium_risk'],
  ['a send window that is empty', { sendWindowStart: 17 }, 'sendWindowStart', 'send_window_end'],
  ['a stage that ends before it begins', { onboardingDays: 30 }, 'onboardingDays', 'activation_days'],
  [
    'an NPS to reach below the one that alerts',
    { npsPositiveThreshold: 31 },
    'npsPositiveThreshold',
    'nps_target_score',
  ],
  ['a schedule that never runs', { scoreRefreshCron: '0 0 30 2 *' }, 'scoreRefreshCron', 'ever runs'],
  ['a schedule of four fields', { scoreRefreshCron: '0 2 * *' }, 'scoreRefreshCron', 'five fields'],
  ['no mail address', { digestEmail: 'success' }, 'digestEmail', 'mail address'],
  [
    'two fields in one of the CRM',
    { crmFieldMapping: { health_score: 'a', health_status: 'a' } },
    'crmFieldMapping',
    'one',
  ],
] as const)('%s is refused whole, by name', (_what, change, path, words) => {
  const { success, error } = settingsSchema.safeParse({ ...defaultSettings, ...change })
  expect(success).toBe(false)
  expect(new Set(error?.issues.map((issue) => issue.path.join('.')))).toEqual(new Set([path]))
  expect(error?.issues[0]?.message).toContain(words)
})

test('a name that is no parameter is refused', () => {
  const { error } = settingsSchema.safeParse({ engagementWieght: 40 })
  expect(error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['engagementWieght'] })
})

test('weights that rounding could lift above a score of 100 are refused', () => {
  const { error } = settingsSchema.safeParse({ engagementWeight: 33.335, supportWeight: 33.335, valueWeight: 33.33 })
  expect(error?.issues.map(({ path }) => path[0])).toEqual(['engagementWeight', 'supportWeight'])
})

test('three weights with fractions may sum to 100', () => {
  const thirds = { engagementWeight: 33.3, supportWeight: 33.3, valueWeight: 33.4 }
  expect(settingsSchema.safeParse(thirds).success).toBe(true)
})
