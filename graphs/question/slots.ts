/** What a question names — a customer, a time, plans and industries — taken out of it, with a mark in its place. */
import type { GroupNameRow } from '../../db/queries/customer-names.ts'
import { countryCalled, countryNames, folded } from './country-names.ts'
import type { FoundPeriod } from './period.ts'

const groupNoun = /^(?:plan|tier|package|industry|sector|segment)s?$/
const dimensions: Record<string, GroupNameRow['dimension']> = {
  plan: 'plan',
  tier: 'plan',
  package: 'plan',
  industry: 'industry',
  sector: 'industry',
  segment: 'segment',
}
const months = 'january|february|march|april|may|june|july|august|september|october|november|december'
const calendarWord = new RegExp(`^(?:${months}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$`)

/** Words from `start` up to before `end`. */
export interface Span {
  start: number
  end: number
}

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
    const hit = groupAt(piece, at, names)
    if (hit) groups.push(hit.group)
    words.push(hit ? '#group' : (piece[at] ?? ''))
    at += hit?.length ?? 1
  }
  return { words, groups }
}

/** The longest name that begins there; of a plan and a segment of one name the one that the noun beside it says. */
function groupAt(piece: readonly string[], at: number, names: readonly CalledGroup[]) {
  const hits = names.flatMap(({ group, called }) => {
    const length = Math.max(0, ...called.map((name) => namedAt(piece, at, name)))
    return length > 0 ? [{ group, length }] : []
  })
  const [longest] = hits.sort((one, other) => other.length - one.length)
  const noun = [piece[at + (longest?.length ?? 0)], piece[at - 1]].find((word) => groupNoun.test(word ?? ''))
  const dimension = dimensions[noun?.replace(/s$/, '') ?? '']
  return hits.find(({ group, length }) => length === longest?.length && group.dimension === dimension) ?? longest
}

/** Where `words` say a time, a group or a country, ours or not: what stands there is no customer's name by its sound. */
export function takenSpans(
  words: readonly string[],
  times: readonly FoundPeriod[],
  names: readonly GroupNameRow[],
): Span[] {
  const named = names.map((group) => ({ group, called: namesOf(group) }))
  const wordAt = (offset: number) => words.join(' ').slice(0, offset).split(' ').length
  const spans = times.map(({ start, end }) => ({ start: wordAt(start) - 1, end: wordAt(end) }))
  for (let at = 0; at < words.length; at++) {
    const length = groupAt(words, at, named)?.length ?? countryAt(words, at)?.length ?? 0
    if (length > 0) spans.push({ start: at, end: at + length })
    else if (calendarWord.test(words[at] ?? '')) spans.push({ start: at, end: at + 1 })
  }
  return spans
}

export interface UnknownGroup {
  dimension: GroupNameRow['dimension']
  said: string
}

/** What stands before "plan" or "industry" and names none. */
const namesNone =
  /^(?:the|a|an|our|your|their|its|by|per|each|every|which|what|any|all|some|no|same|other|this|that|these|those|of|in|on|for|and|or|to|with|paid|paying|free|trial|pricing|price|main|top|best|worst|biggest|largest|smallest|cheapest|dearest|new|old|current|previous|higher|lower|highest|lowest|different|specific|particular|success|action|recovery|renewal|retention|win|back|change|changed|compare|show|is|are|does|has)$/

/**
 * A country, plan, industry or segment that `words` name and that no customer is of, once those that are were marked; and
 * the words with `#group` in its place.
 */
export function unknownGroup(words: readonly string[]): { group: UnknownGroup; words: string[] } | undefined {
  const found = (group: UnknownGroup, { start, end }: Span) => ({
    group,
    words: withoutGroupNouns([...words.slice(0, start), '#group', ...words.slice(end)]),
  })
  for (let at = 0; at < words.length; at++) {
    const country = countryAt(words, at)
    if (country) return found({ dimension: 'country', said: country.name }, { start: at, end: at + country.length })
    const [word = '', next = ''] = [words[at], words[at + 1]]
    const dimension = dimensions[next]
    if (dimension && /^\p{L}{2,}$/u.test(word) && !namesNone.test(word))
      return found({ dimension, said: word }, { start: at, end: at + 1 })
  }
  return undefined
}

function countryAt(words: readonly string[], at: number): { name: string; length: number } | undefined {
  for (let length = Math.min(4, words.length - at); length > 0; length--) {
    const name = countryCalled(folded(words.slice(at, at + length).join('')))
    if (name !== undefined) return { name, length }
  }
  return undefined
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
