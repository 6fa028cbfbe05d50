import { type Command, Option } from 'commander'
import { getProposal } from '../../tools/proposals/get-proposal.ts'
import { listProposals } from '../../tools/proposals/list-proposals.ts'
import { proposalStatuses } from '../../tools/proposals/proposal.ts'
import { runTool } from '../../tools/run-tool.ts'
import { counted, faint } from '../output.ts'
import { proposalTable, showProposal } from '../proposal-view.ts'
import { chairmanTokenFile, datedCommand, parseCount, withCrew } from '../session.ts'

export function approvalsCommand(): Command {
  return datedCommand('approvals', 'what waits for a decision, the most money at risk first; or one proposal in full')
    .argument('[proposal]', 'P-1042')
    .addOption(new Option('--status <status...>', 'other than waiting').choices(proposalStatuses))
    .option('--limit <count>', 'how many to show', parseCount(1, 500), 20)
    .action((reference: string | undefined, options) =>
      withCrew(options, async (crew, out) => {
        const context = await crew.context()
        if (reference !== undefined) {
          const { output } = await runTool(getProposal, { proposal: reference }, context)
          out.result(output, () => {
            showProposal(output, crew.venture.currency, out)
            if (output.status === 'waiting') showChoices(output.proposal, crew.actor.kind === 'person')
          })
          return
        }
        const input = { limit: options.limit, ...(options.status ? { statuses: options.status } : {}) }
        const { output } = await runTool(listProposals, input, context)
        out.result(output, () => {
          const [first] = output.proposals
          if (!first) {
            out.line(options.status ? 'There is none of this status.' : `Nothing waits. Next: ${out.crew('run')}`)
            return
          }
          out.line(proposalTable(output.proposals, crew.venture.currency))
          out.line()
          out.line(
            faint(
              `${output.proposals.length} of ${counted(output.total, 'proposal')}, ranked by money at stake × churn probability.`,
            ),
          )
          out.line(`Next: ${out.crew(`approvals ${first.proposal}`)} shows one in full.`)
          if (first.status === 'waiting') showChoices(first.proposal, crew.actor.kind === 'person')
        })

        function showChoices(proposal: string, isPerson: boolean) {
          if (!isPerson) {
            const file = chairmanTokenFile(crew)
            out.line(`To decide, log in first: ${out.crew(file ? `login --token-file ${file}` : 'login')}`)
          }
          const decide = `${out.crew(`approve ${proposal} --reason "…"`)}, or reject, modify, escalate, monitor`
          out.line(isPerson ? `Decide: ${decide}.` : `Then ${decide}.`)
        }
      }),
    )
}
