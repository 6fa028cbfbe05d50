/**
 * The entry and exit gates, answered from readings. Pure. A gate fails when any of its checks fails; it passes when all of
 * them pass, leaving out what is off; else there is not enough data. So none passes without data.
 */
import { formatCount } from '../format.ts'
import { plusDays } from '../metrics/period.ts'

export const answers = ['pass', 'fail', 'not_enough_data'] as const
export type Answer = (typeof answers)[number]
export const checkAnswers = [...answers, 'off'] as const

export interface Check {
  check: string
  /** What it asks for, as a statement that holds where it passes. */
  title: string
  /** What is so where it fails. */
  unmet: string
  answer: Answer | 'off'
  /** What it was judged by, and what it must be; null where nothing is known. */
  value: number | string | null
  unit: 'count' | 'percent' | 'points' | 'date' | 'name'
  target: string
  /** What the value rests on, or what is missing, in words. */
  note: string
}

export interface Gate {
  gate: 'customers_onboarded' | 'data_flowing' | 'success_system_active' | 'retention_improving' | 'nps_positive'
  kind: 'entry' | 'exit'
  title: string
  answer: Answer
  checks: Check[]
}

export interface GateReadings {
  asOf: string
  now: Date
  onboardingDays: number
  everCount: number
  activeCount: number
  pastOnboardingCount: number
  usedCount: number
  lastUsedOn: string | null
  lastTicketOn: string | null
  crmPlatform: string
  refreshedAt: Date | null
  refreshedAsOf: string | null
  ranAt: Date | null
  alertsInTime: number
  alertsLate: number
  alertsWaiting: number
  /** Customers active at the start of thirty days, and how many of them churned in these. */
  baseline: ChurnReading
  current: ChurnReading
  /** Customers at risk or critical, reached at least 37 days ago, and those of them that recovered. */
  recoveryJudged: number
  recovered: number
  npsResponses: number
  npsMinResponses: number
  nps: number | null
  npsPositiveThreshold: number
  npsTargetScore: number
  npsExcellentScore: number
}

interface ChurnReading {
  from: string
  until: string
  activeAtStart: number
  churned: number
}

const HOUR = 3_600_000
/** Fewer cases than this, and a share of them says nothing: 5 % of ten customers is half a customer. */
const MIN_CASES = 10
export const ALERT_HOURS = 24
export const ALERT_DAYS = 30
const ONBOARDED_PERCENT = 90
/** Use must be as new as scores must be before they count as stale (RETENTION-004). */
const USAGE_DAYS = 2
const TICKET_DAYS = 30
const SCORE_HOURS = 24
const RUN_DAYS = 7
const LOWER_CHURN_PERCENT = 5
const RECOVERY_PERCENT = 30

export function judgeGates(readings: GateReadings): Gate[] {
  return [
    gate('customers_onboarded', 'entry', 'Customers onboarded', onboardedChecks(readings)),
    gate('data_flowing', 'entry', 'Data flowing', flowChecks(readings)),
    gate('success_system_active', 'exit', 'Success system active', systemChecks(readings)),
    gate('retention_improving', 'exit', 'Retention improving', retentionChecks(readings)),
    gate('nps_positive', 'exit', 'NPS positive', npsChecks(readings)),
  ]
}

/** The worst first: one failure fails, one unknown leaves it open, and nothing at all is not enough. */
export function together(parts: readonly (Answer | 'off')[]): Answer {
  if (parts.includes('fail')) return 'fail'
  return parts.includes('not_enough_data') || !parts.includes('pass') ? 'not_enough_data' : 'pass'
}

function gate(name: Gate['gate'], kind: Gate['kind'], title: string, checks: Check[]): Gate {
  return { gate: name, kind, title, answer: together(checks.map(({ answer }) => answer)), checks }
}

const verdict = (isMet: boolean): Answer => (isMet ? 'pass' : 'fail')

