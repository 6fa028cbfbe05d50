/** The facts of a scorecard, each under the key that reasons and causes refer to. */

import type { ToolContext } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { daysBetween } from '../health/causes.ts'
import type { Scorecard } from './scorecard.ts'

/** Those a list shows of each customer. */
export function briefFacts(card: Scorecard, context: ToolContext, keyPrefix = ''): FactDraft[] {
  const { profile, health, churn, arrMinor, expectedLossMinor } = card
  const fact = factsAbout(context, { kind: 'customer', id: profile.id, name: profile.name }, keyPrefix)
  return [
    fact('name', 'customer_name', 'name', profile.name, null),
    fact('score', 'health_score', 'points', health.score),
    fact('status', 'health_status', 'text', statusWords[health.status]),
    fact('arr', 'arr', 'money', arrMinor),
    fact('churn_probability', 'churn_probability', 'probability', churn?.churnProbability ?? null),
    fact('expected_loss', 'expected_loss', 'money', churn ? expectedLossMinor : null),
  ]
}

/** All of them. */
export function scorecardFacts(card: Scorecard, context: ToolContext): FactDraft[] {
  const { profile, health, signals, churn, daysSinceActive } = card
  const { asOf, settings } = context
  const fact = factsAbout(context, { kind: 'customer', id: profile.id, name: profile.name })
  const ago = (day: string | null) => (day === null ? null : daysBetween(day, asOf))
  const window = (from: number, until: number) => `${dayPlus(asOf, 1 - from)}/${dayPlus(asOf, 1 - until)}`
  return [
    ...briefFacts(card, context),
    fact('engagement', 'engagement_points', 'points', health.engagement),
    fact('support', 'support_points', 'points', health.support),
    fact('value', 'value_points', 'points', health.value),
    fact('engagement_weight', 'engagement_weight', 'points', settings.engagementWeight, null),
    fact('support_weight', 'support_weight', 'points', settings.supportWeight, null),
    fact('value_weight', 'value_weight', 'points', settings.valueWeight, null),
    fact('coverage', 'score_coverage', 'percent', Math.round(100 * health.coverage)),
    fact('previous_score', 'health_score', 'points', health.previousScore, dayPlus(asOf, -1)),
    fact('month_ago_score', 'health_score', 'points', health.monthAgoScore, dayPlus(asOf, -30)),
    fact('churn_low', 'churn_probability_low', 'probability', churn?.probabilityLow ?? null),
    fact('churn_high', 'churn_probability_high', 'probability', churn?.probabilityHigh ?? null),
    fact('churn_customers', 'similar_customers', 'count', churn?.customers ?? null),
    fact('churn_looks', 'similar_looks', 'count', churn?.looks ?? null),
    fact('churned_looks', 'similar_churned', 'count', churn?.churnedLooks ?? null),
    fact('churn_horizon', 'churn_horizon', 'days', settings.predictionHorizonDays, null),
    fact('mrr', 'mrr', 'money', profile.mrrMinor),
    fact('plan', 'plan', 'text', profile.plan),
    fact('seats', 'seats', 'count', profile.seats),
    fact('users', 'users', 'count', profile.userCount),
    fact('reachable_users', 'reachable_users', 'count', profile.reachableUserCount),
    fact('signed_up_on', 'signed_up_on', 'date', profile.signedUpOn, null),
    fact('days_since_signup', 'days_since_signup', 'days', daysBetween(profile.signedUpOn, asOf)),
    fact('renews_on', 'renews_on', 'date', profile.renewsOn),
    fact(
      'renewal_in_days',
      'renewal_in_days',
      'days',
      profile.renewsOn === null ? null : daysBetween(asOf, profile.renewsOn),
    ),
    fact('last_active_on', 'last_active_on', 'date', signals.lastActiveOn),
    fact('days_since_active', 'days_since_active', 'days', daysSinceActive),
    fact('open_tickets', 'open_tickets', 'count', signals.openTicketCount),
    fact('escalated_tickets', 'escalated_tickets', 'count', signals.escalatedTicketCount),
    fact('oldest_ticket_days', 'oldest_open_ticket_age', 'days', ago(signals.oldestOpenTicketOn)),
    fact('features_used', 'features_used', 'count', health.featuresUsedCount, window(90, 0)),
    fact('uses_last_28', 'feature_uses', 'count', signals.usesLast28, window(28, 0)),
    fact('uses_before_28', 'feature_uses', 'count', signals.usesBefore28, window(56, 28)),
    fact('active_users_last_28', 'active_users', 'count', signals.activeUsersLast28, window(28, 0)),
    fact('active_users_before_28', 'active_users', 'count', signals.activeUsersBefore28, window(56, 28)),
    fact('champion_idle_days', 'champion_idle_days', 'days', ago(signals.championLastActiveOn)),
    fact('last_nps_score', 'last_nps_score', 'count', signals.lastNpsScore),
    fact('last_nps_on', 'last_nps_on', 'date', signals.lastNpsOn),
    fact('overdue_invoices', 'overdue_invoices', 'count', signals.overdueInvoiceCount),
    fact('overdue_amount', 'overdue_amount', 'money', signals.overdueMinor),
  ]
}

const statusWords: Record<Scorecard['health']['status'], string> = {
  healthy: 'healthy',
  at_risk: 'at risk',
  critical: 'critical',
  churned: 'churned',
  trial: 'trial',
  no_data: 'not enough data',
}

function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
