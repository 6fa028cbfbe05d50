/** A person says that a task is done, or how it ended; the proposal it came from is closed with it. */
import { z } from 'zod'
import { moveProposal, proposalById } from '../../db/queries/proposals.ts'
import { closeTask, type TaskRow, taskByNumber, tasksOf } from '../../db/queries/tasks.ts'
import { settleTouch } from '../../db/queries/touches.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { minute } from '../outbox/contact-limits.ts'
import { applySetting, chairmansOfDraft } from '../proposals/apply-setting.ts'
import { findProposal, parseProposal } from '../proposals/find-proposal.ts'
import { proposalLabel, proposalStatuses, taskLabel } from '../proposals/proposal.ts'
import { settleProposal } from '../proposals/settle-proposal.ts'

const outcomes = ['done', 'not_done', 'sent', 'not_sent'] as const
type Outcome = (typeof outcomes)[number]

export const completeTask = defineTool({
  name: 'complete_task',
  title: 'Complete a task',
  description:
    'Notes that the person who is logged in did a task, named as T-101 or by its proposal P-1042, and closes that proposal. Say not_done when it will not be done. For a message whose fate was unknown say sent or not_sent: not_sent sends it then. For a setting, done makes the change.',
  effect: 'act',
  capability: 'complete_task',
  hints: { reachesOutside: true },
  withheldFields: ['note'],
  input: z.object({
    task: z.string().min(1).meta({ description: 'T-101, or P-1042 for the one open task of a proposal' }),
    outcome: z.enum(outcomes).default('done'),
    note: z.string().trim().max(2_000).optional().meta({ description: 'what came of it' }),
  }),
  output: z.object({
    task: z.string(),
    proposal: z.string().nullable(),
    proposalId: z.string().nullable(),
    proposalStatus: z.enum(proposalStatuses).nullable(),
    outcome: z.enum(outcomes),
    doneBy: z.string(),
  }),
  async run({ task: reference, outcome, note }, context) {
    if (context.actor.kind !== 'person') {
      throw new UserError({
        code: 'forbidden',
        message: `A person says what was done; ${context.actor.name} is none.`,
        field: 'actor',
        value: context.actor.name,
        fix: 'Log in first: crew login.',
      })
    }
    const task = await findTask(context.db, reference)
    checkOutcome(task, outcome)
    await checkMayComplete(task, context)
    await context.db.transaction((db) => complete(db, context, task, { outcome, note }))
    const proposal = task.proposalId === null ? undefined : await proposalById(context.db, task.proposalId)
    return {
      output: {
        task: taskLabel(task.number),
        proposal: proposal ? proposalLabel(proposal.number) : null,
        proposalId: proposal?.id ?? null,
        proposalStatus: proposal ? parseProposal(proposal).status : null,
        outcome,
        doneBy: context.actor.name,
      },
      facts: [],
      rowCount: 1,
    }
  },
})

async function complete(
  db: VentureDb,
  context: ToolContext,
  task: TaskRow,
  { outcome, note }: { outcome: Outcome; note: string | undefined },
): Promise<void> {
  const isDropped = outcome === 'not_done'
  const isFirst = await closeTask(db, task.id, {
    status: isDropped ? 'cancelled' : 'done',
    doneBy: context.actor.id,
    doneAt: context.now,
    outcome: note ? `${outcome}: ${note}` : outcome,
  })
  if (!isFirst) throw closedAlready((await taskByNumber(db, task.number)) ?? task)
  if (task.touchId !== null) {
    await settleTouch(db, task.touchId, {
      from: ['queued', 'unknown', 'failed'],
      attemptId: null,
      to: isDropped ? 'cancelled' : outcome === 'not_sent' ? 'queued' : 'sent',
      at: context.now,
      ...(outcome === 'not_sent' ? {} : { sentBy: `person:${context.actor.id}` }),
    })
  }
  const row = task.proposalId === null ? undefined : await proposalById(db, task.proposalId)
  const isCarriedOut = row?.status === 'executing' || row?.status === 'parked'
  if (row && isCarriedOut && task.kind === 'setting' && !isDropped) {
    const { id, label, draft } = parseProposal(row)
    if (draft.kind === 'setting') await applySetting(db, context, { proposalId: id, label, draft })
  }
  if (row && isCarriedOut && isDropped) {
    await moveProposal(db, row.id, {
      from: ['executing', 'parked'],
      round: row.round,
      to: 'rejected',
      at: context.now,
    })
  } else if (row && isCarriedOut) {
    await settleProposal(db, context, row.id)
  }
  await appendLedger(db, context.ledgerKey, {
    event: isDropped ? 'task.dropped' : 'task.completed',
    actor: context.actor,
    at: context.now,
    ids: {
      taskId: task.id,
      ...(task.proposalId ? { proposalId: task.proposalId } : {}),
      ...(task.touchId ? { touchId: task.touchId } : {}),
    },
    detail: { kind: task.kind, outcome },
  })
}