function onboardedChecks(readings: GateReadings): Check[] {
  const { everCount, activeCount, pastOnboardingCount, usedCount, lastUsedOn, onboardingDays } = readings
  const canTell = pastOnboardingCount > 0 && lastUsedOn !== null
  const percent = canTell ? percentOf(usedCount, pastOnboardingCount) : null
  return [
    {
      check: 'active_customers',
      title: 'customers are there',
      unmet: 'no customer is active',
      answer: everCount === 0 ? 'not_enough_data' : verdict(activeCount > 0),
      value: everCount === 0 ? null : activeCount,
      unit: 'count',
      target: 'at least one active customer',
      note:
        everCount === 0
          ? 'no customer is loaded; trials do not count'
          : `${formatCount(activeCount)} of ${formatCount(everCount)} ever there are active`,
    },
    {
      check: 'onboarded',
      title: 'they came to use the product',
      unmet: 'too few came to use the product',
      answer: percent === null ? 'not_enough_data' : verdict(percent > ONBOARDED_PERCENT),
      value: percent,
      unit: 'percent',
      target: `above ${ONBOARDED_PERCENT} %`,
      note:
        pastOnboardingCount === 0
          ? `no active customer is past the onboarding stage of ${onboardingDays} days`
          : lastUsedOn === null
            ? 'no use of the product was ever loaded'
            : `${formatCount(usedCount)} of ${formatCount(pastOnboardingCount)} active customers past the onboarding stage; steps of onboarding are recorded once journeys exist`,
    },
  ]
}

function flowChecks({ asOf, lastUsedOn, lastTicketOn }: GateReadings): Check[] {
  const newest = (on: string | null, days: number) =>
    on === null ? 'not_enough_data' : verdict(on > plusDays(asOf, -days))
  return [
    {
      check: 'usage_flowing',
      title: 'usage comes in',
      unmet: 'no usage came in lately',
      answer: newest(lastUsedOn, USAGE_DAYS),
      value: lastUsedOn,
      unit: 'date',
      target: `newer than ${USAGE_DAYS} days`,
      note: lastUsedOn === null ? 'no usage was ever loaded' : 'the newest day of use',
    },
    {
      check: 'tickets_flowing',
      title: 'support tickets come in',
      unmet: 'no support ticket came in lately',
      answer: newest(lastTicketOn, TICKET_DAYS),
      value: lastTicketOn,
      unit: 'date',
      target: `newer than ${TICKET_DAYS} days`,
      note: lastTicketOn === null ? 'no ticket was ever loaded' : 'the newest day a ticket was opened or changed',
    },
  ]
}

function systemChecks(readings: GateReadings): Check[] {
  const { now, asOf, everCount, crmPlatform, refreshedAt, refreshedAsOf, ranAt } = readings
  const { alertsInTime, alertsLate, alertsWaiting } = readings
  const hours = (at: Date) => Math.round((now.getTime() - at.getTime()) / HOUR)
  const isFresh =
    refreshedAt !== null &&
    refreshedAsOf !== null &&
    now.getTime() - refreshedAt.getTime() < SCORE_HOURS * HOUR &&
    refreshedAsOf >= plusDays(asOf, -1)
  const alertsJudged = alertsInTime + alertsLate
  return [
    {
      check: 'crm_synced',
      title: 'CRM synced in the last day',
      unmet: 'the CRM was not synced in the last day',
      answer: crmPlatform === 'none' ? 'off' : 'not_enough_data',
      value: crmPlatform,
      unit: 'name',
      target: 'newer than 24 hours',
      note:
        crmPlatform === 'none'
          ? 'no CRM is configured, so it does not count'
          : `nothing was synced with ${crmPlatform} yet: its connector is not here`,
    },
    {
      check: 'playbooks_running',
      title: 'playbooks are running',
      unmet: 'no playbook ran lately',
      answer:
        ranAt === null && everCount === 0 ? 'not_enough_data' : verdict(ranAt !== null && hours(ranAt) < 24 * RUN_DAYS),
      value: ranAt === null ? null : day(ranAt),
      unit: 'date',
      target: `newer than ${RUN_DAYS} days`,
      note:
        ranAt === null
          ? 'the crew never ran to its end; until programs exist its runs count'
          : 'the crew’s last run; until programs exist its runs count',
    },
    {
      check: 'scores_fresh',
      title: 'scores are fresh',
      unmet: 'scores are not fresh',
      answer: refreshedAt === null && everCount === 0 ? 'not_enough_data' : verdict(isFresh),
      value: refreshedAsOf,
      unit: 'date',
      target: `computed within ${SCORE_HOURS} hours, for ${asOf} or the day before`,
      note: refreshedAt === null ? 'customers were never scored' : `scored ${hours(refreshedAt)} hours ago`,
    },
    {
      check: 'alerts_delivered',
      title: 'alerts are delivered in a day',
      unmet: 'some alerts took longer than a day',
      answer: alertsJudged === 0 ? 'not_enough_data' : verdict(alertsLate === 0),
      value: alertsJudged === 0 ? null : percentOf(alertsInTime, alertsJudged),
      unit: 'percent',
      target: `100 % within ${ALERT_HOURS} hours`,
      note:
        alertsJudged === 0
          ? `no alert was due in the last ${ALERT_DAYS} days${alertsWaiting > 0 ? ` but ${alertsWaiting} that may still be delivered in time` : ''}`
          : `${formatCount(alertsInTime)} of ${formatCount(alertsJudged)} in the last ${ALERT_DAYS} days`,
    },
  ]
}

