/** What troubles a customer beyond the score: the causes that actions are chosen by, each with its evidence. */
import type { CustomerProfileRow, CustomerSignalsRow } from '../../db/queries/customers.ts'
import { formatCount, formatDays, formatMoney } from '../format.ts'

/** In the order in which they matter when several hold. */
export const causeCodes = [
  'tickets_escalated',
  'never_onboarded',
  'champion_inactive',
  'inactive',
  'tickets_unresolved',
  'usage_fading',
  'unhappy_answer',
  'payment_overdue',
  'low_adoption',
  'renewal_soon',
] as const
export type CauseCode = (typeof causeCodes)[number]

export interface Cause {
  code: CauseCode
  /** 1 worth knowing, 2 worth acting on, 3 urgent. */
  severity: 1 | 2 | 3
  text: string
  /** Keys of the facts it rests on, as `get_customer` states them. */
  factKeys: string[]
}

/** Days after the start by which a customer should have used the product for real. */
const ONBOARDED_BY_DAYS = 30
const CHAMPION_GONE_DAYS = 28
const INACTIVE_DAYS = 14
const UNRESOLVED_DAYS = 14
const UNRESOLVED_COUNT = 2
const UNHAPPY_MAX_NPS = 6
const UNHAPPY_WITHIN_DAYS = 90
const RENEWAL_WITHIN_DAYS = 60
const FEW_FEATURES = 2
/** Fewer uses than this in 28 days say nothing by falling. */
const FADING_MIN_USES = 8
const FADING_SHARE = 0.5

export interface CauseFacts {
  asOf: string
  profile: CustomerProfileRow
  signals: CustomerSignalsRow
  featuresUsedCount: number
  hasCoreFeatures: boolean
  /** Which sources were ever loaded; nothing is concluded from what was not. */
  isActivityLoaded: boolean
  currency: string
}

/** Every cause that holds, most important first; none for a customer that is all right. */
export function causesOf(facts: CauseFacts): Cause[] {
  const { signals, profile } = facts
  const causes: Cause[] = []
  const add = (code: CauseCode, severity: Cause['severity'], text: string, ...factKeys: string[]) =>
    causes.push({ code, severity, text, factKeys })
  const ago = (day: string | null) => (day === null ? null : daysBetween(day, facts.asOf))

  if (signals.escalatedTicketCount > 0) {
    const count = formatCount(signals.escalatedTicketCount)
    add(
      'tickets_escalated',
      3,
      `${count} escalated ${plural('ticket', signals.escalatedTicketCount)} open`,
      'escalated_tickets',
    )
  }
  const age = daysBetween(profile.signedUpOn, facts.asOf)
  const firstUse = facts.hasCoreFeatures ? signals.firstCoreFeatureUsedOn : signals.firstFeatureUsedOn
  const isOnboarded = firstUse !== null
  if (facts.isActivityLoaded && !isOnboarded && age >= ONBOARDED_BY_DAYS && age < 365) {
    const what = facts.hasCoreFeatures ? 'core feature' : 'feature'
    add(
      'never_onboarded',
      2,
      `no ${what} used in the ${formatDays(age)} since signup`,
      'signed_up_on',
      'days_since_signup',
    )
  }
  const idle = ago(signals.lastActiveOn)
  if (facts.isActivityLoaded && idle !== null && idle >= INACTIVE_DAYS) {
    add('inactive', idle >= 30 ? 3 : 2, `nobody active for ${formatDays(idle)}`, 'days_since_active')
  }
  const championIdle = ago(signals.championLastActiveOn)
  const othersAreActive = idle !== null && idle < INACTIVE_DAYS
  if (championIdle !== null && championIdle >= CHAMPION_GONE_DAYS && othersAreActive) {
    add('champion_inactive', 2, `the main user was last seen ${formatDays(championIdle)} ago`, 'champion_idle_days')
  }
  const oldest = ago(signals.oldestOpenTicketOn)
  if (signals.openTicketCount >= UNRESOLVED_COUNT || (oldest !== null && oldest >= UNRESOLVED_DAYS)) {
    const count = formatCount(signals.openTicketCount)
    const wait = oldest === null ? '' : `, the oldest for ${formatDays(oldest)}`
    const severity = signals.openTicketCount >= UNRESOLVED_COUNT ? 2 : 1
    add(
      'tickets_unresolved',
      severity,
      `${count} ${plural('ticket', signals.openTicketCount)} open${wait}`,
      'open_tickets',
      'oldest_ticket_days',
    )
  }
  if (signals.usesBefore28 >= FADING_MIN_USES && signals.usesLast28 <= signals.usesBefore28 * FADING_SHARE) {
    const [now, before] = [formatCount(signals.usesLast28), formatCount(signals.usesBefore28)]
    add('usage_fading', 2, `${now} uses in 28 days, ${before} in the 28 before`, 'uses_last_28', 'uses_before_28')
  }
  const answered = ago(signals.lastNpsOn)
  if (
    signals.lastNpsScore !== null &&
    signals.lastNpsScore <= UNHAPPY_MAX_NPS &&
    answered !== null &&
    answered <= UNHAPPY_WITHIN_DAYS
  ) {
    const severity = signals.lastNpsScore <= 3 ? 2 : 1
    add(
      'unhappy_answer',
      severity,
      `answered ${signals.lastNpsScore} of 10 ${formatDays(answered)} ago`,
      'last_nps_score',
      'last_nps_on',
    )
  }
  if (signals.overdueInvoiceCount > 0) {
    const amount = formatMoney(signals.overdueMinor, facts.currency)
    const count = formatCount(signals.overdueInvoiceCount)
    add(
      'payment_overdue',
      1,
      `${count} ${plural('invoice', signals.overdueInvoiceCount)} overdue, ${amount}`,
      'overdue_invoices',
      'overdue_amount',
    )
  }
  if (facts.isActivityLoaded && isOnboarded && facts.featuresUsedCount <= FEW_FEATURES && age >= ONBOARDED_BY_DAYS) {
    add(
      'low_adoption',
      1,
      `${formatCount(facts.featuresUsedCount)} ${plural('feature', facts.featuresUsedCount)} used in 90 days`,
      'features_used',
    )
  }
  const renewal = profile.renewsOn === null ? null : daysBetween(facts.asOf, profile.renewsOn)
  if (renewal !== null && renewal <= RENEWAL_WITHIN_DAYS) {
    add('renewal_soon', 1, `renews in ${formatDays(renewal)}`, 'renews_on', 'renewal_in_days')
  }
  return causes.sort((a, b) => b.severity - a.severity || causeCodes.indexOf(a.code) - causeCodes.indexOf(b.code))
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`
}
