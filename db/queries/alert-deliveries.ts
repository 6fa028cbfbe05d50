/**
 * Which alerts go where: what waits to be told, put together into messages, and what becomes of an alert with its message. The
 * messages themselves are in alert-messages.ts.
 */
import type { VentureDb } from '../venture-db.ts'

/** One dispatch of a venture at a time puts messages together, or two would each send a part of a storm. */
export async function lockAlertMessages(db: VentureDb): Promise<void> {
  await db.sql`select pg_advisory_xact_lock(hashtextextended(${`alerts ${db.ventureId}`}, 0))`
}

export interface WaitingGroupRow {
  kind: string
  step: number
  medium: string
  recipient: string
  waiting: number
  /** Messages of this kind to this destination since `since`, and the newest of them. */
  recentMessages: number
  newestAt: Date | null
  /** The newest that carried several alerts. */
  newestFoldedAt: Date | null
  /** A message to this destination has not got through; when it is tried next. */
  putOffUntil: Date | null
}

/** What is due, by kind, step and destination. */
export async function waitingGroups(
  db: VentureDb,
  { now, since }: { now: Date; since: Date },
): Promise<WaitingGroupRow[]> {
  const { sql, ventureId } = db
  return sql<WaitingGroupRow[]>`
    with due as (
      select kind, step, medium, recipient, count(*) as waiting
      from alert_deliveries
      where venture_id = ${ventureId} and status = 'waiting' and due_at <= ${now}
      group by kind, step, medium, recipient
    )
    select due.*, coalesce(recent.messages, 0)::int as recent_messages, recent.newest_at, recent.newest_folded_at,
      put_off.until as put_off_until
    from due left join lateral (
      select max(retry_at) as until from alert_messages m
      where m.venture_id = ${ventureId} and m.status = 'queued' and (m.attempts > 0 or m.retry_at > m.created_at)
        and m.kind = due.kind and m.medium = due.medium and m.recipient = due.recipient) put_off on true
    left join lateral (
      select count(*) as messages, max(created_at) as newest_at,
        max(created_at) filter (where alert_count > 1) as newest_folded_at
      from alert_messages m
      where m.venture_id = ${ventureId} and m.kind = due.kind and m.medium = due.medium
        and m.recipient = due.recipient and m.created_at > ${since}) recent on true
    order by due.step, due.kind, due.medium, due.recipient`
}

interface Group {
  kind: string
  step: number
  medium: string
  recipient: string
  now: Date
}

export interface WaitingAlertRow {
  id: string
  number: number
  customerId: string | null
  severity: string
  title: string
  body: string
  facts: unknown
  moneyAtStakeMinor: number
}

/** The group's alerts, those with the most money at stake first. */
export async function waitingAlerts(db: VentureDb, group: Group, limit: number): Promise<WaitingAlertRow[]> {
  const rows = await db.sql<
    { alertId: string }[]
  >`select d.alert_id from alert_deliveries d where ${ofGroup(db, group)}`
  return topAlerts(
    db,
    rows.map(({ alertId }) => alertId),
    limit,
  )
}

/** The alerts a message carries, those with the most money at stake first. */
export async function alertsInMessage(db: VentureDb, messageId: string, limit: number): Promise<WaitingAlertRow[]> {
  return topAlerts(db, await idsInMessage(db, messageId), limit)
}

async function idsInMessage({ sql, ventureId }: VentureDb, messageId: string): Promise<string[]> {
  const rows = await sql<{ alertId: string }[]>`
    select alert_id from alert_deliveries where venture_id = ${ventureId} and message_id = ${messageId}`
  return rows.map(({ alertId }) => alertId)
}

/**
 * By lists of ids, and not by a join: a storm comes faster than statistics, and the planner, which then expects a row,
 * looked through all alerts for each of ten thousand (11 s; so 0.1 s).
 */
async function topAlerts(db: VentureDb, ids: readonly string[], limit: number): Promise<WaitingAlertRow[]> {
  const rows: WaitingAlertRow[] = []
  for (const piece of pieces(ids)) {
    const found = await db.sql<WaitingAlertRow[]>`
      select id, number, customer_id, severity, title, body, facts, money_at_stake_minor from alerts
      where venture_id = ${db.ventureId} and id = any(${piece}::uuid[])
      order by money_at_stake_minor desc, number limit ${limit}`
    rows.push(...found)
  }
  return rows.sort((a, b) => b.moneyAtStakeMinor - a.moneyAtStakeMinor || a.number - b.number).slice(0, limit)
}

const PIECE = 1_000

function pieces(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / PIECE) }, (_, index) =>
    ids.slice(index * PIECE, (index + 1) * PIECE),
  )
}

function ofGroup(db: VentureDb, { kind, step, medium, recipient, now }: Group) {
  return db.sql`d.venture_id = ${db.ventureId} and d.status = 'waiting' and d.due_at <= ${now} and d.step = ${step}
    and d.medium = ${medium} and d.recipient = ${recipient} and d.kind = ${kind}`
}

/** Queues a message with the group's delivery of one alert. */
export async function queueSingleMessage(
  db: VentureDb,
  message: { id: string; subject: string; body: string },
  group: Group,
  alertId: string,
): Promise<void> {
  await insertMessage(db, message, group)
  await db.sql`
    update alert_deliveries d set status = 'in_message', message_id = ${message.id}
    where ${ofGroup(db, group)} and d.alert_id = ${alertId}`
}