function retentionChecks({ baseline, current, recoveryJudged, recovered }: GateReadings): Check[] {
  const rate = ({ churned, activeAtStart }: ChurnReading) => churned / activeAtStart
  const isKnown = baseline.churned >= MIN_CASES && current.activeAtStart > 0
  const change = isKnown ? Math.round(1000 * (rate(current) / rate(baseline) - 1)) / 10 : null
  const isJudged = recoveryJudged >= MIN_CASES
  const recovery = isJudged ? percentOf(recovered, recoveryJudged) : null
  return [
    {
      check: 'churn_below_baseline',
      title: 'churn is below its baseline',
      unmet:
        change !== null && change > 0
          ? 'churn rose against its baseline'
          : 'churn fell too little against its baseline',
      // Judged on counts: a rounded change could pass at 4.96 %.
      answer: isKnown ? verdict(rate(current) <= (1 - LOWER_CHURN_PERCENT / 100) * rate(baseline)) : 'not_enough_data',
      value: change,
      unit: 'percent',
      target: `${LOWER_CHURN_PERCENT} % or more below, relative`,
      note: isKnown
        ? `${spoken(current)}; sixty days before, ${spoken(baseline)}`
        : baseline.churned < MIN_CASES
          ? `${baseline.churned} of ${MIN_CASES} churned customers in the baseline, ${baseline.from} until ${baseline.until}; with fewer, 5 % is less than one customer`
          : `nobody was active on ${current.from}`,
    },
    {
      check: 'at_risk_recovery',
      title: 'customers at risk recover',
      unmet: 'too few customers at risk recovered',
      answer: recovery === null ? 'not_enough_data' : verdict(recovered >= (RECOVERY_PERCENT / 100) * recoveryJudged),
      value: recovery,
      unit: 'percent',
      target: `at least ${RECOVERY_PERCENT} %`,
      note: isJudged
        ? `${formatCount(recovered)} of ${formatCount(recoveryJudged)} that were at risk or critical and reached at least 37 days ago`
        : `${formatCount(recoveryJudged)} of ${MIN_CASES} customers at risk or critical that were reached at least 37 days ago; until programs exist, carried-out proposals count`,
    },
  ]
}

const spoken = ({ churned, activeAtStart, from, until }: ChurnReading): string =>
  `${formatCount(churned)} of ${formatCount(activeAtStart)} churned from ${from} until ${until}`

function npsChecks(readings: GateReadings): Check[] {
  const { npsResponses, npsMinResponses, nps, npsPositiveThreshold, npsTargetScore, npsExcellentScore } = readings
  const missing = Math.max(0, npsMinResponses - npsResponses)
  const score = missing > 0 ? null : nps
  return [
    {
      check: 'nps_responses',
      title: 'enough customers answered',
      unmet: 'too few customers answered',
      answer: missing > 0 ? 'not_enough_data' : 'pass',
      value: npsResponses,
      unit: 'count',
      target: `${npsMinResponses} in 30 days`,
      note: missing > 0 ? `${formatCount(missing)} answers missing` : 'the latest answer of each user',
    },
    {
      check: 'nps_score',
      title: 'more promoters than detractors',
      unmet: 'there are too few promoters for the detractors',
      answer: score === null ? 'not_enough_data' : verdict(score >= npsPositiveThreshold),
      value: score,
      unit: 'points',
      target: `at least ${npsPositiveThreshold}; to reach ${npsTargetScore}, excellent ${npsExcellentScore}`,
      note: score === null ? 'not enough responses for a score' : 'over the last 30 days',
    },
  ]
}

function percentOf(part: number, whole: number): number {
  return Math.round((1000 * part) / whole) / 10
}

const day = (at: Date): string => at.toISOString().slice(0, 10)
