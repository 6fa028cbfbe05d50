/** What came in from Slack, and what was talked about where. */
import type { VentureDb } from '../venture-db.ts'

export interface NewSlackRequest {
  id: string
  work: string
  teamId: string
  /** JSON */
  data: string
}

export interface SlackRequestRow {
  id: string
  work: string
  teamId: string
  data: unknown
  kept: unknown
  /** Counts the try that begins. */
  attempts: number
  /** Since when a try before this one may have posted something; null at the first. */
  lookSince: Date | null
}

/** Keeps what is not known yet; returns the ids of all that are not finished, for those may have lost their job. */
export async function insertSlackRequests(
  db: VentureDb,
  requests: readonly NewSlackRequest[],
  at: Date,
): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    insert into slack_requests (venture_id, request_id, work, team_id, data, received_at)
    select ${db.ventureId}::uuid, r.id, r.work, r.team_id, r.data::jsonb, ${at}::timestamptz
    from unnest(${requests.map(({ id }) => id)}::text[], ${requests.map(({ work }) => work)}::text[],
      ${requests.map(({ teamId }) => teamId)}::text[], ${requests.map(({ data }) => data)}::text[])
      as r (id, work, team_id, data)
    on conflict (venture_id, request_id) do update set attempts = slack_requests.attempts
      where slack_requests.finished_at is null
    returning request_id as id`
  return rows.map(({ id }) => id)
}

/** Counts a try and returns what to do; undefined for what was done already, or is not known. */
export async function beginSlackRequest(db: VentureDb, id: string, at: Date): Promise<SlackRequestRow | undefined> {
  const [row] = await db.sql<SlackRequestRow[]>`
    with before as (
      select venture_id, request_id, tried_at from slack_requests
      where venture_id = ${db.ventureId} and request_id = ${id} and finished_at is null for update)
    update slack_requests r set attempts = r.attempts + 1, tried_at = ${at}
    from before where r.venture_id = before.venture_id and r.request_id = before.request_id
    returning r.request_id as id, r.work, r.team_id, r.data, r.kept, r.attempts,
      case when before.tried_at is not null then r.received_at end as look_since`
  return row
}

export async function keepOfSlackRequest(db: VentureDb, id: string, kept: string): Promise<void> {
  await db.sql`
    update slack_requests set kept = ${kept}::text::jsonb
    where venture_id = ${db.ventureId} and request_id = ${id} and finished_at is null`
}

/** The texts go, save what is to be kept; that it was done stays. */
export async function finishSlackRequest(
  db: VentureDb,
  id: string,
  at: Date,
  { problem, kept }: { problem: string | null; kept: string | null },
): Promise<void> {
  await db.sql`
    update slack_requests set finished_at = ${at}, problem = ${problem}, data = null, kept = ${kept}::text::jsonb
    where venture_id = ${db.ventureId} and request_id = ${id} and finished_at is null`
}

/**
 * Moves what was kept of a request that was finished after `since` to another that is in hand, in one statement: one taker
 * gets it, and has it in its next try too.
 */
export async function takeKeptOfSlackRequest(db: VentureDb, id: string, taker: string, since: Date): Promise<unknown> {
  const [row] = await db.sql<{ kept: unknown }[]>`
    with found as (
      select venture_id, request_id, kept from slack_requests
      where venture_id = ${db.ventureId} and request_id = ${id} and finished_at > ${since} and kept is not null
      for update),
    emptied as (
      update slack_requests r set kept = null from found
      where r.venture_id = found.venture_id and r.request_id = found.request_id)
    update slack_requests t set kept = found.kept from found
    where t.venture_id = found.venture_id and t.request_id = ${taker} and t.finished_at is null
    returning found.kept`
  return row?.kept
}

export async function giveBackKeptOfSlackRequest(db: VentureDb, id: string, kept: string): Promise<void> {
  await db.sql`
    update slack_requests set kept = ${kept}::text::jsonb
    where venture_id = ${db.ventureId} and request_id = ${id} and finished_at is not null`
}

/** What was received before `before` and is not done, oldest first. */
export async function openSlackRequests(
  db: VentureDb,
  before: Date,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return db.sql<{ id: string; name: string }[]>`
    select request_id as id, work as name from slack_requests
    where venture_id = ${db.ventureId} and finished_at is null and received_at < ${before}
    order by received_at, request_id limit ${limit}`
}

/** Deletes requests received, and conversations last asked on, before `before`; returns how many requests. */
export async function forgetSlackRequests(db: VentureDb, before: Date): Promise<number> {
  await db.sql`delete from slack_conversations where venture_id = ${db.ventureId} and asked_at < ${before}`
  const rows = await db.sql`
    delete from slack_requests where venture_id = ${db.ventureId} and received_at < ${before} returning 1`
  return rows.length
}

interface SlackPlace {
  channel: string
  /** `''` outside threads. */
  thread: string
  personId: string
}

/** The conversation the person had there, if they asked after `since`. */
export async function slackConversation(db: VentureDb, place: SlackPlace, since: Date): Promise<string | undefined> {
  const [row] = await db.sql<{ conversation: string }[]>`
    select conversation from slack_conversations
    where venture_id = ${db.ventureId} and channel = ${place.channel} and thread = ${place.thread}
      and person_id = ${place.personId} and asked_at > ${since}`
  return row?.conversation
}

export async function keepSlackConversation(
  db: VentureDb,
  place: SlackPlace,
  conversation: string,
  at: Date,
): Promise<void> {
  await db.sql`
    insert into slack_conversations (venture_id, channel, thread, person_id, conversation, asked_at)
    values (${db.ventureId}, ${place.channel}, ${place.thread}, ${place.personId}, ${conversation}, ${at})
    on conflict (venture_id, channel, thread, person_id)
      do update set conversation = excluded.conversation, asked_at = excluded.asked_at`
}
