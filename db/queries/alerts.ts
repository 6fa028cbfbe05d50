/** Alerts: raised once a cause, acknowledged, escalated, closed. Where they go is in alert-deliveries.ts. */
import type { VentureDb } from '../venture-db.ts'

export interface NewAlert {
  id: string
  kind: string
  causeKey: string
  customerId: string | null
  title: string
  body: string
  facts: unknown
  severity: string
  moneyAtStakeMinor: number
  raisedBy: string
  raisedAt: Date
  deliverAfter: Date
  escalatesAt: Date | null
  destinations: readonly { medium: string; recipient: string }[]
}

/**
 * Inserts those whose cause is new, each with its first deliveries, and returns their ids; tells listeners of
 * "alert.raised" when there is any. Of several with one cause the first is taken.
 */
export async function insertAlerts(db: VentureDb, alerts: readonly NewAlert[]): Promise<string[]> {
  const { sql, ventureId } = db
  const rows = alerts.map((alert, position) => ({
    position,
    id: alert.id,
    kind: alert.kind,
    cause_key: alert.causeKey,
    customer_id: alert.customerId,
    title: alert.title,
    body: alert.body,
    facts: alert.facts,
    severity: alert.severity,
    money: alert.moneyAtStakeMinor,
    raised_by: alert.raisedBy,
    raised_at: alert.raisedAt,
    deliver_after: alert.deliverAfter,
    escalates_at: alert.escalatesAt,
    destinations: alert.destinations,
  }))
  const raised = await sql<{ id: string }[]>`
    with given as (
      select * from jsonb_to_recordset(${sql.json(rows as never)}) as g(position int, id uuid, kind text, cause_key text,
        customer_id uuid, title text, body text, facts jsonb, severity text, money bigint, raised_by text,
        raised_at timestamptz, deliver_after timestamptz, escalates_at timestamptz, destinations jsonb)
    ), raised as (
      insert into alerts (venture_id, id, kind, cause_key, customer_id, title, body, facts, severity,
        money_at_stake_minor, raised_by, raised_at, deliver_after, escalates_at)
      select ${ventureId}, id, kind, cause_key, customer_id, title, body, facts, severity, money, raised_by, raised_at,
        deliver_after, escalates_at
      from given order by position
      on conflict (venture_id, kind, cause_key) do nothing
      returning id
    ), planned as (
      insert into alert_deliveries (venture_id, alert_id, step, kind, medium, recipient, due_at)
      select ${ventureId}, given.id, 0, given.kind, d.medium, d.recipient, given.deliver_after
      from raised join given using (id)
      cross join jsonb_to_recordset(given.destinations) as d(medium text, recipient text)
    )
    select id from raised`
  if (raised.length > 0) await sql`select pg_notify('alert.raised', ${ventureId})`
  return raised.map(({ id }) => id)
}

export interface AlertCauseRow {
  id: string
  number: number
  kind: string
  causeKey: string
}

/** The alerts of these causes. */
export async function alertsByCause(
  db: VentureDb,
  causes: readonly { kind: string; causeKey: string }[],
): Promise<AlertCauseRow[]> {
  const kinds = causes.map(({ kind }) => kind)
  const keys = causes.map(({ causeKey }) => causeKey)
  return db.sql<AlertCauseRow[]>`
    select id, number, kind, cause_key from alerts
    where venture_id = ${db.ventureId}
      and (kind, cause_key) in (select * from unnest(${kinds}::text[], ${keys}::text[]))`
}

/** Who owns these customers now; a customer without an owner is not among them. */
export async function alertOwners(
  db: VentureDb,
  customerIds: readonly string[],
): Promise<{ customerId: string; ownerEmail: string }[]> {
  return db.sql<{ customerId: string; ownerEmail: string }[]>`
    select customer_id, owner_email from customer_versions
    where venture_id = ${db.ventureId} and customer_id = any(${[...customerIds]}::uuid[]) and superseded_at is null
      and valid_to is null and owner_email is not null`
}

const OPEN = ['raised', 'delivered', 'escalated']

/**
 * Ends alerts of critical customers whose score is back at or above the threshold, and takes back what was not yet
 * handed over. Those that are due and undelivered, or whose escalation is due; with `all`, every open one. Returns their
 * ids.
 */