/** Making the change is deciding on a setting; some are the Chairman's. */
async function checkMayComplete(task: TaskRow, { actor, db }: ToolContext): Promise<void> {
  if (task.kind !== 'setting' || actor.roles.includes('chairman')) return
  const row = task.proposalId === null ? undefined : await proposalById(db, task.proposalId)
  const draft = row && parseProposal(row).draft
  const chairmans = draft?.kind === 'setting' ? chairmansOfDraft(draft) : []
  if (chairmans.length === 0) return
  throw new UserError({
    code: 'forbidden',
    message: `${taskLabel(task.number)} changes ${chairmans.join(', ')}, which the Chairman does.`,
    field: 'role',
    value: actor.roles.join(', '),
    fix: 'Log in as the Chairman: crew login.',
  })
}

function checkOutcome(task: TaskRow, outcome: Outcome): void {
  const allowed: readonly Outcome[] = task.kind === 'resolve_unknown' ? ['sent', 'not_sent'] : ['done', 'not_done']
  if (task.status !== 'open') throw closedAlready(task)
  if (allowed.includes(outcome)) return
  throw new UserError({
    code: 'invalid_input',
    message:
      task.kind === 'resolve_unknown'
        ? `${taskLabel(task.number)} asks whether a message left.`
        : `${taskLabel(task.number)} was done or was not.`,
    field: 'outcome',
    value: outcome,
    fix: `Say --outcome ${allowed.join(' or --outcome ')}.`,
  })
}

function closedAlready(task: TaskRow): UserError {
  const when = task.doneAt ? ` on ${minute(task.doneAt)}` : ''
  return new UserError({
    code: 'conflict',
    message: `${taskLabel(task.number)} was closed${task.doneByName ? ` by ${task.doneByName}` : ''}${when}.`,
    field: 'task',
    value: taskLabel(task.number),
    fix: 'See what is open with crew tasks.',
  })
}

async function findTask(db: VentureDb, reference: string): Promise<TaskRow> {
  const number = /^T-(\d{1,15})$/i.exec(reference.trim())?.[1]
  if (number !== undefined) {
    const task = await taskByNumber(db, Number(number))
    if (task) return task
    throw new UserError({
      code: 'not_found',
      message: 'There is no such task.',
      field: 'task',
      value: reference,
      fix: 'See what is open with crew tasks.',
    })
  }
  const proposal = await findProposal(db, reference)
  const tasks = await tasksOf(db, proposal.id)
  const open = tasks.filter(({ status }) => status === 'open')
  const [only, ...others] = open.length > 0 ? open : tasks.slice(-1)
  if (only && others.length === 0) return only
  throw new UserError(
    only
      ? {
          code: 'invalid_input',
          message: `${proposal.label} has several open tasks.`,
          field: 'task',
          value: reference,
          fix: `Name one: ${open.map((task) => taskLabel(task.number)).join(', ')}.`,
        }
      : {
          code: 'conflict',
          message: `${proposal.label} is ${proposal.status}; there is no task of it that a person has to do.`,
          field: 'task',
          value: reference,
          fix:
            proposal.status === 'waiting'
              ? `Decide on it first: crew approve ${proposal.label} --reason "…".`
              : 'See what is open with crew tasks.',
        },
  )
}
