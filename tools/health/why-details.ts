/** What happened to a customer between two days, a line each, in `{key}` slots: only what a person would want to check. */
import type { ExplainedCustomer } from './explain-customer.ts'
import type { Evidence } from './why-customer.ts'

export function customerDetails(seen: Evidence, { before, after }: ExplainedCustomer): string[] {
  // Of one that was no customer on the first day there is nothing to compare with.
  const isCompared = before !== null
  const act = seen.basis === 'logins' ? 'login' : 'use'
  const lines = [
    seen.lastActiveAfter === null
      ? seen.basis !== null && `No ${act} was ever recorded.`
      : seen.lastActiveAfter === seen.lastActiveBefore
        ? `Last ${act} on {last_active_after}, {days_since_active_after} before {to}: none since {from}.`
        : `Last ${act} on {last_active_after}, {days_since_active_after} before {to}${
            seen.lastActiveBefore === null ? '' : '; at the start it was {days_since_active_before} old'
          }.`,
    isCompared &&
      seen.ticketsOpened + seen.ticketsClosed > 0 &&
      '{tickets_opened|ticket|tickets} opened and {tickets_closed} closed; {open_tickets_after} open or pending, where it was {open_tickets_before}.',
    isCompared && seen.featuresDropped.length > 0 && 'No longer used within its window: {features_dropped}.',
    isCompared && seen.featuresAdded.length > 0 && 'Newly used: {features_added}.',
    ...seen.settingChanges.map(
      (_, index) =>
        `Setting changed: {setting.${index + 1}.name} from {setting.${index + 1}.before} to {setting.${index + 1}.after}.`,
    ),
    isCompared && seen.newSources.length > 0 && 'Loaded for the first time since: {new_sources}.',
    seen.lateRecords > 0 && 'Known only later: {late_records|record|records} of days up to {from}.',
    after?.churnedOn && 'Churned on {churned_on}.',
  ]
  return lines.filter((line) => typeof line === 'string')
}
