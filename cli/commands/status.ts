import type { Command } from 'commander'
import { runTool } from '../../tools/run-tool.ts'
import { getStatus } from '../../tools/status/get-status.ts'
import { counted, heading, table, warning } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

const countLabels = {
  customers: 'customers',
  users: 'users',
  subscriptions: 'subscriptions',
  usageEvents: 'usage events',
  supportTickets: 'support tickets',
  surveyResponses: 'surveys sent',
  feedback: 'texts from customers',
  churnEvents: 'churn events',
  scores: 'scored customers',
  proposals: 'proposals',
  touches: 'touches',
} as const

export function statusCommand(): Command {
  return datedCommand('status', 'the venture at a glance').action((options) =>
    withCrew(options, async (crew, out) => {
      const context = await crew.context()
      const { output: status } = await runTool(getStatus, {}, context)
      out.result(status, () => {
        out.line(heading(status.venture.name))
        if (status.venture.simulated) out.line(warning('Simulated: these customers do not exist.'))
        const counts = Object.entries(countLabels) as [keyof typeof countLabels, string][]
        out.line(
          table(
            ['', ''],
            counts.map(([key, label]) => [label, status.counts[key].toLocaleString('en-US')]),
            [1],
          ),
        )
        out.line()
        const run = status.lastRun
        out.line(
          `Newest data ${status.latestDataOn ?? 'none'}. Scored as of ${status.lastRefresh?.asOf ?? 'no day yet'}. The crew ran ${run ? `${run.at.slice(0, 16).replace('T', ' ')} UTC, as of ${run.asOf}${run.status === 'done' ? '' : ` (${run.status})`}` : 'never'}.`,
        )
        out.line(
          `Database ${status.database}; text by ${status.writer === 'offline' ? 'templates (offline)' : status.writer}; settings version ${status.settingsVersion}.`,
        )
        out.line(
          `Waiting: ${counted(status.waitingProposals, 'proposal')}. Parked: ${status.parkedProposals}. Open: ${counted(status.openTasks, 'task')}.`,
        )
        out.line()
        out.line(`Next: ${out.crew(status.waitingProposals > 0 ? 'approvals' : 'run')}`)
      })
      if (!out.json) await hintOldData(crew, out, context.asOf)
    }),
  )
}
