/** Small made-up histories of customers: written to the database row by row, and judged again in plain TypeScript. */
import fc from 'fast-check'
import { uuidv7 } from 'uuidv7'
import { LAPSED_DAYS } from '../../db/queries/score-facts.ts'
import type { ScoreParameters } from '../../db/queries/scores.ts'
import type { TestVenture } from '../../db/test-database.ts'
import type { HealthFacts } from './health-score.ts'

/** Day numbers count from 1 January 2025; `on` makes dates of them. */
export interface CustomerHistory {
  signedUp: number
  isTrial: boolean | null
  logins: number[]
  uses: { day: number; feature: string }[]
  tickets: { opened: number; closed: number | null; isPending: boolean }[]
  subscriptions: { from: number; until: number | null; isTrial: boolean; mrrMinor: number }[]
  events: { day: number; isReactivation: boolean }[]
}

export const knownAt = new Date('2026-01-01T00:00:00Z')
const LAST_DAY = 200

export function on(day: number): string {
  return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)
}

const anyDay = fc.integer({ min: 0, max: LAST_DAY })
const interval = fc.record({ from: anyDay, days: fc.integer({ min: 1, max: 70 }), isOpen: fc.boolean() })

/** Any history; which sources a venture has at all is for the caller to choose. */
export const customerHistory: fc.Arbitrary<CustomerHistory> = fc.record({
  signedUp: fc.integer({ min: 0, max: 60 }),
  isTrial: fc.constantFrom(null, false, true),
  logins: fc.array(anyDay, { maxLength: 8 }),
  uses: fc.array(
    fc.record({ day: anyDay, feature: fc.constantFrom('alerts', 'boards', 'charts', 'drafts', 'export') }),
    {
      maxLength: 12,
    },
  ),
  tickets: fc.array(
    fc
      .record({
        opened: anyDay,
        length: fc.integer({ min: 1, max: 70 }),
        isOpen: fc.boolean(),
        isPending: fc.boolean(),
      })
      .map(({ opened, length, isOpen, isPending }) => ({ opened, closed: isOpen ? null : opened + length, isPending })),
    { maxLength: 5 },
  ),
  subscriptions: fc.array(
    fc.tuple(interval, fc.constantFrom('paid', 'paid', 'trial', 'free')).map(([{ from, days, isOpen }, kind]) => ({
      from,
      until: isOpen ? null : from + days,
      isTrial: kind === 'trial',
      mrrMinor: kind === 'paid' ? 5_000 : 0,
    })),
    { maxLength: 4 },
  ),
  events: fc.array(fc.record({ day: anyDay, isReactivation: fc.boolean() }), { maxLength: 4 }),
})

/**
 * Writes the histories as the loader would, each day at noon. Returns the customers' ids, in order. `later` adds to
 * customers that are there already, and marks them.
 */
export async function writeHistories(
  { sql, ventureId }: TestVenture,
  histories: CustomerHistory[],
  later?: { ids: string[]; recordedAt: Date },
): Promise<string[]> {
  const recordedAt = later?.recordedAt ?? new Date('2025-12-31T00:00:00Z')
  const at = (day: number) => new Date(Date.parse(`${on(day)}T12:00:00Z`))
  const made = { venture_id: ventureId, recorded_at: recordedAt }
  const entity = (customerId: string, id: string) => ({
    ...made,
    id,
    customer_id: customerId,
    source: 'made',
    external_id: id,
  })
  const rows = {
    customers: [] as object[],
    customer_versions: [] as object[],
    usage_daily: [] as object[],
    subscriptions: [] as object[],
    subscription_versions: [] as object[],
    support_tickets: [] as object[],
    support_ticket_versions: [] as object[],
    churn_events: [] as object[],
    score_marks: [] as object[],
  }
  const ids = histories.map((history, index) => {
    const customerId = later?.ids[index] ?? uuidv7()
    if (later) {
      const since = firstDay(history)
      if (since !== undefined) rows.score_marks.push({ ...made, customer_id: customerId, since_on: on(since) })
    } else {
      rows.customers.push({ ...made, id: customerId, source: 'made', external_id: customerId })
      rows.customer_versions.push({
        ...made,
        customer_id: customerId,
        valid_from: at(history.signedUp),
        name: customerId,
        is_trial: history.isTrial,
        signed_up_on: on(history.signedUp),
      })
    }
    const use = { ...made, customer_id: customerId, event_count: 1, quantity: 1, duration_seconds: 0 }
    for (const day of history.logins) rows.usage_daily.push({ ...use, used_on: on(day), kind: 'login', feature: '' })
    for (const { day, feature } of history.uses)
      rows.usage_daily.push({ ...use, used_on: on(day), kind: 'feature', feature })
    for (const { from, until, isTrial, mrrMinor } of history.subscriptions) {
      const id = uuidv7()
      rows.subscriptions.push(entity(customerId, id))
      rows.subscription_versions.push({
        ...made,
        subscription_id: id,
        customer_id: customerId,
        valid_from: at(from),
        valid_to: until === null ? null : at(until),
        mrr_minor: mrrMinor,
        is_trial: isTrial,
      })
    }
    for (const { opened, closed, isPending } of history.tickets) {
      const id = uuidv7()
      const version = { ...made, ticket_id: id, customer_id: customerId }
      rows.support_tickets.push({ ...entity(customerId, id), opened_at: at(opened) })
      const status = isPending ? 'pending' : 'open'
      const validTo = closed === null ? null : at(closed)
      rows.support_ticket_versions.push({ ...version, valid_from: at(opened), valid_to: validTo, status })
      if (closed !== null)
        rows.support_ticket_versions.push({ ...version, valid_from: at(closed), valid_to: null, status: 'closed' })
    }
    for (const { day, isReactivation } of history.events)
      rows.churn_events.push({ ...entity(customerId, uuidv7()), churned_on: on(day), is_reactivation: isReactivation })
    return customerId
  })
  for (const [table, values] of Object.entries(rows))
    if (values.length > 0) await sql`insert into ${sql(table)} ${sql(values)}`
  return ids
}

