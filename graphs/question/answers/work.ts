/** Questions about the crew's own work: what waits, what is open, how it is set and whether it runs. */
import { byKey, fill, listed, paragraph } from '../../../agents/phrases.ts'
import { getWeeklyDigest } from '../../../tools/alerts/get-weekly-digest.ts'
import { runBacktest } from '../../../tools/backtest/run-backtest.ts'
import { listAtRisk } from '../../../tools/customers/list-at-risk.ts'
import type { ToolContext } from '../../../tools/define-tool.ts'
import type { Fact } from '../../../tools/facts.ts'
import { getGates } from '../../../tools/gates/get-gates.ts'
import { getModes } from '../../../tools/modes/get-modes.ts'
import { listProposals } from '../../../tools/proposals/list-proposals.ts'
import { getReport } from '../../../tools/report/get-report.ts'
import { runTool } from '../../../tools/run-tool.ts'
import { getStatus } from '../../../tools/status/get-status.ts'
import { listTasks } from '../../../tools/tasks/list-tasks.ts'
import { type Answerer, asOfEnd, countedPeriod, lengthOf, lineByLine, places } from '../answer.ts'
import { examples } from '../meaning/meanings.ts'
import { happenedAnswers } from './happened.ts'
import { settingsAnswer } from './settings.ts'

/** So many are named; the rest is counted. */
const NAMED = 5

