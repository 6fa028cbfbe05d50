/**
 * What one customer's score is made of, or a page of customers': few short statements that an index answers, where
 * `scores.ts` computes a whole venture at once. Rows come with when they were known, so that one reading serves several
 * days and states of knowledge; `tools/health/customer-records.ts` makes facts of them.
 */
import postgres, { type PendingQuery, type Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'

/** The next `limit` customers by id after `after`, of those known by `knownAt`. */
export async function customerPage(
  db: VentureDb,
  at: { knownAt: Date; after: string | null; limit: number },
): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select id from customers
    where venture_id = ${db.ventureId} and recorded_at <= ${at.knownAt}
      and (${at.after}::uuid is null or id > ${at.after}::uuid)
    order by id limit ${at.limit}`
  return rows.map(({ id }) => id)
}

/** When a row was true and when it was known; half-open. */
interface KnownInterval {
  customerId: string
  validFrom: Date
  validTo: Date | null
  recordedAt: Date
  supersededAt: Date | null
}

export interface VersionRow extends KnownInterval {
  name: string
  plan: string | null
  industry: string | null
  country: string | null
  segment: string | null
  isTrial: boolean | null
  signedUpOn: string
}

export interface ContractRow extends KnownInterval {
  plan: string | null
  mrrMinor: number
  isTrial: boolean
}

export interface DepartureRow extends Pick<KnownInterval, 'customerId' | 'recordedAt' | 'supersededAt'> {
  churnedOn: string
  isReactivation: boolean
}

export interface TicketRow extends KnownInterval {
  ticketId: string
  status: 'open' | 'pending' | 'closed'
}

/** Of these customers, what was known by `knownAt` of days up to `until`. */
interface Wanted {
  customerIds: string[]
  knownAt: Date
  until: string
}

const begunBy = ({ sql, ventureId }: VentureDb, at: Wanted) =>
  sql`venture_id = ${ventureId} and customer_id = any(${at.customerIds}::uuid[]) and recorded_at <= ${at.knownAt}
    and valid_from < ${at.until}::date + 1`

const versions = (db: VentureDb, at: Wanted) => db.sql`
  select customer_id, valid_from, valid_to, recorded_at, superseded_at, name, plan, industry, country, segment, is_trial,
    signed_up_on
  from customer_versions where ${begunBy(db, at)}`

/** Every version of the customers themselves. */
export async function versionRows(db: VentureDb, at: Wanted): Promise<VersionRow[]> {
  return db.sql<VersionRow[]>`${versions(db, at)}`
}

const contracts = (db: VentureDb, at: Wanted) => db.sql`
  select customer_id, valid_from, valid_to, recorded_at, superseded_at, plan, mrr_minor, is_trial
  from subscription_versions where ${begunBy(db, at)}`

/** Every version of their subscriptions. */
export async function contractRows(db: VentureDb, at: Wanted): Promise<ContractRow[]> {
  return db.sql<ContractRow[]>`${contracts(db, at)}`
}

const departures = (db: VentureDb, at: Wanted) => db.sql`
  select customer_id, churned_on, is_reactivation, recorded_at, superseded_at from churn_events
  where venture_id = ${db.ventureId} and customer_id = any(${at.customerIds}::uuid[])
    and recorded_at <= ${at.knownAt} and churned_on <= ${at.until}::date`

/** Their churn and reactivation events. */
export async function departureRows(db: VentureDb, at: Wanted): Promise<DepartureRow[]> {
  return db.sql<DepartureRow[]>`${departures(db, at)}`
}

const tickets = (db: VentureDb, at: Wanted) => db.sql`
  select customer_id, ticket_id, status, valid_from, valid_to, recorded_at, superseded_at
  from support_ticket_versions where ${begunBy(db, at)}`

/** Every version of their tickets. */
export async function ticketRows(db: VentureDb, at: Wanted): Promise<TicketRow[]> {
  return db.sql<TicketRow[]>`${tickets(db, at)}`
}

/** Facts up to a day, from what was known then (each customer's own instant) or is known now. */
export interface UsageCut {
  until: string
  known: 'then' | 'now'
}

export interface UsageRow {
  customerId: string
  kind: 'login' | 'feature'
  feature: string
  /** The last day of it at each cut; null where there was none. */
  lasts: (string | null)[]
}

interface WantedUsage {
  cuts: UsageCut[]
  since: string
  knownAt: Date
}

/** `wanted` selects customers as (id, known_then). */
function usage({ sql, ventureId }: VentureDb, wanted: PendingQuery<Row[]>, at: WantedUsage) {
  const lasts = at.cuts.map(({ until, known }, index) => {
    const separator = index === 0 ? sql`` : sql`, `
    const wasKnown = known === 'now' ? sql`true` : sql`recorded_at <= known_then`
    return sql`${separator}max(used_on) filter (where used_on <= ${until}::date and ${wasKnown})`
  })
  const last = at.cuts.reduce((latest, { until }) => (until > latest ? until : latest), at.since)
  return sql`
    select customer_id, kind, feature, json_build_array(${lasts}) as lasts
    from (${wanted}) wanted
    join usage_daily on customer_id = wanted.id and venture_id = ${ventureId}
      and used_on > ${at.since}::date and used_on <= ${last}::date and recorded_at <= ${at.knownAt}
    group by customer_id, kind, feature`
}

/** The last login and the last use of each feature after `since`, at each of `cuts`. */
export async function usageRows(
  db: VentureDb,
  at: WantedUsage & { customers: { id: string; knownThen: Date }[] },
): Promise<UsageRow[]> {
  const wanted = db.sql`
    select * from unnest(${at.customers.map(({ id }) => id)}::uuid[],
      ${at.customers.map(({ knownThen }) => knownThen.toISOString())}::text[]::timestamptz[]) as wanted(id, known_then)`
  return db.sql<UsageRow[]>`${usage(db, wanted, at)}`
}

export interface CustomerRows {
  versions: VersionRow[]
  contracts: ContractRow[]
  departures: DepartureRow[]
  tickets: TicketRow[]
  usage: UsageRow[]
}

/**
 * All of the above for a few customers, in one statement: five would take three times as long on a busy server. What was
 * known on `firstDay` is what was recorded by its end, or by the end of the day on which the customer's own record was.
 */
export async function customerRows(
  db: VentureDb,
  at: WantedUsage & { customerIds: string[]; until: string; firstDay: string },
): Promise<CustomerRows> {
  const { sql, ventureId } = db
  const of = { customerIds: at.customerIds, knownAt: at.knownAt, until: at.until }
  const dayEnd = (day: PendingQuery<Row[]>) => sql`(${day} + 1)::timestamp at time zone 'UTC' - interval '1 ms'`
  const known = sql`
    select wanted.id, least(${at.knownAt}::timestamptz, greatest(${dayEnd(sql`${at.firstDay}::date`)},
        ${dayEnd(sql`(min(recorded_at) at time zone 'UTC')::date`)})) as known_then
    from unnest(${at.customerIds}::uuid[]) as wanted(id)
    left join customer_versions on venture_id = ${ventureId} and customer_id = wanted.id
      and recorded_at <= ${at.knownAt} and valid_from < ${at.firstDay}::date + 1
    group by wanted.id`
  const listed = (rows: PendingQuery<Row[]>) => sql`(select coalesce(json_agg(rows), '[]') from (${rows}) rows)`
  const [row] = await sql<Record<keyof CustomerRows, Record<string, unknown>[]>[]>`
    select ${listed(versions(db, of))} as versions, ${listed(contracts(db, of))} as contracts,
      ${listed(departures(db, of))} as departures, ${listed(tickets(db, of))} as tickets,
      ${listed(usage(db, known, at))} as usage`
  if (!row) throw new Error('a select without from gave no row')
  return Object.fromEntries(
    Object.entries(row).map(([name, rows]) => [name, rows.map(fromJson)]),
  ) as unknown as CustomerRows
}

const instants = new Set(['validFrom', 'validTo', 'recordedAt', 'supersededAt'])

/** A row of JSON as the client would have given it: camelCase, instants as Date. */
function fromJson(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const name = postgres.toCamel(column)
      return [name, instants.has(name) && typeof value === 'string' ? new Date(value) : value]
    }),
  )
}

/** The last day each of these customers did anything of `kind` (null: anything at all), up to `until`. */
export async function lastUse(
  db: VentureDb,
  at: { customerIds: string[]; until: string; knownAt: Date; kind: 'login' | null },
): Promise<{ customerId: string; usedOn: string | null }[]> {
  const { sql, ventureId } = db
  const kind = at.kind === null ? sql`true` : sql`kind = ${at.kind}`
  return sql<{ customerId: string; usedOn: string | null }[]>`
    select wanted.id as customer_id, (
      select max(used_on) from usage_daily
      where customer_id = wanted.id and venture_id = ${ventureId} and used_on <= ${at.until}::date
        and recorded_at <= ${at.knownAt} and ${kind}
    ) as used_on
    from unnest(${at.customerIds}::uuid[]) as wanted(id)`
}

/** How many rows about days up to `until` became known only after `knownThen`: usage by day and feature, tickets. */
export async function lateRows(
  db: VentureDb,
  at: { customerId: string; since: string; until: string; knownThen: Date; knownAt: Date },
): Promise<{ usageCount: number; ticketCount: number; lastRecordedAt: Date | null }> {
  const { sql, ventureId } = db
  const late = sql`venture_id = ${ventureId} and customer_id = ${at.customerId}
    and recorded_at > ${at.knownThen} and recorded_at <= ${at.knownAt}`
  const [row] = await sql<{ usageCount: number; ticketCount: number; lastRecordedAt: Date | null }[]>`
    select usage_count, ticket_count, greatest(usage_at, ticket_at) as last_recorded_at
    from (select count(*) as usage_count, max(recorded_at) as usage_at from usage_daily
        where ${late} and used_on > ${at.since}::date and used_on <= ${at.until}::date) late_usage,
      (select count(distinct ticket_id) as ticket_count, max(recorded_at) as ticket_at from support_ticket_versions
        where ${late} and valid_from < ${at.until}::date + 1) late_tickets`
  return row ?? { usageCount: 0, ticketCount: 0, lastRecordedAt: null }
}
