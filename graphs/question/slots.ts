/** What a question names — a customer, a time, plans and industries — taken out of it, with a mark in its place. */
import type { GroupNameRow } from '../../db/queries/customer-names.ts'
import { countryNames, folded } from './country-names.ts'
import type { FoundPeriod } from './period.ts'

const groupNoun = /^(?:plan|tier|package|industry|sector|segment)s?$/

/** The words with `#period` for each time and `#group` for each plan, industry and so on that has such a name. */
export function markSlots(
  text: string,
  times: readonly FoundPeriod[],
  names: readonly GroupNameRow[],
): { words: string[]; groups: GroupNameRow[] } {
  const words: string[] = []
  const groups: GroupNameRow[] = []
  const named = names.map((group) => ({ group, called: namesOf(group) }))
  let from = 0
  for (const { start, end } of [...times, { start: text.length, end: text.length }]) {
    const piece = text
      .slice(from, start)
      .split(' ')
      .filter((word) => word !== '')
    const marked = markGroups(piece, named)
    words.push(...marked.words)
    groups.push(...marked.groups)
    if (start < text.length) words.push('#period')
    from = end
  }
  return { words: withoutGroupNouns(words), groups: [...new Set(groups)] }
}

/** "The pro plan" and "plan pro" are both `#group`. */
function withoutGroupNouns(words: readonly string[]): string[] {
  return words.filter((word, at) => {
    if (!groupNoun.test(word)) return true
    return words[at - 1] !== '#group' && (words[at + 1] !== '#group' || word.endsWith('s'))
  })
}

interface CalledGroup {
  group: GroupNameRow
  /** Folded, each long enough to be a name. */
  called: readonly string[]
}

function markGroups(
  piece: readonly string[],
  names: readonly CalledGroup[],
): { words: string[]; groups: GroupNameRow[] } {
  const words: string[] = []
  const groups: GroupNameRow[] = []
  for (let at = 0; at < piece.length; ) {
    const hit = names
      .map(({ group, called }) => ({ group, length: Math.max(0, ...called.map((name) => namedAt(piece, at, name))) }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => b.length - a.length)[0]
    if (hit) groups.push(hit.group)
    words.push(hit ? '#group' : (piece[at] ?? ''))
    at += hit?.length ?? 1
  }
  return { words, groups }
}

/** What a group may be called; a code of two letters is no name, but for the one that is said. */
function namesOf({ dimension, name }: GroupNameRow): string[] {
  const names = dimension === 'country' ? countryNames(name) : [folded(name)]
  const isWord = /^(?:small|large|health|support)$/
  return names.filter((each) => each === 'uk' || (each.length >= 3 && (dimension === 'plan' || !isWord.test(each))))
}

/** How many words from `at` on are the name: "health care" and "healthcare" are one. */
function namedAt(piece: readonly string[], at: number, name: string): number {
  for (let length = 1; length <= 4 && at + length <= piece.length; length++) {
    const said = folded(piece.slice(at, at + length).join(''))
    if (said === name || said === `${name}s`) return length
    if (said.length > name.length) break
  }
  return 0
}
