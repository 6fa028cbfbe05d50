/** Text with `{{fact:id}}`, taken apart once for both renderers. */
import type { Fact } from '../facts.ts'

const placeholder = /\{\{fact:([A-Za-z0-9_.:-]+)\}\}/g

/** The ids a text refers to, in order, repeats included. */
export function factIdsIn(text: string): string[] {
  return [...text.matchAll(placeholder)].map((match) => match[1] ?? '')
}

/**
 * The text's plain parts and facts, each through its own renderer, in order. A fact's own text goes to `fact` only, so
 * a customer who is called `{{fact:…}}` stays a name. Throws on an id that `facts` does not have.
 */
export function renderFactText<Part>(
  text: string,
  facts: ReadonlyMap<string, Fact>,
  render: { plain(text: string): Part; fact(fact: Fact): Part },
): Part[] {
  return text.split(/(\{\{fact:[A-Za-z0-9_.:-]+\}\})/).flatMap((part) => {
    const [id] = factIdsIn(part)
    if (id !== undefined) return [render.fact(findFact(facts, id))]
    return part === '' ? [] : [render.plain(part)]
  })
}

export function findFact(facts: ReadonlyMap<string, Fact>, id: string): Fact {
  const found = facts.get(id)
  if (!found) throw new Error(`the report refers to fact ${id}, which it does not carry`)
  return found
}

/** What a fact is, for a reader who points at it: `average_health_score of Acme, 2024-12-31. Receipt R-1042.` */
export function describeFact(fact: Fact): string {
  const period = fact.period ? `, ${fact.period.replace('/', ' to ')}` : ''
  return `${fact.metric.replaceAll('_', ' ')}: ${fact.subject.name}${period}. Receipt ${fact.receipt}.`
}

/** `R-1042` as an anchor; the same in Markdown (from its heading) and HTML. */
export function receiptAnchor(receipt: string): string {
  return receipt.toLowerCase()
}

/** The id of the fact that a tool stated under `key`. Throws when it stated none: a bug of the tool. */
export function idOf(facts: readonly Fact[], key: string): string {
  const found = facts.find(({ id }) => id.slice(id.indexOf('.') + 1) === key)
  if (!found) throw new Error(`no fact ${key} in ${facts[0]?.receipt ?? 'an empty result'}`)
  return found.id
}

/** The command that opens a receipt, and computes it again where that is possible. */
export function receiptCommand({ receipt, isReplayable }: { receipt: string; isReplayable: boolean }): string {
  return `npx crew receipt ${receipt}${isReplayable ? ' --replay' : ''}`
}
