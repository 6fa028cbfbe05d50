/**
 * What the bot would say to one person about this venture, without a workspace: every kind of message and dialog, made of its
 * own data. Alerts are examples, for those of the venture are in its channels.
 */
import { UserError } from '../errors.ts'
import type { DoorTools } from '../graphs/door-tools.ts'
import { listAlerts } from '../tools/alerts/list-alerts.ts'
import { listAtRisk } from '../tools/customers/list-at-risk.ts'
import type { ToolAnswer, Venture } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import { listProposals } from '../tools/proposals/list-proposals.ts'
import { runTool } from '../tools/run-tool.ts'
import { waitingMessage } from './approvals/approvals-command.ts'
import { paged, type SlackMessage } from './blocks.ts'
import { alertMessage } from './messages/alert.ts'
import { alertExamples, detailExample, muteExamples, OWNERS } from './messages/alert-examples.ts'
import {
  alertDetailMessage,
  alertListMessage,
  mutedMessage,
  muteListMessage,
  takenMessage,
  unmutedMessage,
} from './messages/alert-list.ts'
import { answerMessage } from './messages/answer.ts'
import { atRiskMessage } from './messages/at-risk.ts'
import { customerMessage } from './messages/customer.ts'
import { errorMessage } from './messages/error.ts'
import { helpMessage, toolListMessage } from './messages/help.ts'
import { metricsMessage } from './messages/metrics.ts'
import { pickCustomerMessage } from './messages/pick-customer.ts'
import { receiptMessage } from './messages/receipt.ts'
import { reportMessage } from './messages/report.ts'
import { runMessage } from './messages/run.ts'
import { settingsMessage } from './messages/settings.ts'
import { toolMessage } from './messages/tool.ts'
import { whyManyMessage, whyMessage } from './messages/why.ts'
import { parts } from './parts.ts'
import { previewDecisions } from './preview-decisions.ts'
import type { Drawn } from './render-html.ts'

const QUESTIONS = ['who should we call this week and why', 'churn rate last quarter', 'how is the weather']

export interface Preview {
  call(name: string, input: unknown): Promise<ToolAnswer<unknown>>
  venture: Venture
}

export async function previewMessages(crew: Crew, tools: DoorTools): Promise<Drawn[]> {
  const context = await crew.context({ door: 'slack' })
  const { venture } = crew
  const call: Preview['call'] = async (name, input) => {
    const tool = tools.find(name)
    if (!tool) throw new Error(`there is no tool ${name}`)
    return runTool(tool, input, context)
  }
  const drawn: Drawn[] = []
  const show = async (caption: string, make: () => SlackMessage | Promise<SlackMessage>): Promise<void> => {
    const made = await (async () => make())().catch((error: unknown) => {
      if (error instanceof UserError) return errorMessage(error.answer)
      throw error
    })
    for (const message of paged(made)) drawn.push({ caption, message })
  }

  const atRisk = await call('list_at_risk', { limit: 10 })
  await show('/crew at-risk', () => atRiskMessage(atRisk, venture))
  const first = listAtRisk.output.parse(atRisk.output).customers[0]?.customer.externalId
  if (first !== undefined) {
    const customer = { customer: first }
    await show(`/crew customer ${first}`, async () => customerMessage(await call('get_customer', customer), venture))
    await show(`/crew why ${first}`, async () => whyMessage(await call('explain_score', customer), venture))
  }
  await show('/crew customer', () => pickCustomerMessage('customer'))
  await show('/crew why all', async () => whyManyMessage(await call('explain_segment_score', {}), venture))
  const about = atRisk.facts.find(({ unit }) => unit === 'money')?.id
  await show('A number is chosen', async () =>
    receiptMessage(await call('get_receipt', { receipt: atRisk.receipt }), venture, about),
  )
  for (const question of QUESTIONS)
    await show(`@crew ${question}`, async () => answerMessage(await call('ask_crew', { question }), venture))
  for (const dashboard of ['executive', 'system'])
    await show(`/crew metrics ${dashboard}`, async () =>
      metricsMessage(await call('get_dashboard', { dashboard }), venture),
    )
  await show('/crew metrics nps', async () =>
    toolMessage({ name: 'get_nps', title: 'NPS' }, await call('get_nps', {}), venture),
  )
  await show('/crew report', async () => reportMessage(await call('get_report', {}), venture))
  await show('The crew has run', async () => runMessage(await call('get_run', {}), venture))
  const waiting = listProposals.output.parse((await call('list_proposals', { limit: 5 })).output)
  const { currency } = venture
  await show('/crew approvals', () => waitingMessage(waiting, { currency, about: undefined }))
  drawn.push(...(await previewDecisions({ call, venture }, waiting)))
  for (const [name, alert] of Object.entries(alertExamples))
    await show(`An alert, as an example: ${name}`, () => alertMessage(alert, OWNERS))
  const open = listAlerts.output.parse((await call('list_alerts', { limit: 15 })).output)
  await show('/crew alerts', () => alertListMessage(open, { currency, about: undefined }))
  await show('/crew alerts A-101, as an example', () => alertDetailMessage(detailExample, currency))
  await show('An alert is taken', () => takenMessage('A-101', 1))
  await show('/crew mute 8h', () => mutedMessage('at all', new Date(context.now.getTime() + 8 * 3_600_000)))
  await show('/crew mute, as an example', () => muteListMessage(muteExamples))
  await show('/crew mute off', () => unmutedMessage(1))
  await show('/crew settings', async () => settingsMessage(await call('get_settings', { group: 'health' }), venture))
  await show('/crew settings engagement_weight', async () =>
    settingsMessage(await call('get_settings', { parameter: 'engagement_weight' }), venture),
  )
  await show('/crew customer nobody-of-this-name', async () =>
    customerMessage(await call('get_customer', { customer: 'nobody-of-this-name' }), venture),
  )
  await show('/crew help', () => helpMessage(parts.flatMap(({ commands = [] }) => commands)))
  await show('/crew help tools', () => toolListMessage(tools.tools))
  return drawn
}
