/**
 * One customer's records, or a few thousand customers', read once: what its score is made of on several days and states of
 * knowledge follows from them without asking the database again.
 */
import {
  type ContractRow,
  type CustomerRows,
  contractRows,
  customerRows,
  type DepartureRow,
  departureRows,
  lastUse,
  type TicketRow,
  ticketRows,
  type UsageCut,
  type UsageRow,
  usageRows,
  type VersionRow,
  versionRows,
} from '../../db/queries/customer-records.ts'
import { firstDays } from '../../db/queries/customer-states.ts'
import type { FirstDays } from '../../db/queries/due-customers.ts'
import { USAGE_WINDOW_DAYS } from '../../db/queries/score-facts.ts'
import { isoDay } from '../../db/queries/scores.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { ofEachCustomer } from '../customers/customers-together.ts'
import { earliest, endOfDay, knownAtOf, lastUsedOn, latest } from './score-at.ts'

/** A day, judged by facts of days up to `until`, as they were known then (at the customer's own instant) or are now. */
export interface Moment extends UsageCut {
  asOf: string
  /** The last instant of `until`. */
  end: Date
  /** Usage after this day lies in the window that ends on `asOf`. */
  usedAfter: string
}

export function momentOf(asOf: string, until: string, known: Moment['known']): Moment {
  return { asOf, until, known, end: endOfDay(until), usedAfter: isoDay(asOf, -USAGE_WINDOW_DAYS) }
}

export interface CustomerRecords {
  customerId: string
  /** What was known then: facts recorded by this instant. */
  knownThen: Date
  knownNow: Date
  versions: VersionRow[]
  contracts: ContractRow[]
  departures: DepartureRow[]
  tickets: TicketRow[]
  usage: UsageRow[]
  /** What each place of a usage row's `lasts` is. */
  cuts: UsageCut[]
  /** Last use before the window of `asOf`, for days on which inactivity is churn; a day that is not in it had none. */
  usedBefore: Map<string, string>
}

/**
 * The customers' records for `moments`. `knownThen` says of each what "then" means, given its own versions; customers
 * for whom it answers undefined are left out before their usage is read.
 */
export async function readRecords(
  db: VentureDb,
  wanted: { customerIds: string[]; moments: readonly Moment[]; knownAt: Date },
  knownThen: (versions: VersionRow[], contracts: ContractRow[]) => Date | undefined,
): Promise<CustomerRecords[]> {
  const { knownAt, moments } = wanted
  const until = latest(moments.map((moment) => moment.until))
  const at = { customerIds: wanted.customerIds, knownAt, until }
  const [versions, contracts] = await Promise.all([versionRows(db, at), contractRows(db, at)])
  const versionsOf = byCustomer(versions)
  const contractsOf = byCustomer(contracts)
  const customers = wanted.customerIds.flatMap((id) => {
    const then = knownThen(versionsOf.get(id) ?? [], contractsOf.get(id) ?? [])
    return then === undefined ? [] : [{ id, knownThen: then }]
  })
  if (customers.length === 0) return []
  const chosen = { ...at, customerIds: customers.map(({ id }) => id) }
  const since = earliest(moments.map(({ usedAfter }) => usedAfter))
  const cuts = cutsOf(moments)
  const [departures, tickets, usage] = await Promise.all([
    departureRows(db, chosen),
    ticketRows(db, chosen),
    usageRows(db, { customers, cuts, since, knownAt }),
  ])
  const departuresOf = byCustomer(departures)
  const ticketsOf = byCustomer(tickets)
  const usageOf = byCustomer(usage)
  return customers.map(({ id, knownThen: then }) => ({
    customerId: id,
    knownThen: then,
    knownNow: knownAt,
    versions: versionsOf.get(id) ?? [],
    contracts: contractsOf.get(id) ?? [],
    departures: departuresOf.get(id) ?? [],
    tickets: ticketsOf.get(id) ?? [],
    usage: usageOf.get(id) ?? [],
    cuts,
    usedBefore: new Map(),
  }))
}

