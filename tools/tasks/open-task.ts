/** Opens what a person must do, with the words that person needs. */
import { uuidv7 } from 'uuidv7'
import { insertTask } from '../../db/queries/tasks.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { taskLabel } from '../proposals/proposal.ts'

export const taskKinds = [
  'call',
  'message',
  'offer',
  'check',
  'escalation',
  'setting',
  'resolve_unknown',
  'other',
] as const
type TaskKind = (typeof taskKinds)[number]

export interface TaskInput {
  proposalId: string | null
  touchId?: string
  customerId: string | null
  kind: TaskKind
  title: string
  body: string
  /** An address, or `chairman`; null: whoever takes it. */
  assignedTo: string | null
  dueAt: Date | null
}

/** Opens it and returns `T-101`; undefined when the touch's task is open already. */
export async function openTask(
  db: VentureDb,
  context: Pick<ToolContext, 'actor' | 'now' | 'ledgerKey'>,
  task: TaskInput,
): Promise<string | undefined> {
  const id = uuidv7()
  const number = await insertTask(db, { ...task, id, touchId: task.touchId ?? null, createdAt: context.now })
  if (number === undefined) return undefined
  await appendLedger(db, context.ledgerKey, {
    event: 'task.opened',
    actor: context.actor,
    at: context.now,
    ids: {
      ...(task.proposalId ? { proposalId: task.proposalId } : {}),
      ...(task.touchId ? { touchId: task.touchId } : {}),
      ...(task.customerId ? { customerId: task.customerId } : {}),
    },
    detail: { number, kind: task.kind },
  })
  return taskLabel(number)
}
