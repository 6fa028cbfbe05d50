/** A person decides. One decision a round: two at once, one wins and the other is told who decided what and when. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { decisionsOf, insertDecision } from '../../db/queries/decisions.ts'
import { moveProposal, openNextRound, proposalById } from '../../db/queries/proposals.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { minute, overBudget } from '../outbox/contact-limits.ts'
import { ownerOf } from '../outbox/touch-tasks.ts'
import { readSettings, type Settings } from '../settings/settings.ts'
import { openTask } from '../tasks/open-task.ts'
import { checkSetting, modifySetting } from './apply-setting.ts'
import { expireProposal } from './expire-proposals.ts'
import { fileProposal, MONITOR_DAYS } from './file-proposal.ts'
import { arrMinorOf, findProposal, type Proposal } from './find-proposal.ts'
import { checkingDay } from './fingerprint.ts'
import {
  type Decision,
  type Draft,
  type DraftChanges,
  decisions,
  decisionVerbs,
  draft,
  draftChanges,
  proposalStatuses,
} from './proposal.ts'
import { renderDraftText } from './render-draft.ts'
import { checkMayDecide } from './who-decides.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const doors = ['cli', 'mcp', 'slack', 'dashboard'] as const

export const decideProposal = defineTool({
  name: 'decide_proposal',
  title: 'Decide on a proposal',
  description:
    'Records the decision of the person who is logged in, with a reason: approve (it is then carried out), reject, modify (makes another proposal, which waits for a decision itself), escalate (passes it to the Chairman with a due time) or monitor (closes it and opens a check of the customer in 14 days). Whoever proposed cannot decide; an assistant never can.',
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
    door: z.enum(doors).default('cli'),
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
    const deciding = { ...proposal, firstProposedBy, arrMinor: arrMinorOf(proposal) }
    checkMayDecide(deciding, input.decision, context.actor, context)
    const result = await record(context, proposal, input)
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

/** What would make the decision impossible to carry out is said before it is taken. */
async function checkDecision(context: ToolContext, proposal: Proposal, decided: Decided): Promise<void> {
  if (decided.decision === 'escalate' && proposal.addressedTo === 'chairman') {
    throw new UserError({
      code: 'conflict',
      message: `${proposal.label} is with the Chairman already, due ${minute(proposal.expiresAt)}.`,
      field: 'decision',
      value: 'escalate',
      fix: 'The Chairman approves, rejects, modifies or monitors it.',
    })
  }
  if (decided.decision === 'modify') {
    const { settings } = await readSettings(context.db, context.now)
    const changed = changedDraft(proposal, decided.changes, settings)
    if (changed.kind === 'setting') checkSetting(settings, changed)
  } else if (decided.changes !== undefined) {
    throw new UserError({
      code: 'invalid_input',
      message: `Changes go with modify, not with ${decided.decision}.`,
      field: 'changes',
      fix: 'Leave them out, or decide to modify.',
    })
  }
  if (decided.decision !== 'approve') return
  if (proposal.draft.kind === 'setting') {
    checkSetting((await readSettings(context.db, context.now)).settings, proposal.draft)
  }
  const problem = await context.db.transaction((db) =>
    overBudget(db, { ...proposal, proposalId: proposal.id }, context),
  )
  if (problem === undefined) return
  throw new UserError({
    code: 'over_budget',
    message: `${proposal.label} cannot be approved: ${problem}.`,
    field: 'costMinor',
    value: String(proposal.costMinor),
    fix: 'Modify it to cost less, or let the Chairman raise the budget.',
  })
}

function changedDraft({ draft: before, label }: Proposal, changes: DraftChanges | undefined, settings: Settings) {
  const after = before.kind === 'setting' ? modifySetting(before, changes ?? {}, settings) : { ...before, ...changes }
  const parsed = draft.safeParse(after, { reportInput: true })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : (issue?.path.join('.') ?? '')
    throw new UserError({
      code: 'invalid_input',
      message: `${label} is a ${before.kind}; ${field} of it cannot be changed like this.`,
      field: `changes.${field}`,
      fix: `Its parts are ${Object.keys(before)
        .filter((name) => name !== 'kind')
        .join(', ')}.`,
    })
  }
  if (JSON.stringify(wantedOf(parsed.data)) === JSON.stringify(wantedOf(before))) {
    throw new UserError({
      code: 'invalid_input',
      message: 'Nothing of the proposal would change.',
      field: 'changes',
      fix: 'Say what is to be different, such as another body; or approve it as it is.',
    })
  }
  return parsed.data
}

/** The draft without what it starts from, which is not the proposer's to choose. */
function wantedOf(of: Draft): unknown {
  return of.kind === 'setting' ? of.changes.map(({ parameter, to }) => [parameter, to]) : of
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

/** Who wanted it before anybody modified it. */
async function firstProposerOf(db: VentureDb, { proposedBy, supersedesId }: Proposal): Promise<string> {
  let first = { proposedBy, supersedesId }
  while (first.supersedesId !== null) {
    const earlier = await proposalById(db, first.supersedesId)
    if (!earlier) break
    first = earlier
  }
  return first.proposedBy
}
