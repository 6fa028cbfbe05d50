/** Starts, resumes and recovers proposals' threads. Every door uses this; none keeps anything in memory. */
import { Command } from '@langchain/langgraph'
import { proposalsToCarryOn, proposalsWithoutThread } from '../../db/queries/proposals.ts'
import type { Actor } from '../../tools/define-tool.ts'
import { reportBug } from '../../tools/incident-log.ts'
import type { Crew } from '../../tools/open-crew.ts'
import type { MailChannel } from '../../tools/outbox/open-mail.ts'
import { recoverTouches } from '../../tools/outbox/recover-touches.ts'
import { openCheckpointer } from '../checkpointer.ts'
import { createProposalGraph, type ProposalDeps } from './proposal-graph.ts'

/** Carries out what was decided; decides nothing. */
const outboxActor: Actor = { kind: 'system', id: 'outbox', name: 'Outbox', roles: [] }

export interface ProposalLife {
  /** Runs a filed proposal to where a person must decide, or through when policy lets it pass. */
  start(proposalId: string): Promise<void>
  /** Goes on after a decision was committed, from wherever the thread stands. */
  resume(proposalId: string): Promise<void>
  /** Settles attempts that a dead process left, and resumes what was decided and not carried out to an end. */
  carryOn(): Promise<CarriedOn>
  /** The same after starting what was filed and never started; for the start of a process that stays. */
  resumeAll(): Promise<CarriedOn>
  close(): Promise<void>
}

interface CarriedOn {
  recoveredTouches: number
  resumedProposals: number
  /** Of proposals that could not be resumed; the others were. */
  incidents: string[]
}

export async function openProposalLife(options: {
  crew: Pick<Crew, 'database' | 'context'>
  mail: MailChannel
  onTransition?: ProposalDeps['onTransition']
}): Promise<ProposalLife> {
  const { crew, mail, onTransition } = options
  const checkpointer = await openCheckpointer(crew.database.url)
  const deps: ProposalDeps = {
    mail,
    context: () => crew.context({ actor: outboxActor }),
    ...(onTransition ? { onTransition } : {}),
  }
  const graph = createProposalGraph(deps, checkpointer.saver)
  // A checkpoint only where the thread leaves: in between, the tables say how far it came.
  const run = (proposalId: string, input: Parameters<typeof graph.invoke>[0]) =>
    graph.invoke(input, { configurable: { thread_id: proposalId }, durability: 'exit' })

  async function start(proposalId: string): Promise<void> {
    const { next } = await graph.getState({ configurable: { thread_id: proposalId } })
    if (next.length === 0) await run(proposalId, { proposalId })
  }

  async function resume(proposalId: string): Promise<void> {
    const { next } = await graph.getState({ configurable: { thread_id: proposalId } })
    if (next.length === 0) await run(proposalId, { proposalId })
    else await run(proposalId, next.includes('await_decision') ? new Command({ resume: true }) : null)
  }

  async function forEach(ids: readonly string[], work: (id: string) => Promise<void>): Promise<string[]> {
    const incidents: string[] = []
    for (const id of ids) {
      try {
        await work(id)
      } catch (error) {
        // One that cannot go on must not keep the others; it is tried again by the next call.
        const { dataDir, now, venture } = await deps.context()
        const ids = { ventureId: venture.id, proposalId: id }
        const { answer } = await reportBug(error, { dataDir, at: now, where: 'proposal', ids })
        incidents.push(answer.incidentId ?? 'not logged')
      }
    }
    return incidents
  }

  async function carryOn(): Promise<CarriedOn> {
    const context = await deps.context()
    const recovered = await recoverTouches(context, deps)
    const ids = await proposalsToCarryOn(context.db)
    const incidents = await forEach(ids, resume)
    return { recoveredTouches: recovered.length, resumedProposals: ids.length - incidents.length, incidents }
  }

  return {
    start,
    resume,
    carryOn,
    resumeAll: async () => {
      const { db } = await deps.context()
      const incidents = await forEach(await proposalsWithoutThread(db), start)
      const done = await carryOn()
      return { ...done, incidents: [...incidents, ...done.incidents] }
    },
    close: () => checkpointer.close(),
  }
}
