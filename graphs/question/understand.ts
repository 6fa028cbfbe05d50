/**
 * A question in plain words to what it asks, by the meanings of `meanings.ts`. Names and times are taken out first, then
 * every word left must mean something, and all of it must fit one meaning. What does not fit is declined: an answer to
 * another question is worse than none.
 */
import { featureNames, type GroupNameRow, groupNames } from '../../db/queries/customer-names.ts'
import type { AsOf, VentureDb } from '../../db/venture-db.ts'
import { commandIn, type DeclinedCommand } from './commands.ts'
import { customerIn } from './customer-names.ts'
import { firstFit, readUnits, type Slots } from './fit.ts'
import type { IntentName } from './meanings.ts'
import { findPeriods, type Period } from './period.ts'
import { spokenWords } from './spoken-words.ts'

export interface CustomerNamed {
  id: string
  name: string
}

/** What was asked, ready to be answered. */
export interface Asked {
  intent: IntentName
  customer?: CustomerNamed
  period?: Period
  /** Plans, industries, segments or countries that were named. */
  groups?: GroupNameRow[]
  /** What it is about: a subject to search for, or a feature's name. */
  topic?: string
  /** The question in small letters, for a meaning that looks at its words again. */
  words: string
}

export type Understanding =
  | { kind: 'asked'; asked: Asked }
  /** Something to be done, not answered. */
  | { kind: 'command'; command: DeclinedCommand }
  | { kind: 'unclear_customer'; customers: { externalId: string; name: string }[]; said: string }
  | { kind: 'several_customers'; names: string[] }
  | { kind: 'time_to_come'; said: string }
  /** A follow-up at most: what it names, and nothing that says what is asked. */
  | { kind: 'fragment'; fragment: Fragment }
  /** `unknown` words are what stood in the way, where it was them. */
  | { kind: 'not_understood'; unknown: string[] }

/** Asks what a word means, or for what only the customer knows: its own customers, staff, products. */
const asksElsewhere =
  /^(?:so |and |ok |hey )?what (?:do|does|did|exactly does)\b.* (?:mean|stand for)$|\bmeant by\b|#customer (?:customers|clients|employees|staff|competitors|website|product|products)\b/

export interface Fragment {
  customer?: CustomerNamed
  period?: Period
  groups?: GroupNameRow[]
  /** "Why?" alone. */
  asksWhy?: true
}

export interface Listener extends AsOf {
  db: VentureDb
  /** The day it is where the venture is. */
  today: string
}

/** `earlier` is the customer spoken of before, whom "it" and "they" then mean. */
export async function understand(
  question: string,
  listener: Listener,
  earlier?: CustomerNamed,
): Promise<Understanding> {
  const spoken = spokenWords(question)
  const command = commandIn(spoken)
  if (command) return { kind: 'command', command }
  const mention = await customerIn(listener.db, listener, spoken)
  if (mention.kind === 'unclear') return { kind: 'unclear_customer', customers: mention.customers, said: mention.said }
  if (mention.kind === 'several') return { kind: 'several_customers', names: mention.customers.map(({ name }) => name) }
  const named = mention.kind === 'one' ? mention.customer : undefined
  const words =
    mention.kind === 'one' ? [...spoken.slice(0, mention.start), '#customer', ...spoken.slice(mention.end)] : spoken

  const text = words.join(' ')
  if (asksElsewhere.test(text)) return { kind: 'not_understood', unknown: [] }
  const times = findPeriods(text, listener.today)
  const { units, groups } = readUnits(text, times, await groupNames(listener.db, listener, 50))
  const slots: Slots = {
    ...(named ? { customer: { id: named.id, name: named.name } } : {}),
    times: times.map(({ period }) => period),
    groups,
    units,
    features: [],
    today: listener.today,
  }
  const speaksOfUse = units.some(({ concepts }) => concepts.has('adopt'))
  const withFeatures = speaksOfUse ? { ...slots, features: await featureNames(listener.db, listener) } : slots
  const isMeant =
    earlier !== undefined && !named && /\b(?:it|its|they|their|them|this customer|that customer)\b/.test(text)
  const asked = (isMeant ? firstFit({ ...withFeatures, customer: earlier }) : undefined) ?? firstFit(withFeatures)
  const future = times.find(({ period }) => !period)
  if (future && asked?.intent !== 'churn_probability') return { kind: 'time_to_come', said: future.said }
  if (asked) return { kind: 'asked', asked: { ...asked, words: text } }
  const fragment = fragmentOf(slots)
  if (fragment) return { kind: 'fragment', fragment }
  return { kind: 'not_understood', unknown: units.filter(({ isUnknown }) => isUnknown).map((unit) => unit.text) }
}

/** Nothing but a name, a time or "why" among words that say nothing. */
function fragmentOf({ units, customer, times, groups }: Slots): Fragment | undefined {
  const asksWhy = units.some(({ concepts }) => concepts.has('why'))
  const [period] = times
  if (!units.every(({ isPlain, concepts }) => isPlain || concepts.has('why')) || times.length > 1) return undefined
  if (!customer && !period && groups.length === 0 && !asksWhy) return undefined
  return {
    ...(customer ? { customer } : {}),
    ...(period ? { period } : {}),
    ...(groups.length > 0 ? { groups: [...groups] } : {}),
    ...(asksWhy ? { asksWhy: true } : {}),
  }
}
