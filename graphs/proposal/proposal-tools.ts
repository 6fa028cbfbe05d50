/**
 * What doors do about proposals: file one and start its life, decide and carry out what follows at once. These tools take
 * the place of the registry's of the same names, which record and do no more.
 */
import { z } from 'zod'
import { defineTool, type ToolContext } from '../../tools/define-tool.ts'
import { reportBug } from '../../tools/incident-log.ts'
import { decideProposal } from '../../tools/proposals/decide-proposal.ts'
import { fileProposalTool } from '../../tools/proposals/file-proposal.ts'
import { findProposal } from '../../tools/proposals/find-proposal.ts'
import { proposalStatuses } from '../../tools/proposals/proposal.ts'
import { completeTask } from '../../tools/tasks/complete-task.ts'
import type { ProposalLife } from './proposal-life.ts'

const incidentId = z.string().nullable().meta({
  description: 'set when carrying it out broke off: what was decided stands, and the next start goes on with it',
})

/** Records the decision and carries it out. */
export function decideProposalTool(life: ProposalLife) {
  return defineTool({
    ...decideProposal,
    output: decideProposal.output.extend({
      statusNow: z.enum(proposalStatuses).meta({ description: 'after what follows was done' }),
      askedAgain: z.string().nullable().meta({ description: 'what moved, when it waits for another decision' }),
      incidentId,
    }),
    async run(input, context) {
      const decided = await decideProposal.run(input, context)
      const { id, newProposalId } = decided.output
      const incident = await carryOn(context, id, async () => {
        await life.resume(id)
        if (newProposalId !== null) await life.start(newProposalId)
      })
      const { status, whatChanged } = await findProposal(context.db, id)
      const askedAgain = status === 'waiting' && input.decision === 'approve' ? whatChanged : null
      return { ...decided, output: { ...decided.output, statusNow: status, askedAgain, incidentId: incident } }
    },
  })
}

/** Notes that a task is done; a message that turned out not to have left is then sent. */
export function completeTaskTool(life: ProposalLife) {
  return defineTool({
    ...completeTask,
    output: completeTask.output.extend({ incidentId }),
    async run(input, context) {
      const completed = await completeTask.run(input, context)
      const { proposalId, outcome } = completed.output
      const isToBeSent = proposalId !== null && outcome === 'not_sent'
      const incident = isToBeSent ? await carryOn(context, proposalId, () => life.resume(proposalId)) : null
      return { ...completed, output: { ...completed.output, incidentId: incident } }
    },
  })
}

/** Files it and starts its life, which for what a person proposes means that it waits. */
export function fileAndStartTool(life: ProposalLife) {
  return defineTool({
    ...fileProposalTool,
    async run(input, context) {
      const filed = await fileProposalTool.run(input, context)
      const { id, outcome } = filed.output
      if (outcome === 'filed') await carryOn(context, id, () => life.start(id))
      return filed
    },
  })
}

async function carryOn(
  { dataDir, now, venture }: ToolContext,
  proposalId: string,
  work: () => Promise<void>,
): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    const ids = { ventureId: venture.id, proposalId }
    const { answer } = await reportBug(error, { dataDir, at: now, where: 'proposal', ids })
    return answer.incidentId ?? 'not logged'
  }
}
