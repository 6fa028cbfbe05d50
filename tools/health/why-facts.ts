/** The facts of one customer's waterfall, under the keys that its sentence and details refer to. */

import { isoDay } from '../../db/queries/scores.ts'
import type { CustomerRef } from '../customers/find-customer.ts'
import type { ToolContext } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import type { Days, ExplainedCustomer } from './explain-customer.ts'
import { stepNames, stepsOf } from './waterfall.ts'
import type { Evidence, Reason } from './why-customer.ts'

export function whyFacts(
  context: ToolContext,
  customer: CustomerRef,
  { from, to }: Days,
  { before, after, levels, first, last, ageing }: ExplainedCustomer,
  seen: Evidence,
  reasons: readonly Reason[],
): FactDraft[] {
  const about = factsAbout(context, { kind: 'customer', id: customer.id, name: customer.name })
  const between = `${from}/${isoDay(to, 1)}`
  const change = levels ? (levels.at(-1) ?? 0) - (levels[0] ?? 0) : null
  const steps = levels ? stepsOf(levels) : []
  const listOf = (names: readonly string[]) => (names.length === 0 ? null : listed(names))
  return [
    about('name', 'customer_name', 'name', customer.name, null),
    about('from', 'first_day', 'date', from, null),
    about('to', 'last_day', 'date', to, null),
    about('score_before', 'health_score', 'points', before?.score ?? null, from),
    about('score_after', 'health_score', 'points', after?.score ?? null, to),
    about('change', 'health_score_change', 'points', change === null ? null : change / 100, between),
    about('size', 'health_score_change_size', 'points', change === null ? null : Math.abs(change) / 100, between),
    ...stepNames.flatMap((step, index) =>
      levels ? [about(`step.${step}`, `score_change_by_${step}`, 'points', (steps[index] ?? 0) / 100, between)] : [],
    ),
    about('ageing.engagement', 'score_change_by_ageing_activity', 'points', ageing.engagement / 100, between),
    about('ageing.value', 'score_change_by_ageing_features', 'points', ageing.value / 100, between),
    ...reasons.map(({ reason, points }) =>
      about(`size.${reason}`, `score_change_size_by_${reason}`, 'points', Math.abs(points) / 100, between),
    ),
    about('settings_before', 'settings_version', 'count', first.version, from),
    about('settings_after', 'settings_version', 'count', last.version, to),
    ...seen.settingChanges.flatMap(({ name, before: was, after: is }, index) => [
      about(`setting.${index + 1}.name`, 'setting_name', 'text', words(name), null),
      about(`setting.${index + 1}.before`, 'setting_value', 'text', was, from),
      about(`setting.${index + 1}.after`, 'setting_value', 'text', is, to),
    ]),
    about('new_sources', 'new_sources', 'text', listOf(seen.newSources), between),
    about('late_records', 'late_records', 'count', seen.lateRecords, from),
    about('last_active_before', 'last_active_on', 'date', seen.lastActiveBefore, from),
    about('last_active_after', 'last_active_on', 'date', seen.lastActiveAfter, to),
    about('days_since_active_before', 'days_since_active', 'days', seen.daysSinceActiveBefore, from),
    about('days_since_active_after', 'days_since_active', 'days', seen.daysSinceActiveAfter, to),
    about('open_tickets_before', 'open_tickets', 'count', seen.openTicketsBefore, from),
    about('open_tickets_after', 'open_tickets', 'count', seen.openTicketsAfter, to),
    about('tickets_opened', 'tickets_opened', 'count', seen.ticketsOpened, between),
    about('tickets_closed', 'tickets_closed', 'count', seen.ticketsClosed, between),
    about('features_before', 'features_used', 'count', seen.featuresBefore, from),
    about('features_after', 'features_used', 'count', seen.featuresAfter, to),
    about('features_dropped', 'features_dropped', 'text', listOf(seen.featuresDropped), between),
    about('features_added', 'features_added', 'text', listOf(seen.featuresAdded), between),
    about('churned_on', 'churned_on', 'date', after?.churnedOn ?? null, to),
  ]
}

/** `value weight` of `valueWeight`. */
const words = (name: string): string => name.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase()

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
}
