/** A person decides. One decision a round: two at once, one wins and the other is told who decided what and when. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { decisionsOf, insertDecision } from '../../db/queries/decisions.ts'
import { moveProposal, openNextRound, restateFacts } from '../../db/queries/proposals.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { minute } from '../outbox/contact-limits.ts'
import { ownerOf } from '../outbox/touch-tasks.ts'
import { readSettings } from '../settings/settings.ts'
import { openTask } from '../tasks/open-task.ts'
import { changedDraft, checkDecision } from './check-decision.ts'
import { checkConfirmation, type FactsNow, factsNow } from './confirmation.ts'
import { expireProposal } from './expire-proposals.ts'
import { fileProposal, MONITOR_DAYS } from './file-proposal.ts'
import { firstProposerOf } from './find-first-proposer.ts'
import { arrMinorOf, findProposal, type Proposal } from './find-proposal.ts'
import { checkingDay } from './fingerprint.ts'
import {
  type Decision,
  type DraftChanges,
  decisions,
  decisionVerbs,
  draftChanges,
  proposalStatuses,
} from './proposal.ts'
import { renderDraftText } from './render-draft.ts'
import { checkMayDecide } from './who-decides.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const decideProposal = defineTool({
  name: 'decide_proposal',
  title: 'Decide on a proposal',
  description:
    'Records the decision of the person who is logged in, with a reason: approve (it is then carried out), reject, modify (makes another proposal, which waits for a decision itself), escalate (passes it to the Chairman with a due time) or monitor (closes it and opens a check of the customer in 14 days). Needs the confirmation that get_proposal and list_proposals show to who may decide. Whoever proposed cannot; an assistant never can.',
  effect: 'act',
  capability: 'decide',
  isCurated: true,
  hints: { reachesOutside: true },
  withheldFields: ['reason', 'subject', 'body'],
  input: z.object({
    proposal: z.string().min(1).meta({ description: 'P-1042 or the id' }),
    decision: z.enum(decisions),
    reason: z.string().trim().min(1).max(2_000),
    round: z.int().min(1).optional().meta({ description: 'the round that was read; refused when another is asked' }),
    changes: draftChanges.optional().meta({ description: 'for modify: the parts of the draft that change' }),
    confirmation: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'what get_proposal showed with the facts; a decision in a terminal can do without' }),
  }),
  output: z.object({
    proposal: z.string(),
    id: z.string(),
    decision: z.enum(decisions),
    status: z.enum(proposalStatuses),
    decidedBy: z.string(),
    decidedAt: z.string(),
    /** For modify: the proposal that waits instead. */
    newProposal: z.string().nullable(),
    newProposalId: z.string().nullable(),
    /** For escalate: when the Chairman's answer is due. */
    dueAt: z.string().nullable(),
    /** For monitor: the check that was opened. */
    checkTask: z.string().nullable(),
  }),
  async run(input, context) {
    const proposal = await proposalToDecide(context, input.proposal)
    const firstProposedBy = await firstProposerOf(context.db, proposal)
    const shown = await factsShown(context, proposal, input)
    const arrMinor = arrMinorOf(shown ?? proposal)
    checkMayDecide({ ...proposal, firstProposedBy, arrMinor }, input.decision, context.actor, context)
    if (shown) checkConfirmation(context, proposal, input.confirmation, shown)
    const door = context.door ?? 'none'
    const result = await record(context, proposal, { ...input, door, shown })
    return {
      output: {
        proposal: proposal.label,
        id: proposal.id,
        decision: input.decision,
        decidedBy: context.actor.name,
        decidedAt: context.now.toISOString(),
        ...result,
      },
      facts: [],
      rowCount: 1,
    }
  },
})

interface Decided {
  decision: Decision
  reason: string
  round?: number | undefined
  changes?: DraftChanges | undefined
  door: string
  /** As the confirmation says they were shown. */
  shown: FactsNow | undefined
}

interface Effects {
  status: Proposal['status']
  newProposal: string | null
  newProposalId: string | null
  dueAt: string | null
  checkTask: string | null
}

/** As it stands after its time, if that is over: a decision that comes late meets the Chairman's round. */
async function proposalToDecide(context: ToolContext, reference: string): Promise<Proposal> {
  const proposal = await findProposal(context.db, reference)
  if (proposal.status !== 'waiting' || proposal.expiresAt > context.now) return proposal
  await expireProposal({ ...context, actor: { kind: 'system', id: 'expiry', name: 'Expiry', roles: [] } }, proposal.id)
  return findProposal(context.db, reference)
}

/**
 * What the decider must have been shown. In a terminal the facts are checked after the decision, and asked again if they
 * moved; of a proposal that does not wait there is nothing to show.
 */
async function factsShown(
  context: ToolContext,
  proposal: Proposal,
  { confirmation }: { confirmation?: string | undefined },
): Promise<FactsNow | undefined> {
  if (context.door === 'cli' && confirmation === undefined) return undefined
  return (await factsNow(context, [proposal])).get(proposal.id)
}

