/**
 * Which customer a question speaks of: by its name or a part of it, together or apart ("north wind"), or as it was misheard
 * ("acne" for Acme), but never by guessing between two.
 */
import { customersNamedLike, type NamedCustomerRow } from '../../db/queries/customer-names.ts'
import type { AsOf, VentureDb } from '../../db/venture-db.ts'
import { isKnownWord } from './meaning/likely-meanings.ts'

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
}

interface Match extends Gram {
  customer: NamedCustomerRow
  /** 0 the whole name or id, 1 how it begins, 2 a part of it, 3 how it sounds. */
  rank: number
}

export async function customerIn(db: VentureDb, at: AsOf, words: readonly string[]): Promise<Mention> {
  const grams = gramsOf(words)
  const strange = grams.filter(({ isStrange }) => isStrange)
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

function gramsOf(words: readonly string[]): Gram[] {
  const grams: Gram[] = []
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_NAME); end++) {
      const part = words.slice(start, end)
      grams.push({ start, end, words: part, isStrange: part.some((word) => !isKnownWord(word)) })
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
  const { words, isStrange } = gram
  if (words.length === 1 && words[0] === externalId) return 0
  for (const said of [words, [...words.slice(0, -1), singular(words.at(-1) ?? '')]]) {
    const joined = said.join('')
    if (joined === name.join('') && (isStrange || said.length > 1)) return 0
    if (!isStrange && said.length < 2) continue
    if (startsWith(name, said, 0)) return 1
    if (isStrange && joined === name[0]) return 1
    if (isStrange && name.some((_, from) => from > 0 && startsWith(name, said, from))) return 2
  }
  return isStrange && isMisheard(words.join(''), name) ? 3 : undefined
}

function startsWith(name: readonly string[], said: readonly string[], from: number): boolean {
  return said.length <= name.length - from && said.every((word, index) => name[from + index] === word)
}

/** It sounds the same, begins the same and is nearly as long: one slip away, or a longer word with the same skeleton. */
function isMisheard(said: string, name: readonly string[]): boolean {
  return [name.join(''), name[0] ?? ''].some((meant) => {
    if (meant.length < 4 || said[0] !== meant[0] || Math.abs(said.length - meant.length) > 2) return false
    const sound = soundOf(said)
    return sound === soundOf(meant) && (isOneSlip(said, meant) || sound.length > 2)
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

/** One letter more, less, other, or two changed about. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1 || one === other) return false
  let start = 0
  while (start < short.length && short[start] === long[start]) start++
  let end = 0
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++
  const left = short.length - start - end
  if (long.length > short.length) return left === 0
  if (left <= 1) return true
  return left === 2 && short[start] === long[start + 1] && short[start + 1] === long[start]
}
