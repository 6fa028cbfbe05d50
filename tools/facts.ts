/** Facts: everything checkable in a tool's result, each with an id that text refers to as `{{fact:id}}`. */
import { z } from 'zod'

export const factUnits = [
  'points',
  'percent',
  'probability',
  'count',
  'money',
  'days',
  'date',
  'period',
  'name',
  'text',
] as const

/** What a fact is about: one customer, a segment, a feature, a proposal, or the venture as a whole. */
export const factSubject = z.object({
  kind: z.enum(['venture', 'customer', 'segment', 'feature', 'proposal', 'feedback']),
  id: z.string(),
  name: z.string(),
})
export type FactSubject = z.infer<typeof factSubject>

export const fact = z.object({
  /** `R1042.<key>`: the receipt's number and the key the tool gave it. */
  id: z.string(),
  /** The receipt to open, `R-1042`. */
  receipt: z.string(),
  metric: z.string(),
  subject: factSubject,
  /** `2024-12-31` for a day, `2024-12-01/2025-01-01` for a half-open period; null where time does not matter. */
  period: z.string().nullable(),
  /** Null means no data. Money in minor units, percentages 0–100, probabilities 0–1, dates YYYY-MM-DD. */
  value: z.union([z.number(), z.string(), z.null()]),
  unit: z.enum(factUnits),
  /** The value as people read it: `$1,240`, `38.5`, `12 %`, `no data`. */
  text: z.string(),
})
export type Fact = z.infer<typeof fact> & {
  /** The value is personal text (a person's name, a customer's words): whatever keeps it keeps only its keyed hash. */
  isPersonal?: true
}

/** A fact as a tool states it: `runTool` adds the ids once the receipt has its number. */
export type FactDraft = Omit<Fact, 'id' | 'receipt'> & {
  /** Unique within the result; lower case letters, digits, `_` and `.` */
  key: string
}
