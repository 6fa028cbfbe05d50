import { Command } from 'commander'
import { formatCount, formatMoney, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import { runTool } from '../../tools/run-tool.ts'
import { evaluateTriggers } from '../../tools/triggers/evaluate-triggers.ts'
import { listTriggers } from '../../tools/triggers/list-triggers.ts'
import { counted, faint, heading, paragraphs, spoken, table, warning } from '../output.ts'
import { datedCommand, parseCount, withCrew } from '../session.ts'

export function triggersCommand(): Command {
  const group = new Command('triggers').description(
    'what fires by itself: what fired, why, what was done, how it ended',
  )
  group.addCommand(listCommand(), { isDefault: true })
  group.addCommand(checkCommand())
  return group
}

function listCommand(): Command {
  return datedCommand('list', 'what fired and stands, and how often each trigger did')
    .option('--customer <id or name>', 'only about this customer')
    .option('--all', 'also what has ended')
    .option('--rules', 'when each trigger fires, what follows, how it ends, which program takes it over')
    .option('--limit <count>', 'how many firings to show', parseCount(1, 500), 20)
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const input = {
          statuses: options.all ? ['open', 'handed_over', 'ended'] : ['open', 'handed_over'],
          ...(options.customer === undefined ? {} : { customer: options.customer }),
          limit: options.limit,
        }
        const { output, receipt } = await runTool(listTriggers, input, await crew.context())
        out.result({ ...output, receipt }, () => {
          if (options.rules) {
            for (const rule of output.triggers) {
              out.line(`${heading(rule.code)}  ${rule.title}`)
              out.line(`  fires when  ${rule.firesWhen}`)
              out.line(`  checked     ${rule.checked}`)
              for (const [index, what] of rule.follows.entries())
                out.line(`  ${index === 0 ? 'follows     ' : '            '}${what}`)
              out.line(
                `  ends        ${rule.ends.map(spoken).join(', ')}; at most ${counted(rule.iterations, 'iteration')}`,
              )
              if (rule.wanted) out.line(`  wanted      ${rule.wanted}`)
              if (rule.takenOverBy) out.line(faint(`  until programs exist; then the ${rule.takenOverBy}`))
              out.line()
            }
            out.line(
              paragraphs(
                'Always the Chairman’s, without a trigger: offers, escalations, changes of settings, what costs money or goes over budget, and what concerns a strategic account.',
              ),
            )
            out.line()
          }
          out.line(
            table(
              ['trigger', '', 'fired', 'stand', 'recovered in 30 days'],
              output.triggers.map(({ code, title, fired, standing, recoveredPercent }) => [
                code,
                title,
                formatCount(fired),
                formatCount(standing),
                fired === 0 ? '' : recoveredPercent === null ? NO_DATA : formatPercent(recoveredPercent),
              ]),
              [2, 3, 4],
            ),
          )
          out.line()
          if (output.firings.length > 0) {
            out.line(heading(options.all ? 'Firings' : 'What stands'))
            out.line(
              table(
                ['firing', 'trigger', 'about', 'why', 'at stake', 'done', options.all ? 'ended' : 'next look'],
                output.firings.map((each) => [
                  each.firing,
                  codeOf(output.triggers, each.trigger),
                  each.customer?.name ?? spoken(each.subject).replace('crm', 'CRM').replace('nps', 'NPS'),
                  reason(each.evidence),
                  each.customer === null ? '' : formatMoney(each.moneyAtStakeMinor, crew.venture.currency),
                  each.done.map(({ reference }) => reference).join(' '),
                  end(each),
                ]),
                [4],
              ),
            )
            out.line()
          } else out.line(options.all ? 'Nothing fired yet.' : 'Nothing stands.')
          out.line(faint(`Receipt ${receipt}.`))
          const first = output.firings.find(({ customer }) => customer !== null)?.customer
          out.line(`Next: ${out.crew(first ? `customer ${first.externalId}` : 'triggers list --rules')}`)
        })
      }),
    )
}

function checkCommand(): Command {
  return datedCommand('check', 'look now at every trigger, as the hourly job does, and act on what it finds')
    .option('--force', 'also at what was looked at this month, week or day')
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const input = { force: options.force ?? false }
        const { output, receipt } = await runTool(evaluateTriggers, input, await crew.context())
        out.result({ ...output, receipt }, () => {
          out.line(
            table(
              ['trigger', 'fired', 'went on', 'ended', ''],
              output.triggers.map((each) => [
                spoken(each.trigger).replace('retention ', 'RETENTION-').replace('nps', 'NPS'),
                each.isDue ? formatCount(each.fired) : '',
                each.isDue ? formatCount(each.advanced) : '',
                each.isDue ? formatCount(each.ended) : '',
                remark(each),
              ]),
              [1, 2, 3],
            ),
          )
          out.line()
          out.line(faint(`Receipt ${receipt}.`))
          out.line(`Next: ${out.crew('triggers')}`)
        })
      }),
    )
}

function remark({ isDue, isEnough, waiting }: { isDue: boolean; isEnough: boolean; waiting: number }): string {
  if (!isDue) return faint('looked at already; --force looks again')
  if (!isEnough) return faint('not enough data')
  return waiting > 0 ? `${formatCount(waiting)} more wait for the next look` : ''
}

function codeOf(triggers: readonly { trigger: string; code: string }[], trigger: string): string {
  return triggers.find((each) => each.trigger === trigger)?.code ?? trigger
}

/** The figures that it fired on, in a few words. */
function reason(evidence: Record<string, number | string | null>): string {
  const number = (key: string) => (typeof evidence[key] === 'number' ? evidence[key] : null)
  const [from, to] = [number('fromScore'), number('toScore')]
  if (to !== null)
    return from === null ? `score ${formatPoints(to)}` : `score ${formatPoints(from)} to ${formatPoints(to)}`
  const [before, now] = [number('before'), number('now')]
  if (now !== null) {
    const what = spoken(String(evidence.cause))
    return before === null ? `${what}: ${now}` : `${what} ${formatPoints(before)} to ${formatPoints(now)}`
  }
  const probability = number('churnProbability')
  if (probability !== null) return `churn probability ${formatPercent(100 * probability)}`
  const [npsBefore, nps] = [number('npsBefore'), number('nps')]
  if (nps !== null)
    return npsBefore === null ? `NPS ${formatPoints(nps)}` : `NPS ${formatPoints(npsBefore)} to ${formatPoints(nps)}`
  const retention = number('retentionPercent')
  return retention === null ? '' : `retention ${formatPercent(retention)}`
}

function end(firing: { status: string; endedBy: string | null; iteration: number; nextAt: string | null }): string {
  if (firing.status === 'ended') return firing.endedBy === null ? '' : spoken(firing.endedBy)
  if (firing.status === 'handed_over') return 'the Chairman has it'
  const iteration = firing.iteration > 1 ? `iteration ${firing.iteration}, ` : ''
  return firing.nextAt === null
    ? `${iteration}when done`
    : warning(`${iteration}${firing.nextAt.slice(0, 16).replace('T', ' ')}`)
}
