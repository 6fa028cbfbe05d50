/** A decision or a finished task with the proposal as it stands afterwards, for a door that shows it. */
import type { z } from 'zod'
import type { ToolAnswer, ToolContext } from '../../tools/define-tool.ts'
import type { decideProposal } from '../../tools/proposals/decide-proposal.ts'
import { getProposal } from '../../tools/proposals/get-proposal.ts'
import { runTool } from '../../tools/run-tool.ts'
import type { completeTask } from '../../tools/tasks/complete-task.ts'
import type { ProposalLife } from './proposal-life.ts'
import { completeTaskTool, decideProposalTool } from './proposal-tools.ts'

export interface Followed<Output> {
  answer: ToolAnswer<Output>
  /** The proposal afterwards: status, messages, tasks, and what changed if it is asked again. */
  proposal: z.output<typeof getProposal.output> | undefined
  /** Set when carrying out broke off: the decision stands, and the next start goes on with it. */
  incidentId: string | undefined
}

/** Throws what the tool throws: then nothing was decided. */
export async function decideAndCarryOut(
  life: ProposalLife,
  input: unknown,
  context: ToolContext,
): Promise<Followed<z.output<typeof decideProposal.output>>> {
  const answer = await runTool(decideProposalTool(life), input, context)
  const { id, incidentId } = answer.output
  return { answer, proposal: await shown(id, context), incidentId: incidentId ?? undefined }
}

/** The same when a person says that a task is done. */
export async function completeAndCarryOn(
  life: ProposalLife,
  input: unknown,
  context: ToolContext,
): Promise<Followed<z.output<typeof completeTask.output>>> {
  const answer = await runTool(completeTaskTool(life), input, context)
  const { proposalId, incidentId } = answer.output
  const proposal = proposalId === null ? undefined : await shown(proposalId, context)
  return { answer, proposal, incidentId: incidentId ?? undefined }
}

async function shown(id: string, context: ToolContext) {
  return (await runTool(getProposal, { proposal: id }, context)).output
}