export async function closeRecoveredAlerts(
  db: VentureDb,
  { now, all }: { now: Date; all: boolean },
): Promise<string[]> {
  const { sql, ventureId } = db
  const looked = all
    ? sql`status = any(${OPEN})`
    : sql`((status = 'raised' and deliver_after <= ${now}) or (status = any(${OPEN}) and escalates_at <= ${now}))`
  const rows = await sql<{ id: string }[]>`
    with recovered as (
      update alerts set status = 'recovered', closed_at = ${now}, escalates_at = null
      where venture_id = ${ventureId} and kind = 'critical_customer' and ${looked}
        and exists (select from customer_states s where s.venture_id = alerts.venture_id
          and s.customer_id = alerts.customer_id and s.status in ('healthy', 'at_risk'))
      returning id
    ), taken_back as (
      update alert_deliveries set status = 'cancelled'
      where venture_id = ${ventureId} and status = 'waiting' and alert_id in (select id from recovered)
    )
    select id from recovered`
  return rows.map(({ id }) => id)
}

/** Ends the alerts of these causes as resolved, and what was not yet handed over. Returns the ids of those not yet closed. */
export async function closeResolvedAlerts(db: VentureDb, causeKeys: readonly string[], now: Date): Promise<string[]> {
  const { sql, ventureId } = db
  const rows = await sql<{ id: string }[]>`
    with resolved as (
      update alerts set status = 'resolved', closed_at = ${now}, escalates_at = null
      where venture_id = ${ventureId} and cause_key = any(${[...causeKeys]}::text[])
        and status in ('raised', 'delivered', 'escalated', 'acknowledged')
      returning id
    ), taken_back as (
      update alert_deliveries set status = 'cancelled'
      where venture_id = ${ventureId} and status = 'waiting' and alert_id in (select id from resolved)
    )
    select id from resolved`
  return rows.map(({ id }) => id)
}

export interface DueEscalationRow {
  id: string
  kind: string
  nextStep: number
}

/** Alerts that nobody acknowledged in time, kept from others until the transaction ends. */
export async function lockDueEscalations(
  db: VentureDb,
  { now, limit }: { now: Date; limit: number },
): Promise<DueEscalationRow[]> {
  return db.sql<DueEscalationRow[]>`
    select id, kind, next_step from alerts
    where venture_id = ${db.ventureId} and escalates_at <= ${now} and status = any(${OPEN})
    order by escalates_at limit ${limit} for update skip locked`
}

export interface Escalation {
  kind: string
  step: number
  ids: readonly string[]
  destinations: readonly { medium: string; recipient: string }[]
  /** Hours from when an alert was due to the step after this one, at the earliest `notBefore`; null: it is the last. */
  nextAfterHours: number | null
  notBefore: Date
}

/** Moves alerts of one kind to a step of their escalation, with its deliveries. */
export async function escalateAlerts(db: VentureDb, escalation: Escalation, now: Date): Promise<void> {
  const { sql, ventureId } = db
  const { kind, step, destinations, nextAfterHours, notBefore } = escalation
  const ids = [...escalation.ids]
  await sql`
    update alerts set status = 'escalated', escalated_at = ${now}, next_step = ${step + 1},
      escalates_at = case when ${nextAfterHours}::float8 is not null
        then greatest(deliver_after + make_interval(secs => 3600 * ${nextAfterHours}::float8), ${notBefore}) end
    where venture_id = ${ventureId} and id = any(${ids}::uuid[])`
  await sql`
    insert into alert_deliveries (venture_id, alert_id, step, kind, medium, recipient, due_at)
    select ${ventureId}, id, ${step}, ${kind}, d.medium, d.recipient, ${now}
    from unnest(${ids}::uuid[]) as id
    cross join jsonb_to_recordset(${sql.json(destinations as never)}) as d(medium text, recipient text)
    on conflict do nothing`
}

export interface AlertRow {
  id: string
  number: number
  kind: string
  causeKey: string
  customerId: string | null
  customerExternalId: string | null
  customerName: string | null
  title: string
  body: string
  facts: unknown
  severity: string
  moneyAtStakeMinor: number
  raisedAt: Date
  deliverAfter: Date
  status: string
  deliveredAt: Date | null
  escalatesAt: Date | null
  escalatedAt: Date | null
  acknowledgedByName: string | null
  acknowledgedAt: Date | null
  note: string | null
  closedAt: Date | null
}

function selectAlerts(db: VentureDb) {
  return db.sql`
    select a.id, a.number, a.kind, a.cause_key, a.customer_id, a.title, a.body, a.facts, a.severity,
      a.money_at_stake_minor, a.raised_at, a.deliver_after, a.status, a.delivered_at, a.escalates_at, a.escalated_at,
      a.acknowledged_at, a.note, a.closed_at, c.external_id as customer_external_id, v.name as customer_name,
      p.name as acknowledged_by_name
    from alerts a
    left join customers c on c.venture_id = a.venture_id and c.id = a.customer_id
    left join customer_versions v on v.venture_id = a.venture_id and v.customer_id = a.customer_id
      and v.superseded_at is null and v.valid_to is null
    left join people p on p.venture_id = a.venture_id and p.id = a.acknowledged_by`
}

