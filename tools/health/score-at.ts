/** What a customer's score is on one day and state of knowledge, from its records: the general statement's rules, for one. */
import type { TicketRow, VersionRow } from '../../db/queries/customer-records.ts'
import type { FirstDays } from '../../db/queries/due-customers.ts'
import { LAPSED_DAYS } from '../../db/queries/score-facts.ts'
import { type HealthStatus, isoDay, type ScoreParameters } from '../../db/queries/scores.ts'
import { daysBetween } from './causes.ts'
import { type CustomerRecords, keyOf, type Moment } from './customer-records.ts'
import { type HealthFacts, type HealthParts, healthScore } from './health-score.ts'

/** Which sources count: the score has no part for one that was never loaded. */
export interface Sources {
  basis: 'logins' | 'usage' | null
  tickets: boolean
  features: boolean
  hasContracts: boolean
  hasDepartures: boolean
}

export interface CustomerScore extends Omit<HealthParts, 'status'> {
  status: HealthStatus
  churnedOn: string | null
  engagementBasis: 'logins' | 'usage' | null
  /** Within the last 90 days. */
  lastActiveOn: string | null
  openTicketCount: number
  featuresUsedCount: number
  coreFeaturesUsedCount: number
  signedUpOn: string
}

/** A UTC day's end, as the last whole millisecond of it: batches are recorded in whole milliseconds. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 - 1)
}

export function sourcesOn(first: FirstDays, asOf: string): Sources {
  const begun = (day: string | null) => day !== null && day <= asOf
  return {
    basis: begun(first.firstLoginOn) ? 'logins' : begun(first.firstFeatureOn) ? 'usage' : null,
    tickets: begun(first.firstTicketOn),
    features: begun(first.firstFeatureOn),
    hasContracts: begun(first.firstContractOn),
    hasDepartures: begun(first.firstDepartureOn),
  }
}

const sourceNames = ['logins', 'tickets', 'features'] as const
export type SourceName = (typeof sourceNames)[number]

/** Those of which nothing was loaded then, and something is now. */
export function sourcesSince(then: Sources, now: Sources): SourceName[] {
  const has = {
    logins: ({ basis }: Sources) => basis === 'logins',
    tickets: ({ tickets }: Sources) => tickets,
    features: ({ features }: Sources) => features,
  }
  return sourceNames.filter((source) => has[source](now) && !has[source](then))
}

/** The facts of a score at `moment`, where `sources` are loaded. */
export function factsAt(
  records: CustomerRecords,
  moment: Moment,
  sources: Sources,
  coreFeatures: readonly string[],
): HealthFacts {
  const lastActive = lastActiveOn(records, moment, sources.basis)
  const features = featuresUsed(records, moment)
  return {
    isActivityLoaded: sources.basis !== null,
    areTicketsLoaded: sources.tickets,
    areFeaturesLoaded: sources.features,
    daysSinceActive: lastActive === null ? null : daysBetween(lastActive, moment.asOf),
    openTicketCount: openTickets(records, moment).length,
    featuresUsedCount: features.length,
    coreFeaturesUsedCount: features.filter((feature) => coreFeatures.includes(feature)).length,
  }
}

/** The score and status at `moment`, as `scores.ts` computes them; null when it was no customer then. */
export function scoreAt(
  records: CustomerRecords,
  moment: Moment,
  sources: Sources,
  p: ScoreParameters,
): CustomerScore | null {
  const version = versionAt(records, moment)
  if (!version) return null
  const facts = factsAt(records, moment, sources, p.coreFeatures)
  const { status, ...parts } = healthScore(facts, p)
  const life = lifeAt(records, moment, sources, version, p)
  return {
    ...parts,
    status: life.isTrial ? 'trial' : life.churnedOn === null ? status : 'churned',
    churnedOn: life.churnedOn,
    engagementBasis: sources.basis,
    lastActiveOn: lastActiveOn(records, moment, sources.basis),
    openTicketCount: facts.openTicketCount,
    featuresUsedCount: facts.featuresUsedCount,
    coreFeaturesUsedCount: facts.coreFeaturesUsedCount,
    signedUpOn: version.signedUpOn,
  }
}

/** The rule that says who churned, for a day whose sources these are. */
export function churnRuleOf(sources: Sources, p: Pick<ScoreParameters, 'churnDefinition'>) {
  if (p.churnDefinition !== 'auto') return p.churnDefinition
  return sources.hasContracts ? 'subscription' : sources.hasDepartures ? 'event' : 'inactivity'
}