function firstDay({ logins, uses, tickets, subscriptions, events }: CustomerHistory): number | undefined {
  const days = [
    ...logins,
    ...[...uses, ...events].map(({ day }) => day),
    ...tickets.map(({ opened }) => opened),
    ...subscriptions.map(({ from }) => from),
  ]
  return days.length === 0 ? undefined : Math.min(...days)
}

/** What the score is made of, read off the histories by counting. Undefined before the customer signed up. */
export function factsOn(
  history: CustomerHistory,
  all: CustomerHistory[],
  asOf: number,
  coreFeatures: string[],
): HealthFacts | undefined {
  if (history.signedUp > asOf) return undefined
  const areLoginsLoaded = all.some(({ logins }) => logins.some((day) => day <= asOf))
  const areFeaturesLoaded = all.some(({ uses }) => uses.some(({ day }) => day <= asOf))
  const uses = history.uses.filter(({ day }) => day <= asOf && day > asOf - 90)
  const features = new Set(uses.map(({ feature }) => feature))
  const activity = (areLoginsLoaded ? history.logins : uses.map(({ day }) => day)).filter((day) => day <= asOf)
  return {
    isActivityLoaded: areLoginsLoaded || areFeaturesLoaded,
    areTicketsLoaded: all.some(({ tickets }) => tickets.some(({ opened }) => opened <= asOf)),
    areFeaturesLoaded,
    daysSinceActive: activity.length === 0 ? null : asOf - Math.max(...activity),
    openTicketCount: history.tickets.filter(
      ({ opened, closed }) => opened <= asOf && (closed === null || closed > asOf),
    ).length,
    featuresUsedCount: features.size,
    coreFeaturesUsedCount: new Set(coreFeatures.filter((feature) => features.has(feature))).size,
  }
}

/** The rules of trial and churn for one customer on one day. A churn comes with its day. */
export function lifeOn(
  history: CustomerHistory,
  all: CustomerHistory[],
  asOf: number,
  parameters: Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>,
): { isTrial: boolean; churned: number | null } {
  const begun = (one: CustomerHistory) => one.subscriptions.filter(({ from }) => from <= asOf)
  const contracts = begun(history)
  const paid = contracts.filter(({ isTrial, mrrMinor }) => !isTrial && mrrMinor > 0)
  const isTrial = contracts.length > 0 ? contracts.every((one) => one.isTrial) : history.isTrial === true
  const auto = all.some((one) => begun(one).length > 0)
    ? 'subscription'
    : all.some(({ events }) => events.some(({ day }) => day <= asOf))
      ? 'event'
      : 'inactivity'
  const rule = parameters.churnDefinition === 'auto' ? auto : parameters.churnDefinition
  if (isTrial) return { isTrial, churned: null }
  if (rule === 'subscription') {
    if (paid.length === 0 || paid.some(({ until }) => until === null || until > asOf)) return { isTrial, churned: null }
    const ended = Math.max(...paid.map(({ until }) => until ?? asOf))
    return { isTrial, churned: asOf - ended >= LAPSED_DAYS ? ended : null }
  }
  if (rule === 'event') {
    const events = history.events.filter(({ day }) => day <= asOf)
    const returned = Math.max(-1, ...events.filter((event) => event.isReactivation).map(({ day }) => day))
    const left = events.filter((event) => !event.isReactivation && event.day > returned).map(({ day }) => day)
    return { isTrial, churned: left.length > 0 ? Math.min(...left) : null }
  }
  const isActivityLoaded = all.some(({ logins, uses }) =>
    [...logins, ...uses.map(({ day }) => day)].some((day) => day <= asOf),
  )
  if (!isActivityLoaded) return { isTrial, churned: null }
  const started = paid.length === 0 ? history.signedUp : Math.min(...paid.map(({ from }) => from))
  const days = [...history.logins, ...history.uses.map(({ day }) => day)].filter((day) => day <= asOf)
  const lost = Math.max(started, ...days) + parameters.winBackInactiveDays
  return { isTrial, churned: lost <= asOf ? lost : null }
}
