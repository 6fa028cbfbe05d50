/** One receipt by what people call it. */
import { z } from 'zod'
import { type ReceiptRow, receiptById, receiptByNumber } from '../../db/queries/receipts.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { factDraft } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { type KeptResult, keptResult, sha256 } from './receipt-content.ts'

export interface OpenReceipt extends ReceiptRow {
  /** `R-1042` */
  reference: string
  content: KeptResult
  /** False when the stored result is not the one its hash was taken of. */
  isUnaltered: boolean
}

const uuid = z.uuid()

/** By `R-1042`, a fact's id `R1042.health_score`, the number alone, or the uuid. Throws `not_found`, `invalid_input`. */
export async function openReceipt(db: VentureDb, reference: string): Promise<OpenReceipt> {
  const wanted = reference.trim()
  const number = /^(?:r-?)?(\d{1,15})(?:\.[a-z0-9_.]+)?$/i.exec(wanted)?.[1]
  const id = uuid.safeParse(wanted.toLowerCase())
  if (number === undefined && !id.success) {
    throw new UserError({
      code: 'invalid_input',
      message: 'This does not name a receipt.',
      field: 'receipt',
      value: reference,
      fix: 'Give it as R-1042.',
    })
  }
  const row =
    number === undefined ? await receiptById(db, wanted.toLowerCase()) : await receiptByNumber(db, Number(number))
  if (!row) {
    throw new UserError({
      code: 'not_found',
      message: 'There is no such receipt in this venture.',
      field: 'receipt',
      value: reference,
      fix: 'Take the id from a report or an answer, as R-1042.',
    })
  }
  return {
    ...row,
    reference: `R-${row.number}`,
    content: keptResult.parse(JSON.parse(row.result)),
    isUnaltered: sha256(row.result) === row.resultHash,
  }
}

/** What the answers about a receipt state as facts: which, of what tool, for which day. */
export function receiptFacts(
  receipt: OpenReceipt,
  venture: { id: string; name: string; currency: string },
): FactDraft[] {
  const subject = { kind: 'venture' as const, id: venture.id, name: venture.name }
  const stated = (key: string, metric: string, value: string | number, unit: FactDraft['unit']) =>
    factDraft({ key, metric, subject, period: receipt.asOf, value, unit }, venture.currency)
  return [
    stated('receipt', 'receipt', receipt.reference, 'name'),
    stated('as_of', 'as-of day', receipt.asOf, 'date'),
    stated('row_count', 'source rows', receipt.rowCount, 'count'),
    stated('settings_version', 'settings version', receipt.settingsVersion, 'count'),
  ]
}
