/** What every door does with a decision: record it, then carry out what follows from it at once. */
import type { z } from 'zod'
import type { ToolAnswer, ToolContext } from '../../tools/define-tool.ts'
import { reportBug } from '../../tools/incident-log.ts'
import { decideProposal } from '../../tools/proposals/decide-proposal.ts'
import { getProposal } from '../../tools/proposals/get-proposal.ts'
import { runTool } from '../../tools/run-tool.ts'
import { completeTask } from '../../tools/tasks/complete-task.ts'
import type { ProposalLife } from './proposal-life.ts'

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
  const answer = await runTool(decideProposal, input, context)
  const { id, newProposalId } = answer.output
  const incidentId = await carryOn(context, id, async () => {
    await life.resume(id)
    if (newProposalId !== null) await life.start(newProposalId)
  })
  return { answer, proposal: await shown(id, context), incidentId }
}

/** The same when a person says that a task is done: a message that turned out not to have left is then sent. */
export async function completeAndCarryOn(
  life: ProposalLife,
  input: unknown,
  context: ToolContext,
): Promise<Followed<z.output<typeof completeTask.output>>> {
  const answer = await runTool(completeTask, input, context)
  const { proposalId, outcome } = answer.output
  if (proposalId === null) return { answer, proposal: undefined, incidentId: undefined }
  const incidentId =
    outcome === 'not_sent' ? await carryOn(context, proposalId, () => life.resume(proposalId)) : undefined
  return { answer, proposal: await shown(proposalId, context), incidentId }
}

async function carryOn(
  { dataDir, now, venture }: ToolContext,
  proposalId: string,
  work: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const ids = { ventureId: venture.id, proposalId }
    const { answer } = await reportBug(error, { dataDir, at: now, where: 'proposal', ids })
    return answer.incidentId ?? 'not logged'
  }
}

async function shown(id: string, context: ToolContext) {
  return (await runTool(getProposal, { proposal: id }, context)).output
}
