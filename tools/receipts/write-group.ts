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
  receipt: NewReceipt
  audit: LedgerEntry | undefined
  resolve(receiptNumber: number): void
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
  const queue = queueOf(db)
  const written = new Promise<number>((resolve, reject) => {
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
    const inserted = await insertReceipts(
      tx,
      group.map((item) => item.receipt),
    )
    await appendLedgerRows(
      tx,
      key,
      group.flatMap((item) => item.audit ?? []),
    )
    return inserted
  })
  for (const item of group) {
    const number = numbers.get(item.receipt.id)
    if (number === undefined) item.reject(new Error('The receipt got no number.'))
    else item.resolve(number)
  }
}

function queueOf(db: VentureDb): Queue {
  const ofPool = queues.get(db.sql) ?? new Map<string, Queue>()
  queues.set(db.sql, ofPool)
  const queue = ofPool.get(db.ventureId) ?? { items: [], isWriting: false }
  ofPool.set(db.ventureId, queue)
  return queue
}