export const workAnswers = {
  waiting: async ({ customer }, context) => {
    const asked = { limit: NAMED, ...(customer ? { customer: customer.id } : {}) }
    const { facts, output } = await runTool(listProposals, asked, context)
    const about = byKey(facts)
    const order = output.proposals.length > 1 ? ', the most money and risk first' : ''
    const opening =
      fill(`{total|proposal waits|proposals wait} for a decision${order}.`, about) ?? 'Nothing waits for a decision.'
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
  tasks: async ({ customer, words }, context) => {
    const overdue = /\b(?:overdue|late|past due|too late|delayed|missed)\b/.test(words)
    const asked = { limit: NAMED, ...(overdue ? { overdue } : {}), ...(customer ? { customer: customer.id } : {}) }
    const { facts, output, receipt } = await runTool(listTasks, asked, context)
    const about = byKey(facts)
    const lines = output.tasks.flatMap((task, index) => {
      const key = `t${index + 1}`
      const late = task.isOverdue ? ', overdue' : ''
      return (
        fill(`- {${key}.task}, due {${key}.due_on}${late}: {${key}.title}`, about) ??
        fill(`- {${key}.task}: {${key}.title}`, about) ??
        []
      )
    })
    const forIt = customer ? ' for this customer' : ''
    const are = overdue ? 'overdue' : 'open'
    const opening =
      fill(`{total|task is|tasks are} ${are}${forIt}, the first due on top:`, about) ?? `No task is ${are}${forIt}.`
    return { text: lineByLine(opening, ...lines), facts, receipts: [receipt] }
  },
  gates: async (_, context) => {
    const { facts, output, receipt } = await runTool(getGates, {}, context)
    const about = byKey(facts)
    const lines = output.gates.map(({ gate, title, answer, checks }) => {
      const of = (wanted: string) => checks.filter((check) => check.answer === wanted)
      const unmet = of('fail').map(({ check, unmet: what }) => {
        const figures = fill(` ({${gate}.${check}}; wanted is {${gate}.${check}.target})`, about)
        return `${what}${figures ?? ''}`
      })
      const missing = of('not_enough_data').flatMap(({ check }) => fill(`{${gate}.${check}.note}`, about) ?? [])
      const why = answer === 'fail' ? listed(unmet) : answer === 'pass' ? '' : missing.join('; ')
      return `- ${plainly(title)}: ${gateWords[answer]}${why === '' ? '' : `: ${why}`}.`
    })
    const opening = `The entry gates are ${gateWords[output.entry]}, the exit gates ${gateWords[output.exit]}.`
    return { text: lineByLine(opening, ...lines), facts, receipts: [receipt] }
  },
  settings: settingsAnswer,
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
      fill(
        'It was tried on {churned_customers|customer|customers} that churned and {stayed_customers} that stayed.',
        about,
      ),
    )
    return { text, facts }
  },
  report: async (_, context) => {
    const { facts, output, receipt } = await runTool(getReport, {}, context)
    const { text = '', facts: figures = [] } = output.headline ?? {}
    const opening = fill('The latest report is as of {as_of}.', byKey(facts))
    return {
      text: paragraph(opening, text, `The whole of it: ${wholeReport[context.door ?? 'cli']}.`),
      facts: [...facts, ...figures],
      receipts: [receipt],
    }
  },
  digest: async ({ period }, context) => {
    const { from, until } = countedPeriod(context, period)
    const days = from && until ? { days: lengthOf({ from, until }) } : {}
    const { facts } = await runTool(getWeeklyDigest, { limit: NAMED, ...days }, asOfEnd(context, period))
    const about = byKey(facts)
    const counts: [key: string, words: string][] = [
      ['became_critical', 'became critical'],
      ['became_at_risk', 'became at risk'],
      ['recovered', 'recovered'],
      ['churned', 'churned'],
    ]
    const moved = counts.flatMap(([key, words]) => fill(`{${key}|${words}|${words}}`, about) ?? [])
    const lines = places(NAMED, (place) =>
      fill(`- {c${place}.name}: {c${place}.status}, score {c${place}.score}, {c${place}.arr} a year.`, about),
    )
    const isSame = about.get('average')?.text === about.get('average_before')?.text
    const went = isSame
      ? 'On {as_of} the average health score was {average}, as on {compared_with}.'
      : 'The average health score went from {average_before} on {compared_with} to {average} on {as_of}.'
    const text = lineByLine(
      paragraph(
        fill(went, about) ?? fill('The average health score is {average}, as of {as_of}.', about),
        moved.length > 0 ? `Of the customers, ${listed(moved)}.` : 'No customer’s status changed.',
        about.get('arr_at_risk')?.value === 0
          ? undefined
          : fill('{arr_at_risk} a year is with customers at risk or critical.', about),
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
      fill('{counts.customers|customer is|customers are} loaded.', about) ?? 'No customer is loaded.',
      fill('They have {counts.users|user|users}.', about) ?? 'No user of theirs is loaded.',
      fill('The newest day in the data is {latest_data_on}.', about),
      fill('Scores are of {last_refresh_as_of}.', about),
      fill('{waiting_proposals|proposal waits|proposals wait} for a decision.', about),
    )
    return { text, facts }
  },
  help: async ({ words }, context) => {
    const known = Object.values(examples).slice(0, -1)
    // Whoever is read to by an assistant hears a few; a list is for the eye.
    const isAll = context.door !== 'mcp' || /\b(?:all|everything|every|full|complete|else|list)\b/.test(words)
    const { name, facts } = await someCustomer(context)
    const lines = (isAll ? known : few).map((example) => `- ${example.replaceAll('Acme', name)}`)
    const more = isAll ? undefined : 'For every kind of question, say: list all the questions I can ask.'
    return { text: lineByLine('You can ask, in your own words:', ...lines, more), facts }
  },
  ...happenedAnswers,
} satisfies Record<string, Answerer>

const gateWords = {
  pass: 'passed',
  fail: 'not passed',
  not_enough_data: 'not decided, for want of data',
} as const

const wholeReport = {
  mcp: 'the tool get_report',
  slack: '/crew report',
  cli: 'crew report',
  dashboard: 'crew report',
} as const

/** What people ask most. */
const few = [examples.at_risk, examples.why_customer, examples.health, examples.churn_rate, examples.waiting]

/** Somebody the reader knows, for an example; where there is none yet, Acme. */
async function someCustomer(context: ToolContext): Promise<{ name: string; facts: Fact[] }> {
  const { facts } = await runTool(listAtRisk, { limit: 1 }, context)
  const name = fill('{c1.name}', byKey(facts))
  return name ? { name, facts } : { name: 'Acme', facts: [] }
}

/** Our own titles, with a figure in them left out of what is said: it has no receipt. */
function plainly(title: string): string {
  return title.replaceAll(/\s*\([^)]*\d[^)]*\)/g, '').trim()
}
