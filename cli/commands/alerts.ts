import { Command, Option } from 'commander'
import { acknowledgeAlert } from '../../tools/alerts/acknowledge-alert.ts'
import { alertKinds, alertStatuses } from '../../tools/alerts/alert-kinds.ts'
import { type DispatchResult, dispatchAlerts } from '../../tools/alerts/dispatch-alerts.ts'
import { getAlert } from '../../tools/alerts/get-alert.ts'
import { listAlerts } from '../../tools/alerts/list-alerts.ts'
import { openChannels } from '../../tools/alerts/open-channels.ts'
import { raiseWeeklyDigest } from '../../tools/alerts/raise-weekly-digest.ts'
import { runTool } from '../../tools/run-tool.ts'
import { showAlert, showAlerts } from '../alert-view.ts'
import { command, counted, faint, type Output } from '../output.ts'
import { chairmanTokenFile, crewCommand, datedCommand, parseCount, withCrew } from '../session.ts'

export function alertsCommand(): Command {
  return new Command('alerts')
    .description('what somebody must know: see, take, hand over, the weekly digest')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
    .addCommand(ackCommand())
    .addCommand(sendCommand())
    .addCommand(digestCommand())
}

function listCommand(): Command {
  return crewCommand('list', 'alerts nobody has taken yet, the most severe and those with the most at stake first')
    .addOption(new Option('--status <status...>', 'others than the open ones').choices(alertStatuses))
    .addOption(new Option('--kind <kind...>', 'only of this kind').choices(alertKinds))
    .option('--customer <id or name>', 'only about this customer')
    .option('--limit <count>', 'how many to show', parseCount(1, 500), 20)
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const { status: statuses, kind: kinds, customer, limit } = options
        const { output } = await runTool(listAlerts, { statuses, kinds, customer, limit }, await crew.context())
        out.result(output, () => showAlerts(output, crew.venture.currency, out))
      }),
    )
}

function showCommand(): Command {
  return crewCommand('show', 'one alert in full: its text, its receipts, and where it went')
    .argument('<alert>', 'A-101')
    .action((alert: string, options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(getAlert, { alert }, await crew.context())
        out.result(output, () => showAlert(output, out))
      }),
    )
}

function ackCommand(): Command {
  return crewCommand('ack', 'take an alert, so that it escalates no further')
    .argument('<alert>', 'A-101')
    .option('--note <text>', 'what you do about it')
    .option('--with-folded', 'all alerts that came in the same message of a storm')
    .action((alert: string, options) =>
      withCrew(options, async (crew, out) => {
        if (!out.json && crew.actor.kind !== 'person') {
          const file = chairmanTokenFile(crew)
          out.note(`People take alerts: log in with npx crew ${file ? `login --token-file ${file}` : 'login'}.`)
        }
        const input = { alert, note: options.note, withFolded: options.withFolded ?? false }
        const { output } = await runTool(acknowledgeAlert, input, await crew.context())
        out.result(output, () => {
          const what = output.acknowledgedCount === 1 ? output.alert : counted(output.acknowledgedCount, 'alert')
          out.line(`${output.acknowledgedBy} has ${what}.`)
          out.line(`Next: ${out.crew('alerts')}`)
        })
      }),
    )
}

function sendCommand(): Command {
  return crewCommand('send', 'hand over what waits, now; a running worker does it by itself').action((options) =>
    withCrew(options, async (crew, out, config) => {
      const channels = openChannels(config)
      try {
        const result = await dispatchAlerts(await crew.context(), channels, undefined, { sweep: true })
        out.result(result, () => showDispatch(result, out))
      } finally {
        channels.close()
      }
    }),
  )
}

function digestCommand(): Command {
  return datedCommand('digest', 'raise this week’s digest now, once a week, and hand it over').action((options) =>
    withCrew(options, async (crew, out, config) => {
      const channels = openChannels(config)
      try {
        const context = await crew.context()
        const raised = await raiseWeeklyDigest(context)
        const result = await dispatchAlerts(await crew.context(), channels)
        out.result({ alert: raised?.label ?? null, outcome: raised?.outcome ?? 'no_data', ...result }, () => {
          if (raised === undefined) {
            out.line(`Nobody is scored as of ${context.asOf}, so there is nothing to tell. Next: ${out.crew('score')}`)
            return
          }
          out.line(
            raised.outcome === 'raised'
              ? `${command(raised.label)} is the digest of the week to ${context.asOf}.`
              : `The digest of the week to ${context.asOf} is ${command(raised.label)} already.`,
          )
          showDispatch(result, out)
          out.line(`Next: ${out.crew(`alerts show ${raised.label}`)}`)
        })
      } finally {
        channels.close()
      }
    }),
  )
}

function showDispatch(result: DispatchResult, out: Output): void {
  const parts = [
    [result.sent, 'handed over'],
    [result.queued, 'put off'],
    [result.failed, 'failed'],
    [result.unknown, 'of unknown fate'],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${counted(count, 'message')} ${word}`)
  out.line(told.length > 0 ? `${told.join(', ')}.` : 'Nothing waits to be handed over.')
  if (result.escalated > 0) out.line(`${counted(result.escalated, 'alert')} escalated, for nobody took them in time.`)
  if (result.recovered > 0) out.line(`${counted(result.recovered, 'alert')} ended: the customers have recovered.`)
  if (result.nextAt)
    out.line(faint(`The next is due ${result.nextAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`))
}
