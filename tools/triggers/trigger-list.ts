/** Every trigger, declared once: when it fires, how often it is looked at, what follows, how it ends, and who takes it over. */
import type { Settings } from '../settings/settings.ts'

export const triggerNames = [
  'retention_001',
  'retention_002',
  'retention_003',
  'retention_004',
  'high_value_churn',
  'nps_drop',
  'score_drop_review',
  'engagement_review',
  'ticket_review',
] as const
export type TriggerName = (typeof triggerNames)[number]

export const endings = [
  'recovered',
  'responded',
  'churned',
  'iterations',
  'chairman',
  'reviewed',
  'all_healthy',
] as const
export type Ending = (typeof endings)[number]

export interface TriggerDeclaration {
  name: TriggerName
  /** As people say it: `RETENTION-001`. */
  code: string
  title: string
  subject: 'customer' | 'venture' | 'component'
  firesWhen: (settings: Settings) => string
  checked: string
  follows: readonly string[]
  iterations: number
  /** A cause that comes back within this many days goes on in the same firing. */
  cooldownDays: number
  ends: readonly Ending[]
  wanted: string | null
  /** The program that will do what a task or proposal does until programs exist. */
  takenOverBy: string | null
}

export const DAY = 86_400_000
export const HOUR = 3_600_000
/** A critical program of this many days keeps RETENTION-001 from firing again. */
export const CRITICAL_PROGRAM_DAYS = 7

export const triggers: Readonly<Record<TriggerName, TriggerDeclaration>> = {
  retention_001: {
    name: 'retention_001',
    code: 'RETENTION-001',
    title: 'Health drop',
    subject: 'customer',
    firesWhen: ({ atRiskThreshold }) =>
      `a score falls below ${atRiskThreshold}, or is below it the first time, and no critical program of the last ${CRITICAL_PROGRAM_DAYS} days runs`,
    checked: 'at each refresh, and as data moves a score',
    follows: [
      'an alert and a call due within critical_response_hours',
      'without an answer after chairman_escalation_hours: the Chairman decides',
      'a win-back if the customer left',
    ],
    iterations: 3,
    cooldownDays: CRITICAL_PROGRAM_DAYS,
    ends: ['recovered', 'responded', 'churned', 'iterations'],
    wanted: 'at least 30 % recover within 30 days',
    takenOverBy: 'critical program',
  },
  retention_002: {
    name: 'retention_002',
    code: 'RETENTION-002',
    title: 'Retention',
    subject: 'venture',
    firesWhen: () =>
      'cohort retention after 1 month is below 85 %, or fell by more than 15 % from one month to the next',
    checked: 'monthly',
    follows: [
      'the reasons for churn, an adjustment of campaigns and a test of it as a proposal',
      'a fall of more than 15 %: an alert, and the Chairman is told',
    ],
    iterations: 6,
    cooldownDays: 0,
    ends: ['recovered', 'iterations', 'chairman'],
    wanted: '5 % more within 60 days',
    takenOverBy: 'campaign adjustment and its test',
  },
  retention_003: {
    name: 'retention_003',
    code: 'RETENTION-003',
    title: 'NPS negative',
    subject: 'venture',
    firesWhen: ({ npsPositiveThreshold, npsMinResponses }) =>
      `NPS is below ${npsPositiveThreshold} on at least ${npsMinResponses} responses in 30 days`,
    checked: 'as answers come in, and weekly',
    follows: ['the Chairman at once, with the top three pains and a plan to act on and a survey that follows it up'],
    iterations: 1,
    cooldownDays: 0,
    ends: ['recovered', 'chairman'],
    wanted: null,
    takenOverBy: 'detractor follow-up',
  },
  retention_004: {
    name: 'retention_004',
    code: 'RETENTION-004',
    title: 'System health',
    subject: 'component',
    firesWhen: () => 'a component is stale or failing',
    checked: 'hourly',
    follows: [
      'a retry, the log and an alert',
      'EVA after max_consecutive_failures checks in a row, the Chairman after more',
      'uptime in the weekly report',
    ],
    iterations: 3,
    cooldownDays: 0,
    ends: ['all_healthy'],
    wanted: null,
    takenOverBy: null,
  },
  high_value_churn: {
    name: 'high_value_churn',
    code: 'HIGH-VALUE-CHURN',
    title: 'A strategic account predicted to churn',
    subject: 'customer',
    firesWhen: ({ highValueArr, highRisk }) =>
      `an account of ${highValueArr.toLocaleString('en-US')} a year or more has a churn probability of ${highRisk} or more`,
    checked: 'daily, after the refresh',
    follows: ['the Chairman decides'],
    iterations: 1,
    cooldownDays: 30,
    ends: ['recovered', 'churned', 'chairman'],
    wanted: null,
    takenOverBy: null,
  },
  nps_drop: {
    name: 'nps_drop',
    code: 'NPS-DROP',
    title: 'NPS down',
    subject: 'venture',
    firesWhen: () => 'NPS fell by more than 10 points in 30 days',
    checked: 'weekly',
    follows: ['the Chairman is told; once campaigns exist, all of them pause'],
    iterations: 1,
    cooldownDays: 0,
    ends: ['recovered', 'chairman'],
    wanted: null,
    takenOverBy: 'campaign rollback',
  },
  score_drop_review: review('score_drop_review', 'Score drop', 7, (settings) => {
    const { reviewDropPoints: points, reviewDropDays: days } = settings
    return `a score lost ${points} points or more in ${days} days`
  }),
  engagement_review: review('engagement_review', 'Engagement fall', 14, (settings) => {
    const { reviewEngagementFallPercent: percent, reviewEngagementDays: days } = settings
    return `engagement fell by ${percent} % or more in ${days} days`
  }),
  ticket_review: review('ticket_review', 'Escalated tickets', 30, (settings) => {
    const { reviewEscalatedTickets: count, reviewTicketDays: days } = settings
    return `${count} tickets or more were escalated in ${days} days`
  }),
}

/** A review of one customer: a task for its owner. */
function review(
  name: 'score_drop_review' | 'engagement_review' | 'ticket_review',
  title: string,
  cooldownDays: number,
  firesWhen: (settings: Settings) => string,
): TriggerDeclaration {
  return {
    name,
    code: name.toUpperCase().replaceAll('_', '-'),
    title,
    subject: 'customer',
    firesWhen,
    checked: 'daily, after the refresh',
    follows: ['a review of the customer by its owner'],
    iterations: 1,
    cooldownDays,
    ends: ['reviewed', 'churned'],
    wanted: null,
    takenOverBy: 'at-risk program',
  }
}

/** `F-101` */
export const firingLabel = (number: number): string => `F-${number}`
