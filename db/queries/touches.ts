/** The outbox: touches on their way, each step from exactly one state to the next. */
import type { VentureDb } from '../venture-db.ts'

export interface NewTouch {
  id: string
  proposalId: string
  step: number
  customerId: string | null
  userId: string | null
  channel: 'email' | 'task'
  subject: string
  body: string
  createdAt: Date
}

export interface TouchRow extends NewTouch {
  status: string
  attemptId: string | null
  attemptedAt: Date | null
  attempts: number
  sentAt: Date | null
  /** `eml:host:pid` or `smtp:host:pid` from the attempt on, `person:<id>` when a person did it. */
  sentBy: string | null
  providerRef: string | null
  problem: string | null
}

/**
 * Queues it and returns its id; undefined when this step is on its way or done. One that was cancelled before anything
 * left is queued again under the id it had.
 */
export async function queueTouch(db: VentureDb, touch: NewTouch): Promise<string | undefined> {
  const [row] = await db.sql<{ id: string }[]>`
    insert into touches (venture_id, id, proposal_id, step, customer_id, user_id, channel, subject, body, created_at)
    values (${db.ventureId}, ${touch.id}, ${touch.proposalId}, ${touch.step}, ${touch.customerId}, ${touch.userId},
      ${touch.channel}, ${touch.subject}, ${touch.body}, ${touch.createdAt})
    on conflict (venture_id, proposal_id, step) do update
      set status = 'queued', user_id = excluded.user_id, channel = excluded.channel, subject = excluded.subject,
        body = excluded.body, problem = null
      where touches.status = 'cancelled' and touches.attempt_id is null
    returning id`
  return row?.id
}

function selectTouches(db: VentureDb) {
  return db.sql`
    select id, proposal_id, step, customer_id, user_id, channel, subject, body, created_at, status, attempt_id,
      attempted_at, attempts, sent_at, sent_by, provider_ref, problem
    from touches`
}

export async function touchById(db: VentureDb, id: string): Promise<TouchRow | undefined> {
  const [row] = await db.sql<TouchRow[]>`${selectTouches(db)} where venture_id = ${db.ventureId} and id = ${id}`
  return row
}

/** The same, kept from others until the transaction ends. */
export async function lockTouch(db: VentureDb, id: string): Promise<TouchRow | undefined> {
  const [row] = await db.sql<TouchRow[]>`
    ${selectTouches(db)} where venture_id = ${db.ventureId} and id = ${id} for update`
  return row
}

export async function touchesOf(db: VentureDb, proposalId: string): Promise<TouchRow[]> {
  return db.sql<TouchRow[]>`
    ${selectTouches(db)} where venture_id = ${db.ventureId} and proposal_id = ${proposalId} order by step`
}

/** queued → sending, with the attempt that must be committed before anything leaves. */
export async function claimTouch(
  db: VentureDb,
  id: string,
  attempt: { attemptId: string; userId: string; sentBy: string; at: Date },
): Promise<boolean> {
  const rows = await db.sql`
    update touches set status = 'sending', attempt_id = ${attempt.attemptId}, attempted_at = ${attempt.at},
      attempts = attempts + 1, sent_by = ${attempt.sentBy}, user_id = ${attempt.userId}, problem = null
    where venture_id = ${db.ventureId} and id = ${id} and status = 'queued'
    returning id`
  return rows.length === 1
}

/** Says why a queued touch waits. */
export async function holdTouch(db: VentureDb, id: string, problem: string): Promise<void> {
  await db.sql`
    update touches set problem = ${problem} where venture_id = ${db.ventureId} and id = ${id} and status = 'queued'`
}

export interface Settlement {
  from: readonly string[]
  /** Null where there was no attempt. */
  attemptId: string | null
  to: 'queued' | 'sent' | 'failed' | 'unknown' | 'cancelled'
  at: Date
  sentBy?: string
  providerRef?: string
  problem?: string
}

