/** What only the database can tell of staged rows: unknown references and ids that stand for two things. */
import type { VentureDb } from '../../venture-db.ts'
import {
  columnList,
  type Fragment,
  type ImportEntity,
  importEntities,
  type Staging,
  stagingColumns,
  stagingTable,
} from './staging.ts'

type RefusalCode = 'unknown' | 'duplicate_id' | 'other_customer' | 'user_of_other_customer'

export interface StagedRefusal {
  fileNo: number
  line: number
  entity: ImportEntity
  field: string
  code: RefusalCode
  value: string | null
  detail: string | null
}

interface Check {
  entity: ImportEntity
  field: string
  code: RefusalCode
  /** True for rows `s` that are refused. */
  condition: Fragment
  value: Fragment
  detail?: Fragment
}

/** What whoever staged the rows knows of them, so that it need not be looked for. */
export interface KnownOfStaged {
  /** Entities of which no id came twice. */
  unique: ReadonlySet<ImportEntity>
  /** Columns without a value, as `usage.user_ref`. */
  empty: ReadonlySet<string>
}

const nothingKnown: KnownOfStaged = { unique: new Set(), empty: new Set() }

/**
 * Moves bad rows from staging to the refusals, in the order of reference, until no refusal brings another. Returns how
 * many rows are left of each entity, and leaves one of those that say the same.
 */
export async function refuseStagedRows(
  db: VentureDb,
  staging: Staging,
  staged: readonly ImportEntity[],
  known: KnownOfStaged = nothingKnown,
): Promise<Map<ImportEntity, number>> {
  const entities = importEntities.filter((entity) => staged.includes(entity))
  do {
    for (const entity of entities) {
      for (const check of checksOf(db, staging, entity, known)) await refuse(db, staging, check)
    }
  } while (await dropRestOfRefusedLines(db, staging, entities))
  const left = new Map<ImportEntity, number>()
  for (const entity of entities) {
    left.set(entity, await countStaged(db, staging, entity))
    if (!known.unique.has(entity)) await dropRepeated(db, staging, entity)
  }
  return left
}

