/**
 * Receipts and audit rows, written in groups: calls that end while a group is being written form the next one, so
 * hundreds of calls at once cost a few statements instead of hundreds. A reply waits for its own group.
 */
import { askTogether } from '../../db/ask-together.ts'
import type { LedgerHead } from '../../db/queries/ledger.ts'
import { insertReceipts, insertReceiptsAfter, type NewReceipt } from '../../db/queries/receipts.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { appendLedgerRows, type LedgerEntry, ledgerRows } from '../ledger/append-ledger.ts'

/** Bounds one statement; a result can be megabytes. */
const LARGEST_GROUP = 100

interface Item {
  key: Buffer
  receipt: NewReceipt | undefined
  audit: LedgerEntry | undefined
}

/** Stores the receipt, and its ledger row where there is one, both or neither. Resolves to the receipt's number. */
export async function writeReceipt(
  db: VentureDb,
  key: Buffer,
  receipt: NewReceipt,
  audit: LedgerEntry | undefined,
): Promise<number> {
  const number = await write(db, { key, receipt, audit })
  if (number === undefined) throw new Error('The receipt got no number.')
  return number
}

/** Stores a ledger row of a call that left no receipt, in the same groups. */
export async function writeAudit(db: VentureDb, key: Buffer, audit: LedgerEntry): Promise<void> {
  await write(db, { key, receipt: undefined, audit })
}

/** Each item's receipt number; undefined for one without a receipt. */
const write = askTogether<VentureDb, Item, number | undefined>(
  async (db, group) => {
    const receipts = group.flatMap(({ receipt }) => receipt ?? [])
    const audits = group.flatMap(({ audit }) => audit ?? [])
    const key = group[0]?.key
    const numbers =
      key === undefined || audits.length === 0
        ? await insertReceipts(db, receipts)
        : await writeBoth(db, key, receipts, audits)
    return group.map(({ receipt }) => receipt && numbers.get(receipt.id))
  },
  { most: LARGEST_GROUP },
)

/** The head that this process left, by pool or transaction and venture. Whether it still is the head, the database says. */
const heads = new WeakMap<object, Map<string, LedgerHead>>()

/**
 * After the head this process left it is one statement; after one that others moved since, a transaction that locks it.
 * (Of one writer at 50 calls at once the latter never happens; with several it costs one round trip more than before.)
 */
async function writeBoth(
  db: VentureDb,
  key: Buffer,
  receipts: readonly NewReceipt[],
  audits: readonly LedgerEntry[],
): Promise<Map<string, number>> {
  const ofPlace = heads.get(db.sql) ?? new Map<string, LedgerHead>()
  heads.set(db.sql, ofPlace)
  const known = ofPlace.get(db.ventureId)
  // Until this is written nobody knows where the head is.
  ofPlace.delete(db.ventureId)
  if (known) {
    const [first, ...others] = ledgerRows(key, known, audits)
    const numbers = first && (await insertReceiptsAfter(db, known, [first, ...others], receipts))
    if (numbers) {
      ofPlace.set(db.ventureId, others.at(-1) ?? first)
      return numbers
    }
  }
  const { numbers, head } = await db.transaction(async (tx) => ({
    numbers: receipts.length === 0 ? new Map<string, number>() : await insertReceipts(tx, receipts),
    head: await appendLedgerRows(tx, key, audits),
  }))
  if (head) ofPlace.set(db.ventureId, head)
  return numbers
}
