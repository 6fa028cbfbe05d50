import { z } from 'zod'
import { countTasks, listTaskRows } from '../../db/queries/tasks.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import { proposalLabel, taskLabel } from '../proposals/proposal.ts'
import { taskKinds } from './open-task.ts'

const taskStatuses = ['open', 'done', 'cancelled'] as const

export const listTasks = defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description:
    'What people have to do, by default what is open, due first: calls and messages that the system may not send, checks of customers under watch, messages of unknown fate to look into. Use complete_task when one is done.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: ['body', 'title', 'outcome', 'assignedTo'],
  replayable: false,
  input: z.object({
    statuses: z.array(z.enum(taskStatuses)).min(1).default(['open']),
    customer: z.string().min(1).optional().describe('Only about this one: id, external id or unambiguous name'),
    overdue: z.boolean().optional().describe('true: only what was due before now'),
    limit: z.int().min(1).max(500).default(50),
  }),
  output: z.object({
    tasks: z.array(
      z.object({
        task: z.string(),
        kind: z.enum(taskKinds),
        status: z.enum(taskStatuses),
        title: z.string(),
        body: z.string(),
        proposal: z.string().nullable(),
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
        assignedTo: z.string().nullable(),
        dueAt: z.string().nullable(),
        isOverdue: z.boolean(),
        doneBy: z.string().nullable(),
        doneAt: z.string().nullable(),
        outcome: z.string().nullable(),
      }),
    ),
    total: z.int(),
  }),
  async run({ statuses, customer, overdue, limit }, context) {
    const customerId = customer === undefined ? undefined : (await findCustomer(context, customer)).id
    const filter = { statuses, customerId, dueBefore: overdue ? context.now : undefined }
    const rows = await listTaskRows(context.db, { ...filter, limit })
    const total = await countTasks(context.db, filter)
    const subject = { kind: 'venture' as const, id: context.venture.id, name: context.venture.name }
    const stated = (
      key: string,
      metric: string,
      value: string | number | null,
      unit: 'count' | 'name' | 'text' | 'date',
    ) => factDraft({ key, metric, subject, period: null, value, unit }, context.venture.currency)
    return {
      output: {
        tasks: rows.map((row) => ({
          task: taskLabel(row.number),
          kind: z.enum(taskKinds).parse(row.kind),
          status: z.enum(taskStatuses).parse(row.status),
          title: row.title,
          body: row.body,
          proposal: row.proposalNumber === null ? null : proposalLabel(row.proposalNumber),
          customer:
            row.customerId !== null && row.customerExternalId !== null
              ? {
                  id: row.customerId,
                  externalId: row.customerExternalId,
                  name: row.customerName ?? row.customerExternalId,
                }
              : null,
          assignedTo: row.assignedTo,
          dueAt: row.dueAt?.toISOString() ?? null,
          isOverdue: row.status === 'open' && row.dueAt !== null && row.dueAt < context.now,
          doneBy: row.doneByName,
          doneAt: row.doneAt?.toISOString() ?? null,
          outcome: row.outcome,
        })),
        total,
      },
      facts: [
        stated('total', 'tasks', total, 'count'),
        ...rows.flatMap((row, index) => [
          stated(`t${index + 1}.task`, 'task', taskLabel(row.number), 'name'),
          { ...stated(`t${index + 1}.title`, 'task_title', row.title, 'text'), isPersonal: true as const },
          stated(`t${index + 1}.due_on`, 'task_due_on', row.dueAt?.toISOString().slice(0, 10) ?? null, 'date'),
        ]),
      ],
      rowCount: rows.length,
    }
  },
})
