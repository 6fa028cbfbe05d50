/** Alerts: raised once a cause, acknowledged, escalated, closed. Their messages are in alert-messages.ts. */
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
      insert into alert_deliveries (venture_id, alert_id, step, medium, recipient, due_at)
      select ${ventureId}, given.id, 0, d.medium, d.recipient, given.deliver_after
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