/**
 * Queues a message with all that waits for the group, more than was counted if more came since, and returns how many.
 * Its words are set in the same transaction.
 */
export async function queueStormMessage(db: VentureDb, id: string, group: Group): Promise<number> {
  await insertMessage(db, { id, subject: '', body: '' }, group)
  const { count } = await db.sql`
    update alert_deliveries d set status = 'in_message', message_id = ${id}
    where ${ofGroup(db, group)}`
  return count
}

export async function setMessageText(
  db: VentureDb,
  id: string,
  { subject, body, alertCount }: { subject: string; body: string; alertCount: number },
): Promise<void> {
  await db.sql`
    update alert_messages set subject = ${subject}, body = ${body}, alert_count = ${alertCount}
    where venture_id = ${db.ventureId} and id = ${id}`
}

async function insertMessage(
  db: VentureDb,
  { id, subject, body }: { id: string; subject: string; body: string },
  { kind, step, medium, recipient, now }: Group,
): Promise<void> {
  await db.sql`
    insert into alert_messages (venture_id, id, kind, step, medium, recipient, subject, body, alert_count, retry_at,
      created_at)
    values (${db.ventureId}, ${id}, ${kind}, ${step}, ${medium}, ${recipient}, ${subject}, ${body}, 1, ${now}, ${now})`
}

/** The alerts of a message that arrived are delivered, from the first time on. */
export async function markDelivered(db: VentureDb, messageId: string, at: Date): Promise<void> {
  for (const piece of pieces(await idsInMessage(db, messageId))) {
    await db.sql`
      update alerts set delivered_at = ${at}, status = case when status = 'raised' then 'delivered' else status end
      where venture_id = ${db.ventureId} and id = any(${piece}::uuid[]) and delivered_at is null`
  }
}

/** Plans what a message carries for another destination, at once, where it does not go there anyway. Returns how many. */
export async function redirectAlerts(
  db: VentureDb,
  messageId: string,
  { to, at }: { to: { medium: string; recipient: string }; at: Date },
): Promise<number> {
  const { sql, ventureId } = db
  const { count } = await sql`
    insert into alert_deliveries (venture_id, alert_id, step, kind, medium, recipient, due_at, instead_of)
    select d.venture_id, d.alert_id, d.step, d.kind, ${to.medium}, ${to.recipient}, ${at}, d.recipient
    from alert_deliveries d where d.venture_id = ${ventureId} and d.message_id = ${messageId}
    on conflict do nothing`
  return count
}

/** Alerts of a message that did not arrive escalate at once when no other way to somebody is left. Returns how many. */
export async function hastenUnreached(db: VentureDb, messageId: string, at: Date): Promise<number> {
  return hastenAlerts(db, await idsInMessage(db, messageId), at)
}

/** The same for these alerts. */
export async function hastenAlerts(db: VentureDb, alertIds: readonly string[], at: Date): Promise<number> {
  const { sql, ventureId } = db
  let hastened = 0
  for (const piece of pieces(alertIds)) {
    const reached = await sql<{ alertId: string }[]>`
      select distinct d.alert_id from alert_deliveries d
      left join alert_messages m on m.venture_id = d.venture_id and m.id = d.message_id
      where d.venture_id = ${ventureId} and d.alert_id = any(${piece}::uuid[])
        and (d.status = 'waiting' or m.status in ('queued', 'sending', 'sent'))`
    const known = new Set(reached.map(({ alertId }) => alertId))
    const { count } = await sql`
      update alerts set escalates_at = ${at}
      where venture_id = ${ventureId} and id = any(${piece.filter((id) => !known.has(id))}::uuid[])
        and escalates_at > ${at} and status in ('raised', 'delivered', 'escalated')`
    hastened += count
  }
  return hastened
}

/** What chat messages say of these alerts is no longer true; tells listeners of "alert.changed" when there is any. */
export async function markOutdated(db: VentureDb, alertIds: readonly string[], at: Date): Promise<void> {
  const { sql, ventureId } = db
  let marked = 0
  for (const piece of pieces(alertIds)) {
    const { count } = await sql`
      update alert_messages set outdated_at = ${at}
      where venture_id = ${ventureId} and medium = 'slack' and id in (
        select message_id from alert_deliveries
        where venture_id = ${ventureId} and alert_id = any(${piece}::uuid[]) and message_id is not null)`
    marked += count
  }
  if (marked > 0) await sql`select pg_notify('alert.changed', ${ventureId})`
}

export interface AlertStateCountRow {
  open: number
  acknowledged: number
  /** Recovered or resolved. */
  ended: number
}

/** How the alerts of a message stand. */
export async function alertStatesIn(db: VentureDb, messageId: string): Promise<AlertStateCountRow> {
  const counts = { open: 0, acknowledged: 0, ended: 0 }
  for (const piece of pieces(await idsInMessage(db, messageId))) {
    const [row] = await db.sql<AlertStateCountRow[]>`
      select count(*) filter (where status in ('raised', 'delivered', 'escalated')) as open,
        count(*) filter (where status = 'acknowledged') as acknowledged,
        count(*) filter (where status in ('recovered', 'resolved')) as ended
      from alerts where venture_id = ${db.ventureId} and id = any(${piece}::uuid[])`
    counts.open += row?.open ?? 0
    counts.acknowledged += row?.acknowledged ?? 0
    counts.ended += row?.ended ?? 0
  }
  return counts
}
