/** Messages that carry alerts, each step from exactly one state to the next. What they carry is in alert-deliveries.ts. */
import type { VentureDb } from '../venture-db.ts'

export interface AlertMessageRow {
  id: string
  kind: string
  step: number
  medium: string
  recipient: string
  subject: string
  body: string
  alertCount: number
  status: string
  attemptId: string | null
  attemptedAt: Date | null
  attempts: number
  sentAt: Date | null
  sentBy: string | null
  /** How its carrier finds it again, once it was sent. */
  providerRef: string | null
  /** The first attempt that may have left. */
  mayHaveLeftAt: Date | null
  /** What it says of its alerts is no longer true since. */
  outdatedAt: Date | null
  problem: string | null
  createdAt: Date
}

function selectMessages(db: VentureDb) {
  return db.sql`
    select m.id, m.kind, m.step, m.medium, m.recipient, m.subject, m.body, m.alert_count, m.status, m.attempt_id,
      m.attempted_at, m.attempts, m.sent_at, m.sent_by, m.provider_ref, m.may_have_left_at, m.outdated_at, m.problem,
      m.created_at
    from alert_messages m`
}

/** Messages whose time has come, the oldest first; without those of the medium that another process carries. */
export async function queuedAlertMessages(
  db: VentureDb,
  { now, limit, except = null }: { now: Date; limit: number; except?: string | null },
): Promise<AlertMessageRow[]> {
  return db.sql<AlertMessageRow[]>`
    ${selectMessages(db)}
    where m.venture_id = ${db.ventureId} and m.status = 'queued' and m.retry_at <= ${now}
      and m.medium is distinct from ${except}
    order by m.created_at, m.id limit ${limit}`
}

/** Messages in the middle of an attempt. */
export async function alertMessagesBeingSent(db: VentureDb): Promise<AlertMessageRow[]> {
  return db.sql<AlertMessageRow[]>`
    ${selectMessages(db)} where m.venture_id = ${db.ventureId} and m.status = 'sending' order by m.attempted_at`
}

/** Where the alert went, in the order it went there; deliveries that wait or were taken back have no message. */
export async function alertMessagesOf(db: VentureDb, alertId: string): Promise<AlertMessageRow[]> {
  const { sql, ventureId } = db
  return sql<AlertMessageRow[]>`
    ${selectMessages(db)}
    where m.venture_id = ${ventureId}
      and m.id in (select message_id from alert_deliveries where venture_id = ${ventureId} and alert_id = ${alertId})
    order by m.step, m.created_at, m.medium, m.recipient`
}

/** queued → sending, with the attempt that is committed before anything leaves; false when somebody was faster. */
export async function claimAlertMessage(
  db: VentureDb,
  id: string,
  attempt: { attemptId: string; sentBy: string; at: Date },
): Promise<boolean> {
  const rows = await db.sql`
    update alert_messages set status = 'sending', attempt_id = ${attempt.attemptId}, attempted_at = ${attempt.at},
      attempts = attempts + 1, sent_by = ${attempt.sentBy}, problem = null
    where venture_id = ${db.ventureId} and id = ${id} and status = 'queued'
    returning id`
  return rows.length === 1
}

export interface MessageSettlement {
  attemptId: string
  to: 'queued' | 'sent' | 'failed' | 'unknown'
  at: Date
  retryAt?: Date
  /** An attempt that may have left was made then; of several the first is kept. */
  mayHaveLeftAt?: Date
  providerRef?: string
  threadRef?: string
  problem?: string
}

/** Leaves a queued message for later, without an attempt. */
export async function deferAlertMessage(db: VentureDb, id: string, until: Date): Promise<void> {
  await db.sql`
    update alert_messages set retry_at = ${until} where venture_id = ${db.ventureId} and id = ${id} and status = 'queued'`
}

/** Ends an attempt; false when it is no longer that attempt's to end. */
export async function settleAlertMessage(db: VentureDb, id: string, settlement: MessageSettlement): Promise<boolean> {
  const { attemptId, to, at, retryAt, mayHaveLeftAt, providerRef, threadRef, problem } = settlement
  const rows = await db.sql`
    update alert_messages set status = ${to}, sent_at = ${to === 'sent' ? at : null},
      retry_at = coalesce(${retryAt ?? null}, retry_at), provider_ref = ${providerRef ?? null},
      may_have_left_at = coalesce(may_have_left_at, ${mayHaveLeftAt ?? null}), thread_ref = ${threadRef ?? null},
      problem = ${problem ?? null}
    where venture_id = ${db.ventureId} and id = ${id} and status = 'sending' and attempt_id = ${attemptId}
    returning id`
  return rows.length === 1
}

/** Messages that left and are no longer true, the longest untrue first. */
export async function outdatedAlertMessages(db: VentureDb, limit: number): Promise<AlertMessageRow[]> {
  return db.sql<AlertMessageRow[]>`
    ${selectMessages(db)}
    where m.venture_id = ${db.ventureId} and m.outdated_at is not null and m.status = 'sent'
    order by m.outdated_at, m.id limit ${limit}`
}

/** It is true again, unless something changed since `outdatedAt` was read. */
export async function markRevised(db: VentureDb, id: string, outdatedAt: Date): Promise<void> {
  await db.sql`
    update alert_messages set outdated_at = null
    where venture_id = ${db.ventureId} and id = ${id} and outdated_at <= ${outdatedAt}`
}

/** The thread that the last message about the customer to this destination is in, or begins; null when there is none since. */
export async function threadAbout(
  db: VentureDb,
  about: { customerId: string; medium: string; recipient: string; sentBy: string; since: Date },
): Promise<string | null> {
  const { sql, ventureId } = db
  const [row] = await sql<{ thread: string | null }[]>`
    select coalesce(m.thread_ref, m.provider_ref) as thread
    from alerts a
    join alert_deliveries d on d.venture_id = a.venture_id and d.alert_id = a.id and d.message_id is not null
    join alert_messages m on m.venture_id = d.venture_id and m.id = d.message_id
    where a.venture_id = ${ventureId} and a.customer_id = ${about.customerId} and m.alert_count = 1
      and m.medium = ${about.medium} and m.recipient = ${about.recipient} and m.status = 'sent'
      and m.sent_at > ${about.since} and split_part(m.sent_by, ':', 1) = ${about.sentBy}
    order by m.sent_at desc, m.id desc limit 1`
  return row?.thread ?? null
}

/** When the next thing about alerts is due after `now`: a delay that ends, an escalation, another try. */
export async function nextAlertAt(db: VentureDb, now: Date): Promise<Date | null> {
  const { sql, ventureId } = db
  const [row] = await sql<{ at: Date | null }[]>`
    select least(
      (select min(due_at) from alert_deliveries
        where venture_id = ${ventureId} and status = 'waiting' and due_at > ${now}),
      (select min(escalates_at) from alerts where venture_id = ${ventureId} and escalates_at > ${now}),
      (select min(retry_at) from alert_messages
        where venture_id = ${ventureId} and status = 'queued' and retry_at > ${now})) as at`
  return row?.at ?? null
}
