/** Reads a segment page by page and sums its customers' waterfalls. */
import { customerPage } from '../../db/queries/customer-records.ts'
import type { HealthStatus } from '../../db/queries/scores.ts'
import { readRecords, sourcesKnownAt } from './customer-records.ts'
import {
  type Days,
  earlierOf,
  knownThen,
  readIdle,
  settingsOn,
  type VersionedSettings,
  type WaterfallContext,
} from './explain-customer.ts'
import { profileAt, type SourceName, sourcesOn, sourcesSince } from './score-at.ts'
import { addCustomer, emptyTotals, type SegmentTotals } from './segment-waterfall.ts'
import { customerWaterfall, waterfallMoments } from './waterfall.ts'

/** Who is meant; each is compared as a customer list shows it, whatever its case. All customers when none is given. */
export interface SegmentFilter {
  plan?: string | undefined
  industry?: string | undefined
  segment?: string | undefined
  country?: string | undefined
  /** The status on the last day. */
  status?: HealthStatus | undefined
}

export interface ExplainedSegment {
  totals: SegmentTotals
  first: VersionedSettings
  last: VersionedSettings
  /** Sources of which nothing was loaded at the first day, and something is now. */
  newSources: SourceName[]
  /** Customers in it whose own record was loaded only after the first day. */
  knownLater: number
  /** What the filtered attribute may be, for a filter that nobody matches. */
  seen: Record<(typeof dimensions)[number], Set<string>>
}

const PAGE = 5_000

export async function explainSegment(
  context: WaterfallContext,
  filter: SegmentFilter,
  days: Days,
): Promise<ExplainedSegment> {
  const { db, knownAt, settings, settingsVersion } = context
  const moments = waterfallMoments(days.from, days.to)
  const before = await settingsOn(context, days.from)
  const nowSources = sourcesOn(await sourcesKnownAt(db, knownAt), days.to)
  const now = { settings, version: settingsVersion, sources: nowSources }
  const totals = emptyTotals()
  const seen = {
    plan: new Set<string>(),
    industry: new Set<string>(),
    segment: new Set<string>(),
    country: new Set<string>(),
  }
  const newSources = new Set<SourceName>()
  let knownLater = 0
  const matches = (profile: ReturnType<typeof profileAt>): boolean => {
    if (!profile) return false
    for (const key of dimensions) if (profile[key] !== null) seen[key].add(profile[key])
    return dimensions.every((key) => filter[key] === undefined || same(profile[key], filter[key]))
  }
  for (let after: string | null = null; ; ) {
    const customerIds = await customerPage(db, { knownAt, after, limit: PAGE })
    const page = await readRecords(
      db,
      { customerIds, moments: Object.values(moments), knownAt },
      (versions, contracts) => {
        const instant = knownThen(versions, days.from, knownAt) ?? earlierOf(days.from, knownAt)
        const records = { versions, contracts, knownThen: instant, knownNow: knownAt }
        const isMember = [profileAt(records, moments.start), profileAt(records, moments.end)].map(matches)
        return isMember.some(Boolean) ? instant : undefined
      },
    )
    for (const [instant, group] of Map.groupBy(page, (records) => records.knownThen.getTime())) {
      const then = { ...before, sources: sourcesOn(await sourcesKnownAt(db, new Date(instant)), days.from) }
      await readIdle(context, group, moments, then, now)
      for (const source of sourcesSince(then.sources, nowSources)) newSources.add(source)
      for (const records of group) {
        const waterfall = customerWaterfall(records, moments, then, now)
        const [first, last] = [profileAt(records, moments.start), profileAt(records, moments.end)]
        if (filter.status !== undefined && waterfall.after?.status !== filter.status) continue
        if (waterfall.before && instant > earlierOf(days.from, knownAt).getTime()) knownLater++
        const customer = { customerId: records.customerId, name: last?.name ?? first?.name ?? '' }
        addCustomer(totals, waterfall, { before: matches(first), after: matches(last) }, customer)
      }
    }
    if (customerIds.length < PAGE) break
    after = customerIds.at(-1) ?? null
  }
  return { totals, first: before, last: now, newSources: [...newSources], knownLater, seen }
}

export const dimensions = ['plan', 'industry', 'segment', 'country'] as const

function same(value: string | null, wanted: string): boolean {
  return value !== null && value.toLowerCase() === wanted.toLowerCase()
}
