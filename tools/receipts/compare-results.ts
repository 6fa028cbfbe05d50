/** What differs between two results of one tool: fact by fact, then whatever else of the output. */
import { z } from 'zod'
import { canonicalJson } from '../canonical-json.ts'
import { factSubject } from '../facts.ts'
import type { KeptFact, KeptResult } from './receipt-content.ts'

export const factChange = z.object({
  /** The fact's key within the receipt. */
  key: z.string(),
  metric: z.string(),
  subject: factSubject,
  period: z.string().nullable(),
  /** As people read it; null where the fact was not stated. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FactChange = z.infer<typeof factChange>

export const outputChange = z.object({
  /** `customers.3.openTicketCount` */
  path: z.string(),
  before: z.string(),
  after: z.string(),
})
export type OutputChange = z.infer<typeof outputChange>

/** Facts are matched by key, metric and subject, so that a list in another order shows as who came and who went. */
export function factChanges(before: KeptResult, after: KeptResult): FactChange[] {
  const old = byIdentity(before.facts)
  const now = byIdentity(after.facts)
  const changes: FactChange[] = []
  for (const [identity, was] of old) {
    const is = now.get(identity)
    if (!is || is.value !== was.value || is.text !== was.text) changes.push(change(was, was.text, is?.text ?? null))
  }
  for (const [identity, is] of now) if (!old.has(identity)) changes.push(change(is, null, is.text))
  return changes
}

/** Paths of the output whose values differ, at most `limit`. */
export function outputChanges(before: unknown, after: unknown, limit: number): OutputChange[] {
  const changes: OutputChange[] = []
  const walk = (was: unknown, is: unknown, path: readonly string[]): void => {
    if (changes.length >= limit || shown(was) === shown(is)) return
    if (isObject(was) && isObject(is)) {
      for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
        walk(Reflect.get(was, name), Reflect.get(is, name), [...path, name])
      }
    } else changes.push({ path: path.join('.'), before: shown(was), after: shown(is) })
  }
  walk(before, after, [])
  return changes
}

/** Rows of a list are keyed by place (`row_3.score`); the place is not part of what the fact is about. */
function byIdentity(facts: readonly KeptFact[]): Map<string, KeptFact> {
  const identified = new Map<string, KeptFact>()
  for (const kept of facts) {
    const about = canonicalJson([kept.metric, kept.subject, kept.period, kept.key.replaceAll(/\d+/g, '#')])
    let nth = 0
    while (identified.has(`${about} ${nth}`)) nth += 1
    identified.set(`${about} ${nth}`, kept)
  }
  return identified
}

function change({ key, metric, subject, period }: KeptFact, before: string | null, after: string | null): FactChange {
  return { key, metric, subject, period, before, after }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : canonicalJson(value)
}
