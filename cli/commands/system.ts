import type { Command } from 'commander'
import pc from 'picocolors'
import { formatCount, formatPercent, NO_DATA } from '../../tools/format.ts'
import { runTool } from '../../tools/run-tool.ts'
import { checkSystem } from '../../tools/system/check-system.ts'
import { getSystemHealth } from '../../tools/system/get-system-health.ts'
import { counted, faint, heading, spoken, table, warning } from '../output.ts'
import { crewCommand, withCrew } from '../session.ts'

const colours: Record<string, (text: string) => string> = {
  healthy: pc.green,
  warning: pc.yellow,
  degraded: pc.red,
  off: pc.dim,
}
const coloured = (state: string): string => (colours[state] ?? String)(state)

export function systemCommand(): Command {
  return crewCommand('system', 'whether the system itself works: components, lag, uptime, failures')
    .option('--check', 'also keep this check, try stale scores again and follow RETENTION-004, as the hourly job does')
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const check = options.check ? (await runTool(checkSystem, {}, await crew.context())).output : null
        const { output: health, receipt } = await runTool(getSystemHealth, {}, await crew.context())
        out.result({ ...health, receipt, check }, () => {
          out.line(`${heading('The system')} is ${coloured(health.state)}`)
          out.line(
            table(
              ['component', 'state', 'behind', 'done', 'why'],
              health.components.map((each) => [
                componentName(each.component),
                coloured(each.state),
                each.lagSeconds === null ? '' : duration(each.lagSeconds),
                each.successPercent === null
                  ? ''
                  : `${formatCount(each.attempted - each.failed)} of ${formatCount(each.attempted)}`,
                each.failuresInRow > 1 ? `${each.reason}, at ${each.failuresInRow} checks in a row` : each.reason,
              ]),
            ),
          )
          out.line()
          if (health.scoresAreStale)
            out.line(
              warning(
                `Scores are stale: those of ${health.scoredAsOf ?? 'no day'} are shown, and nothing runs on Auto.`,
              ),
            )
          const { uptimePercent, observedPercent, targetUptimePercent, checks } = health
          out.line(
            uptimePercent === null
              ? `Uptime over 30 days: ${NO_DATA}; no check was kept yet. Target ${formatPercent(targetUptimePercent)}.`
              : `Uptime over 30 days: ${formatPercent(uptimePercent)} of the time that ${counted(checks, 'check')} cover${checks === 1 ? 's' : ''} (${formatPercent(observedPercent ?? 0)} since the first). Target ${formatPercent(targetUptimePercent)}${uptimePercent < targetUptimePercent ? warning(', missed') : ', met'}.`,
          )
          if (health.failures.length > 0) {
            out.line()
            out.line(heading('Failures'))
            out.line(
              table(
                ['component', 'from', 'until', 'checks', 'why'],
                health.failures.map((each) => [
                  componentName(each.component),
                  minute(each.from),
                  each.until === null ? warning('lasts') : minute(each.until),
                  String(each.checks),
                  each.reason,
                ]),
                [3],
              ),
            )
          }
          if (health.incidents.length > 0) {
            out.line()
            out.line(heading('Incidents'))
            out.line(
              table(
                ['incident', 'at', 'in'],
                health.incidents.map(({ incidentId, at, where }) => [incidentId, minute(at), where]),
              ),
            )
          }
          out.line()
          out.line(faint(`Receipt ${receipt}.`))
          out.line(`Next: ${out.crew(nextStep(health.components, checks))}`)
        })
      }),
    )
}

function nextStep(components: readonly { component: string; state: string }[], checks: number): string {
  const scores = components.find(({ component }) => component === 'scores')
  if (scores?.state === 'degraded' || scores?.state === 'warning') return 'score'
  return checks === 0 ? 'system --check' : 'triggers'
}

function componentName(component: string): string {
  return spoken(component).replace('crm', 'CRM').replace('nps', 'NPS')
}

function minute(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

/** The two largest units: `3 d 4 h`, `25 min`. */
function duration(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor((seconds % 86_400) / 3600),
    Math.floor((seconds % 3600) / 60),
  ]
  if (days > 0) return `${days} d ${hours} h`
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min` : `${seconds} s`
}
