/**
 * Staging: one unlogged table an entity, filled by COPY, checked, merged and dropped. Ordinary tables, because the
 * embedded database has one session and therefore no temporary ones.
 */
import { once } from 'node:events'
import { hostname } from 'node:os'
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../../venture-db.ts'

const ROW = 'file_no integer not null, line bigint not null'
const IDENTIFIED = `${ROW}, new_id uuid not null`

/** Each entity's columns after `file_no, line` (and `new_id`, the id it gets when it is new), in COPY order. */
const columnTypes = {
  customers: {
    external_id: 'text',
    name: 'text',
    industry: 'text',
    country: 'text',
    segment: 'text',
    plan: 'text',
    seats: 'integer',
    is_trial: 'boolean',
    owner_email: 'text',
    time_zone: 'text',
    signed_up_at: 'timestamptz',
    churn_flag: 'boolean',
  },
  users: {
    external_id: 'text',
    customer_ref: 'text',
    name: 'text',
    email: 'text',
    job_role: 'text',
    email_consent: 'text',
    consent_at: 'timestamptz',
    created_at: 'timestamptz',
  },
  subscriptions: {
    external_id: 'text',
    customer_ref: 'text',
    plan: 'text',
    seats: 'integer',
    mrr_minor: 'bigint',
    is_trial: 'boolean',
    billing_period: 'text',
    auto_renew: 'boolean',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    renews_on: 'date',
  },
  usage: {
    event_id: 'text',
    customer_ref: 'text',
    user_ref: 'text',
    subscription_ref: 'text',
    occurred_at: 'timestamptz',
    kind: 'text',
    feature: 'text',
    quantity: 'integer',
    duration_seconds: 'integer',
  },
  tickets: {
    external_id: 'text',
    customer_ref: 'text',
    user_ref: 'text',
    opened_at: 'timestamptz',
    closed_at: 'timestamptz',
    status: 'text',
    priority: 'text',
    is_escalated: 'boolean',
    first_response_minutes: 'integer',
    satisfaction_score: 'integer',
    subject: 'text',
  },
  surveys: {
    external_id: 'text',
    customer_ref: 'text',
    user_ref: 'text',
    kind: 'text',
    sent_at: 'timestamptz',
    answered_at: 'timestamptz',
    score: 'integer',
  },
  churn_events: {
    external_id: 'text',
    customer_ref: 'text',
    churned_on: 'date',
    reason_code: 'text',
    is_reactivation: 'boolean',
  },
  invoices: {
    external_id: 'text',
    customer_ref: 'text',
    issued_on: 'date',
    due_on: 'date',
    amount_minor: 'bigint',
    paid_on: 'date',
  },
  feedback: {
    origin: 'text',
    external_id: 'text',
    customer_ref: 'text',
    user_ref: 'text',
    occurred_at: 'timestamptz',
    category: 'text',
    body: 'text',
  },
} as const

export type ImportEntity = keyof typeof columnTypes
/** In the order in which they can be checked and merged: what is referred to comes first. */
export const importEntities = Object.keys(columnTypes) as ImportEntity[]

/** The staging columns that hold the source's values. */
export function stagingColumns(entity: ImportEntity): readonly string[] {
  return Object.keys(columnTypes[entity])
}

/** One import's staging area: its id is the batch's, its source names whose ids the rows carry. */
export interface Staging {
  batchId: string
  source: string
  /** By `file_no` and entity: the fields the file speaks of. A field it does not speak of keeps what stands. */
  fields: Record<number, Partial<Record<ImportEntity, readonly string[]>>>
  /** True once the staged events were compared with those loaded before, under the venture's lock, and only new ones are left. */
  areEventsNew?: boolean
}

export function stagingTable(staging: Staging, entity: ImportEntity | 'refusals' | 'chain'): string {
  return `staging_${staging.batchId.replaceAll('-', '')}_${entity}`
}

/** A piece of SQL, to be placed into another. */
export type Fragment = PendingQuery<Row[]>

/** Column names as SQL, `a, b` or with an alias `s.a, s.b`. */
export function columnList(db: VentureDb, columns: readonly string[], alias?: string): Fragment {
  return columns
    .map((column) => db.sql`${db.sql(alias ? `${alias}.${column}` : column)}`)
    .reduce((all, one) => db.sql`${all}, ${one}`)
}

/** Imports of this process, so that a sweep in it can tell its own living staging from that of an earlier process. */
const living = new Set<string>()

export async function createStaging(db: VentureDb, staging: Staging): Promise<void> {
  living.add(staging.batchId.replaceAll('-', ''))
  const refusals = stagingTable(staging, 'refusals')
  const owner = `${hostname()} ${process.pid}`
  const tables = importEntities.map((entity) => {
    const columns = Object.entries(columnTypes[entity]).map(([name, type]) => `${name} ${type}`)
    return `create unlogged table ${stagingTable(staging, entity)} (${entity === 'usage' ? ROW : IDENTIFIED}, ${columns.join(', ')})`
  })
  await db.sql.unsafe(
    [
      `create unlogged table ${refusals} (${ROW}, entity text not null, field text not null, code text not null,
         value text, detail text, primary key (file_no, line))`,
      `comment on table ${refusals} is '${owner.replaceAll("'", "''")}'`,
      ...tables,
    ].join(';\n'),
  )
}

export async function dropStaging(db: VentureDb, staging: Staging): Promise<void> {
  await dropTables(db, staging.batchId.replaceAll('-', ''))
  living.delete(staging.batchId.replaceAll('-', ''))
}

