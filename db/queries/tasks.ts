/** What people have to do. */
import type { VentureDb } from '../venture-db.ts'

export interface NewTask {
  id: string
  proposalId: string | null
  touchId: string | null
  customerId: string | null
  kind: string
  title: string
  body: string
  assignedTo: string | null
  dueAt: Date | null
  createdAt: Date
}

export interface TaskRow extends NewTask {
  number: number
  status: string
  doneBy: string | null
  doneByName: string | null
  doneAt: Date | null
  outcome: string | null
  proposalNumber: number | null
  customerExternalId: string | null
  customerName: string | null
}

/** Opens it and returns its number. The one task of a touch is opened again; undefined when it is open already. */
export async function insertTask(db: VentureDb, task: NewTask): Promise<number | undefined> {
  const [row] = await db.sql<{ number: number }[]>`
    insert into tasks (venture_id, id, proposal_id, touch_id, customer_id, kind, title, body, assigned_to, due_at,
      created_at)
    values (${db.ventureId}, ${task.id}, ${task.proposalId}, ${task.touchId}, ${task.customerId}, ${task.kind},
      ${task.title}, ${task.body}, ${task.assignedTo}, ${task.dueAt}, ${task.createdAt})
    on conflict (venture_id, touch_id) where touch_id is not null do update
      set kind = excluded.kind, title = excluded.title, body = excluded.body, assigned_to = excluded.assigned_to,
        due_at = excluded.due_at, status = 'open', done_by = null, done_at = null, outcome = null
      where tasks.status <> 'open'
    returning number`
  return row?.number
}

function selectTasks(db: VentureDb) {
  return db.sql`
    select t.id, t.number, t.proposal_id, t.touch_id, t.customer_id, t.kind, t.title, t.body, t.assigned_to, t.due_at,
      t.status, t.done_by, t.done_at, t.outcome, t.created_at, p.number as proposal_number,
      c.external_id as customer_external_id, v.name as customer_name, d.name as done_by_name
    from tasks t
    left join proposals p on p.venture_id = t.venture_id and p.id = t.proposal_id
    left join customers c on c.venture_id = t.venture_id and c.id = t.customer_id
    left join people d on d.venture_id = t.venture_id and d.id = t.done_by
    left join lateral (
      select name from customer_versions
      where venture_id = t.venture_id and customer_id = t.customer_id and superseded_at is null
      order by valid_from desc limit 1) v on true`
}

export async function taskByNumber(db: VentureDb, number: number): Promise<TaskRow | undefined> {
  const [row] = await db.sql<TaskRow[]>`
    ${selectTasks(db)} where t.venture_id = ${db.ventureId} and t.number = ${number}`
  return row
}

/** Oldest first. */
export async function tasksOf(db: VentureDb, proposalId: string): Promise<TaskRow[]> {
  return db.sql<TaskRow[]>`
    ${selectTasks(db)} where t.venture_id = ${db.ventureId} and t.proposal_id = ${proposalId} order by t.number`
}

interface TaskFilter {
  statuses: readonly string[]
  customerId?: string | undefined
  /** Due before this moment. */
  dueBefore?: Date | undefined
}

function chosen(db: VentureDb, { statuses, customerId, dueBefore }: TaskFilter) {
  return db.sql`t.venture_id = ${db.ventureId} and t.status = any(${[...statuses]}::text[])
    and (${customerId ?? null}::uuid is null or t.customer_id = ${customerId ?? null}::uuid)
    and (${dueBefore ?? null}::timestamptz is null or t.due_at < ${dueBefore ?? null}::timestamptz)`
}

/** Those due first come first. */
export async function listTaskRows(db: VentureDb, filter: TaskFilter & { limit: number }): Promise<TaskRow[]> {
  return db.sql<TaskRow[]>`
    ${selectTasks(db)} where ${chosen(db, filter)}
    order by t.due_at nulls last, t.number limit ${filter.limit}`
}

export async function countTasks(db: VentureDb, filter: TaskFilter): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) from tasks t where ${chosen(db, filter)}`
  return row?.count ?? 0
}

/** open → done or cancelled; false when somebody was faster. */
export async function closeTask(
  db: VentureDb,
  id: string,
  end: { status: 'done' | 'cancelled'; doneBy: string; doneAt: Date; outcome: string },
): Promise<boolean> {
  const rows = await db.sql`
    update tasks set status = ${end.status}, done_by = ${end.doneBy}, done_at = ${end.doneAt}, outcome = ${end.outcome}
    where venture_id = ${db.ventureId} and id = ${id} and status = 'open'
    returning id`
  return rows.length === 1
}