async function record(context: ToolContext, proposal: Proposal, decided: Decided): Promise<Effects> {
  if (proposal.status !== 'waiting') throw await alreadyDecided(context.db, proposal)
  if (decided.round !== undefined && decided.round !== proposal.round) throw askedAgain(proposal)
  await checkDecision(context, proposal, decided)
  const asOf = decided.decision === 'modify' ? await checkingDay(context, proposal.asOf) : context.asOf
  const dueAt =
    decided.decision === 'escalate'
      ? new Date(context.now.getTime() + context.settings.chairmanEscalationHours * HOUR)
      : null
  const effects = await context.db.transaction(async (db) => {
    const isFirst = await insertDecision(db, {
      id: uuidv7(),
      proposalId: proposal.id,
      round: proposal.round,
      decision: decided.decision,
      personId: context.actor.id,
      reason: decided.reason,
      door: decided.door,
      dueAt,
      decidedAt: context.now,
    })
    if (!isFirst || !(await moveOn(db, context, proposal, decided.decision, dueAt))) return undefined
    // Who approved saw the facts as they are now: they are what the approval rests on.
    if (decided.decision === 'approve' && decided.shown?.moved)
      await restateFacts(db, proposal.id, decided.shown.fingerprint)
    const made = await makeWhatFollows(db, { ...context, db, asOf }, proposal, decided)
    await appendLedger(db, context.ledgerKey, {
      event: 'proposal.decided',
      actor: context.actor,
      at: context.now,
      ids: { proposalId: proposal.id, ...(made.newProposalId ? { newProposalId: made.newProposalId } : {}) },
      detail: { decision: decided.decision, round: proposal.round, door: decided.door },
    })
    return { ...made, status: statusAfter[decided.decision], dueAt: dueAt?.toISOString() ?? null }
  })
  if (effects) return effects
  throw await alreadyDecided(context.db, await findProposal(context.db, proposal.id))
}

const statusAfter = {
  approve: 'approved',
  reject: 'rejected',
  modify: 'superseded',
  escalate: 'waiting',
  monitor: 'rejected',
} as const satisfies Record<Decision, Proposal['status']>

/** False when the proposal no longer waits in that round; the transaction then has to end without a decision. */
async function moveOn(
  db: VentureDb,
  context: ToolContext,
  proposal: Proposal,
  decision: Decision,
  dueAt: Date | null,
): Promise<boolean> {
  const { id, round } = proposal
  const isMoved =
    dueAt === null
      ? await moveProposal(db, id, { from: ['waiting'], round, to: statusAfter[decision], at: context.now })
      : await openNextRound(db, id, {
          from: ['waiting'],
          round,
          addressedTo: 'chairman',
          expiresAt: dueAt,
          whatChanged: null,
          fingerprint: undefined,
        })
  // The decision row was written in this transaction: throwing takes it back.
  if (!isMoved) throw askedAgain(proposal)
  return isMoved
}

async function makeWhatFollows(
  db: VentureDb,
  context: ToolContext,
  proposal: Proposal,
  decided: Decided,
): Promise<Pick<Effects, 'newProposal' | 'newProposalId' | 'checkTask'>> {
  if (decided.decision === 'modify') {
    const filed = await fileProposal(context, {
      ...proposal,
      draft: changedDraft(proposal, decided.changes, (await readSettings(db, context.now)).settings),
      supersedesId: proposal.id,
    })
    return { newProposal: filed.label, newProposalId: filed.id, checkTask: null }
  }
  if (decided.decision !== 'monitor') return { newProposal: null, newProposalId: null, checkTask: null }
  const about = proposal.customerName ?? 'this'
  const checkTask = await openTask(db, context, {
    proposalId: proposal.id,
    customerId: proposal.customerId,
    kind: 'check',
    title: `Look again at ${about}`,
    body: `${proposal.label} (${renderDraftText(proposal.title, proposal.facts)}) was closed to be watched: ${decided.reason}\n\nSee how it stands${proposal.customerExternalId ? `: crew customer ${proposal.customerExternalId}` : ''}.`,
    assignedTo: ownerOf(proposal),
    dueAt: new Date(context.now.getTime() + MONITOR_DAYS * DAY),
  })
  return { newProposal: null, newProposalId: null, checkTask: checkTask ?? null }
}

/** Who decided what and when; for a decision cannot be taken twice, nor back. */
async function alreadyDecided(db: VentureDb, proposal: Proposal): Promise<UserError> {
  const last = (await decisionsOf(db, proposal.id)).at(-1)
  const decided = last
    ? `${proposal.label} was ${decisionVerbs[last.decision as Decision]} by ${last.personName} on ${minute(last.decidedAt)}: ${last.reason}`
    : `${proposal.label} is ${proposal.status} and does not wait for a decision.`
  return new UserError({
    code: 'conflict',
    message: decided,
    field: 'proposal',
    value: proposal.label,
    fix:
      proposal.status === 'waiting'
        ? `It is asked again: read it with crew approvals ${proposal.label}.`
        : 'A decision stands and is not taken back; see what waits with crew approvals.',
  })
}

function askedAgain(proposal: Proposal): UserError {
  return new UserError({
    code: 'facts_moved',
    message: `${proposal.label} was asked again since it was read${proposal.whatChanged ? `: ${proposal.whatChanged}` : '.'}`,
    field: 'round',
    value: String(proposal.round),
    fix: `Read it again with crew approvals ${proposal.label}, then decide.`,
  })
}
