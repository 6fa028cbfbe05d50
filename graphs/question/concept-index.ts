/** Words to concepts: the longest phrase first, endings made from the listed forms, one slip of the pen forgiven. */
import { asides, type Concept, concepts, plainWords } from './lexicon.ts'
import { realWords } from './real-words.ts'

/** One or more words that mean something together. */
export interface Unit {
  text: string
  concepts: ReadonlySet<Concept>
  /** Says nothing by itself, and may stand anywhere. */
  isPlain: boolean
  /** A word or a number we have no meaning for. */
  isUnknown: boolean
}

interface Entry {
  concepts: Set<Concept>
  isPlain: boolean
}

const longestPhrase = 6
const entries = new Map<string, Entry>()

for (const [concept, phrases] of Object.entries(concepts)) {
  for (const phrase of listed(phrases)) for (const form of forms(phrase)) entryOf(form).concepts.add(concept as Concept)
}
for (const phrase of [...listed(asides), ...listed(plainWords)]) {
  for (const form of phrase.includes(' ') ? [phrase] : forms(phrase)) entryOf(form).isPlain = true
}

const byFirstLetter = Map.groupBy(
  [...entries.keys()].filter((word) => !word.includes(' ') && word.length >= 5),
  (word) => word[0] ?? '',
)

/** Whether the word alone means something here, or nothing at all: a customer is not recognised by such a word alone. */
export function isKnownWord(word: string): boolean {
  return entries.has(word)
}

/**
 * The units of `words`, cut so that as much as possible stands in phrases: "to sign off on" is "to" and "sign off on". A word
 * that begins with `#` is a slot that was taken out before.
 */
export function unitsOf(words: readonly string[]): Unit[] {
  /** The best cut of the words from a place on, longest first: what it is worth, and how long its first unit is. */
  const best: { worth: number; length: number }[] = []
  best[words.length] = { worth: 0, length: 0 }
  for (let at = words.length - 1; at >= 0; at--) {
    for (let length = 1; length <= Math.min(longestPhrase, words.length - at); length++) {
      const isEntry = entries.has(words.slice(at, at + length).join(' '))
      if (!isEntry && length > 1) continue
      const worth = (isEntry ? length ** 2 : 0) + (best[at + length]?.worth ?? 0)
      if (worth >= (best[at]?.worth ?? -1)) best[at] = { worth, length }
    }
  }
  const units: Unit[] = []
  for (let at = 0; at < words.length; at += best[at]?.length ?? 1) {
    units.push(unitAt(words.slice(at, at + (best[at]?.length ?? 1))))
  }
  return units
}

function unitAt(words: readonly string[]): Unit {
  const text = words.join(' ')
  const entry = entries.get(text)
  const isSlot = text.startsWith('#')
  const parts = words.map((word) => entries.get(word))
  // "Show me" is as plain as "show" and "me"; small talk is not.
  const isPlain = parts.every((part) => part?.isPlain) && !entry?.concepts.has('chat')
  return {
    text,
    concepts: entry?.concepts ?? new Set(),
    isPlain: isSlot || entry?.isPlain === true || isPlain,
    isUnknown: !entry && !isSlot,
  }
}

/** The words with a slip of the pen in one of them mended, where only one word can have been meant. */
export function mended(words: readonly string[]): string[] {
  let isMended = false
  return words.map((word) => {
    if (isMended || word.length < 5 || entries.has(word) || realWords.has(word) || !/^[a-z]+$/.test(word)) return word
    const near = (byFirstLetter.get(word[0] ?? '') ?? []).filter((known) => isSlipOfPen(word, known))
    const [meant] = near
    if (meant === undefined || new Set(near.map(meaning)).size > 1) return word
    isMended = true
    return meant
  })
}

function meaning(word: string): string {
  const entry = entries.get(word)
  return `${[...(entry?.concepts ?? [])].sort().join(' ')}|${entry?.isPlain}`
}

function entryOf(phrase: string): Entry {
  const entry = entries.get(phrase) ?? { concepts: new Set(), isPlain: false }
  entries.set(phrase, entry)
  return entry
}

function listed(phrases: string): string[] {
  return phrases.trim().replaceAll(/\s+/g, ' ').split(', ')
}

/** The phrase, with the endings that its first or its last word may take. */
function forms(phrase: string): string[] {
  const words = phrase.split(' ')
  const [first = '', last = ''] = [words[0], words.at(-1)]
  if (words.length === 1) return inflected(phrase)
  const rest = words.slice(1).join(' ')
  const start = words.slice(0, -1).join(' ')
  return [...inflected(first).map((form) => `${form} ${rest}`), ...inflected(last).map((form) => `${start} ${form}`)]
}

/** Of a word of four letters or more: many of the forms made are no words, and do no harm. */
function inflected(word: string): string[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return [word]
  if (/(?:ing|ed|ly)$/.test(word) && word.length > 5) return [word]
  const base = word.endsWith('e') ? word.slice(0, -1) : word
  const out = [word, `${word}${/(?:s|x|ch|sh)$/.test(word) ? 'es' : 's'}`, `${base}ed`, `${base}ing`]
  if (/[^aeiou]y$/.test(word)) out.push(`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`)
  if (/[^aeiou][aeiou][bdgklmnprt]$/.test(word)) {
    const doubled = `${word}${word.at(-1)}`
    out.push(`${doubled}ed`, `${doubled}ing`)
  }
  return out
}

/** A letter left out, doubled or changed about; another letter makes another word more often than a slip. */
function isSlipOfPen(word: string, known: string): boolean {
  const isOther = word.length === known.length && [...word].sort().join('') !== [...known].sort().join('')
  return !isOther && isOneSlip(word, known)
}

/** One letter more, less, other, or two changed about. */
export function isOneSlip(one: string, other: string): boolean {
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
