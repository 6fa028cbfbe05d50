/** Every tunable parameter, declared once: type, default, range, unit, meaning, and whether only the Chairman applies it. */
import { cronProblem } from './check-cron.ts'
import {
  address,
  chairman,
  cron,
  dayList,
  decimal,
  email,
  featureList,
  fieldMapping,
  money,
  oneOf,
  type Parameter,
  personal,
  type SettingGroup,
  whole,
} from './declare-parameter.ts'

const health = {
  engagementWeight: decimal(40, 0, 100, 'points', 'points engagement can reach; the three weights sum to 100'),
  supportWeight: decimal(30, 0, 100, 'points', 'points support can reach'),
  valueWeight: decimal(30, 0, 100, 'points', 'points value can reach'),
  activeLoginDays: whole(1, 1, 7, 'days', 'a last login within this many days has all engagement points'),
  activeEngagementPoints: decimal(
    40,
    1,
    50,
    'points',
    'points for an active customer; the weight says what they are worth',
  ),
  moderateLoginDays: whole(7, 2, 14, 'days', 'a last login within this many days is moderate'),
  moderateEngagementPoints: decimal(30, 0, 40, 'points', 'points for a moderate customer'),
  lowLoginDays: whole(30, 8, 60, 'days', 'a last login within this many days is low; later has no points'),
  lowEngagementPoints: decimal(20, 0, 30, 'points', 'points for a low customer'),
  maxSupportPoints: decimal(30, 1, 50, 'points', 'support points without an open ticket'),
  ticketPenalty: decimal(10, 5, 20, 'points', 'points off for each open or pending ticket'),
  minSupportPoints: decimal(0, 0, 10, 'points', 'support points never fall below this'),
  pointsPerFeature: decimal(5, 1, 10, 'points', 'value points for each distinct feature used in the last 90 days'),
  coreFeatureBonus: decimal(10, 0, 20, 'points', 'value points once every core feature is among them'),
  maxValuePoints: decimal(30, 1, 50, 'points', 'value points never rise above this'),
  coreFeatures: featureList('features that make the product worth paying for'),
  healthyThreshold: chairman(decimal(70, 60, 90, 'points', 'a score at or above this is healthy')),
  atRiskThreshold: chairman(decimal(40, 30, 60, 'points', 'a score at or above this is at risk; below it is critical')),
} as const

const churn = {
  churnDefinition: oneOf(['auto', 'event', 'subscription', 'inactivity'], 'auto', 'what counts as churned'),
  predictionHorizonDays: whole(90, 7, 365, 'days', 'how far ahead a churn probability looks'),
  modelUpdateDays: whole(30, 1, 90, 'days', 'days between retrainings'),
  highRisk: decimal(0.7, 0.5, 0.95, 'share', 'a churn probability at or above this is high'),
  mediumRisk: decimal(0.4, 0.2, 0.7, 'share', 'a churn probability at or above this is medium'),
  lowRisk: decimal(0.2, 0.05, 0.4, 'share', 'a churn probability at or above this is low'),
  confidenceThreshold: decimal(0.6, 0, 1, 'share', 'below this a prediction is shown and never acted on'),
  driftPsiLimit: decimal(0.25, 0.1, 1, 'none', 'a population stability index above this raises a drift alert'),
} as const

const campaigns = {
  atRiskEmailDelayDays: whole(0, 0, 3, 'days', 'days until the first mail to an at-risk customer'),
  atRiskGuideDelayDays: whole(3, 1, 7, 'days', 'days until the adoption guide'),
  atRiskCallDelayDays: whole(7, 3, 14, 'days', 'days until the check-in call'),
  criticalResponseHours: whole(24, 4, 48, 'hours', 'a critical customer is called within this'),
  chairmanEscalationHours: whole(48, 24, 96, 'hours', 'without a response in this time the Chairman is asked'),
  winBackInactiveDays: whole(30, 14, 90, 'days', 'days without activity after which a customer is inactive'),
  winBackOfferDelayDays: whole(7, 1, 30, 'days', 'days until a win-back offer'),
  winBackCheckInDays: whole(90, 30, 180, 'days', 'days between win-back check-ins'),
  campaignCooldownDays: whole(7, 3, 30, 'days', 'days between campaigns for one customer'),
  maxDailyCommunications: whole(1, 1, 5, 'count', 'messages a customer gets a day, over all campaigns'),
  minHoursBetweenCampaigns: whole(24, 1, 168, 'hours', 'hours between two messages to one customer'),
  sendWindowStart: whole(9, 0, 23, 'none', 'first hour of sending, in the customer’s time zone'),
  sendWindowEnd: whole(17, 0, 23, 'none', 'hour at which sending ends'),
  budgetPerCustomerMonthly: chairman(money(100, 'spend a customer a month, in the venture’s currency')),
  budgetPerCampaign: chairman(money(1000, 'spend a campaign')),
  budgetTotalMonthly: chairman(money(5000, 'spend a month over all customers')),
  holdoutPercent: decimal(10, 0, 50, 'percent', 'share of eligible customers left untreated to measure uplift'),
  highValueArr: chairman(money(10_000, 'an account with this ARR or more is strategic')),
} as const

const journey = {
  renewalReminderDays: dayList([90, 60, 30, 7], 'days before the renewal date'),
  onboardingReminderDays: dayList([1, 3, 7], 'days after the start'),
  onboardingDays: whole(14, 1, 365, 'days', 'last day of the onboarding stage'),
  activationDays: whole(30, 1, 365, 'days', 'last day of the activation stage'),
  engagementDays: whole(90, 1, 730, 'days', 'last day of the engagement stage'),
  caseStudyMinNps: whole(9, 0, 10, 'none', 'survey score that makes a customer eligible for a case study'),
  referralMinNps: whole(8, 0, 10, 'none', 'survey score that makes a customer eligible for a referral'),
} as const

