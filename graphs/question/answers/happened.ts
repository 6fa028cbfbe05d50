/** Questions about what happened by the clock: alerts, triggers, changed settings, failures, and what came of outreach. */
import { byKey, type FactsByKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { listAlerts } from '../../../tools/alerts/list-alerts.ts'
import { clockDay } from '../../../tools/clock-day.ts'
import { getCustomer } from '../../../tools/customers/get-customer.ts'
import type { ToolContext } from '../../../tools/define-tool.ts'
import { getOutcomes } from '../../../tools/metrics/get-outcomes.ts'
import { plusDays } from '../../../tools/metrics/period.ts'
import { listProposals } from '../../../tools/proposals/list-proposals.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { listSettingChanges } from '../../../tools/settings/list-setting-changes.ts'
import { getSystemHealth } from '../../../tools/system/get-system-health.ts'
import { listTriggers } from '../../../tools/triggers/list-triggers.ts'
import { type Answerer, lineByLine, places } from '../answer.ts'
import type { Period } from '../period.ts'
import { During } from './times.ts'

/** So many are named; the rest is counted. */
const NAMED = 5

export const happenedAnswers = {
  alerts: async ({ customer, period }, context) => {
    const days = await byClock(context, period)
    const asked = {
      limit: NAMED,
      ...(customer ? { customer: customer.id } : {}),
      ...(days ? { ...days, statuses: everyAlert } : {}),
    }
    const { facts, output, receipt } = await runTool(listAlerts, asked, context)
    const about = byKey(facts)
    const lines = places(output.alerts.length, (place) =>
      fill(`- {a${place}.alert}, {a${place}.raised_on}: {a${place}.headline}`, about),
    )
    const opening = days
      ? `${inDays(about)}, ${fill('{total|alert was|alerts were} raised', about) ?? 'no alert was raised'}.`
      : (fill('{total|alert is|alerts are} still to be taken.', about) ?? 'No alert is open.')
    return { text: lineByLine(opening, ...lines), facts, receipts: [receipt], ...said(days) }
  },
  triggers: async ({ customer, period }, context) => {
    const days = await byClock(context, period)
    const asked = { limit: 500, ...(customer ? { customer: customer.id } : {}), ...days }
    const { facts, output, receipt } = await runTool(listTriggers, asked, context)
    const about = byKey(facts)
    const titles = new Map(output.triggers.map(({ trigger, title }) => [trigger, title]))
    const fired =
      output.firings.length === 0
        ? 'no trigger fired'
        : (fill('triggers fired {firings|time|times}', about) ?? 'triggers fired very often')
    const lines = output.firings.slice(0, NAMED).flatMap((firing, index) => {
      const key = `w${index + 1}`
      const title = plainly(titles.get(firing.trigger) ?? firing.trigger)
      return fill(`- {${key}.firing}, {${key}.fired_on}: ${title}, about {${key}.about}.`, about) ?? []
    })
    const opening = days ? `${inDays(about)}, ${fired}.` : `In all, ${fired}.`
    return { text: lineByLine(opening, ...lines), facts, receipts: [receipt], ...said(days) }
  },
  system: async ({ period }, context) => {
    const days = await byClock(context, period)
    const { facts, output, receipt } = await runTool(getSystemHealth, days ?? {}, context)
    const about = byKey(facts)
    const worst = output.components.filter(({ state }) => state === 'warning' || state === 'degraded')
    const text = lineByLine(
      output.period ? checksOf(output.period, about) : undefined,
      paragraph(
        output.period ? `Now ${systemWords[output.state]}` : upperFirst(systemWords[output.state]),
        fill('Uptime over the latest month is {uptime}, with {target_uptime} to reach.', about),
        output.scoresAreStale ? 'The scores are stale: the last good ones are shown.' : undefined,
      ),
      ...worst.map(
        ({ component, state }) =>
          fill(`- ${plainName(component)}: ${state}, {${component}.reason}.`, about) ??
          `- ${plainName(component)}: ${state}.`,
      ),
    )
    return { text, facts, receipts: [receipt], ...said(days) }
  },
  setting_changes: async ({ period }, context) => {
    const days = await byClock(context, period)
    const { facts, output, receipt } = await runTool(listSettingChanges, { limit: 100, ...days }, context)
    const about = byKey(facts)
    const lines = output.versions
      .filter(({ changes }) => changes.length > 0)
      .slice(0, NAMED)
      .map(({ version, changes }) => {
        const key = `v${version}`
        const what = changes
          .slice(0, 3)
          .flatMap(
            ({ name }) =>
              fill(`${name.replaceAll('_', ' ')} from {${key}.before.${name}} to {${key}.after.${name}}`, about) ?? [],
          )
        return fill(`- {${key}.changed_on}, {${key}.changed_by}: ${listed(what)}.`, about) ?? ''
      })
    const none = days ? `${inDays(about)}, no setting was changed.` : 'No setting was ever changed.'
    const opening = days ? `${inDays(about)}, these were changed, the newest first:` : 'Changed, the newest first:'
    return { text: lineByLine(lines.length > 0 ? opening : none, ...lines), facts, receipts: [receipt], ...said(days) }
  },
  outcomes: async ({ customer, period }, context) => {
    if (customer) return customerOutcomes(customer.id, context)
    const days = await byClock(context, period)
    const { facts, receipt } = await runTool(getOutcomes, days ?? {}, context)
    const about = byKey(facts)
    const sent = fill('{all.sent|message was|messages were} sent', about) ?? 'no message was sent'
    const done = fill('{all.tasks_done|task was|tasks were} done', about) ?? 'no task was done'
    const text = paragraph(
      `${inDays(about)}, ${sent} and ${done}.`,
      fill('{all.response} of the customers written to responded.', about) ?? 'Responses cannot be judged yet.',
      fill('{all.recovery} of those at risk recovered.', about) ?? 'Recovery cannot be judged yet.',
      fill('{all.conversion} of those that had left came back.', about),
    )
    return { text, facts, receipts: [receipt], ...said(days) }
  },
} satisfies Record<string, Answerer>

const everyAlert = ['raised', 'delivered', 'escalated', 'acknowledged', 'recovered', 'resolved'] as const

/** A time that reaches to the as-of reaches to now: where data ends before today, what was done since is part of it. */
async function byClock(context: ToolContext, period: Period | undefined): Promise<Period | undefined> {
  if (!period || period.until <= context.asOf) return period
  const end = plusDays(await clockDay(context), 1)
  return { from: period.from, until: period.until > end ? period.until : end }
}

/** The days that are said back: those that were looked at. */
const said = (days: Period | undefined) => (days ? { period: days } : {})

const systemWords = {
  healthy: 'the system works.',
  warning: 'the system works, with a warning.',
  degraded: 'the system is degraded.',
  off: 'the system is off.',
} as const

/** Time in which nothing was checked is not time without a failure. */
function checksOf({ checks, components }: { checks: number; components: string[] }, about: FactsByKey) {
  if (checks === 0) return `${inDays(about)}, no check ran, so nobody knows how it was.`
  const found = listed(components.map(plainName))
  const what =
    components.length === 0
      ? fill('{period.checks|check|checks} found no failure', about)
      : fill(`{period.failed} of {period.checks|check|checks} found a failure: ${found}`, about)
  return `${inDays(about)}, ${what}.`
}

/** The days that were really looked at, to begin a sentence with. */
function inDays(about: FactsByKey): string {
  return fill(During(about), about) ?? 'In that time'
}

/** What was proposed for one customer and how it ended: the counts of `get_outcomes` are of all. */
async function customerOutcomes(customer: string, context: ToolContext): ReturnType<Answerer> {
  const asked = { customer, statuses: ['approved', 'executing', 'done', 'parked'], limit: 5 }
  const { facts, output, receipt } = await runTool(listProposals, asked, context)
  const about = byKey(facts)
  const labels = facts.filter(({ metric }) => metric === 'proposal')
  const lines = output.proposals.flatMap(({ status }, index) => {
    const key = labels[index]?.id.split('.')[1]
    const now = proposalWords[status] ?? status
    return fill(`- {${key}.label}: {${key}.kind}, ${now}; {${key}.money_at_stake} a year at stake.`, about) ?? []
  })
  const card = await runTool(getCustomer, { customer }, context)
  const its = byKey(card.facts)
  const now =
    fill('{name} left on {churned_on}.', its) ?? fill('{name} is {status} now, with a health score of {score}.', its)
  const opening = lines.length > 0 ? 'What was carried out for it:' : 'Nothing was carried out for this customer yet.'
  return { text: lineByLine(opening, ...lines, now), facts: [...facts, ...card.facts], receipts: [receipt] }
}

const proposalWords: Record<string, string> = {
  approved: 'approved',
  executing: 'being carried out',
  done: 'carried out',
  parked: 'waiting for a person to look into it',
}

const upperFirst = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

const plainName = (component: string): string => component.replaceAll('_', ' ')

/** Our own titles, with a figure in them left out of what is said: it has no receipt. */
function plainly(title: string): string {
  return title.replaceAll(/\s*\([^)]*\d[^)]*\)/g, '').trim()
}
