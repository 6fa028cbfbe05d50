/** Which meaning a question's words fit, and whether all of them do. */
import type { GroupNameRow } from '../../db/queries/customer-names.ts'
import { mended, type Unit, unitsOf } from './concept-index.ts'
import { type Meaning, meanings } from './meanings.ts'
import type { FoundPeriod, Period } from './period.ts'
import type { Asked, CustomerNamed } from './understand.ts'

/** What a question names, and the units of what is left. */
export interface Slots {
  units: readonly Unit[]
  customer?: CustomerNamed
  /** Undefined for one that is to come. */
  times: readonly (Period | undefined)[]
  groups: readonly GroupNameRow[]
  /** What features are called, where it is worth knowing. */
  features: readonly string[]
  today: string
}

/** The units of the words around the times; plans, industries and so on are found by their names. */
export function readUnits(
  words: string,
  times: readonly FoundPeriod[],
  names: readonly GroupNameRow[],
): { units: Unit[]; groups: GroupNameRow[] } {
  const units: Unit[] = []
  const groups: GroupNameRow[] = []
  let from = 0
  for (const { start, end } of [...times, { start: words.length, end: words.length }]) {
    const piece = words
      .slice(from, start)
      .split(' ')
      .filter((word) => word !== '')
    const marked = markGroups(piece, names)
    groups.push(...marked.groups)
    units.push(...unitsOf(mended(marked.words)))
    if (start < words.length) units.push(...unitsOf(['#period']))
    from = end
  }
  return { units, groups: [...new Set(groups)] }
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
    if (hit) {
      groups.push(hit.group)
      if (/^(?:plan|tier|package|industry|sector|segment)$/.test(words.at(-1) ?? '')) words.pop()
      words.push('#group')
      at += hit.length
      // "The pro plan" as well as "plan pro".
      if (/^(?:plan|tier|package|industry|sector|segment)s?$/.test(piece[at] ?? '')) at++
    } else {
      words.push(piece[at] ?? '')
      at++
    }
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

/** The first meaning that bears all there is, with what it is about; undefined when none does. */
export function firstFit(slots: Slots): Asked | undefined {
  for (const meaning of meanings) {
    const asked = askedBy(meaning, slots)
    if (asked) return asked
  }
  return undefined
}

function askedBy(meaning: Meaning, slots: Slots): Asked | undefined {
  const { customer, times, groups } = slots
  if (meaning.customer === 'must' ? !customer : customer && !meaning.customer) return undefined
  if (times.length > 1) return undefined
  const [period] = times
  if (times.length === 1 && !isBorne(meaning, period, slots.today)) return undefined
  const needs = meaning.needs.split(' ').map((each) => each.split('|'))
  const borne = new Set([...needs.flat(), ...meaning.may.split(' ')])
  if (groups.length > 0 && !borne.has('group') && !borne.has('two_groups')) return undefined
  const topic = topicOf(meaning, slots)
  const units = topic ? slots.units.filter((_, index) => index < topic.start || index >= topic.end) : slots.units
  const isBorneUnit = (unit: Unit) =>
    unit.isPlain ||
    [...conceptsOf(unit, slots)].some((concept) => borne.has(concept)) ||
    (meaning.figures === true && /^\d{1,3}$/.test(unit.text))
  if (!units.every(isBorneUnit)) return undefined
  const there = new Set([
    ...units.flatMap((unit) => [...conceptsOf(unit, slots)]),
    ...slotConcepts(slots),
    ...(topic?.concepts ?? []),
  ])
  if (meaning.never?.split(' ').some((concept) => there.has(concept))) return undefined
  if (!needs.every((either) => either.some((concept) => there.has(concept)))) return undefined
  return {
    intent: meaning.intent,
    words: '',
    ...(customer ? { customer } : {}),
    ...(period ? { period } : {}),
    ...(groups.length > 0 ? { groups: [...groups] } : {}),
    ...(topic ? { topic: topic.words } : {}),
  }
}

function isBorne(meaning: Meaning, period: Period | undefined, today: string): boolean {
  if (!meaning.period) return false
  // What is to come is sorted out by whoever asked for the fit.
  if (!period) return true
  return meaning.period === 'may' || period.until > today
}

function conceptsOf(unit: Unit, { features }: Slots): ReadonlySet<string> {
  const isFeature = features.some((feature) => sameName(feature, unit.text))
  return isFeature ? new Set([...unit.concepts, 'feature_name']) : unit.concepts
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .replace(/s$/, '')
const sameName = (feature: string, said: string): boolean => bare(feature) === bare(said)

/** Concepts that a slot fills rather than a word. */
function slotConcepts({ groups, times }: Slots): string[] {
  const [period] = times
  const days = period ? (Date.parse(period.until) - Date.parse(period.from)) / 86_400_000 : 0
  return [
    ...(groups.length > 0 ? ['group'] : []),
    ...(groups.length > 1 ? ['two_groups'] : []),
    ...(days > 1 && days <= 8 ? ['a_week'] : []),
    ...(days > 45 ? ['a_long_time'] : []),
  ]
}

interface Topic {
  words: string
  start: number
  end: number
  concepts: string[]
}

/** After "about" and the like whatever follows is the topic; a feature is a name that is known. */
function topicOf(meaning: Meaning, slots: Slots): Topic | undefined {
  const { units } = slots
  if (meaning.topic === 'feature') {
    const at = units.findIndex((unit) => conceptsOf(unit, slots).has('feature_name'))
    const unit = units[at]
    return unit && { words: unit.text, start: at, end: at + 1, concepts: ['feature_name'] }
  }
  if (meaning.topic !== 'about') return undefined
  const says = units.findIndex(({ concepts }) => concepts.has('says'))
  if (says < 0) return undefined
  const marker = units.findLastIndex(({ text }) =>
    /(?:^|\s)(?:about|on|regarding|concerning|with|around|of|toward|towards|for)$/.test(text),
  )
  if (marker < 0 || marker < says) return topicBefore(units, says)
  const rest = units.slice(marker + 1)
  const length = rest.findIndex(({ text }) => text.startsWith('#'))
  const said = rest.slice(0, length < 0 ? rest.length : length)
  const words = said
    .map(({ text }) => text)
    .join(' ')
    .replace(/^(?:(?:the|our|a|an|this|that|these|those|new|recent|latest|their|your)\s+)+/, '')
    .replace(
      /(?:\s*(?:lately|recently|these days|please|right now|currently|at the moment|today|so far|over|during|in|for))+$/,
      '',
    )
  if (words === '' || said.length > 8 || said.every(({ isPlain, concepts }) => isPlain && concepts.size === 0))
    return undefined
  return { words, start: marker + 1, end: marker + 1 + said.length, concepts: [] }
}

/** The topic ahead of what is asked about it: "pricing, what do they say", "what have they about the API said". */
function topicBefore(units: readonly Unit[], says: number): Topic | undefined {
  const marker = units.findIndex(({ text }) => /(?:^|\s)about(?: the| our)?$/.test(text))
  const asks = units.findIndex(({ text }) => /^(?:what|any|how|who)\b/.test(text))
  const [start, end] = marker >= 0 && says === units.length - 1 ? [marker + 1, says] : [0, Math.min(asks, says)]
  const said = units.slice(start, end)
  const isTopic = said.some(({ isPlain }) => !isPlain) && said.every(({ text }) => !text.startsWith('#'))
  if (!isTopic || said.length > 3) return undefined
  const words = said
    .map(({ text }) => text)
    .join(' ')
    .replace(/^(?:the|our) /, '')
  return { words, start, end, concepts: [] }
}