const alerts = {
  criticalSlackChannel: address('#customer-success-urgent', 'where critical alerts go'),
  teamSlackChannel: address('#customer-success', 'where the team reads'),
  opsSlackChannel: address('#eng-ops', 'where system alerts go'),
  chairmanSlackUser: personal(address('@chairman', 'the Chairman in Slack')),
  digestEmail: personal(email('success@company.com', 'who gets the weekly digest')),
  opsEmail: personal(email('ops@company.com', 'who gets system alerts by mail')),
  chairmanEmail: personal(email('chairman@company.com', 'the Chairman’s address')),
  criticalAlertDelayMinutes: whole(0, 0, 60, 'minutes', 'a score that recovered in this time sends nothing'),
  weeklyDigestDay: whole(1, 1, 7, 'none', 'day of the weekly digest, 1 is Monday'),
  weeklyDigestHour: whole(9, 0, 23, 'none', 'hour of the weekly digest, UTC'),
  npsDeployMilestone: oneOf(
    ['onboarding_complete', 'first_value_realization', '30_day_checkpoint', '60_day_checkpoint', '90_day_checkpoint'],
    'first_value_realization',
    'when a customer is first asked',
  ),
  npsSurveyIntervalDays: whole(90, 30, 365, 'days', 'days between two surveys of one user'),
  npsMinResponses: whole(100, 50, 500, 'count', 'fewer answers than this and NPS is not shown as a number'),
  npsTargetResponseRate: decimal(0.3, 0.2, 0.5, 'share', 'answered of sent'),
  npsPositiveThreshold: chairman(decimal(0, -100, 50, 'points', 'NPS below this alerts the Chairman')),
  npsTargetScore: chairman(decimal(30, 0, 70, 'points', 'NPS to reach')),
  npsExcellentScore: chairman(decimal(50, 30, 80, 'points', 'NPS that is excellent')),
} as const

const system = {
  crmPlatform: chairman(
    oneOf(['none', 'hubspot', 'salesforce', 'intercom', 'pipedrive'], 'none', 'which CRM is synced'),
  ),
  crmSyncHours: whole(24, 1, 168, 'hours', 'hours between syncs'),
  crmRetryAttempts: whole(3, 0, 10, 'count', 'tries of a failed sync'),
  crmTimeoutSeconds: whole(30, 1, 120, 'seconds', 'seconds until a CRM call is given up'),
  crmFieldMapping: fieldMapping(
    ['health_score', 'health_status', 'last_activity_date', 'open_ticket_count', 'churn_probability'],
    'which field of the CRM each of ours is written to',
  ),
  healthCheckMinutes: whole(60, 5, 1440, 'minutes', 'minutes between system checks'),
  maxConsecutiveFailures: whole(3, 1, 10, 'count', 'failures in a row until EVA is told'),
  targetUptimePercent: chairman(decimal(99.5, 95, 99.9, 'percent', 'uptime to reach')),
  crmSyncErrorPercent: decimal(5, 1, 10, 'percent', 'sync errors above this pause the sync'),
  scoreRefreshCron: cron('0 2 * * *', cronProblem, 'when scores are refreshed, UTC'),
} as const

const review = {
  reviewDropPoints: decimal(15, 5, 50, 'points', 'a score that falls by this starts a review of the customer'),
  reviewDropDays: whole(7, 1, 30, 'days', 'days in which that fall counts'),
  reviewEngagementFallPercent: decimal(50, 10, 100, 'percent', 'an engagement that falls by this starts a review'),
  reviewEngagementDays: whole(14, 1, 60, 'days', 'days in which that fall counts'),
  reviewEscalatedTickets: whole(3, 1, 20, 'count', 'this many escalated tickets start a review'),
  reviewTicketDays: whole(30, 1, 90, 'days', 'days in which they count'),
  proposalExpiryDays: whole(7, 1, 60, 'days', 'days a proposal waits until it is escalated'),
  maxRefusedPercent: decimal(5, 0, 100, 'percent', 'an import with more refused rows than this loads nothing'),
} as const

export const parameters = { ...health, ...churn, ...campaigns, ...journey, ...alerts, ...system, ...review } as const

export type ParameterName = keyof typeof parameters
export const parameterNames = Object.keys(parameters) as ParameterName[]

const groups = { health, churn, campaigns, journey, alerts, system, review } as const
const groupByName = new Map(
  Object.entries(groups).flatMap(([group, members]) =>
    Object.keys(members).map((name) => [name, group as SettingGroup] as const),
  ),
)

export function groupOf(name: ParameterName): SettingGroup {
  return groupByName.get(name) ?? 'review'
}

/** The declaration, whatever its type. */
export function parameterOf(name: ParameterName): Parameter {
  return parameters[name]
}

/** A change of one of these changes scores or statuses, so that scores are to be refreshed. */
export function changesScores(name: ParameterName): boolean {
  return name in health || name === 'churnDefinition' || name === 'winBackInactiveDays'
}

/** As the documents and the commands write it: `engagement_weight`. */
export function snakeName(name: ParameterName): string {
  return name === 'scoreRefreshCron'
    ? 'score_refresh'
    : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const nameByText = new Map<string, ParameterName>([
  ...parameterNames.flatMap((name) => [name, snakeName(name)].map((text) => [text, name] as const)),
  ['score_refresh_cron', 'scoreRefreshCron'],
])

/** By `engagementWeight` or `engagement_weight`; undefined when there is no such parameter. */
export function findParameter(text: string): ParameterName | undefined {
  return nameByText.get(text.trim())
}
