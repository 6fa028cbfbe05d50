/** What a question names — a customer, a time, plans and industries — taken out of it, with a mark in its place. */
import type { GroupNameRow } from '../../db/queries/customer-names.ts'
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
  let from = 0
  for (const { start, end } of [...times, { start: text.length, end: text.length }]) {
    const piece = text
      .slice(from, start)
      .split(' ')
      .filter((word) => word !== '')
    const marked = markGroups(piece, names)
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

function markGroups(
  piece: readonly string[],
  names: readonly GroupNameRow[],
): { words: string[]; groups: GroupNameRow[] } {
  const words: string[] = []
  const groups: GroupNameRow[] = []
  for (let at = 0; at < piece.length; ) {
    const hit = names
      .map((group) => ({ group, length: namedAt(piece, at, group) }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => b.length - a.length)[0]
    if (hit) groups.push(hit.group)
    words.push(hit ? '#group' : (piece[at] ?? ''))
    at += hit?.length ?? 1
  }
  return { words, groups }
}

/** How many words from `at` on are the group's name: "health care" and "healthcare" are one; a code of two letters is none. */
function namedAt(piece: readonly string[], at: number, { dimension, name }: GroupNameRow): number {
  const wanted = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
  if (wanted.length < 3 || (dimension !== 'plan' && /^(?:small|large|health|support)$/.test(wanted))) return 0
  for (let length = 1; length <= 4 && at + length <= piece.length; length++) {
    const said = piece.slice(at, at + length).join('')
    if (said === wanted || said === `${wanted}s`) return length
    if (said.length > wanted.length) break
  }
  return 0
}