/** One customer's records for `moments`; "then" is the end of `firstDay`, or of the day its own record was loaded. */
export async function readCustomer(
  db: VentureDb,
  wanted: { customerId: string; moments: readonly Moment[]; firstDay: string; knownAt: Date },
  knownThen: (versions: VersionRow[]) => Date,
): Promise<CustomerRecords | undefined> {
  const { moments, knownAt } = wanted
  const cuts = cutsOf(moments)
  const rows = await rowsOf(db, {
    customerId: wanted.customerId,
    firstDay: wanted.firstDay,
    until: latest(moments.map(({ until }) => until)),
    since: earliest(moments.map(({ usedAfter }) => usedAfter)),
    cuts,
    knownAt,
  })
  if (!rows) return undefined
  return {
    customerId: wanted.customerId,
    knownThen: knownThen(rows.versions),
    knownNow: knownAt,
    ...rows,
    cuts,
    usedBefore: new Map(),
  }
}

type WantedRows = Omit<Parameters<typeof customerRows>[1], 'customerIds'> & { customerId: string }

/** Undefined for who is no customer. */
const rowsOf = ofEachCustomer<WantedRows, CustomerRows>(async (db, { customerId: _, ...at }, customerIds) => {
  const rows = await customerRows(db, { ...at, customerIds })
  const [versions, contracts, departures, tickets, usage] = [
    byCustomer(rows.versions),
    byCustomer(rows.contracts),
    byCustomer(rows.departures),
    byCustomer(rows.tickets),
    byCustomer(rows.usage),
  ]
  return new Map(
    [...versions].map(([id, own]) => [
      id,
      {
        versions: own,
        contracts: contracts.get(id) ?? [],
        departures: departures.get(id) ?? [],
        tickets: tickets.get(id) ?? [],
        usage: usage.get(id) ?? [],
      },
    ]),
  )
})

/** Reads what inactivity needs and no window holds: the last use before it, of customers that used nothing in it. */
export async function readUsedBefore(
  db: VentureDb,
  customers: readonly CustomerRecords[],
  moment: Moment,
): Promise<void> {
  const idle = customers.filter((records) => lastUsedOn(records, moment) === null)
  // Customers that were loaded at different times knew different things then.
  for (const [instant, group] of Map.groupBy(idle, (records) => knownAtOf(records, moment).getTime())) {
    const rows = await lastUse(db, {
      customerIds: group.map(({ customerId }) => customerId),
      until: moment.usedAfter,
      knownAt: new Date(instant),
      kind: null,
    })
    const found = new Map(rows.map((row) => [row.customerId, row.usedOn]))
    for (const records of group) {
      const usedOn = found.get(records.customerId)
      if (usedOn) records.usedBefore.set(keyOf(moment), usedOn)
    }
  }
}

const remembered = new Map<string, Promise<FirstDays>>()
const MOST_REMEMBERED = 500

/**
 * The first day each source speaks of, by what was known at `knownAt`. Kept between calls, for what was known by a batch
 * never changes, and finding it in a venture that records no logins reads all its usage.
 */
export async function sourcesKnownAt(db: VentureDb, knownAt: Date): Promise<FirstDays> {
  const key = `${db.ventureId} ${knownAt.getTime()}`
  const known = remembered.get(key)
  if (known) return known
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const answer = firstDays(db, knownAt)
  remembered.set(key, answer)
  answer.catch(() => remembered.delete(key))
  return answer
}

/** For a replay, which reads source rows as they are and not as they were. */
export function forgetSources(): void {
  remembered.clear()
}

/** Names a moment. */
export const keyOf = ({ asOf, until, known }: Moment): string => `${asOf} ${until} ${known}`

function cutsOf(moments: readonly Moment[]): UsageCut[] {
  const cuts = new Map(moments.map(({ until, known }) => [`${until} ${known}`, { until, known }]))
  return [...cuts.values()]
}

function byCustomer<Row extends { customerId: string }>(rows: Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ customerId }) => customerId)
}
