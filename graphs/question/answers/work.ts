/** Questions about the crew's own work: what waits, what is open, how it is set and whether it runs. */
import { byKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { getWeeklyDigest } from '../../../tools/alerts/get-weekly-digest.ts'
import { listAlerts } from '../../../tools/alerts/list-alerts.ts'
import { runBacktest } from '../../../tools/backtest/run-backtest.ts'
import { getGates } from '../../../tools/gates/get-gates.ts'
import { getModes } from '../../../tools/modes/get-modes.ts'
import { listProposals } from '../../../tools/proposals/list-proposals.ts'
import { getReport } from '../../../tools/report/get-report.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { listSettingChanges } from '../../../tools/settings/list-setting-changes.ts'
import { getStatus } from '../../../tools/status/get-status.ts'
import { getSystemHealth } from '../../../tools/system/get-system-health.ts'
import { listTasks } from '../../../tools/tasks/list-tasks.ts'
import { listTriggers } from '../../../tools/triggers/list-triggers.ts'
import { type Answerer, asOfEnd, lineByLine, places } from '../answer.ts'
import { examples } from '../meaning/meanings.ts'
import { settingsAnswer } from './settings.ts'

/** So many are named; the rest is counted. */
const NAMED = 5

export const workAnswers = {
  waiting: async ({ customer }, context) => {
    const asked = { limit: NAMED, ...(customer ? { customer: customer.id } : {}) }
    const { facts, output } = await runTool(listProposals, asked, context)
    const about = byKey(facts)
    const opening =
      fill('{total|proposal waits|proposals wait} for a decision, the most money and risk first.', about) ??
      'Nothing waits for a decision.'
    const lines = output.proposals.map((_proposal, index) => {
      const key = facts.filter(({ metric }) => metric === 'proposal')[index]?.id.split('.')[1]
      const what =
        fill(`{${key}.kind} of {${key}.discount} off`, about) ??
        fill(`{${key}.kind} ({${key}.parameters})`, about) ??
        fill(`{${key}.kind}`, about)
      const forWhom = fill(` for {${key}.customer}`, about) ?? ''
      return fill(`- {${key}.label}: ${what}${forWhom}; {${key}.money_at_stake} a year at stake.`, about)
    })
    return { text: lineByLine(opening, ...lines), facts }
  },
  tasks: async ({ customer }, context) => {
    const { facts, output, receipt } = await runTool(listTasks, { limit: customer ? 500 : NAMED }, context)
    const about = byKey(facts)
    const lines = output.tasks.flatMap((task, index) => {
      if (customer && task.customer?.id !== customer.id) return []
      const key = `t${index + 1}`
      const late = task.isOverdue ? ', overdue' : ''
      return (
        fill(`- {${key}.task}, due {${key}.due_on}${late}: {${key}.title}`, about) ??
        fill(`- {${key}.task}: {${key}.title}`, about) ??
        []
      )
    })
    const opening = customer
      ? lines.length > 0
        ? 'Open for this customer:'
        : 'Nothing is to be done for this customer.'
      : (fill('{total|task is|tasks are} open, the first due on top:', about) ?? 'No task is open.')
    return { text: lineByLine(opening, ...lines.slice(0, NAMED)), facts, receipts: [receipt] }
  },
  alerts: async ({ customer, period, words }, context) => {
    const isPast = period !== undefined && !/\b(?:today|right now|this morning)\b/.test(words)
    const asked = {
      limit: NAMED,
      ...(customer ? { customer: customer.id } : {}),
      ...(isPast ? { ...period, statuses: everyAlert } : {}),
    }
    const { facts, output, receipt } = await runTool(listAlerts, asked, context)
    const about = byKey(facts)
    const lines = places(output.alerts.length, (place) =>
      fill(`- {a${place}.alert}, {a${place}.raised_on}: {a${place}.headline}`, about),
    )
    const opening = isPast
      ? (fill('{total|alert was|alerts were} raised in that time.', about) ?? 'No alert was raised in that time.')
      : (fill('{total|alert waits|alerts wait} for somebody to take it.', about) ?? 'No alert is open.')
    return { text: lineByLine(opening, ...lines), facts, receipts: [receipt] }
  },
  triggers: async ({ customer, period }, context) => {
    const asked = { limit: 500, ...(customer ? { customer: customer.id } : {}), ...(period ? { ...period } : {}) }
    const { facts, output, receipt } = await runTool(listTriggers, asked, context)
    const about = byKey(facts)
    const titles = new Map(output.triggers.map(({ trigger, title }) => [trigger, title]))
    const opening = fill('{firings|trigger firing|trigger firings} in all.', about) ?? 'No trigger fired.'
    const lines = output.firings.slice(0, NAMED).flatMap((firing, index) => {
      const key = `w${index + 1}`
      const title = plainly(titles.get(firing.trigger) ?? firing.trigger)
      return fill(`- {${key}.firing}, {${key}.fired_on}: ${title}, about {${key}.about}.`, about) ?? []
    })
    return {
      text: lineByLine(output.firings.length > 0 ? opening : 'No trigger fired.', ...lines),
      facts,
      receipts: [receipt],
    }
  },
  gates: async (_, context) => {
    const { facts, output, receipt } = await runTool(getGates, {}, context)
    const answer = { pass: 'passed', fail: 'not passed', not_enough_data: 'not decided, for want of data' } as Record<
      string,
      string
    >
    const said = (each: string) => answer[each] ?? each.replaceAll('_', ' ')
    const lines = output.gates.map(({ title, answer: its, checks }) => {
      const missing = checks.filter((check) => check.answer === 'fail').map((check) => plainly(check.title))
      return `- ${plainly(title)}: ${said(its)}${missing.length > 0 ? ` (${listed(missing)})` : ''}.`
    })
    return {
      text: lineByLine(`The entry gates are ${said(output.entry)}, the exit gates ${said(output.exit)}.`, ...lines),
      facts,
      receipts: [receipt],
    }
  },
  system: async ({ period }, context) => {
    const { facts, output, receipt } = await runTool(getSystemHealth, {}, context)
    const about = byKey(facts)
    const worst = output.components.filter(({ state }) => state === 'warning' || state === 'degraded')
    const fell = period
      ? output.failures.filter(({ from, until }) => from.slice(0, 10) < period.until && (until ?? '9') >= period.from)
      : []
    const text = lineByLine(
      paragraph(
        `The system is ${output.state}.`,
        fill('Uptime over the latest month is {uptime}, with {target_uptime} to reach.', about),
        output.scoresAreStale ? 'The scores are stale: the last good ones are shown.' : undefined,
      ),
      ...worst.map(({ component, state }) => `- ${component.replaceAll('_', ' ')}: ${state}.`),
      period
        ? fell.length > 0
          ? `In that time these were found failing: ${listed([...new Set(fell.map(({ component }) => component.replaceAll('_', ' ')))])}.`
          : 'No check of that time found a failure.'
        : undefined,
    )
    return { text, facts, receipts: [receipt] }
  },
  settings: settingsAnswer,
  setting_changes: async ({ period }, context) => {
    const { facts, output, receipt } = await runTool(listSettingChanges, { limit: 100 }, context)
    const about = byKey(facts)
    const chosen = output.versions.filter(
      ({ changedAt, changes }) =>
        changes.length > 0 &&
        (!period || (changedAt.slice(0, 10) >= period.from && changedAt.slice(0, 10) < period.until)),
    )
    const lines = chosen.slice(0, NAMED).map(({ version, changes }) => {
      const key = `v${version}`
      const what = changes
        .slice(0, 3)
        .flatMap(
          ({ name }) =>
            fill(`${name.replaceAll('_', ' ')} from {${key}.before.${name}} to {${key}.after.${name}}`, about) ?? [],
        )
      return fill(`- {${key}.changed_on}, {${key}.changed_by}: ${listed(what)}.`, about) ?? ''
    })
    const none = period ? 'No setting was changed in that time.' : 'No setting was ever changed.'
    return {
      text: lineByLine(chosen.length > 0 ? 'Changed, the newest first:' : none, ...lines),
      facts,
      receipts: [receipt],
    }
  },
  modes: async (_, context) => {
    const { facts, output, receipt } = await runTool(getModes, {}, context)
    const lines = output.modes.map(({ kind, mode, meaning }) => `- ${kind}: ${mode}, ${meaning}.`)
    return { text: lineByLine('By kind of action:', ...lines), facts, receipts: [receipt] }
  },
  backtest: async ({ period }, context) => {
    const { facts, output } = await runTool(runBacktest, {}, asOfEnd(context, period))
    const about = byKey(facts)
    const judged = fill(
      'Of a customer that churned and one that stayed, the score puts the right one lower with a probability of {auc}, between {auc_low} and {auc_high}.',
      about,
    )
    const verdicts: Record<string, string> = {
      ranks_churners: 'The score ranks those that leave below those that stay.',
      ranks_the_wrong_way: 'The score ranks them the wrong way round.',
      not_told_from_chance: 'That is not told from chance.',
      not_measurable: 'It cannot be measured yet: too few customers churned.',
    }
    const text = paragraph(
      verdicts[output.score.verdict],
      judged,
      fill('Of those it put first, {precision} churned.', about),
      fill('It was tried on {churned_customers} customers that churned and {stayed_customers} that stayed.', about),
    )
    return { text, facts }
  },
  report: async (_, context) => {
    const { facts, output, receipt } = await runTool(getReport, {}, context)
    // Its own numbers link to their receipts already.
    return { text: output.markdown.slice(0, 6_000).replaceAll('{{', '{ {'), facts, receipts: [receipt] }
  },
  digest: async ({ period }, context) => {
    const { facts } = await runTool(getWeeklyDigest, { limit: NAMED }, asOfEnd(context, period))
    const about = byKey(facts)
    const counts: [key: string, words: string][] = [
      ['became_critical', 'became critical'],
      ['became_at_risk', 'became at risk'],
      ['recovered', 'recovered'],
      ['churned', 'churned'],
    ]
    const moved = counts.flatMap(([key, words]) => fill(`{${key}} ${words}`, about) ?? [])
    const lines = places(NAMED, (place) =>
      fill(`- {c${place}.name}: {c${place}.status}, score {c${place}.score}, {c${place}.arr} a year.`, about),
    )
    const text = lineByLine(
      paragraph(
        fill(
          'In the seven-day week up to {as_of} the average health score went from {average_before} to {average}.',
          about,
        ) ?? fill('The average health score is {average}, as of {as_of}.', about),
        moved.length > 0 ? `Of the customers, ${listed(moved)}.` : undefined,
        fill('{arr_at_risk} a year is with customers at risk or critical.', about),
      ),
      lines.length > 0 ? 'First of them:' : undefined,
      ...lines,
    )
    return { text: text || 'There is no week to tell of yet.', facts }
  },
  status: async (_, context) => {
    const { facts } = await runTool(getStatus, {}, context)
    const about = byKey(facts)
    const text = paragraph(
      fill('{counts.customers|customer|customers} with {counts.users|user|users} are loaded.', about),
      fill('The newest day in the data is {latest_data_on}.', about),
      fill('Scores are of {last_refresh_as_of}.', about),
      fill('{waiting_proposals|proposal waits|proposals wait} for a decision.', about),
    )
    return { text: text || 'Nothing was loaded yet.', facts }
  },
  help: async () => ({
    text: lineByLine(
      'You can ask, in your own words:',
      ...Object.values(examples)
        .slice(0, -1)
        .map((example) => `- ${example}`),
    ),
    facts: [],
  }),
} satisfies Record<string, Answerer>

const everyAlert = ['raised', 'delivered', 'escalated', 'acknowledged', 'recovered', 'resolved'] as const

/** Our own titles, with a figure in them left out of what is said: it has no receipt. */
function plainly(title: string): string {
  return title.replaceAll(/\s*\([^)]*\d[^)]*\)/g, '').trim()
}
