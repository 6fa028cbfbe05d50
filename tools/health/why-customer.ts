/** What lies behind each step of a customer's waterfall: the facts, and a clause for each reason in `{key}` slots. */
import { lastUse, lateRows } from '../../db/queries/customer-records.ts'
import { USAGE_WINDOW_DAYS } from '../../db/queries/score-facts.ts'
import { isoDay, type ScoreParameters } from '../../db/queries/scores.ts'
import { daysBetween } from './causes.ts'
import type { CustomerRecords } from './customer-records.ts'
import type { Days, ExplainedCustomer, WaterfallContext } from './explain-customer.ts'
import { endOfDay, featuresUsed, lastActiveOn, openTickets, type SourceName, sourcesSince } from './score-at.ts'
import { stepNames, stepsOf } from './waterfall.ts'

/** The parameters a score's number depends on; thresholds and the churn rule only name it. */
const formulaParameters = [
  'engagementWeight',
  'supportWeight',
  'valueWeight',
  'activeLoginDays',
  'activeEngagementPoints',
  'moderateLoginDays',
  'moderateEngagementPoints',
  'lowLoginDays',
  'lowEngagementPoints',
  'maxSupportPoints',
  'ticketPenalty',
  'minSupportPoints',
  'pointsPerFeature',
  'coreFeatureBonus',
  'maxValuePoints',
  'coreFeatures',
] as const satisfies readonly (keyof ScoreParameters)[]

export interface SettingChange {
  name: (typeof formulaParameters)[number]
  before: string
  after: string
}

export function settingChanges(before: ScoreParameters, after: ScoreParameters): SettingChange[] {
  const text = (value: ScoreParameters[SettingChange['name']]) =>
    Array.isArray(value) ? value.join(', ') || 'none' : String(value)
  return formulaParameters
    .map((name) => ({ name, before: text(before[name]), after: text(after[name]) }))
    .filter(({ before: was, after: is }) => was !== is)
}

/** What a person would check: each is true of the customer, whatever it did to the score. */
export interface Evidence {
  basis: 'logins' | 'usage' | null
  /** However long ago; null when there never was any. */
  lastActiveBefore: string | null
  lastActiveAfter: string | null
  daysSinceActiveBefore: number | null
  daysSinceActiveAfter: number | null
  openTicketsBefore: number
  openTicketsAfter: number
  ticketsOpened: number
  ticketsClosed: number
  featuresBefore: number
  featuresAfter: number
  featuresDropped: string[]
  featuresAdded: string[]
  settingChanges: SettingChange[]
  /** Sources of which nothing was loaded at the first day, and something is now. */
  newSources: SourceName[]
  lateRecords: number
}

export async function gatherEvidence(
  { db, knownAt }: WaterfallContext,
  explained: ExplainedCustomer,
  { from, to }: Days,
): Promise<Evidence> {
  const { records, moments, first, last, levels } = explained
  const { basis } = last.sources
  const ever = async (day: string, known: string | null) => {
    if (known !== null || basis === null) return known
    const kind = basis === 'logins' ? 'login' : null
    const [row] = await lastUse(db, { customerIds: [records.customerId], until: day, knownAt, kind })
    return row?.usedOn ?? null
  }
  const before = await ever(from, lastActiveOn(records, moments.known, basis))
  const after = await ever(to, lastActiveOn(records, moments.end, basis))
  const usedBefore = featuresUsed(records, moments.known).sort()
  const usedAfter = featuresUsed(records, moments.end).sort()
  const late =
    levels && levels[3] !== levels[2]
      ? await lateRows(db, {
          customerId: records.customerId,
          since: isoDay(from, -USAGE_WINDOW_DAYS),
          until: from,
          knownThen: records.knownThen,
          knownAt,
        })
      : undefined
  return {
    basis,
    lastActiveBefore: before,
    lastActiveAfter: after,
    daysSinceActiveBefore: before === null ? null : daysBetween(before, from),
    daysSinceActiveAfter: after === null ? null : daysBetween(after, to),
    openTicketsBefore: openTickets(records, moments.known).length,
    openTicketsAfter: openTickets(records, moments.end).length,
    ...ticketsBetween(records, from, to),
    featuresBefore: usedBefore.length,
    featuresAfter: usedAfter.length,
    featuresDropped: usedBefore.filter((feature) => !usedAfter.includes(feature)),
    featuresAdded: usedAfter.filter((feature) => !usedBefore.includes(feature)),
    settingChanges: settingChanges(first.settings, last.settings),
    newSources: sourcesSince(first.sources, last.sources),
    lateRecords: late ? late.usageCount + late.ticketCount : 0,
  }
}

