import type { Command } from 'commander'
import pc from 'picocolors'
import { formatCount, formatDate, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import { getGates } from '../../tools/gates/get-gates.ts'
import type { Answer, Check } from '../../tools/gates/judge-gates.ts'
import { runTool } from '../../tools/run-tool.ts'
import { faint, heading } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

export function gatesCommand(): Command {
  return datedCommand('gates', 'may this stage be entered and left: each gate passes, fails, or lacks data').action(
    (options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        const { output, receipt } = await runTool(getGates, {}, context)
        out.result({ ...output, receipt }, () => {
          out.line(heading(`${crew.venture.name} as of ${output.asOf}`))
          for (const kind of ['entry', 'exit'] as const) {
            out.line(`${kind === 'entry' ? 'Entry' : 'Exit'} gates: ${words[output[kind]]}`)
            for (const gate of output.gates.filter((one) => one.kind === kind)) {
              out.line()
              out.line(`${marks[gate.answer]} ${heading(gate.title)}: ${words[gate.answer]}`)
              for (const check of gate.checks) {
                out.line(`  ${marks[check.answer]} ${check.title}: ${shown(check)} (wanted: ${check.target})`)
                out.line(faint(`      ${check.note}`))
              }
            }
            out.line()
          }
          out.line(faint(`Receipt ${receipt}.`))
          const checks = output.gates.flatMap((gate) => gate.checks)
          out.line(`Next: ${out.crew(nextStep(checks))}`)
        })
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
  )
}

const words: Record<Answer, string> = {
  pass: pc.green('pass'),
  fail: pc.red('fail'),
  not_enough_data: pc.yellow('not enough data'),
}
const marks: Record<Check['answer'], string> = {
  pass: pc.green('✓'),
  fail: pc.red('✗'),
  not_enough_data: pc.yellow('?'),
  off: pc.dim('–'),
}

function shown({ check, answer, value, unit }: Pick<Check, 'check' | 'answer' | 'value' | 'unit'>): string {
  if (value === null) return answer === 'fail' ? 'never' : NO_DATA
  if (typeof value === 'string') return unit === 'date' ? formatDate(value) : value
  if (check === 'churn_below_baseline') return `${formatPercent(Math.abs(value))} ${value > 0 ? 'above' : 'below'}`
  if (unit === 'percent') return formatPercent(value)
  return unit === 'points' ? formatPoints(value) : formatCount(value)
}

const steps: Record<string, string> = {
  active_customers: 'import --help',
  onboarded: 'metrics adoption',
  usage_flowing: 'import --help',
  tickets_flowing: 'import --help',
  playbooks_running: 'run',
  scores_fresh: 'score',
  alerts_delivered: 'alerts',
  churn_below_baseline: 'metrics churn',
  at_risk_recovery: 'metrics outcomes',
  nps_responses: 'metrics nps',
  nps_score: 'feedback "why"',
}

/** What to look at for the first check that fails, else the first that lacks data. */
function nextStep(checks: readonly Pick<Check, 'check' | 'answer'>[]): string {
  const first =
    checks.find(({ answer }) => answer === 'fail') ?? checks.find(({ answer }) => answer === 'not_enough_data')
  return steps[first?.check ?? ''] ?? 'backtest'
}
