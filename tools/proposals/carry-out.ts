/** From approved to executing: in one transaction, everything that the approval sets going is there or nothing is. */
import { uuidv7 } from 'uuidv7'
import { moveProposal, proposalById } from '../../db/queries/proposals.ts'
import { queueTouch, recipientFor } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { modeOf } from '../modes/modes.ts'
import { openContactTask, ownerOf } from '../outbox/touch-tasks.ts'
import { openTask } from '../tasks/open-task.ts'
import { applySetting } from './apply-setting.ts'
import { type Proposal, parseProposal } from './find-proposal.ts'
import type { Draft } from './proposal.ts'
import { renderDraft } from './render-draft.ts'
import { settleProposal } from './settle-proposal.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export type CarryingContext = Pick<ToolContext, 'db' | 'settings' | 'now' | 'ledgerKey' | 'actor'>

/** Queues the message or opens the task. Does nothing when the proposal is not (or no longer) approved. */
export async function carryOut(context: CarryingContext, proposalId: string): Promise<void> {
  await context.db.transaction(async (db) => {
    const row = await proposalById(db, proposalId)
    if (row?.status !== 'approved') return
    const proposal = parseProposal(row)
    const mode = await modeOf(db, proposal.kind)
    const isMoved = await moveProposal(db, proposalId, {
      from: ['approved'],
      round: proposal.round,
      to: 'executing',
      at: context.now,
    })
    if (!isMoved) return
    await setGoing(db, context, proposal, mode === 'manual')
    await appendLedger(db, context.ledgerKey, {
      event: 'proposal.executed',
      actor: context.actor,
      at: context.now,
      ids: { proposalId },
      detail: { mode, kind: proposal.kind, round: proposal.round },
    })
    await settleProposal(db, context, proposalId)
  })
}

async function setGoing(db: VentureDb, context: CarryingContext, proposal: Proposal, isManual: boolean) {
  const { draft } = proposal
  const { heading, body } = renderDraft(draft, proposal.facts)
  switch (draft.kind) {
    case 'message':
    case 'offer':
      return queueContact(db, context, proposal, draft, isManual)
    case 'task':
      return openWork(db, context, proposal, {
        draft,
        assignedTo: ownerOf(proposal),
        dueAt: new Date(context.now.getTime() + draft.dueInDays * DAY),
      })
    case 'escalation':
      return openWork(db, context, proposal, {
        draft,
        assignedTo: 'chairman',
        dueAt: new Date(context.now.getTime() + context.settings.chairmanEscalationHours * HOUR),
      })
    case 'setting':
      if (!isManual) {
        await applySetting(db, context, { proposalId: proposal.id, label: proposal.label, draft })
        return
      }
      await openTask(db, context, {
        proposalId: proposal.id,
        customerId: null,
        kind: 'setting',
        title: heading,
        body: `${body}\n\nTo make the change: crew done ${proposal.label}`,
        assignedTo: proposal.addressedTo === 'chairman' ? 'chairman' : null,
        dueAt: null,
      })
  }
}

/** By mail when the system may and can; else the same words become a person's task. */
async function queueContact(
  db: VentureDb,
  context: CarryingContext,
  proposal: Proposal,
  draft: Extract<Draft, { kind: 'message' | 'offer' }>,
  isManual: boolean,
): Promise<void> {
  const { heading, body } = renderDraft(draft, proposal.facts)
  const wanted = draft.kind === 'message' ? draft.toUserId : null
  const recipient =
    isManual || proposal.customerId === null
      ? undefined
      : await recipientFor(db, proposal.customerId, { userId: wanted, at: context.now })
  const channel = recipient ? 'email' : 'task'
  const touchId = await queueTouch(db, {
    id: uuidv7(),
    proposalId: proposal.id,
    step: 1,
    customerId: proposal.customerId,
    userId: recipient?.userId ?? wanted,
    channel,
    subject: heading,
    body,
    createdAt: context.now,
  })
  if (touchId === undefined) return
  await noteQueued(db, context, proposal, { touchId, channel })
  if (recipient) return
  const problem = isManual
    ? `the mode of ${draft.kind} is manual`
    : 'no user of this customer has an address and recorded consent'
  await openContactTask(db, context, proposal, { id: touchId, problem })
}

/** A task for our own people, kept in the outbox like every other touch. */
async function openWork(
  db: VentureDb,
  context: CarryingContext,
  proposal: Proposal,
  work: { draft: Extract<Draft, { kind: 'task' | 'escalation' }>; assignedTo: string | null; dueAt: Date },
): Promise<void> {
  const { heading, body } = renderDraft(work.draft, proposal.facts)
  const touchId = await queueTouch(db, {
    id: uuidv7(),
    proposalId: proposal.id,
    step: 1,
    customerId: proposal.customerId,
    userId: null,
    channel: 'task',
    subject: heading,
    body,
    createdAt: context.now,
  })
  if (touchId === undefined) return
  await noteQueued(db, context, proposal, { touchId, channel: 'task' })
  await openTask(db, context, {
    proposalId: proposal.id,
    touchId,
    customerId: proposal.customerId,
    kind: work.draft.kind === 'escalation' ? 'escalation' : 'other',
    title: heading,
    body: `${body}\n\nWhen it is done: crew done ${proposal.label}`,
    assignedTo: work.assignedTo,
    dueAt: work.dueAt,
  })
}

async function noteQueued(
  db: VentureDb,
  context: CarryingContext,
  proposal: Proposal,
  { touchId, channel }: { touchId: string; channel: string },
): Promise<void> {
  await appendLedger(db, context.ledgerKey, {
    event: 'touch.queued',
    actor: context.actor,
    at: context.now,
    ids: { touchId, proposalId: proposal.id },
    detail: { channel },
  })
}
