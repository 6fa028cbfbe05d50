/**
 * A proposal's life as one thread: policy → (a person decides) → are the facts still so? → set going → send → outcome.
 *
 * The state is an id. What was decided and done stands in the tables, each step moves it on from exactly one status,
 * and so a thread that runs a step again, after a crash or in two processes at once, changes nothing twice.
 */
import { Annotation, type BaseCheckpointSaver, END, interrupt, START, StateGraph } from '@langchain/langgraph'
import type { ToolContext } from '../../tools/define-tool.ts'
import { sendQueued } from '../../tools/outbox/send-queued.ts'
import type { Outbox } from '../../tools/outbox/send-touch.ts'
import { carryOut } from '../../tools/proposals/carry-out.ts'
import { passByPolicy, policyVerdict } from '../../tools/proposals/policy.ts'
import { recheckFacts } from '../../tools/proposals/recheck-facts.ts'
import { settleProposal } from '../../tools/proposals/settle-proposal.ts'

export interface ProposalDeps extends Outbox {
  /** As of now, at each step: days can lie between two of them. */
  context(): Promise<ToolContext>
}

const state = Annotation.Root({
  proposalId: Annotation<string>,
  verdict: Annotation<'ask' | 'pass' | 'closed'>,
  facts: Annotation<'holds' | 'moved' | 'not_approved'>,
})
type State = typeof state.State
type Update = typeof state.Update

export function createProposalGraph(deps: ProposalDeps, checkpointer: BaseCheckpointSaver) {
  return (
    new StateGraph(state)
      .addNode('policy', ({ proposalId }: State) => askPolicy(proposalId, deps))
      .addNode('await_decision', awaitDecision)
      .addNode('recheck', ({ proposalId }: State) => recheck(proposalId, deps))
      .addNode('execute', ({ proposalId }: State) => execute(proposalId, deps))
      .addNode('send', ({ proposalId }: State) => send(proposalId, deps))
      .addNode('outcome', ({ proposalId }: State) => outcome(proposalId, deps))
      .addEdge(START, 'policy')
      .addConditionalEdges('policy', ({ verdict }: State) => verdict, {
        ask: 'await_decision',
        pass: 'recheck',
        closed: END,
      })
      // Whoever resumes the thread brings nothing along: policy reads the decision from its row.
      .addEdge('await_decision', 'policy')
      .addConditionalEdges('recheck', ({ facts }: State) => (facts === 'moved' ? 'policy' : 'execute'), [
        'policy',
        'execute',
      ])
      .addEdge('execute', 'send')
      .addEdge('send', 'outcome')
      .addEdge('outcome', END)
      .compile({ checkpointer, name: 'proposal' })
  )
}

async function askPolicy(proposalId: string, deps: ProposalDeps): Promise<Update> {
  return { verdict: await policyVerdict(await deps.context(), proposalId) }
}

function awaitDecision({ proposalId }: State): Update {
  interrupt({ proposalId })
  return {}
}

async function recheck(proposalId: string, deps: ProposalDeps): Promise<Update> {
  const context = await deps.context()
  await passByPolicy(context, proposalId)
  await deps.onTransition?.('policy.passed')
  const facts = await recheckFacts(context, proposalId)
  await deps.onTransition?.('facts.checked')
  return { facts }
}

async function execute(proposalId: string, deps: ProposalDeps): Promise<Update> {
  await carryOut(await deps.context(), proposalId)
  await deps.onTransition?.('proposal.executed')
  return {}
}

async function send(proposalId: string, deps: ProposalDeps): Promise<Update> {
  await sendQueued(await deps.context(), deps, proposalId)
  return {}
}

async function outcome(proposalId: string, deps: ProposalDeps): Promise<Update> {
  const context = await deps.context()
  await context.db.transaction((db) => settleProposal(db, context, proposalId))
  await deps.onTransition?.('outcome.recorded')
  return {}
}
