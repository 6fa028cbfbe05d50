/** Appends to the venture's chain. Ids only: personal text lives in rows that can be deleted. */
import { createHash, createHmac } from 'node:crypto'
import { insertLedgerRows, type LedgerRow, lockLedgerHead } from '../../db/queries/ledger.ts'
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

/** Adds the entries in order under one lock of the head. */
export async function appendLedgerRows(db: VentureDb, key: Buffer, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db.transaction(async (tx) => {
    const head = await lockLedgerHead(tx)
    let prevHash = head.hash
    const rows = entries.map((entry, index): LedgerRow => {
      const seq = head.seq + index + 1
      const row = ledgerRow(key, seq, prevHash, entry)
      prevHash = row.hash
      return row
    })
    await insertLedgerRows(tx, rows)
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
  return `${keyId(key)}.${createHmac('sha256', key).update(text).digest('hex')}`
}

/** Eight hex digits that name a key and reveal nothing of it. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update('ledger key id').update(key).digest('hex').slice(0, 8)
}