function ticketsBetween(records: CustomerRecords, from: string, to: string) {
  const standing = records.tickets.filter(
    ({ supersededAt }) => supersededAt === null || supersededAt > records.knownNow,
  )
  const [start, end] = [endOfDay(from), endOfDay(to)]
  const tickets = [...Map.groupBy(standing, ({ ticketId }) => ticketId).values()]
  const isClosedBy = (versions: typeof standing, at: Date) =>
    versions.some(
      ({ status, validFrom, validTo }) => status === 'closed' && validFrom <= at && (validTo === null || validTo > at),
    )
  const isBegunBy = (versions: typeof standing, at: Date) => versions.some(({ validFrom }) => validFrom <= at)
  return {
    ticketsOpened: tickets.filter((versions) => !isBegunBy(versions, start) && isBegunBy(versions, end)).length,
    ticketsClosed: tickets.filter((versions) => !isClosedBy(versions, start) && isClosedBy(versions, end)).length,
  }
}

export const reasonNames = ['settings', 'missing_data', 'late_data', 'engagement', 'support', 'value'] as const

export interface Reason {
  reason: (typeof reasonNames)[number]
  /** In hundredths. For engagement and value what time took and what happened since, together. */
  points: number
}

/**
 * What moved the score, the greatest first: the steps, with time passing put to the component that aged, for a customer
 * that logs in as always has lost nothing by it.
 */
export function reasonsOf(levels: readonly number[], ageing: { engagement: number; value: number }): Reason[] {
  const steps = stepsOf(levels)
  const step = (name: (typeof stepNames)[number]) => steps[stepNames.indexOf(name)] ?? 0
  return reasonNames
    .map((reason) => ({
      reason,
      points: step(reason) + (reason === 'engagement' || reason === 'value' ? ageing[reason] : 0),
    }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
}

/** What happened, as a clause that "because" can precede. Its slots are facts that `explain_score` states. */
export function customerClause({ reason, points }: Reason, seen: Evidence): string {
  const isLoss = points < 0
  switch (reason) {
    case 'settings':
      return seen.settingChanges.length === 1
        ? 'the setting {setting.1.name} went from {setting.1.before} to {setting.1.after}'
        : 'settings version {settings_after} replaced version {settings_before}'
    case 'missing_data':
      return 'records of {new_sources} began to be loaded'
    case 'late_data':
      return seen.lateRecords > 0
        ? '{late_records|record|records} of earlier days came in late'
        : 'records of earlier days were corrected'
    case 'engagement': {
      if (seen.lastActiveAfter === null)
        return seen.basis === 'logins' ? 'nobody ever logged in' : 'nobody ever used it'
      // Active in between, only not of late: the age of the last activity says it without alarm.
      if (isLoss && seen.lastActiveAfter !== seen.lastActiveBefore && seen.lastActiveBefore !== null)
        return `the last ${seen.basis === 'logins' ? 'login' : 'use'} lies {days_since_active_after} back instead of {days_since_active_before}`
      if (isLoss)
        return seen.basis === 'logins'
          ? 'nobody has logged in since {last_active_after}'
          : 'nobody has used it since {last_active_after}'
      return seen.basis === 'logins' ? 'someone logged in on {last_active_after}' : 'it was used on {last_active_after}'
    }
    case 'support':
      return `open support tickets ${isLoss ? 'rose' : 'fell'} from {open_tickets_before} to {open_tickets_after}`
    case 'value': {
      if (seen.featuresBefore === seen.featuresAfter)
        return isLoss ? 'a core feature went out of use' : 'the last core feature came into use'
      return `features in use ${isLoss ? 'fell' : 'rose'} from {features_before} to {features_after}`
    }
  }
}
