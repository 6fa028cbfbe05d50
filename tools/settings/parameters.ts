/** Every tunable parameter, declared once: type, default, range, meaning, and whether only the Chairman may apply it. */
import { z } from 'zod'

interface Parameter<Schema extends z.ZodType> {
  schema: Schema
  meaning: string
  /** EVA and the agents may propose a change; only the Chairman applies it. */
  chairmanOnly: boolean
}

function whole(fallback: number, low: number, high: number, meaning: string) {
  return declare(z.number().int().min(low).max(high).default(fallback), meaning)
}
function decimal(fallback: number, low: number, high: number, meaning: string) {
  return declare(z.number().min(low).max(high).default(fallback), meaning)
}
function words(fallback: string, meaning: string) {
  return declare(z.string().min(1).default(fallback), meaning)
}
function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  fallback: Values[number],
  meaning: string,
) {
  return declare(
    z.enum(values).default(fallback as z.util.NoUndefined<z.output<z.ZodEnum<z.util.ToEnum<Values[number]>>>>),
    meaning,
  )
}
function declare<Schema extends z.ZodType>(schema: Schema, meaning: string): Parameter<Schema> {
  return { schema, meaning, chairmanOnly: false }
}
function chairman<Schema extends z.ZodType>(parameter: Parameter<Schema>): Parameter<Schema> {
  return { ...parameter, chairmanOnly: true }
}

const UNBOUNDED = Number.MAX_SAFE_INTEGER

