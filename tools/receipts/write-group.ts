/**
 * Receipts and audit rows, written in groups: calls that end while a group is being written form the next one, so
 * hundreds of calls at once cost a few transactions instead of hundreds. A reply waits for its own group.
 */
import { insertReceipts, type NewReceipt } from '../../db/queries/receipts.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { appendLedgerRows, type LedgerEntry } from '../ledger/append-ledger.ts'

/** Bounds one statement; a result can be megabytes. */
const LARGEST_GROUP = 100

interface Item {
  receipt: NewReceipt | undefined
  audit: LedgerEntry | undefined
  /** Undefined for an item without a receipt. */
  resolve(receiptNumber: number | undefined): void
  reject(error: unknown): void
}

interface Queue {
  items: Item[]
  isWriting: boolean
}

/** By connection pool (or transaction) and venture; a pool that is gone takes its queues with it. */
const queues = new WeakMap<object, Map<string, Queue>>()

/** Stores the receipt, and its ledger row where there is one, in one transaction. Resolves to the receipt's number. */
export async function writeReceipt(
  db: VentureDb,
  key: Buffer,
  receipt: NewReceipt,
  audit: LedgerEntry | undefined,
): Promise<number> {
  const number = await enqueue(db, key, receipt, audit)
  if (number === undefined) throw new Error('The receipt got no number.')
  return number
}

/** Stores a ledger row of a call that left no receipt, in the same groups. */
export async function writeAudit(db: VentureDb, key: Buffer, audit: LedgerEntry): Promise<void> {
  await enqueue(db, key, undefined, audit)
}

function enqueue(
  db: VentureDb,
  key: Buffer,
  receipt: NewReceipt | undefined,
  audit: LedgerEntry | undefined,
): Promise<number | undefined> {
  const queue = queueOf(db)
  const written = new Promise<number | undefined>((resolve, reject) => {
    queue.items.push({ receipt, audit, resolve, reject })
  })
  if (!queue.isWriting) {
    queue.isWriting = true
    void writeAll(db, key, queue)
  }
  return written
}

async function writeAll(db: VentureDb, key: Buffer, queue: Queue): Promise<void> {
  // Calls that end in the same turn of the event loop share a group too.
  await new Promise((resolve) => setImmediate(resolve))
  while (queue.items.length > 0) {
    const group = queue.items.splice(0, LARGEST_GROUP)
    try {
      await writeGroup(db, key, group)
    } catch (error) {
      // One row the database refuses must not fail its neighbours.
      if (group.length === 1) group[0]?.reject(error)
      else for (const item of group) await writeGroup(db, key, [item]).catch(item.reject)
    }
  }
  queue.isWriting = false
}

async function writeGroup(db: VentureDb, key: Buffer, group: readonly Item[]): Promise<void> {
  const numbers = await db.transaction(async (tx) => {
    const receipts = group.flatMap((item) => item.receipt ?? [])
    const inserted = receipts.length === 0 ? new Map<string, number>() : await insertReceipts(tx, receipts)
    await appendLedgerRows(
      tx,
      key,
      group.flatMap((item) => item.audit ?? []),
    )
    return inserted
  })
  for (const item of group) item.resolve(item.receipt && numbers.get(item.receipt.id))
}

function queueOf(db: VentureDb): Queue {
  const ofPool = queues.get(db.sql) ?? new Map<string, Queue>()
  queues.set(db.sql, ofPool)
  const queue = ofPool.get(db.ventureId) ?? { items: [], isWriting: false }
  ofPool.set(db.ventureId, queue)
  return queue
}