async function countStaged(db: VentureDb, staging: Staging, entity: ImportEntity): Promise<number> {
  const counted = entity === 'feedback' ? db.sql`where body is not null` : db.sql``
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) as count from ${db.sql(stagingTable(staging, entity))} ${counted}`
  return row?.count ?? 0
}

async function refuse(db: VentureDb, staging: Staging, check: Check): Promise<void> {
  await db.sql`
    with refused as (
      delete from ${db.sql(stagingTable(staging, check.entity))} s where ${check.condition}
      returning s.file_no, s.line, ${check.value} as value, ${check.detail ?? db.sql`null::text`} as detail
    )
    insert into ${db.sql(stagingTable(staging, 'refusals'))} (file_no, line, entity, field, code, value, detail)
    select file_no, line, ${check.entity}, ${check.field}, ${check.code}, value, detail from refused
    on conflict do nothing`
}

/** A row is refused whole: what else its line fed goes too. Returns true when that took a row others may refer to. */
async function dropRestOfRefusedLines(
  db: VentureDb,
  staging: Staging,
  entities: readonly ImportEntity[],
): Promise<boolean> {
  let dropped = 0
  for (const entity of entities) {
    const result = await db.sql`
      delete from ${db.sql(stagingTable(staging, entity))} s using ${db.sql(stagingTable(staging, 'refusals'))} r
      where r.file_no = s.file_no and r.line = s.line`
    dropped += result.count
  }
  return dropped > 0
}

const referred = { customer: 'customers', user: 'users', subscription: 'subscriptions' } as const
type Reference = keyof typeof referred
const loadedIn = { customer: 'customers', user: 'customer_users', subscription: 'subscriptions' } as const

function checksOf(db: VentureDb, staging: Staging, entity: ImportEntity, known: KnownOfStaged): Check[] {
  const columns = stagingColumns(entity).filter((column) => !known.empty.has(`${entity}.${column}`))
  const references = (Object.keys(referred) as Reference[]).filter((name) => columns.includes(`${name}_ref`))
  return [
    ...(known.unique.has(entity) ? [] : [duplicateId(db, staging, entity)]),
    ...references.map((reference) => unknownReference(db, staging, entity, reference)),
    ...otherCustomer(db, staging, entity),
    ...references
      .filter((reference) => reference !== 'customer')
      .flatMap((reference) => referenceOfOtherCustomer(db, staging, entity, reference)),
  ]
}

/** An id on several lines of one file with different content: nobody can tell which is right. */
function duplicateId(db: VentureDb, staging: Staging, entity: ImportEntity): Check {
  const { sql } = db
  const table = sql(stagingTable(staging, entity))
  const identity = identityColumns(entity)
  const content = stagingColumns(entity).filter((column) => !identity.includes(column))
  return {
    entity,
    field: entity === 'usage' ? 'event_id' : 'external_id',
    code: 'duplicate_id',
    condition: sql`(s.file_no, ${columnList(db, identity, 's')}) in (
      select d.file_no, ${columnList(db, identity, 'd')} from ${table} d
      where (d.file_no, ${columnList(db, identity, 'd')}) in (
        select i.file_no, ${columnList(db, identity, 'i')} from ${table} i
        group by i.file_no, ${columnList(db, identity, 'i')} having count(*) > 1)
      group by d.file_no, ${columnList(db, identity, 'd')}
      having count(distinct row(${columnList(db, content, 'd')})::text) > 1)`,
    value: entity === 'usage' ? sql`s.event_id` : sql`s.external_id`,
  }
}

function unknownReference(db: VentureDb, staging: Staging, entity: ImportEntity, reference: Reference): Check {
  const { sql } = db
  const column = sql(`s.${reference}_ref`)
  return {
    entity,
    field: reference,
    code: 'unknown',
    condition: sql`${column} is not null
      and not exists (select 1 from ${sql(stagingTable(staging, referred[reference]))} k where k.external_id = ${column})
      and not exists (select 1 from ${sql(loadedIn[reference])} k where k.venture_id = ${db.ventureId}
        and k.source = ${staging.source} and k.external_id = ${column})`,
    value: sql`${column}`,
  }
}

const loaded = {
  users: 'customer_users',
  subscriptions: 'subscriptions',
  tickets: 'support_tickets',
  surveys: 'survey_responses',
  churn_events: 'churn_events',
  invoices: 'invoices',
} as const

/** An id that was loaded for one customer and now names another. */
function otherCustomer(db: VentureDb, staging: Staging, entity: ImportEntity): Check[] {
  if (!(entity in loaded)) return []
  const { sql } = db
  const before = sql`from ${sql(loaded[entity as keyof typeof loaded])} k
    join customers c on c.venture_id = k.venture_id and c.id = k.customer_id
    where k.venture_id = ${db.ventureId} and k.source = ${staging.source} and k.external_id = s.external_id
      and c.external_id <> s.customer_ref`
  return [
    {
      entity,
      field: 'customer',
      code: 'other_customer',
      condition: sql`exists (select 1 ${before})`,
      value: sql`s.customer_ref`,
      detail: sql`(select c.external_id ${before} limit 1)`,
    },
  ]
}

/**
 * A row that names a customer and a user (or subscription) of another one. Two checks, for what is staged and what was
 * loaded: as one condition with `or`, it would be tried row by row.
 */
function referenceOfOtherCustomer(
  db: VentureDb,
  staging: Staging,
  entity: ImportEntity,
  reference: Reference,
): Check[] {
  const { sql } = db
  const column = sql(`s.${reference}_ref`)
  const elsewhere = [
    sql`exists (select 1 from ${sql(stagingTable(staging, referred[reference]))} k
      where k.external_id = ${column} and k.customer_ref <> s.customer_ref)`,
    sql`exists (select 1 from ${sql(loadedIn[reference])} k
      join customers c on c.venture_id = k.venture_id and c.id = k.customer_id
      where k.venture_id = ${db.ventureId} and k.source = ${staging.source} and k.external_id = ${column}
        and c.external_id <> s.customer_ref)`,
  ]
  return elsewhere.map((condition) => ({
    entity,
    field: reference,
    code: 'user_of_other_customer',
    condition: sql`s.customer_ref is not null and ${condition}`,
    value: sql`${column}`,
  }))
}

/** Of an id's remaining rows the last stands: the later file is the later word, and within a file they are equal. */
async function dropRepeated(db: VentureDb, staging: Staging, entity: ImportEntity): Promise<void> {
  const { sql } = db
  const table = sql(stagingTable(staging, entity))
  const identity = identityColumns(entity)
  await sql`delete from ${table} s where (s.file_no, s.line) in (
    select file_no, line from (
      select i.file_no, i.line, row_number() over (
        partition by ${columnList(db, identity, 'i')} order by i.file_no desc, i.line desc) as place
      from ${table} i
      where (${columnList(db, identity, 'i')}) in (
        select ${columnList(db, identity)} from ${table} group by ${columnList(db, identity)} having count(*) > 1)
    ) ranked
    where place > 1)`
}

/** The columns that say which thing a staged row is about. */
export function identityColumns(entity: ImportEntity): readonly string[] {
  if (entity === 'usage') return ['event_id', 'occurred_at']
  return entity === 'feedback' ? ['origin', 'external_id'] : ['external_id']
}

/** How many rows of each file the database refused. */
export async function countStagedRefusals(db: VentureDb, staging: Staging): Promise<Map<number, number>> {
  const rows = await db.sql<{ fileNo: number; refused: number }[]>`
    select file_no, count(*)::int as refused from ${db.sql(stagingTable(staging, 'refusals'))} group by file_no`
  return new Map(rows.map((row) => [row.fileNo, row.refused]))
}

/** A file's refusals in the order of its lines, a page at a time, so that any number fits in memory. */
export async function* stagedRefusals(db: VentureDb, staging: Staging, fileNo: number): AsyncGenerator<StagedRefusal> {
  for (let after = -1; ; ) {
    const page = await db.sql<StagedRefusal[]>`
      select file_no, line::int as line, entity, field, code, value, detail
      from ${db.sql(stagingTable(staging, 'refusals'))}
      where file_no = ${fileNo} and line > ${after} order by line limit 2000`
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.line
  }
}
