/** What the bot would say to one person about this venture, without a workspace: each kind of message, made of its own data. */
import { UserError } from '../errors.ts'
import type { DoorTools } from '../graphs/door-tools.ts'
import { listAtRisk } from '../tools/customers/list-at-risk.ts'
import type { ToolAnswer } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import { getProposal } from '../tools/proposals/get-proposal.ts'
import { listProposals } from '../tools/proposals/list-proposals.ts'
import { runTool } from '../tools/run-tool.ts'
import { waitingMessage } from './approvals/approvals-command.ts'
import { paged, type SlackMessage } from './blocks.ts'
import { answerMessage } from './messages/answer.ts'
import { atRiskMessage } from './messages/at-risk.ts'
import { customerMessage } from './messages/customer.ts'
import { errorMessage } from './messages/error.ts'
import { helpMessage } from './messages/help.ts'
import { metricsMessage } from './messages/metrics.ts'
import { proposalCard } from './messages/proposal.ts'
import { receiptMessage } from './messages/receipt.ts'
import { reportMessage } from './messages/report.ts'
import { settingsMessage } from './messages/settings.ts'
import { toolMessage } from './messages/tool.ts'
import { whyMessage } from './messages/why.ts'
import { parts } from './parts.ts'
import type { Drawn } from './render-html.ts'

const QUESTIONS = ['who should we call this week and why', 'churn rate last quarter', 'how is the weather']

export async function previewMessages(crew: Crew, tools: DoorTools): Promise<Drawn[]> {
  const context = await crew.context({ door: 'slack' })
  const { venture } = crew
  const call = async (name: string, input: unknown): Promise<ToolAnswer<unknown>> => {
    const tool = tools.find(name)
    if (!tool) throw new Error(`there is no tool ${name}`)
    return runTool(tool, input, context)
  }
  const drawn: Drawn[] = []
  const show = async (caption: string, make: () => Promise<SlackMessage>): Promise<void> => {
    const made = await make().catch((error: unknown) => {
      if (error instanceof UserError) return errorMessage(error.answer)
      throw error
    })
    for (const message of paged(made)) drawn.push({ caption, message })
  }

  const atRisk = await call('list_at_risk', { limit: 10 })
  await show('/crew at-risk', async () => atRiskMessage(atRisk, venture))
  const first = listAtRisk.output.parse(atRisk.output).customers[0]?.customer.externalId
  if (first !== undefined) {
    const customer = { customer: first }
    await show(`/crew customer ${first}`, async () => customerMessage(await call('get_customer', customer), venture))
    await show(`/crew why ${first}`, async () => whyMessage(await call('explain_score', customer), venture))
  }
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
  const waiting = listProposals.output.parse((await call('list_proposals', { limit: 5 })).output)
  await show('/crew approvals', async () => waitingMessage(waiting, { currency: venture.currency, about: undefined }))
  const [worthiest] = waiting.proposals
  if (worthiest) {
    await show('A proposal, to the Chairman', async () => {
      const detail = getProposal.output.parse((await call('get_proposal', { proposal: worthiest.proposal })).output)
      const setting = { venture, proposer: 'the campaign agent', supersededBy: null }
      return proposalCard(detail, setting, { postedRound: detail.round, isPublic: false })
    })
  }
  await show('/crew settings', async () => settingsMessage(await call('get_settings', { group: 'health' }), venture))
  await show('/crew settings engagement_weight', async () =>
    settingsMessage(await call('get_settings', { parameter: 'engagement_weight' }), venture),
  )
  await show('/crew customer nobody-of-this-name', async () =>
    customerMessage(await call('get_customer', { customer: 'nobody-of-this-name' }), venture),
  )
  await show('/crew help', async () => helpMessage(parts.flatMap(({ commands = [] }) => commands)))
  return drawn
}
