/** Receipts: written in groups, opened by number or id, and what replay needs to name a cause. */
import type { VentureDb } from '../venture-db.ts'
import { type LedgerHead, type LedgerRow, ledgerValues } from './ledger.ts'

export interface NewReceipt {
  id: string
  tool: string
  /** RFC 8785 canonical JSON, withheld fields hashed. */
  arguments: string
  settingsVersion: number
  asOf: string
  knownAt: Date
  rowCount: number
  /** RFC 8785 canonical JSON of `{ facts, output }`. */
  result: string
  resultHash: string
  actor: string
  runId: string | null
  createdAt: Date
}

export interface ReceiptRow extends NewReceipt {
  number: number
}

/** Stores the receipts in one statement and returns each one's number by id. */
export async function insertReceipts(db: VentureDb, receipts: readonly NewReceipt[]): Promise<Map<string, number>> {
  const rows = await db.sql<{ id: string; number: number }[]>`
    insert into receipts (${receiptColumns(db)}) select ${db.ventureId}, ${receiptValues(db, receipts)}
    returning id, number`
  return new Map(rows.map((row) => [row.id, row.number]))
}

/**
 * The same, with rows of the ledger that follow `head`, in one statement: there is no time between reading the head and
 * moving it in which others would have to wait. Undefined, with nothing written, when the head is no longer that one.
 */
export async function insertReceiptsAfter(
  db: VentureDb,
  head: LedgerHead,
  rows: readonly [LedgerRow, ...LedgerRow[]],
  receipts: readonly NewReceipt[],
): Promise<Map<string, number> | undefined> {
  const { sql, ventureId } = db
  const last = rows.at(-1) ?? rows[0]
  const written = await sql<{ id: string | null; number: number }[]>`
    with moved as (
      update ledger_heads set seq = ${last.seq}, hash = ${last.hash}
      where venture_id = ${ventureId} and seq = ${head.seq} and hash = ${head.hash} returning venture_id
    ), appended as (
      insert into ledger (venture_id, seq, entry, prev_hash, hash)
      select moved.venture_id, ${ledgerValues(db, rows)}, moved
    ), kept as (
      insert into receipts (${receiptColumns(db)}) select moved.venture_id, ${receiptValues(db, receipts)}, moved
      returning id, number
    )
    select id, number from moved left join kept on true`
  if (written.length === 0) return undefined
  return new Map(written.flatMap(({ id, number }) => (id === null ? [] : [[id, number]])))
}

function receiptColumns({ sql }: VentureDb) {
  return sql`venture_id, id, tool, arguments, settings_version, as_of, known_at, row_count, result, result_hash, actor,
    run_id, created_at`
}

/** The columns but the first, with their FROM as the end. What many calls were answered alike is sent once for all of them. */
function receiptValues({ sql }: VentureDb, receipts: readonly NewReceipt[]) {
  const results = [...new Set(receipts.map(({ result }) => result))]
  const places = new Map(results.map((result, index) => [result, index + 1]))
  const rows = receipts.map(({ result, ...receipt }) => ({ ...receipt, place: places.get(result) }))
  return sql`r.id, r.tool, r.arguments, r."settingsVersion", r."asOf", r."knownAt", r."rowCount", results.result,
      r."resultHash", r.actor, r."runId", r."createdAt"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id uuid, tool text, arguments text,
      "settingsVersion" integer, "asOf" date, "knownAt" timestamptz, "rowCount" integer, place integer,
      "resultHash" text, actor text, "runId" uuid, "createdAt" timestamptz)
    join json_array_elements_text(${JSON.stringify(results)}::text::json) with ordinality as results(result, place)
      on results.place = r.place`
}

export async function receiptByNumber(db: VentureDb, number: number): Promise<ReceiptRow | undefined> {
  const [row] = await db.sql<ReceiptRow[]>`
    select id, number, tool, arguments, settings_version, as_of, known_at, row_count, result, result_hash, actor,
      run_id, created_at
    from receipts where venture_id = ${db.ventureId} and number = ${number}`
  return row
}

export async function receiptById(db: VentureDb, id: string): Promise<ReceiptRow | undefined> {
  const [row] = await db.sql<ReceiptRow[]>`
    select id, number, tool, arguments, settings_version, as_of, known_at, row_count, result, result_hash, actor,
      run_id, created_at
    from receipts where venture_id = ${db.ventureId} and id = ${id}`
  return row
}

/** The settings document of a version as it was stored; undefined when there is no such version. */
export async function settingsDocument(db: VentureDb, version: number): Promise<unknown> {
  const [row] = await db.sql<{ settings: unknown }[]>`
    select settings from settings_versions where venture_id = ${db.ventureId} and version = ${version}`
  return row?.settings
}

/**
 * The newest receipt of the same tool, arguments and settings for a day from `earliestOn` to the as-of, from what was
 * known by `knownAt`; undefined when there is none.
 */
export async function newestReceiptOf(
  db: VentureDb,
  wanted: {
    tool: string
    arguments: string
    settingsVersion: number
    earliestOn: string
    asOf: string
    knownAt: Date
  },
): Promise<ReceiptRow | undefined> {
  const [row] = await db.sql<ReceiptRow[]>`
    select id, number, tool, arguments, settings_version, as_of, known_at, row_count, result, result_hash, actor,
      run_id, created_at
    from receipts where venture_id = ${db.ventureId} and tool = ${wanted.tool} and arguments = ${wanted.arguments}
      and settings_version = ${wanted.settingsVersion} and as_of between ${wanted.earliestOn} and ${wanted.asOf}
      and known_at <= ${wanted.knownAt}
    order by as_of desc, known_at desc, number desc limit 1`
  return row
}

/** How many customers the newest refresh scored; 0 before the first. */
export async function lastScoredCount(db: VentureDb): Promise<number> {
  const [row] = await db.sql<{ customerCount: number }[]>`
    select customer_count from score_refreshes where venture_id = ${db.ventureId}
    order by as_of desc, computed_at desc limit 1`
  return row?.customerCount ?? 0
}
