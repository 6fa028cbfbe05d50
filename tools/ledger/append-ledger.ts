/** Appends to the venture's chain. Ids only: personal text lives in rows that can be deleted. */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { insertLedgerRows, type LedgerHead, type LedgerRow, lockLedgerHead } from '../../db/queries/ledger.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { Actor } from '../define-tool.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface LedgerEntry {
  /** `noun.past_tense`: `proposal.filed`, `touch.sent`. */
  event: string
  actor: Pick<Actor, 'kind' | 'id'>
  at: Date
  ids: Record<string, string>
  /** What happened in codes and numbers; never names, addresses or customers' words. */
  detail?: { [key: string]: Json }
}

/**
 * Adds one row as the last statement of the caller's transaction: the head row stays locked until it commits, so
 * whatever comes after it makes everyone else wait.
 */
export async function appendLedger(db: VentureDb, key: Buffer, entry: LedgerEntry): Promise<void> {
  await appendLedgerRows(db, key, [entry])
}

/** Adds the entries in order under one lock of the head, and returns the head they leave. */
export async function appendLedgerRows(
  db: VentureDb,
  key: Buffer,
  entries: readonly LedgerEntry[],
): Promise<LedgerHead | undefined> {
  if (entries.length === 0) return undefined
  return db.transaction(async (tx) => {
    const rows = ledgerRows(key, await lockLedgerHead(tx), entries)
    await insertLedgerRows(tx, rows)
    return rows.at(-1)
  })
}

/** The rows of the entries, chained to `head` and signed. */
export function ledgerRows(key: Buffer, head: LedgerHead, entries: readonly LedgerEntry[]): LedgerRow[] {
  let prevHash = head.hash
  return entries.map((entry, index): LedgerRow => {
    const row = ledgerRow(key, head.seq + index + 1, prevHash, entry)
    prevHash = row.hash
    return row
  })
}

function ledgerRow(key: Buffer, seq: number, prevHash: string, entry: LedgerEntry): LedgerRow {
  const text = canonicalJson({
    seq,
    at: entry.at.toISOString(),
    event: entry.event,
    actor: { kind: entry.actor.kind, id: entry.actor.id },
    ids: entry.ids,
    detail: entry.detail ?? {},
    prevHash,
  })
  return { seq, entry: text, prevHash, hash: ledgerHash(key, text) }
}

/** `<key id>.<HMAC-SHA256 of the text>`; the key id lets a check tell a wrong key from an edited row. */
export function ledgerHash(key: Buffer, text: string): string {
  const { id, prepared } = preparedKey(key)
  return `${id}.${createHmac('sha256', prepared).update(text).digest('hex')}`
}

/** Eight hex digits that name a key and reveal nothing of it. */
export function keyId(key: Buffer): string {
  return preparedKey(key).id
}

/** Preparing a key and naming it cost more than a row's hash. */
const preparedKeys = new WeakMap<Buffer, { id: string; prepared: KeyObject }>()

function preparedKey(key: Buffer): { id: string; prepared: KeyObject } {
  const known = preparedKeys.get(key)
  if (known) return known
  const id = createHash('sha256').update('ledger key id').update(key).digest('hex').slice(0, 8)
  const made = { id, prepared: createSecretKey(key) }
  preparedKeys.set(key, made)
  return made
}
