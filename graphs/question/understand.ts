/**
 * A question in plain words to what it asks. Names and times are taken out by rules, for they have to be right to the letter;
 * what is asked of them is judged by what people were found to say when they ask it (`paraphrases/`). What is not clear is
 * declined, with what may have been meant: an answer to another question is worse than none.
 */
import { featureNames, type GroupNameRow, groupNames } from '../../db/queries/customer-names.ts'
import type { AsOf, VentureDb } from '../../db/venture-db.ts'
import { commandIn, type DeclinedCommand, wantsOtherRules } from './commands.ts'
import { customerIn } from './customer-names.ts'
import { judgeMeaning } from './meaning/judge-meaning.ts'
import { isKnownWord } from './meaning/likely-meanings.ts'
import { bearings, bearsPeriod, type IntentName } from './meaning/meanings.ts'
import { findPeriods, type Period } from './period.ts'
import { markSlots, takenSpans, type UnknownGroup, unknownGroup } from './slots.ts'
import { spokenWords } from './spoken-words.ts'
import { featureIn, markSubject, subjectOf } from './topic.ts'

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
  /** The question in small letters without its names, for an answer that looks at its words again. */
  words: string
}

/** What a question of this meaning cannot be narrowed to, or cannot do without. */
type Unborne = 'no_customer' | 'customer' | 'groups' | 'period' | 'several_periods'

export type Understanding =
  | { kind: 'asked'; asked: Asked }
  /** Something to be done, not answered. */
  | { kind: 'command'; command: DeclinedCommand }
  | { kind: 'unclear_customer'; customers: { externalId: string; name: string }[]; said: string }
  | { kind: 'several_customers'; names: string[] }
  | { kind: 'several_questions'; intents: [IntentName, IntentName] }
  | { kind: 'time_to_come'; said: string }
  /** A time the calendar does not know: whose summer, which Easter. */
  | { kind: 'unknown_time'; said: string }
  /** A plan, an industry or a country that no customer is of; `known` are those that there are. */
  | { kind: 'unknown_group'; group: UnknownGroup; known: string[] }
  | { kind: 'not_borne'; intent: IntentName; what: Unborne; unknown: string[] }
  /** A follow-up at most: what it names, and nothing that says what is asked. */
  | { kind: 'fragment'; fragment: Fragment }
  /**
   * `unknown` words are what may have stood in the way; `perhaps` what may have been meant, the likeliest first; `customer`
   * who "they" must be, where that much was understood.
   */
  | { kind: 'not_understood'; unknown: string[]; perhaps: IntentName[]; customer?: string }

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

/** What a question names, and its words with marks in their places. */
interface Named {
  words: string[]
  customer?: CustomerNamed
  periods: Period[]
  groups: GroupNameRow[]
}

/** `earlier` is the customer spoken of before, whom "it" and "they" then mean. */
export async function understand(
  question: string,
  listener: Listener,
  earlier?: CustomerNamed,
): Promise<Understanding> {
  const spoken = spokenWords(question)
  if (wantsOtherRules(spoken)) return { kind: 'command', command: 'other' }
  const command = commandIn(spoken)
  const names = await groupNames(listener.db, listener, 50)
  const taken = takenSpans(spoken, findPeriods(spoken.join(' '), listener.today), names)
  const mention = await customerIn(listener.db, listener, spoken, taken)
  if (mention.kind === 'unclear' || mention.kind === 'several') {
    if (command) return { kind: 'command', command }
    return mention.kind === 'unclear'
      ? { kind: 'unclear_customer', customers: mention.customers, said: mention.said }
      : { kind: 'several_customers', names: mention.customers.map(({ name }) => name) }
  }
  const one = mention.kind === 'one' ? mention : undefined
  const text = (one ? [...spoken.slice(0, one.start), '#customer', ...spoken.slice(one.end)] : spoken).join(' ')
  const times = findPeriods(text, listener.today)
  const named: Named = {
    ...markSlots(text, times, names),
    periods: times.flatMap(({ period }) => period ?? []),
    ...(one ? { customer: { id: one.customer.id, name: one.customer.name } } : {}),
  }
  const fragment = fragmentOf(named)
  if (fragment) return { kind: 'fragment', fragment }
  const ofNobody = groupOfNobody(named, names, command, listener)
  if (ofNobody) return ofNobody
  const understanding =
    earlier && !named.customer ? judgeFollowing(named, earlier, command, listener) : judge(named, command, listener)
  if (understanding.kind === 'command') return understanding
  const isOdds = understanding.kind === 'asked' && understanding.asked.intent === 'churn_probability'
  const future = times.find(({ period }) => !period)
  if (future && !isOdds) return { kind: 'time_to_come', said: future.said }
  if (understanding.kind !== 'asked') return understanding
  return { kind: 'asked', asked: { ...understanding.asked, ...(await topicOf(understanding.asked, listener)) } }
}

/** A figure of a plan or a country that no customer is of: of everybody it would be another answer, and without it none. */
function groupOfNobody(
  named: Named,
  names: readonly GroupNameRow[],
  command: DeclinedCommand | undefined,
  listener: Listener,
): Understanding | undefined {
  const unknown = unknownGroup(named.words)
  const understanding = unknown && judge({ ...named, words: unknown.words }, command, listener)
  if (understanding?.kind !== 'asked') return undefined
  const { group } = unknown ?? {}
  const { groups, topic } = bearings[understanding.asked.intent]
  const isMeant = group?.dimension === 'country' ? topic !== 'subject' : groups
  if (!group || !isMeant) return undefined
  const known = names.filter(({ dimension }) => dimension === group.dimension).map(({ name }) => name)
  return { kind: 'unknown_group', group, known }
}

