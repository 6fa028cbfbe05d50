/** What must hold between parameters. Each rule is declared once: the check, the words and whom it binds. */
import { type ParameterName, snakeName } from './parameters.ts'
import type { Settings } from './settings.ts'

export interface Constraint {
  /** Whom it binds; a refusal names the first. */
  parameters: readonly [ParameterName, ...ParameterName[]]
  /** As a sentence says it: `active_login_days must be less than moderate_login_days`. */
  rule: string
  /** Whether the settings keep it. */
  holds(settings: Settings): boolean
}

const weights = ['engagementWeight', 'supportWeight', 'valueWeight'] as const

export const constraints: readonly Constraint[] = [
  // Parts are rounded to two decimals: weights with more could add up to a score of 100.01.
  ...weights.map(
    (weight): Constraint => ({
      parameters: [weight],
      rule: `${snakeName(weight)} must not have more than two decimals`,
      holds: (settings) => Number(settings[weight].toFixed(2)) === settings[weight],
    }),
  ),
  {
    parameters: weights,
    rule: 'the three weights must sum to 100',
    holds: (settings) => Math.abs(weights.reduce((sum, weight) => sum + settings[weight], 0) - 100) <= 1e-9,
  },
  less('activeLoginDays', 'moderateLoginDays'),
  less('moderateLoginDays', 'lowLoginDays'),
  less('moderateEngagementPoints', 'activeEngagementPoints'),
  less('lowEngagementPoints', 'moderateEngagementPoints'),
  atMost('minSupportPoints', 'maxSupportPoints'),
  less('atRiskThreshold', 'healthyThreshold'),
  less('lowRisk', 'mediumRisk'),
  less('mediumRisk', 'highRisk'),
  less('sendWindowStart', 'sendWindowEnd'),
  // A stage that ends before it begins would hold nobody.
  less('onboardingDays', 'activationDays'),
  less('activationDays', 'engagementDays'),
  atMost('npsPositiveThreshold', 'npsTargetScore'),
  atMost('npsTargetScore', 'npsExcellentScore'),
]

type NumberName = {
  [Name in ParameterName]: Settings[Name] extends number ? Name : never
}[ParameterName]

function less(lower: NumberName, upper: NumberName): Constraint {
  return {
    parameters: [lower, upper],
    rule: `${snakeName(lower)} must be less than ${snakeName(upper)}`,
    holds: (settings) => settings[lower] < settings[upper],
  }
}
function atMost(lower: NumberName, upper: NumberName): Constraint {
  return {
    parameters: [lower, upper],
    rule: `${snakeName(lower)} must not exceed ${snakeName(upper)}`,
    holds: (settings) => settings[lower] <= settings[upper],
  }
}