/** Ends an attempt; false when it is no longer that attempt's to end. */
export async function settleTouch(db: VentureDb, id: string, settlement: Settlement): Promise<boolean> {
  const rows = await db.sql`
    update touches set status = ${settlement.to}, sent_at = ${settlement.to === 'sent' ? settlement.at : null},
      sent_by = coalesce(${settlement.sentBy ?? null}, sent_by), provider_ref = ${settlement.providerRef ?? null},
      problem = ${settlement.problem ?? null}
    where venture_id = ${db.ventureId} and id = ${id} and status = any(${[...settlement.from]}::text[])
      and (${settlement.attemptId}::uuid is null or attempt_id = ${settlement.attemptId}::uuid)
    returning id`
  return rows.length === 1
}

/** A queued mail becomes a person's task under the same id. */
export async function turnIntoTask(db: VentureDb, id: string, problem: string): Promise<boolean> {
  const rows = await db.sql`
    update touches set channel = 'task', problem = ${problem}
    where venture_id = ${db.ventureId} and id = ${id} and status = 'queued' and channel = 'email'
    returning id`
  return rows.length === 1
}

/** Touches in the middle of an attempt. */
export async function touchesBeingSent(db: VentureDb): Promise<TouchRow[]> {
  return db.sql<TouchRow[]>`
    ${selectTouches(db)} where venture_id = ${db.ventureId} and status = 'sending' order by attempted_at`
}

export interface RecentContact {
  /** Mails that left, or may have, since `since`. */
  count: number
  /** When the newest of all of them did. */
  latestAt: Date | null
}

/**
 * Keeps other sends to the customer waiting until the transaction ends, and says how much it was written to. Without
 * the lock two messages at once would both find an empty day.
 */
export async function lockCustomerContact(db: VentureDb, customerId: string, since: Date): Promise<RecentContact> {
  await db.sql`
    select 1 as locked from customers where venture_id = ${db.ventureId} and id = ${customerId} for no key update`
  const [row] = await db.sql<RecentContact[]>`
    select (count(*) filter (where attempted_at > ${since}))::int as count, max(attempted_at) as latest_at
    from touches
    where venture_id = ${db.ventureId} and customer_id = ${customerId} and channel = 'email'
      and status in ('sending', 'sent', 'unknown')`
  return row ?? { count: 0, latestAt: null }
}

/** Keeps other spending of the venture waiting until the transaction ends. */
export async function lockBudget(db: VentureDb): Promise<void> {
  await db.sql`select 1 as locked from ventures where id = ${db.ventureId} for no key update`
}

export interface RecipientRow {
  userId: string
  name: string | null
  email: string
}

/**
 * Whom to write to now: the named user, else the champion, else whoever was active last. Only with recorded consent,
 * and never an address that anybody withdrew it for.
 */
export async function recipientFor(
  db: VentureDb,
  customerId: string,
  wanted: { userId: string | null; at: Date },
): Promise<RecipientRow | undefined> {
  const current = db.sql`superseded_at is null and valid_from <= ${wanted.at}
    and (valid_to is null or valid_to > ${wanted.at})`
  const [row] = await db.sql<RecipientRow[]>`
    select u.id as user_id, v.name, v.email
    from customer_users u
    join customer_user_versions v on v.venture_id = u.venture_id and v.user_id = u.id and ${current}
    left join lateral (
      select max(used_on) as last_active_on from usage_daily
      where venture_id = u.venture_id and customer_id = u.customer_id and user_id = u.id) a on true
    where u.venture_id = ${db.ventureId} and u.customer_id = ${customerId}
      and (${wanted.userId}::uuid is null or u.id = ${wanted.userId}::uuid)
      and v.email is not null and v.email_consent = 'granted'
      and not exists (
        select from customer_user_versions w
        where w.venture_id = u.venture_id and lower(w.email) = lower(v.email) and w.email_consent = 'withdrawn'
          and w.superseded_at is null and w.valid_from <= ${wanted.at}
          and (w.valid_to is null or w.valid_to > ${wanted.at}))
    order by v.job_role ilike '%champion%' desc nulls last, a.last_active_on desc nulls last, u.external_id
    limit 1`
  return row
}
