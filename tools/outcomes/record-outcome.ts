/** What came of a task, a proposal or a conversation, as somebody who knows says it. It decides and closes nothing. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { insertRecordedOutcome } from '../../db/queries/recorded-outcomes.ts'
import { taskByNumber } from '../../db/queries/tasks.ts'
import { UserError } from '../../errors.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { findProposal } from '../proposals/find-proposal.ts'
import { type ProposalStatus, proposalLabel, taskLabel } from '../proposals/proposal.ts'
import { channels, outcomes, responses } from './outcome-words.ts'

export const recordOutcome = defineTool({
  name: 'record_outcome',
  title: 'Record an outcome',
  description:
    'Writes down what came of a task (T-101), a proposal that was carried out (P-1042) or a conversation with a customer: how it went, how the customer took it, and a note. It counts as an answer in get_outcomes. It closes and decides nothing: complete_task says that a task is done.',
  effect: 'act',
  capability: 'record_outcome',
  isCurated: true,
  hints: { isAdditive: true },
  withheldFields: ['note'],
  input: z.object({
    about: z.string().trim().min(1).max(200).meta({ description: 'T-101, P-1042, or a customer by id or name' }),
    outcome: z.enum(outcomes),
    channel: z.enum(channels).default('call'),
    response: z.enum(responses).default('none').meta({ description: 'how the customer took it' }),
    note: z.string().trim().min(1).max(2_000).optional(),
    on: z.iso.date().optional().meta({ description: 'the day it happened, by default today' }),
  }),
  output: z.object({
    id: z.string(),
    task: z.string().nullable(),
    proposal: z.string().nullable(),
    customer: z.string().nullable(),
    outcome: z.enum(outcomes),
    response: z.enum(responses),
    on: z.string(),
    recordedBy: z.string(),
  }),
  async run({ about, outcome, channel, response, note, on }, context) {
    const of = await subjectOf(context, about)
    const occurredOn = checkedDay(on ?? context.asOf, context)
    const id = uuidv7()
    const { actor, now } = context
    await context.db.transaction(async (db) => {
      await insertRecordedOutcome(db, {
        id,
        customerId: of.customerId,
        proposalId: of.proposalId,
        taskId: of.taskId,
        channel,
        outcome,
        response,
        note: note ?? null,
        occurredOn,
        recordedBy: `${actor.kind}:${actor.id}`,
        recordedAt: now,
      })
      await appendLedger(db, context.ledgerKey, {
        event: 'outcome.recorded',
        actor,
        at: now,
        ids: {
          outcomeId: id,
          ...(of.customerId ? { customerId: of.customerId } : {}),
          ...(of.proposalId ? { proposalId: of.proposalId } : {}),
          ...(of.taskId ? { taskId: of.taskId } : {}),
        },
        detail: { outcome, response, channel, on: occurredOn },
      })
    })
    return {
      output: {
        id,
        task: of.task,
        proposal: of.proposal,
        customer: of.customer,
        outcome,
        response,
        on: occurredOn,
        recordedBy: actor.name,
      },
      facts: [],
      rowCount: 1,
    }
  },
})

interface Subject {
  customerId: string | null
  customer: string | null
  proposalId: string | null
  proposal: string | null
  taskId: string | null
  task: string | null
}

const nothing: Subject = {
  customerId: null,
  customer: null,
  proposalId: null,
  proposal: null,
  taskId: null,
  task: null,
}

/** Of a proposal that was never carried out, or not yet, nothing can have come. */
const undone: ReadonlySet<ProposalStatus> = new Set(['waiting', 'rejected', 'superseded', 'expired'])

async function subjectOf(context: ToolContext, about: string): Promise<Subject> {
  const number = /^T-(\d{1,15})$/i.exec(about)?.[1]
  if (number !== undefined) return subjectOfTask(context, Number(number))
  if (/^P-\d{1,15}$/i.test(about)) {
    const { id, label, status, customerId, customerName } = await findProposal(context.db, about)
    if (undone.has(status)) throw notCarriedOut(label, status)
    return { ...nothing, customerId, customer: customerName, proposalId: id, proposal: label }
  }
  const customer = await findCustomer(context, about)
  return { ...nothing, customerId: customer.id, customer: customer.name }
}

async function subjectOfTask({ db }: ToolContext, number: number): Promise<Subject> {
  const task = await taskByNumber(db, number)
  if (task) {
    const { proposalId, proposalNumber, customerId, customerName } = task
    const proposal = proposalNumber === null ? null : proposalLabel(proposalNumber)
    return { customerId, customer: customerName, proposalId, proposal, taskId: task.id, task: taskLabel(number) }
  }
  throw new UserError({
    code: 'not_found',
    message: 'There is no such task.',
    field: 'about',
    value: taskLabel(number),
    fix: 'See what is open with list_tasks, or crew tasks.',
  })
}

function notCarriedOut(label: string, status: string): UserError {
  return new UserError({
    code: 'conflict',
    message: `${label} is ${status}: nothing was done, so nothing came of it.`,
    field: 'about',
    value: label,
    fix: 'Name a proposal that was carried out, the task of one, or the customer.',
  })
}

function checkedDay(on: string, { now }: ToolContext): string {
  if (on <= now.toISOString().slice(0, 10)) return on
  throw new UserError({
    code: 'invalid_input',
    message: 'What came of something is known once it happened.',
    field: 'on',
    value: on,
    fix: 'Give the day it happened.',
  })
}
