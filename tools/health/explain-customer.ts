/** One customer's waterfall between two days: what is read, by which settings and from which knowledge it is judged. */
import type { VersionRow } from '../../db/queries/customer-records.ts'
import { isoDay } from '../../db/queries/scores.ts'
import { settingsInForceUpTo } from '../../db/queries/settings.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { defaultSettings, type Settings, settingsSchema } from '../settings/settings.ts'
import { type CustomerRecords, readCustomer, readUsedBefore, sourcesKnownAt } from './customer-records.ts'
import { churnRuleOf, endOfDay, type Sources, sourcesOn } from './score-at.ts'
import {
  customerWaterfall,
  type Footing,
  type Waterfall,
  type WaterfallMoments,
  waterfallMoments,
} from './waterfall.ts'

export type WaterfallContext = Pick<ToolContext, 'db' | 'asOf' | 'knownAt' | 'settings' | 'settingsVersion'>

export interface Days {
  from: string
  to: string
}

export interface VersionedSettings {
  settings: Settings
  version: number
}

export interface ExplainedCustomer extends Waterfall {
  records: CustomerRecords
  moments: WaterfallMoments
  /** By what each end is judged. */
  first: Footing & VersionedSettings
  last: Footing & VersionedSettings
}

const DEFAULT_DAYS = 30

/** The days asked for, by default the 30 up to the as-of day. Throws `invalid_input` unless from < to ≤ as-of. */
export function daysAsked(
  { asOf }: Pick<ToolContext, 'asOf'>,
  asked: { from?: string | undefined; to?: string | undefined },
): Days {
  const to = asked.to ?? asOf
  const from = asked.from ?? isoDay(to, -DEFAULT_DAYS)
  const refuse = (field: 'from' | 'to', message: string, fix: string) =>
    new UserError({ code: 'invalid_input', message, field, value: field === 'to' ? to : from, fix })
  if (to > asOf) throw refuse('to', `The last day lies after ${asOf}, the day looked at.`, `Give a day up to ${asOf}.`)
  if (from >= to) throw refuse('from', `The first day is not before the last, ${to}.`, `Give a day before ${to}.`)
  return { from, to }
}

/** The settings that were in force at the end of the first day, of versions up to the context's. */
export async function settingsOn(context: WaterfallContext, day: string): Promise<VersionedSettings> {
  const row = await settingsInForceUpTo(context.db, endOfDay(day), context.settingsVersion)
  return row
    ? { settings: settingsSchema.parse(row.settings), version: row.version }
    : { settings: defaultSettings, version: 0 }
}

/**
 * Up to which instant a customer's facts were known on `day`: by the end of it, or, where the customer itself was loaded
 * only later, by the end of the day on which it was, for history that came in bulk cannot be told from facts of its time.
 * Never after `knownAt`. Undefined for one that did not exist on the day.
 */
export function knownThen(versions: readonly VersionRow[], day: string, knownAt: Date): Date | undefined {
  const end = endOfDay(day)
  const recorded = versions.filter(({ validFrom }) => validFrom <= end).map(({ recordedAt }) => recordedAt.getTime())
  if (recorded.length === 0) return undefined
  const firstLoaded = endOfDay(new Date(Math.min(...recorded)).toISOString().slice(0, 10))
  return new Date(Math.min(knownAt.getTime(), Math.max(end.getTime(), firstLoaded.getTime())))
}

/** One read by index, the rest is arithmetic. Undefined when it was a customer on neither day. */
export async function explainCustomer(
  context: WaterfallContext,
  customerId: string,
  days: Days,
): Promise<ExplainedCustomer | undefined> {
  const { db, knownAt, settings, settingsVersion } = context
  const moments = waterfallMoments(days.from, days.to)
  const [before, nowKnown, records] = await Promise.all([
    settingsOn(context, days.from),
    sourcesKnownAt(db, knownAt),
    readCustomer(
      db,
      { customerId, moments: Object.values(moments), firstDay: days.from, knownAt },
      (versions) => knownThen(versions, days.from, knownAt) ?? earlierOf(days.from, knownAt),
    ),
  ])
  if (!records) return undefined
  const then = { ...before, sources: sourcesOn(await sourcesKnownAt(db, records.knownThen), days.from) }
  const now = { settings, version: settingsVersion, sources: sourcesOn(nowKnown, days.to) }
  await readIdle(context, [records], moments, then, now)
  return { ...customerWaterfall(records, moments, then, now), records, moments, first: then, last: now }
}

/** Where inactivity is churn, the last use of those that used nothing for a whole window. */
export async function readIdle(
  { db }: Pick<WaterfallContext, 'db'>,
  records: readonly CustomerRecords[],
  moments: WaterfallMoments,
  then: Footing,
  now: Footing,
): Promise<void> {
  if (decidesByActivity(then)) await readUsedBefore(db, records, moments.start)
  if (decidesByActivity(now)) await readUsedBefore(db, records, moments.end)
}

const decidesByActivity = ({ sources, settings }: { sources: Sources; settings: Settings | Footing['settings'] }) =>
  churnRuleOf(sources, settings) === 'inactivity'

export const earlierOf = (day: string, knownAt: Date): Date =>
  new Date(Math.min(endOfDay(day).getTime(), knownAt.getTime()))