export const parameters = {
  // Health score
  engagementWeight: decimal(40, 0, 100, 'points engagement can reach; the three weights sum to 100'),
  supportWeight: decimal(30, 0, 100, 'points support can reach'),
  valueWeight: decimal(30, 0, 100, 'points value can reach'),
  activeLoginDays: whole(1, 1, 7, 'a last login within this many days has all engagement points'),
  activeEngagementPoints: decimal(40, 1, 50, 'points for an active customer; the weight says what they are worth'),
  moderateLoginDays: whole(7, 2, 14, 'a last login within this many days is moderate'),
  moderateEngagementPoints: decimal(30, 0, 40, 'points for a moderate customer'),
  lowLoginDays: whole(30, 8, 60, 'a last login within this many days is low; later has no points'),
  lowEngagementPoints: decimal(20, 0, 30, 'points for a low customer'),
  maxSupportPoints: decimal(30, 1, 50, 'support points without an open ticket'),
  ticketPenalty: decimal(10, 5, 20, 'points off for each open or pending ticket'),
  minSupportPoints: decimal(0, 0, 10, 'support points never fall below this'),
  pointsPerFeature: decimal(5, 1, 10, 'value points for each distinct feature used in the last 90 days'),
  coreFeatureBonus: decimal(10, 0, 20, 'value points once every core feature is among them'),
  maxValuePoints: decimal(30, 1, 50, 'value points never rise above this'),
  coreFeatures: declare(z.array(z.string().min(1)).default([]), 'features that make the product worth paying for'),
  healthyThreshold: chairman(decimal(70, 60, 90, 'a score at or above this is healthy')),
  atRiskThreshold: chairman(decimal(40, 30, 60, 'a score at or above this is at risk; below it is critical')),

  // Churn
  churnDefinition: oneOf(['auto', 'event', 'subscription', 'inactivity'], 'auto', 'what counts as churned'),
  predictionHorizonDays: whole(90, 7, 365, 'how far ahead a churn probability looks'),
  modelUpdateDays: whole(30, 1, 90, 'days between retrainings'),
  highRisk: decimal(0.7, 0.5, 0.95, 'a churn probability at or above this is high'),
  mediumRisk: decimal(0.4, 0.2, 0.7, 'a churn probability at or above this is medium'),
  lowRisk: decimal(0.2, 0.05, 0.4, 'a churn probability at or above this is low'),
  confidenceThreshold: decimal(0.6, 0, 1, 'below this a prediction is shown and never acted on'),
  driftPsiLimit: decimal(0.25, 0.1, 1, 'a population stability index above this raises a drift alert'),

  // Campaigns
  atRiskEmailDelayDays: whole(0, 0, 3, 'days until the first mail to an at-risk customer'),
  atRiskGuideDelayDays: whole(3, 1, 7, 'days until the adoption guide'),
  atRiskCallDelayDays: whole(7, 3, 14, 'days until the check-in call'),
  criticalResponseHours: whole(24, 4, 48, 'a critical customer is called within this'),
  chairmanEscalationHours: whole(48, 24, 96, 'without a response in this time the Chairman is asked'),
  winBackInactiveDays: whole(30, 14, 90, 'days without activity after which a customer is inactive'),
  winBackOfferDelayDays: whole(7, 1, 30, 'days until a win-back offer'),
  winBackCheckInDays: whole(90, 30, 180, 'days between win-back check-ins'),
  campaignCooldownDays: whole(7, 3, 30, 'days between campaigns for one customer'),
  maxDailyCommunications: whole(1, 1, 5, 'messages a customer gets a day, over all campaigns'),
  minHoursBetweenCampaigns: whole(24, 1, 168, 'hours between two messages to one customer'),
  sendWindowStart: whole(9, 0, 23, 'first hour of sending, in the customer’s time zone'),
  sendWindowEnd: whole(17, 0, 23, 'hour at which sending ends'),
  budgetPerCustomerMonthly: chairman(decimal(100, 0, UNBOUNDED, 'spend a customer a month, in the venture’s currency')),
  budgetPerCampaign: chairman(decimal(1000, 0, UNBOUNDED, 'spend a campaign')),
  budgetTotalMonthly: chairman(decimal(5000, 0, UNBOUNDED, 'spend a month over all customers')),
  holdoutPercent: decimal(10, 0, 50, 'share of eligible customers left untreated to measure uplift'),
  highValueArr: chairman(decimal(10_000, 0, UNBOUNDED, 'an account with this ARR or more is strategic')),

  // Renewal, onboarding, advocacy
  renewalReminderDays: declare(
    z.array(z.number().int().min(0)).default([90, 60, 30, 7]),
    'days before the renewal date',
  ),
  onboardingReminderDays: declare(z.array(z.number().int().min(0)).default([1, 3, 7]), 'days after the start'),
  onboardingDays: whole(14, 1, 365, 'last day of the onboarding stage'),
  activationDays: whole(30, 1, 365, 'last day of the activation stage'),
  engagementDays: whole(90, 1, 730, 'last day of the engagement stage'),
  caseStudyMinNps: whole(9, 0, 10, 'survey score that makes a customer eligible for a case study'),
  referralMinNps: whole(8, 0, 10, 'survey score that makes a customer eligible for a referral'),

  // Alerts and surveys
  criticalSlackChannel: words('#customer-success-urgent', 'where critical alerts go'),
  teamSlackChannel: words('#customer-success', 'where the team reads'),
  opsSlackChannel: words('#eng-ops', 'where system alerts go'),
  chairmanSlackUser: words('@chairman', 'the Chairman in Slack'),
  digestEmail: words('success@company.com', 'who gets the weekly digest'),
  opsEmail: words('ops@company.com', 'who gets system alerts by mail'),
  chairmanEmail: words('chairman@company.com', 'the Chairman’s address'),
  criticalAlertDelayMinutes: whole(0, 0, 60, 'a score that recovered in this time sends nothing'),
  weeklyDigestDay: whole(1, 1, 7, 'day of the weekly digest, 1 is Monday'),
  weeklyDigestHour: whole(9, 0, 23, 'hour of the weekly digest, UTC'),
  npsDeployMilestone: oneOf(
    ['onboarding_complete', 'first_value_realization', '30_day_checkpoint', '60_day_checkpoint', '90_day_checkpoint'],
    'first_value_realization',
    'when a customer is first asked',
  ),
  npsSurveyIntervalDays: whole(90, 30, 365, 'days between two surveys of one user'),
  npsMinResponses: whole(100, 50, 500, 'fewer answers than this and NPS is not shown as a number'),
  npsTargetResponseRate: decimal(0.3, 0.2, 0.5, 'answered of sent'),
  npsPositiveThreshold: chairman(decimal(0, -100, 50, 'NPS below this alerts the Chairman')),
  npsTargetScore: chairman(decimal(30, 0, 70, 'NPS to reach')),
  npsExcellentScore: chairman(decimal(50, 30, 80, 'NPS that is excellent')),

  // CRM and system
  crmPlatform: chairman(
    oneOf(['none', 'hubspot', 'salesforce', 'intercom', 'pipedrive'], 'none', 'which CRM is synced'),
  ),
  crmSyncHours: whole(24, 1, 168, 'hours between syncs'),
  crmRetryAttempts: whole(3, 0, 10, 'tries of a failed sync'),
  crmTimeoutSeconds: whole(30, 1, 120, 'seconds until a CRM call is given up'),
  healthCheckMinutes: whole(60, 5, 1440, 'minutes between system checks'),
  maxConsecutiveFailures: whole(3, 1, 10, 'failures in a row until EVA is told'),
  targetUptimePercent: chairman(decimal(99.5, 95, 99.9, 'uptime to reach')),
  crmSyncErrorPercent: decimal(5, 1, 10, 'sync errors above this pause the sync'),
  scoreRefreshCron: words('0 2 * * *', 'when scores are refreshed, UTC'),

  // Proposals and imports
  proposalExpiryDays: whole(7, 1, 60, 'days a proposal waits until it is escalated'),
  maxRefusedPercent: decimal(5, 0, 100, 'an import with more refused rows than this loads nothing'),
} as const

export type ParameterName = keyof typeof parameters