async function dropTables(db: VentureDb, batch: string): Promise<void> {
  const tables = [...importEntities, 'refusals'].map((name) => `staging_${batch}_${name}`)
  await db.sql.unsafe(`drop table if exists ${tables.join(', ')}`)
}

const FOREIGN_STAGING_MS = 24 * 60 * 60 * 1000

/** Drops what crashed imports left: at once when their process is gone, after a day when it ran on another machine. */
export async function sweepStaging(db: VentureDb, now: Date): Promise<void> {
  const left = await db.sql<{ batch: string; owner: string | null }[]>`
    select substring(relname from '^staging_([0-9a-f]{32})_refusals$') as batch, obj_description(oid, 'pg_class') as owner
    from pg_class where relkind = 'r' and relname ~ '^staging_[0-9a-f]{32}_refusals$'`
  for (const { batch, owner } of left) {
    const [host, pid] = (owner ?? '').split(' ')
    const startedMs = Number.parseInt(batch.slice(0, 12), 16)
    const dead = host === hostname() ? !isAlive(Number(pid), batch) : now.getTime() - startedMs > FOREIGN_STAGING_MS
    if (dead) await dropTables(db, batch)
  }
}

function isAlive(pid: number, batch: string): boolean {
  if (pid === process.pid) return living.has(batch)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const COPY_CHARACTERS = 1024 * 1024

/**
 * Rows on their way into one staging table, a COPY for each megabyte. One COPY for a whole file would be no faster, and
 * a second one beside it (a file may feed several entities) would wait for ever where there is only one backend.
 */
export class StagingCopy {
  readonly #db: VentureDb
  readonly #table: string
  #pending = ''
  /** The COPY under way, while the next rows are read. It never rejects: the next call throws what went wrong. */
  #sending: Promise<{ error?: unknown }> = Promise.resolve({})

  constructor(db: VentureDb, staging: Staging, entity: ImportEntity) {
    this.#db = db
    this.#table = stagingTable(staging, entity)
  }

  /** Adds one row, in COPY order. Returns a promise only when the database must catch up first. */
  add(values: readonly (string | null)[]): Promise<void> | undefined {
    let line = ''
    for (let at = 0; at < values.length; at++) {
      const value = values[at]
      line += (at === 0 ? '' : '\t') + (value === null || value === undefined ? '\\N' : escaped(value))
    }
    this.#pending += `${line}\n`
    return this.#pending.length > COPY_CHARACTERS ? this.#flush() : undefined
  }

  /** Sends the rest; all rows are there when this resolves. */
  async end(): Promise<void> {
    if (this.#pending !== '') await this.#flush()
    await this.settle()
  }

  /** Waits for the COPY under way. Throws when it failed. */
  async settle(): Promise<void> {
    const { error } = await this.#sending
    if (error !== undefined) throw error
  }

  async #flush(): Promise<void> {
    const rows = this.#pending
    this.#pending = ''
    await this.settle()
    this.#sending = this.#send(rows).then(
      () => ({}),
      (error: unknown) => ({ error }),
    )
  }

  async #send(rows: string): Promise<void> {
    const stream = await this.#db.sql`copy ${this.#db.sql(this.#table)} from stdin`.writable()
    const finished = once(stream, 'finish')
    stream.end(rows)
    await finished
  }
}

function escaped(value: string): string {
  return /[\\\t\n\r]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : value
}

/** Lets the planner see what was staged: without it a million rows are taken for a thousand. */
export async function analyzeStaging(
  db: VentureDb,
  staging: Staging,
  entities: readonly ImportEntity[],
): Promise<void> {
  for (const entity of entities) await db.sql`analyze ${db.sql(stagingTable(staging, entity))}`
}

/**
 * Lets the planner see what was loaded, now and not when autovacuum comes round: until then a run of the crew over a
 * fresh sample took 106 s, and 6 s after this.
 */
export async function analyzeLoaded(db: VentureDb): Promise<void> {
  await db.sql`analyze customers, customer_versions, customer_users, customer_user_versions, subscriptions,
    subscription_versions, usage_daily, support_tickets, support_ticket_versions, survey_responses,
    churn_events, invoices, feedback`
}

/** From so many rows on a load is worth a pass over the table. */
const MANY_ROWS = 500_000

/**
 * The same after a load of `rowCount` rows of usage and nothing else. After a large one a refresh reads the use of a few from the index
 * alone; a small one is left to autovacuum, for a pass over the table takes as long as the table is large.
 */
export async function settleUsage({ sql }: VentureDb, rowCount: number): Promise<void> {
  if (rowCount < MANY_ROWS) await sql`analyze usage_daily`
  else await sql`vacuum (analyze) usage_daily`
}

const BULK_ROWS = 10_000
const BULK_WORK_MEMORY = '64MB'

/**
 * For the rest of the transaction: plan for many rows. Tables filled in the same transaction have no statistics, and a
 * nested loop chosen for "one row" takes 10 s where a hash join takes 0.1 s (25,000 usage rows into an empty
 * database). Compiling (jit) costs more than it saves in statements that run once, and sorting a large file in the usual
 * few megabytes writes it to disk several times.
 */
export async function planForBulk(db: VentureDb, rowCount: number): Promise<void> {
  await db.sql`select set_config('jit', 'off', true),
    set_config('enable_nestloop', ${rowCount > BULK_ROWS ? 'off' : 'on'}, true),
    set_config('work_mem', ${BULK_WORK_MEMORY}, true)`
}