export interface AlertFilter {
  statuses: readonly string[]
  kinds: readonly string[] | null
  customerId: string | null
  /** Raised on this day or later, and before that one. */
  from?: string | undefined
  until?: string | undefined
}

function chosen(db: VentureDb, { statuses, kinds, customerId, from = '-infinity', until = 'infinity' }: AlertFilter) {
  return db.sql`a.venture_id = ${db.ventureId} and a.status = any(${[...statuses]}::text[])
    and (${kinds === null ? null : [...kinds]}::text[] is null or a.kind = any(${kinds === null ? [] : [...kinds]}::text[]))
    and (${customerId}::uuid is null or a.customer_id = ${customerId}::uuid)
    and a.raised_at >= ${from}::date and a.raised_at < ${until}::date`
}

/** The most severe first, of one severity those with the most money at stake, then the newest. */
export async function listAlertRows(db: VentureDb, filter: AlertFilter & { limit: number }): Promise<AlertRow[]> {
  return db.sql<AlertRow[]>`
    ${selectAlerts(db)} where ${chosen(db, filter)}
    order by array_position('{high,medium,low}', a.severity), a.money_at_stake_minor desc, a.number desc
    limit ${filter.limit}`
}

export interface AlertCountRow {
  total: number
  /** Past the time to answer, or escalated. */
  overdue: number
}

export async function countAlerts(db: VentureDb, filter: AlertFilter): Promise<AlertCountRow> {
  const [row] = await db.sql<AlertCountRow[]>`
    select count(*) as total, count(*) filter (where a.status = 'escalated') as overdue
    from alerts a where ${chosen(db, filter)}`
  return row ?? { total: 0, overdue: 0 }
}

export async function alertByNumber(db: VentureDb, number: number): Promise<AlertRow | undefined> {
  const [row] = await db.sql<
    AlertRow[]
  >`${selectAlerts(db)} where a.venture_id = ${db.ventureId} and a.number = ${number}`
  return row
}

/** These alerts, those with the most money at stake first. */
export async function alertsById(db: VentureDb, ids: readonly string[]): Promise<AlertRow[]> {
  return db.sql<AlertRow[]>`
    ${selectAlerts(db)} where a.venture_id = ${db.ventureId} and a.id = any(${[...ids]}::uuid[])
    order by a.money_at_stake_minor desc, a.number`
}

/** Causes of alerts of this kind that begin so and whose alert is not over. */
export async function standingCauses(db: VentureDb, kind: string, beginning: string): Promise<string[]> {
  const rows = await db.sql<{ causeKey: string }[]>`
    select cause_key from alerts
    where venture_id = ${db.ventureId} and kind = ${kind} and starts_with(cause_key, ${beginning})
      and status in ('raised', 'delivered', 'escalated', 'acknowledged')`
  return rows.map(({ causeKey }) => causeKey)
}

/** The alerts that left in one message with this one, this one too; of several messages, the one with the most. */
export async function foldedWith(db: VentureDb, id: string): Promise<string[]> {
  const { sql, ventureId } = db
  const rows = await sql<{ alertId: string }[]>`
    select alert_id from alert_deliveries
    where venture_id = ${ventureId} and message_id = (
      select m.id from alert_deliveries d join alert_messages m on m.venture_id = d.venture_id and m.id = d.message_id
      where d.venture_id = ${ventureId} and d.alert_id = ${id}
      order by m.alert_count desc, m.created_at limit 1)`
  return rows.map(({ alertId }) => alertId)
}

/** Open → acknowledged, and what was not yet handed over stays here. Returns the ids that were open. */
export async function acknowledgeAlerts(
  db: VentureDb,
  ids: readonly string[],
  { personId, now, note }: { personId: string; now: Date; note: string | null },
): Promise<string[]> {
  const { sql, ventureId } = db
  const rows = await sql<{ id: string }[]>`
    with taken as (
      update alerts set status = 'acknowledged', acknowledged_by = ${personId}, acknowledged_at = ${now},
        note = ${note}, escalates_at = null
      where venture_id = ${ventureId} and id = any(${[...ids]}::uuid[]) and status = any(${OPEN})
      returning id
    ), taken_back as (
      update alert_deliveries set status = 'cancelled'
      where venture_id = ${ventureId} and status = 'waiting' and alert_id in (select id from taken)
    )
    select id from taken`
  return rows.map(({ id }) => id)
}
