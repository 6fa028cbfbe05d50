/** What a receipt keeps of a result: canonical JSON, its hash, and a keyed hash wherever personal text or a secret stood. */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../canonical-json.ts'
import type { Tool, ToolResult } from '../define-tool.ts'
import { type FactDraft, fact } from '../facts.ts'

const WITHHELD = 'withheld:'

/** A fact as a receipt keeps it: by key, without the receipt's own number. */
export const keptFact = fact.omit({ id: true, receipt: true }).extend({ key: z.string() })
export type KeptFact = z.infer<typeof keptFact>

export const keptResult = z.object({ facts: z.array(keptFact), output: z.record(z.string(), z.unknown()) })
export type KeptResult = z.infer<typeof keptResult>

export interface ReceiptContent {
  /** RFC 8785 */
  result: string
  /** SHA-256 of `result`, hex. */
  resultHash: string
}

/** The canonical text of a result and its hash; the same result gives the same bytes whenever it is computed. */
export function receiptContent(tool: Tool, result: ToolResult<Record<string, unknown>>, key: Buffer): ReceiptContent {
  const text = canonicalJson({
    facts: result.facts.map((draft) => keep(draft, key)),
    output: withhold(result.output, new Set(tool.withheldFields), key),
  })
  return { result: text, resultHash: sha256(text) }
}

/** The canonical arguments, personal text and secrets hashed. */
export function receiptArguments(tool: Tool, input: Record<string, unknown>, key: Buffer): string {
  return canonicalJson(withhold(input, new Set(tool.withheldFields), key))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function keep({ isPersonal, ...draft }: FactDraft, key: Buffer): KeptFact {
  if (!isPersonal) return draft
  return { ...draft, value: withheld(draft.value, key), text: withheld(draft.text, key) }
}

function withhold(value: unknown, fields: ReadonlySet<string>, key: Buffer): unknown {
  if (fields.size === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withhold(item, fields, key))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      fields.has(name) && inner !== null && inner !== undefined ? withheld(inner, key) : withhold(inner, fields, key),
    ]),
  )
}

/** Preparing a key costs as much as ten hashes by it, and a list of customers is hashed field by field. */
const preparedKeys = new WeakMap<Buffer, KeyObject>()

/** Keyed, so that a name or an address cannot be found by hashing guesses. */
function withheld(value: unknown, key: Buffer): string {
  const prepared = preparedKeys.get(key) ?? createSecretKey(key)
  preparedKeys.set(key, prepared)
  return `${WITHHELD}${createHmac('sha256', prepared).update(canonicalJson(value)).digest('hex').slice(0, 32)}`
}
