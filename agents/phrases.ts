/**
 * The offline writer's craft: sentences with `{key}` in place of a fact. `{key|is|are}` adds the words that agree with
 * the fact's value. A sentence can be used only where every fact it needs is there.
 */
import type { Fact } from '../tools/facts.ts'

/** Facts of one subject by the key that the tool gave them. */
export type FactsByKey = ReadonlyMap<string, Fact>

/** `days_since_active` of `R1042.days_since_active`. */
export function keyOf({ id }: Pick<Fact, 'id'>): string {
  return id.slice(id.indexOf('.') + 1)
}

/** Of two facts with one key the first stands. */
export function byKey(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(facts.toReversed().map((fact) => [keyOf(fact), fact]))
}

const slot = /\{([a-z0-9_.]+)(?:\|([^|}]*)\|([^|}]*))?\}/g

/**
 * The sentence with its facts filled in as placeholders; undefined when one is missing, says "no data", or is a count
 * of none, for nobody writes "0 tickets are open".
 */
export function fill(sentence: string, facts: FactsByKey): string | undefined {
  const wanted = [...sentence.matchAll(slot)].map((match) => facts.get(match[1] ?? ''))
  if (wanted.some((fact) => fact === undefined || fact.value === null)) return undefined
  const counted = [...sentence.matchAll(slot)].filter((match) => match[2] !== undefined)
  if (counted.some((match) => facts.get(match[1] ?? '')?.value === 0)) return undefined
  return sentence.replaceAll(slot, (_, key: string, one: string | undefined, many: string | undefined) => {
    const fact = facts.get(key)
    const words = fact?.value === 1 ? one : many
    return `{{fact:${fact?.id}}}${words === undefined ? '' : ` ${words}`}`
  })
}

/** One of the sentences that can be filled; neighbours in a list get different ones by their `turn`. */
export function choose(sentences: readonly string[], facts: FactsByKey, turn: number): string | undefined {
  const usable = sentences.map((sentence) => fill(sentence, facts)).filter((each) => each !== undefined)
  return usable[turn % Math.max(1, usable.length)]
}

/** Sentences that can be filled, joined. */
export function paragraph(...sentences: (string | undefined)[]): string {
  return sentences.filter((each) => each !== undefined && each !== '').join(' ')
}

/** `a`, `a and b`, `a, b and c` */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts)
}
