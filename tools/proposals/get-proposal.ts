import { z } from 'zod'
import { decisionsOf } from '../../db/queries/decisions.ts'
import { proposalById } from '../../db/queries/proposals.ts'
import { tasksOf } from '../../db/queries/tasks.ts'
import { touchesOf } from '../../db/queries/touches.ts'
import { defineTool } from '../define-tool.ts'
import { fact } from '../facts.ts'
import { modeOf, modes } from '../modes/modes.ts'
import { factsNow } from './confirmation.ts'
import { findProposal } from './find-proposal.ts'
import { decisions, draft, proposalLabel, taskLabel } from './proposal.ts'
import { renderDraft } from './render-draft.ts'
import { askedNow, proposalFacts, shownProposal, showProposal } from './shown-proposal.ts'

export const getProposal = defineTool({
  name: 'get_proposal',
  title: 'Read a proposal',
  description:
    'One proposal in full: the draft as the customer or colleague would read it, the facts and receipts it rests on, what happens after approval, every decision so far, and the messages and tasks that followed. Use it before deciding, or to see what became of one. Who may decide is given the confirmation that decide_proposal asks for.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['subject', 'body', 'reason', 'heading', 'evidence', 'title', 'why', 'outcome', 'problem'],
  replayable: false,
  input: z.object({ proposal: z.string().min(1).meta({ description: 'P-1042 or the id' }) }),
  output: shownProposal.extend({
    mode: z.enum(modes),
    draft,
    /** The draft with the facts filled in. */
    rendered: z.object({ heading: z.string(), body: z.string() }),
    facts: z.array(fact),
    receipts: z.array(z.string()),
    supersedes: z.string().nullable(),
    ...askedNow,
    decisions: z.array(
      z.object({
        round: z.int(),
        decision: z.enum(decisions),
        decidedBy: z.string(),
        reason: z.string(),
        door: z.string(),
        decidedAt: z.string(),
        dueAt: z.string().nullable(),
      }),
    ),
    touches: z.array(
      z.object({
        id: z.string(),
        channel: z.enum(['email', 'task']),
        status: z.string(),
        subject: z.string(),
        attempts: z.int(),
        sentAt: z.string().nullable(),
        sentBy: z.string().nullable(),
        /** The mail's file or Message-ID. */
        reference: z.string().nullable(),
        /** Why it waits, failed or became a task. */
        problem: z.string().nullable(),
      }),
    ),
    tasks: z.array(
      z.object({
        task: z.string(),
        kind: z.string(),
        title: z.string(),
        status: z.string(),
        assignedTo: z.string().nullable(),
        dueAt: z.string().nullable(),
        doneBy: z.string().nullable(),
        outcome: z.string().nullable(),
      }),
    ),
  }),
  async run({ proposal: reference }, context) {
    const proposal = await findProposal(context.db, reference)
    const { db } = context
    const [history, touches, tasks, mode, superseded] = [
      await decisionsOf(db, proposal.id),
      await touchesOf(db, proposal.id),
      await tasksOf(db, proposal.id),
      await modeOf(db, proposal.kind),
      proposal.supersedesId === null ? undefined : await proposalById(db, proposal.supersedesId),
    ]
    const asked = (await factsNow(context, [proposal])).get(proposal.id)
    return {
      output: {
        ...showProposal(proposal, context),
        factsMoved: asked?.moved ?? null,
        confirmation: asked?.confirmation ?? null,
        mode,
        draft: proposal.draft,
        rendered: renderDraft(proposal.draft, proposal.facts),
        facts: proposal.facts,
        receipts: [...new Set(proposal.facts.map(({ receipt }) => receipt))],
        supersedes: superseded ? proposalLabel(superseded.number) : null,
        decisions: history.map((row) => ({
          round: row.round,
          decision: z.enum(decisions).parse(row.decision),
          decidedBy: row.personName,
          reason: row.reason,
          door: row.door,
          decidedAt: row.decidedAt.toISOString(),
          dueAt: row.dueAt?.toISOString() ?? null,
        })),
        touches: touches.map((row) => ({
          id: row.id,
          channel: row.channel,
          status: row.status,
          subject: row.subject,
          attempts: row.attempts,
          sentAt: row.sentAt?.toISOString() ?? null,
          sentBy: row.sentBy,
          reference: row.providerRef,
          problem: row.problem,
        })),
        tasks: tasks.map((row) => ({
          task: taskLabel(row.number),
          kind: row.kind,
          title: row.title,
          status: row.status,
          assignedTo: row.assignedTo,
          dueAt: row.dueAt?.toISOString() ?? null,
          doneBy: row.doneByName,
          outcome: row.outcome,
        })),
      },
      facts: proposalFacts(proposal, context.venture, ''),
      rowCount: 1,
    }
  },
})
