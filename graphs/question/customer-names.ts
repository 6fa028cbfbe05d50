/**
 * Which customer a question speaks of: by its name or a part of it, together or apart ("north wind"), or as it was misheard
 * ("acne" for Acme), but never by guessing between two.
 */
import { customersNamedLike, type NamedCustomerRow } from '../../db/queries/customer-names.ts'
import type { AsOf, VentureDb } from '../../db/venture-db.ts'
import { isKnownWord } from './meaning/likely-meanings.ts'
import type { Span } from './slots.ts'

export type Mention =
  | { kind: 'none' }
  /** `start` and `end` are the words that name it. */
  | { kind: 'one'; customer: NamedCustomerRow; start: number; end: number }
  /** One name that several have. */
  | { kind: 'unclear'; customers: NamedCustomerRow[]; said: string }
  /** More than one customer, each named clearly. */
  | { kind: 'several'; customers: NamedCustomerRow[] }

/** More than this and a word is too common to name anybody. */
const MOST_CANDIDATES = 500
const LONGEST_NAME = 5

interface Gram {
  start: number
  end: number
  words: string[]
  /** Some word in it has no meaning of its own here, so it may be a name. */
  isStrange: boolean
  /** No word in it has a meaning of its own, or is of a time, a group or a country: it may be a name misheard. */
  isWhollyStrange: boolean
}

interface Match extends Gram {
  customer: NamedCustomerRow
  /** 0 the whole name or id, 1 how it begins, 2 a part of it, 3 how it sounds. */
  rank: number
}

/** `taken` is where the words say a time, a group or a country, which are no customer's name unless there is more to it. */
export async function customerIn(
  db: VentureDb,
  at: AsOf,
  words: readonly string[],
  taken: readonly Span[] = [],
): Promise<Mention> {
  const grams = gramsOf(words, taken)
  const strange = grams.filter(({ isWhollyStrange }) => isWhollyStrange)
  const tellingWords = words.filter((word) => word.length > 1 && !isKnownWord(word))
  const wholeNames = grams.filter((gram) => gram.words.length > 1 || gram.isStrange)
  if (tellingWords.length === 0 && wholeNames.length === 0) return { kind: 'none' }
  const rows = await customersNamedLike(db, at, {
    words: [...new Set(tellingWords.flatMap((word) => [word, singular(word)]))],
    joined: [...new Set(wholeNames.flatMap((gram) => [gram.words.join(''), singular(gram.words.join(''))]))],
    sounds: [...new Set(strange.map((gram) => soundOf(gram.words.join(''))).filter((sound) => sound.length > 1))],
    externalIds: [...new Set(words)],
    limit: MOST_CANDIDATES,
  })
  return judge(rows.flatMap((customer) => bestMatch(customer, grams) ?? []))
}

function judge(matches: Match[]): Mention {
  const ranked = matches.toSorted((a, b) => a.rank - b.rank || b.words.length - a.words.length)
  const [best] = ranked
  if (!best) return { kind: 'none' }
  const rivals = ranked.filter(
    (one) => one.rank === best.rank && one.words.length === best.words.length && overlap(one, best),
  )
  if (rivals.length > 1)
    return { kind: 'unclear', customers: rivals.map(({ customer }) => customer), said: best.words.join(' ') }
  const elsewhere = ranked.filter((one) => one.rank < 3 && !overlap(one, best))
  if (elsewhere.length > 0) return { kind: 'several', customers: [best, ...elsewhere].map(({ customer }) => customer) }
  return { kind: 'one', customer: best.customer, start: best.start, end: best.end }
}

const overlap = (one: Gram, other: Gram): boolean => one.start < other.end && other.start < one.end

function gramsOf(words: readonly string[], taken: readonly Span[]): Gram[] {
  const grams: Gram[] = []
  const isTaken = words.map((_, at) => taken.some(({ start, end }) => start <= at && at < end))
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_NAME); end++) {
      if (taken.some((span) => span.start <= start && end <= span.end)) continue
      const part = words.slice(start, end)
      const known = part.map((word, index) => isKnownWord(word) || isTaken[start + index])
      grams.push({
        start,
        end,
        words: part,
        isStrange: part.some((word) => !isKnownWord(word)),
        isWhollyStrange: !known.includes(true),
      })
    }
  }
  return grams
}

function bestMatch(customer: NamedCustomerRow, grams: readonly Gram[]): Match | undefined {
  const name = customer.name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  let best: Match | undefined
  for (const gram of grams) {
    const rank = rankOf(gram, name, customer.externalId.toLowerCase())
    if (rank === undefined) continue
    if (!best || rank < best.rank || (rank === best.rank && gram.words.length > best.words.length))
      best = { ...gram, customer, rank }
  }
  return best
}

function rankOf(gram: Gram, name: readonly string[], externalId: string): number | undefined {
  const { words, isStrange, isWhollyStrange } = gram
  if (words.length === 1 && words[0] === externalId) return 0
  for (const said of [words, [...words.slice(0, -1), singular(words.at(-1) ?? '')]]) {
    const joined = said.join('')
    if (joined === name.join('') && (isStrange || said.length > 1)) return 0
    if (!isStrange && said.length < 2) continue
    if (startsWith(name, said, 0)) return 1
    if (isStrange && joined === name[0]) return 1
    if (isStrange && name.some((_, from) => from > 0 && startsWith(name, said, from))) return 2
  }
  return isWhollyStrange && isMisheard(words.join(''), name) ? 3 : undefined
}

function startsWith(name: readonly string[], said: readonly string[], from: number): boolean {
  return said.length <= name.length - from && said.every((word, index) => name[from + index] === word)
}

/** It sounds the same, begins the same and is spelled nearly so: "poland" has the consonants of Pelamont, and is another word. */
function isMisheard(said: string, name: readonly string[]): boolean {
  return [name.join(''), name[0] ?? ''].some((meant) => {
    if (meant.length < 4 || said[0] !== meant[0] || soundOf(said) !== soundOf(meant)) return false
    return slips(asHeard(said), asHeard(meant)) <= (meant.length < 6 ? 1 : 2)
  })
}

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word)

const soundsLike: Record<string, string> = { c: 'k', q: 'k', g: 'k', z: 's', m: 'n', d: 't', v: 'f' }

/** Its consonants, those that are easily taken for one another as one; as `customersNamedLike` computes it. */
function soundOf(text: string): string {
  return text
    .replaceAll(' ', '')
    .replaceAll('ph', 'f')
    .replaceAll('th', 't')
    .replaceAll('x', 'ks')
    .replaceAll(/[aeiouyhw]/g, '')
    .replaceAll(/[cqgzmdv]/g, (letter) => soundsLike[letter] ?? letter)
    .replaceAll(/(.)\1+/g, '$1')
}

/** Spelled as it is heard: one letter a sound. */
function asHeard(text: string): string {
  return text
    .replaceAll('ph', 'f')
    .replaceAll('x', 'ks')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll(/[cq]/g, 'k')
    .replaceAll(/(.)\1+/g, '$1')
}

/** How many letters are more, less or other: the Levenshtein distance, two letters changed about being one slip (Damerau). */
function slips(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let to = 1; to <= other.length; to++) {
      const isSame = one[at - 1] === other[to - 1]
      const least = Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + (isSame ? 0 : 1))
      const isSwap = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]
      next.push(isSwap ? Math.min(least, (before[to - 2] ?? 0) + 1) : least)
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}