/** Where "they" must be the customer spoken of before, an answer about everybody would be taken for one about it. */
function judgeFollowing(
  named: Named,
  earlier: CustomerNamed,
  command: DeclinedCommand | undefined,
  listener: Listener,
): Understanding {
  const ofEarlier = withEarlier(named, earlier)
  const understanding = judge(ofEarlier, command, listener)
  if (understanding.kind === 'asked' || ofEarlier === named) return understanding
  const general = judge(named, command, listener)
  if (general.kind !== 'asked' || named.words.some((word) => others.test(word))) return general
  return { kind: 'not_understood', unknown: [], perhaps: [], customer: earlier.name }
}

/** Whom else "they" may be. */
const others =
  /^(?:customers?|clients?|accounts?|people|users?|who|everyone|everybody|anyone|tickets?|alerts?|tasks?|proposals?|plans?|features?|we|our|us)$/

function judge(named: Named, command: DeclinedCommand | undefined, { today }: Listener): Understanding {
  const { words, customer, periods, groups } = named
  const judged = judgeMeaning(markSubject(words), { isOrder: command !== undefined })
  const [time] = unknownTime.exec(words.join(' ')) ?? []
  if (judged.kind === 'two') return { kind: 'several_questions', intents: judged.intents }
  if (judged.kind === 'unclear') {
    if (command) return { kind: 'command', command }
    if (time && judged.perhaps.length > 0) return { kind: 'unknown_time', said: time }
    return { kind: 'not_understood', unknown: unknownOf(words), perhaps: judged.perhaps }
  }
  const { intent } = judged
  if (time) return { kind: 'unknown_time', said: time }
  const what = unborneBy(intent, named, today)
  if (what) return { kind: 'not_borne', intent, what, unknown: unknownOf(words) }
  const [period] = periods
  return {
    kind: 'asked',
    asked: {
      intent,
      words: words.join(' '),
      ...(customer ? { customer } : {}),
      ...(period ? { period } : {}),
      ...(groups.length > 0 ? { groups } : {}),
    },
  }
}

/** An answer as of now to "over the summer" would be of another time. */
const unknownTime =
  /\b(?:spring|summer|autumn|winter|easter|christmas|xmas|thanksgiving|ramadan|diwali|holidays|fortnight|decade|pandemic|covid|launch|takeover|merger|(?:last|past) (?:few |couple of |\d+ )?(?:hours?|minutes?))\b/

function unknownOf(words: readonly string[]): string[] {
  return words.filter((word) => !word.startsWith('#') && !/^\d+$/.test(word) && !isKnownWord(word))
}

/** What the question names and its meaning does not bear, or the reverse. */
function unborneBy(intent: IntentName, { customer, periods, groups }: Named, today: string): Unborne | undefined {
  const bearing = bearings[intent]
  if (!customer && bearing.customer === 'must') return 'no_customer'
  if (customer && !bearing.customer) return 'customer'
  if (groups.length > 0 && !bearing.groups) return 'groups'
  const [period, ...more] = periods
  if (more.length > 0) return 'several_periods'
  return period && !bearsPeriod(bearing, period, today) ? 'period' : undefined
}

/** "Its score", "are they": the customer spoken of before, where a word means one. */
function withEarlier(named: Named, earlier: CustomerNamed): Named {
  let isMeant = false
  const words = named.words.map((word, at) => {
    const isWord =
      /^(?:it|its|they|their|them)$/.test(word) ||
      (/^(?:customer|client|account)$/.test(word) && /^(?:this|that)$/.test(named.words[at - 1] ?? ''))
    if (!isWord || isMeant) return word
    isMeant = true
    return '#customer'
  })
  return isMeant ? { ...named, words, customer: earlier } : named
}

async function topicOf({ intent, words }: Asked, listener: Listener): Promise<{ topic?: string }> {
  const { topic: bears } = bearings[intent]
  if (!bears) return {}
  const said = words.split(' ')
  const features = await featureNames(listener.db, listener)
  const topic = (bears === 'subject' ? subjectOf(said) : undefined) ?? featureIn(said, features)
  return topic === undefined ? {} : { topic }
}

/** Between a name or a time and nothing that asks: "and last month", "what about Globex", "why". */
const saysNothing =
  /^(?:and|or|but|so|ok|okay|then|now|what|how|about|for|in|on|of|with|the|a|same|again|also|too|please|that|this|only|just|hm|uh|um|hey|well|instead|alone|me|show|tell|give|during|over|from|at|by|question|thing|as)$/

function fragmentOf({ words, customer, periods, groups }: Named): Fragment | undefined {
  const asksWhy = words.includes('why')
  const [period] = periods
  const isFragment = words.every((word) => word.startsWith('#') || saysNothing.test(word) || isWhy(word, asksWhy))
  if (!isFragment || periods.length > 1) return undefined
  if (!customer && !period && groups.length === 0 && !asksWhy) return undefined
  return {
    ...(customer ? { customer } : {}),
    ...(period ? { period } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(asksWhy ? { asksWhy: true } : {}),
  }
}

/** "Why is that", "why did it". */
function isWhy(word: string, asksWhy: boolean): boolean {
  return asksWhy && /^(?:why|is|was|did|it|come)$/.test(word)
}
