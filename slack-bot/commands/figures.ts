/** Commands about figures: metrics, the report, settings, and a run of the crew. */
import { UserError } from '../../errors.ts'
import { callTool } from '../ask/call-tool.ts'
import type { Command } from '../bot.ts'
import { metricsMessage } from '../messages/metrics.ts'
import { receiptMessage } from '../messages/receipt.ts'
import { reportMessage } from '../messages/report.ts'
import { runMessage } from '../messages/run.ts'
import { settingsMessage } from '../messages/settings.ts'
import { toolMessage } from '../messages/tool.ts'
import { toolNamed } from './customers.ts'

const dashboards = ['executive', 'campaigns', 'system', 'insights']
const metrics: Record<string, string> = {
  adoption: 'get_adoption',
  churn: 'get_churn_rate',
  health: 'get_health_summary',
  nps: 'get_nps',
  outcomes: 'get_outcomes',
  retention: 'get_retention',
  revenue: 'get_revenue',
  segments: 'get_segments',
  usage: 'get_usage',
  'time-to-value': 'get_time_to_value',
}

export const metricsCommand: Command = {
  name: 'metrics',
  usage: 'metrics [name] [from=2026-07-01 until=2026-10-01]',
  about: `the figures that count; or ${Object.keys(metrics).join(', ')}; or a dashboard: ${dashboards.join(', ')}`,
  async run(call) {
    const [name = '', ...more] = call.rest.toLowerCase().split(/\s+/)
    const dashboard = name === '' ? 'executive' : dashboards.find((each) => each === name)
    if (dashboard) return metricsMessage(await call.call('get_dashboard', { dashboard }), call.bot.crew.venture)
    const tool = metrics[name]
    if (tool) return callTool(toolNamed(call, tool), more.join(' '), call)
    throw new UserError({
      code: 'invalid_input',
      message: `There is no metric called ${name}.`,
      field: 'metric',
      value: name,
      fix: `The metrics are ${Object.keys(metrics).join(', ')}; a period is asked for in plain words: /crew churn rate last quarter.`,
    })
  },
}

export const receiptCommand: Command = {
  name: 'receipt',
  usage: 'receipt <R-1042>',
  about: 'the record behind a number: who computed it, from what, and when',
  async run({ call, rest, bot }) {
    const asked = rest.trim()
    const answer = await call('get_receipt', { receipt: asked })
    // A fact's id, as a number in a message has it: that one comes first.
    return receiptMessage(answer, bot.crew.venture, asked.includes('.') ? asked : undefined)
  },
}

export const reportCommand: Command = {
  name: 'report',
  usage: 'report',
  about: 'the report of the latest run',
  run: async ({ call, bot }) => reportMessage(await call('get_report', {}), bot.crew.venture),
}

export const runCommand: Command = {
  name: 'run',
  usage: 'run',
  about: 'run the crew: score, explain, predict, propose, report; it decides nothing',
  isEffect: () => true,
  // "run me through Acme" is no order.
  isQuestion: (rest) => /^(?!the crew$|crew$|now$)\S/i.test(rest),
  run: async ({ call, bot }) => runMessage(await call('run_crew', {}), bot.crew.venture),
}

export const settingsCommand: Command = {
  name: 'settings',
  usage: 'settings [name | name=value … reason="…"]',
  about: 'the settings that differ from their default, one of them, or a change',
  isEffect: (rest) => rest.includes('='),
  async run(call) {
    const { rest, bot } = call
    if (!rest.includes('=')) {
      const input = rest === '' ? { changedOnly: true } : { parameter: rest.replaceAll(/[\s-]+/g, '_') }
      return settingsMessage(await call.call('get_settings', input), bot.crew.venture)
    }
    const tool = toolNamed(call, 'change_settings')
    return toolMessage(tool, await call.call(tool.name, wantedChanges(rest)), bot.crew.venture)
  },
}

/** `engagement_weight=50 support_weight=20 reason="less noise"` */
function wantedChanges(words: string): { changes: { parameter: string; to: unknown }[]; reason: string } {
  const pairs = [...words.matchAll(/([A-Za-z]\w*)=(?:"([^"]*)"|(\S+))/g)].map(([, name = '', quoted, word]) => ({
    name,
    text: quoted ?? word ?? '',
  }))
  const reason = pairs.find(({ name }) => name === 'reason')?.text
  if (reason === undefined) {
    throw new UserError({
      code: 'invalid_input',
      message: 'A change of settings needs a reason.',
      field: 'reason',
      fix: 'Add it at the end: reason="what it is for".',
    })
  }
  const changes = pairs.filter(({ name }) => name !== 'reason')
  return { changes: changes.map(({ name, text }) => ({ parameter: name, to: settingValue(text) })), reason }
}

function settingValue(text: string): unknown {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
