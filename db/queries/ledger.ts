/** The ledger's rows and its head. Hashing happens in tools/ledger: the key never reaches the database. */
import type { VentureDb } from '../venture-db.ts'

export interface LedgerHead {
  seq: number
  /** Empty before the first row. */
  hash: string
}

export interface LedgerRow {
  seq: number
  entry: string
  prevHash: string
  hash: string
}

/** Locks and returns the head; whoever appends next waits here. A plain max + 1 fails 308 of 400 appends at once. */
export async function lockLedgerHead(db: VentureDb): Promise<LedgerHead> {
  const [head] = await db.sql<LedgerHead[]>`
    insert into ledger_heads (venture_id, seq, hash) values (${db.ventureId}, 0, '')
    on conflict (venture_id) do update set seq = ledger_heads.seq
    returning seq, hash`
  return head ?? { seq: 0, hash: '' }
}

/** Adds the rows and moves the head to the last of them, in one statement. The head must be locked. */
export async function insertLedgerRows(db: VentureDb, rows: readonly LedgerRow[]): Promise<void> {
  const last = rows.at(-1)
  if (!last) return
  await db.sql`
    with appended as (
      insert into ledger (venture_id, seq, entry, prev_hash, hash) select ${db.ventureId}, ${ledgerValues(db, rows)}
    )
    update ledger_heads set seq = ${last.seq}, hash = ${last.hash} where venture_id = ${db.ventureId}`
}

/** A row's columns after its venture, with the FROM that gives them. */
export function ledgerValues({ sql }: VentureDb, rows: readonly LedgerRow[]) {
  return sql`l.seq, l.entry, l."prevHash", l.hash
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as l(seq bigint, entry text, "prevHash" text, hash text)`
}

export async function ledgerHead(db: VentureDb): Promise<LedgerHead | undefined> {
  const [head] = await db.sql<LedgerHead[]>`select seq, hash from ledger_heads where venture_id = ${db.ventureId}`
  return head
}

/** The next `limit` rows after `seq`, in order; a page at a time, so that a ledger of any length streams. */
export async function ledgerRowsAfter(db: VentureDb, seq: number, limit: number): Promise<LedgerRow[]> {
  return db.sql<LedgerRow[]>`
    select seq, entry, prev_hash, hash from ledger
    where venture_id = ${db.ventureId} and seq > ${seq} order by seq limit ${limit}`
}