function lifeAt(
  records: CustomerRecords,
  moment: Moment,
  sources: Sources,
  version: VersionRow,
  p: Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>,
): { isTrial: boolean; churnedOn: string | null } {
  const { asOf, end } = moment
  const begun = records.contracts.filter((row) => standsAt(row, knownAtOf(records, moment)) && row.validFrom <= end)
  const isTrial = begun.length > 0 ? begun.every((row) => row.isTrial) : version.isTrial === true
  if (isTrial) return { isTrial, churnedOn: null }
  const paid = begun.filter((row) => !row.isTrial && row.mrrMinor > 0)
  const churnsOn = {
    subscription: () => {
      if (paid.some(({ validTo }) => validTo === null || validTo > end)) return null
      const ended = paid.flatMap(({ validTo }) => (validTo === null ? [] : [utcDay(validTo)]))
      if (ended.length === 0) return null
      const paidUntil = latest(ended)
      return daysBetween(paidUntil, asOf) >= LAPSED_DAYS ? paidUntil : null
    },
    event: () => {
      const events = records.departures.filter(
        (row) => standsAt(row, knownAtOf(records, moment)) && row.churnedOn <= asOf,
      )
      const returned = latest(['', ...events.filter((row) => row.isReactivation).map((row) => row.churnedOn)])
      const left = events.filter((row) => !row.isReactivation && row.churnedOn > returned).map((row) => row.churnedOn)
      return left.length === 0 ? null : earliest(left)
    },
    inactivity: () => {
      if (sources.basis === null) return null
      const started = paid.length === 0 ? version.signedUpOn : earliest(paid.map(({ validFrom }) => utcDay(validFrom)))
      const used = lastUsedOn(records, moment) ?? records.usedBefore.get(keyOf(moment)) ?? ''
      return isoDay(latest([started, used]), p.winBackInactiveDays)
    },
  }[churnRuleOf(sources, p)]()
  return { isTrial, churnedOn: churnsOn !== null && churnsOn <= asOf ? churnsOn : null }
}

/** The customer's own version that stood and was valid at the end of the day. */
function versionAt(records: Pick<CustomerRecords, 'versions'> & Knowledge, moment: Moment) {
  return records.versions.find((row) => standsAt(row, knownAtOf(records, moment)) && isDuring(row, moment))
}

/** Plan, industry and segment as a customer list shows them: the plan of the active subscription with the highest price. */
export function profileAt(records: Pick<CustomerRecords, 'versions' | 'contracts'> & Knowledge, moment: Moment) {
  const version = versionAt(records, moment)
  const active = records.contracts
    .filter((row) => standsAt(row, knownAtOf(records, moment)) && isDuring(row, moment))
    .sort((a, b) => b.mrrMinor - a.mrrMinor)
  return version && { ...version, plan: active[0]?.plan ?? version.plan }
}

/** Tickets open or pending at the end of the moment's facts. */
export function openTickets(records: CustomerRecords, moment: Moment): TicketRow[] {
  return records.tickets.filter(
    (row) => row.status !== 'closed' && standsAt(row, knownAtOf(records, moment)) && isDuring(row, moment),
  )
}

/** Distinct features used in the 90 days up to the moment's day. */
export function featuresUsed(records: CustomerRecords, moment: Moment): string[] {
  const cut = records.cuts.findIndex(({ until, known }) => until === moment.until && known === moment.known)
  return records.usage.flatMap(({ kind, feature, lasts }) =>
    kind === 'feature' && isInWindow(lasts[cut], moment) ? [feature] : [],
  )
}

/** The last login (any use, where logins are not recorded) of the 90 days up to the moment's day. */
export function lastActiveOn(records: CustomerRecords, moment: Moment, basis: Sources['basis']): string | null {
  if (basis === null) return null
  return lastUsedOn(records, moment, basis === 'logins' ? 'login' : undefined)
}

export function lastUsedOn(records: CustomerRecords, moment: Moment, kind?: 'login'): string | null {
  const cut = records.cuts.findIndex(({ until, known }) => until === moment.until && known === moment.known)
  const days = records.usage.flatMap((row) => {
    const last = row.lasts[cut]
    return (kind === undefined || row.kind === kind) && isInWindow(last, moment) ? [last] : []
  })
  return days.length === 0 ? null : latest(days)
}

type Knowledge = Pick<CustomerRecords, 'knownThen' | 'knownNow'>

export function knownAtOf(records: Knowledge, { known }: Moment): Date {
  return known === 'then' ? records.knownThen : records.knownNow
}

function standsAt(row: { recordedAt: Date; supersededAt: Date | null }, knownAt: Date): boolean {
  return row.recordedAt <= knownAt && (row.supersededAt === null || row.supersededAt > knownAt)
}

function isDuring(row: { validFrom: Date; validTo: Date | null }, { end }: Moment): boolean {
  return row.validFrom <= end && (row.validTo === null || row.validTo > end)
}

function isInWindow(last: string | null | undefined, { usedAfter }: Moment): last is string {
  return last != null && last > usedAfter
}

const utcDay = (at: Date): string => at.toISOString().slice(0, 10)
export const latest = (days: readonly string[]): string => days.reduce((last, day) => (day > last ? day : last))
export const earliest = (days: readonly string[]): string => days.reduce((first, day) => (day < first ? day : first))
