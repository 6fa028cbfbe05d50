/** Messages of the team's chat and the proposals they show. */
import type { VentureDb } from '../venture-db.ts'

export interface SlackMessageRow {
  id: string
  form: 'card' | 'list'
  recipient: string
  personId: string | null
  channel: string | null
  ts: string | null
  status: string
  attemptId: string | null
  attemptedAt: Date | null
  attempts: number
  lookSince: Date | null
  sentBy: string | null
  problem: string | null
}

export interface ShownRow {
  proposalId: string
  /** The round it was posted for. */
  round: number
  position: number
  /** What stands in the message; null before it was posted. */
  shownStatus: string | null
  shownRound: number | null
  /** How the proposal stands. */
  status: string
  nowRound: number
}

export interface RoundToAnnounce {
  id: string
  round: number
  /** Somebody changed another proposal into it, and looks for it. */
  isAwaited: boolean
}

/**
 * Waiting proposals whose present round the recipient was not told of, the worthiest first. An index scan of what waits,
 * however many were decided.
 */
export async function proposalsToAnnounce(
  db: VentureDb,
  wanted: { recipient: string; addressedTo: 'success' | 'chairman' },
): Promise<RoundToAnnounce[]> {
  return db.sql<RoundToAnnounce[]>`
    select p.id, p.round, p.supersedes_id is not null as is_awaited from proposals p
    where p.venture_id = ${db.ventureId} and p.status = 'waiting' and p.addressed_to = ${wanted.addressedTo}
      and not exists (select from slack_message_proposals s
        where s.venture_id = p.venture_id and s.proposal_id = p.id and s.round = p.round
          and s.announced_to = ${wanted.recipient})
    order by p.money_at_stake_minor * coalesce(p.churn_probability, 0) desc, p.number`
}

/**
 * A message to be posted that announces these rounds; returns those that nobody announced to the recipient before. When
 * there is none, there is no message. Call it in a transaction.
 */
export async function insertAnnouncement(
  db: VentureDb,
  message: {
    id: string
    form: 'card' | 'list'
    recipient: string
    personId: string | null
    createdAt: Date
  },
  rounds: readonly { id: string; round: number }[],
): Promise<string[]> {
  await db.sql`
    insert into slack_messages (venture_id, id, form, recipient, person_id, status, retry_at, created_at)
    values (${db.ventureId}, ${message.id}, ${message.form}, ${message.recipient}, ${message.personId}, 'waiting', ${message.createdAt}, ${message.createdAt})`
  const rows = await db.sql<{ proposalId: string }[]>`
    insert into slack_message_proposals (venture_id, message_id, proposal_id, round, announced_to, position)
    select ${db.ventureId}, ${message.id}, id, round, ${message.recipient}, position
    from unnest(${rounds.map(({ id }) => id)}::uuid[], ${rounds.map(({ round }) => round)}::int[])
      with ordinality as asked (id, round, position)
    on conflict (venture_id, proposal_id, round, announced_to) where announced_to is not null do nothing
    returning proposal_id`
  if (rows.length === 0) {
    await db.sql`delete from slack_messages where venture_id = ${db.ventureId} and id = ${message.id}`
  }
  return rows.map(({ proposalId }) => proposalId)
}

function selectMessages(db: VentureDb) {
  return db.sql`
    select m.id, m.form, m.recipient, m.person_id, m.channel, m.ts, m.status, m.attempt_id, m.attempted_at, m.attempts,
      m.look_since, m.sent_by, m.problem
    from slack_messages m`
}

export async function slackMessageById(db: VentureDb, id: string): Promise<SlackMessageRow | undefined> {
  const [row] = await db.sql<SlackMessageRow[]>`
    ${selectMessages(db)} where m.venture_id = ${db.ventureId} and m.id = ${id}`
  return row
}

/** Ids of messages whose time to be posted has come, the oldest first. */
export async function slackMessagesToPost(db: VentureDb, now: Date): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select id from slack_messages
    where venture_id = ${db.ventureId} and status = 'waiting' and retry_at <= ${now}
    order by created_at, id`
  return rows.map(({ id }) => id)
}

/** Messages in the middle of an attempt. */
export async function slackMessagesBeingPosted(db: VentureDb): Promise<SlackMessageRow[]> {
  return db.sql<SlackMessageRow[]>`
    ${selectMessages(db)} where m.venture_id = ${db.ventureId} and m.status = 'posting' order by m.attempted_at, m.id`
}

/** waiting → posting; false when somebody was faster. */
export async function claimSlackMessage(
  db: VentureDb,
  id: string,
  attempt: { attemptId: string; sentBy: string; at: Date },
): Promise<boolean> {
  const rows = await db.sql`
    update slack_messages set status = 'posting', attempt_id = ${attempt.attemptId}, attempted_at = ${attempt.at},
      attempts = attempts + 1, sent_by = ${attempt.sentBy}, problem = null
    where venture_id = ${db.ventureId} and id = ${id} and status = 'waiting' returning id`
  return rows.length === 1
}

export type SlackSettlement =
  | { to: 'posted'; channel: string; ts: string }
  /** Whether this attempt left. `maybe`: it is looked for before the next; `whatever`: nobody can look, so it is not. */
  | { to: 'waiting'; retryAt: Date; problem: string; left: 'no' | 'maybe' | 'whatever' }
  | { to: 'dropped'; problem: string }

/** Ends an attempt; false when it is no longer that attempt's to end. */
export async function settleSlackMessage(
  db: VentureDb,
  id: string,
  attemptId: string,
  settled: SlackSettlement,
): Promise<boolean> {
  const place = settled.to === 'posted' ? settled : { channel: null, ts: null }
  const left = settled.to === 'waiting' ? settled.left : 'no'
  const rows = await db.sql`
    update slack_messages set status = ${settled.to}, channel = ${place.channel}, ts = ${place.ts},
      retry_at = ${settled.to === 'waiting' ? settled.retryAt : null},
      look_since = case ${left}::text when 'maybe' then coalesce(look_since, attempted_at) when 'no' then look_since end,
      problem = ${settled.to === 'posted' ? null : settled.problem}
    where venture_id = ${db.ventureId} and id = ${id} and status = 'posting' and attempt_id = ${attemptId}
    returning id`
  return rows.length === 1
}

/** Somebody deleted it in Slack: nothing is updated any more. */
export async function loseSlackMessage(db: VentureDb, id: string): Promise<void> {
  await db.sql`update slack_messages set status = 'gone' where venture_id = ${db.ventureId} and id = ${id}`
  await db.sql`
    update slack_message_proposals set is_final = true where venture_id = ${db.ventureId} and message_id = ${id}`
}

/**
 * Remembers a copy that was posted outside of an announcement, so that it is updated like the others; returns its id. One
 * that is known already stays as it is.
 */
export async function keepSlackCopy(
  db: VentureDb,
  copy: {
    id: string
    recipient: string
    personId: string | null
    channel: string
    ts: string
    proposalId: string
    round: number
    createdAt: Date
  },
): Promise<string> {
  await db.sql`
    insert into slack_messages (venture_id, id, form, recipient, person_id, channel, ts, status, created_at)
    values (${db.ventureId}, ${copy.id}, 'card', ${copy.recipient}, ${copy.personId}, ${copy.channel},
      ${copy.ts}, 'posted', ${copy.createdAt})
    on conflict (venture_id, channel, ts) where ts is not null do nothing`
  const [row] = await db.sql<{ id: string; form: string }[]>`
    select id, form from slack_messages
    where venture_id = ${db.ventureId} and channel = ${copy.channel} and ts = ${copy.ts}`
  if (!row) throw new Error('a message was just kept and is not there')
  if (row.form === 'card') {
    await db.sql`
      insert into slack_message_proposals (venture_id, message_id, proposal_id, round, position)
      values (${db.ventureId}, ${row.id}, ${copy.proposalId}, ${copy.round}, 1)
      on conflict (venture_id, message_id, proposal_id) do nothing`
  }
  return row.id
}

/** What the message shows, in its order. */
export async function shownIn(db: VentureDb, messageId: string): Promise<ShownRow[]> {
  return db.sql<ShownRow[]>`
    select s.proposal_id, s.round, s.position, s.shown_status, s.shown_round, p.status, p.round as now_round
    from slack_message_proposals s
    join proposals p on p.venture_id = s.venture_id and p.id = s.proposal_id
    where s.venture_id = ${db.ventureId} and s.message_id = ${messageId} order by s.position`
}

/** Posted messages that show another state of a proposal than the one it is in. Looks at what is not final only. */
export async function slackMessagesToUpdate(db: VentureDb, proposalId: string | null): Promise<string[]> {
  const rows = await db.sql<{ id: string }[]>`
    select distinct m.id from slack_message_proposals s
    join slack_messages m on m.venture_id = s.venture_id and m.id = s.message_id and m.status = 'posted'
    join proposals p on p.venture_id = s.venture_id and p.id = s.proposal_id
    where s.venture_id = ${db.ventureId} and not s.is_final
      and (${proposalId}::uuid is null or s.proposal_id = ${proposalId}::uuid)
      and (s.shown_status, s.shown_round) is distinct from (p.status, p.round)
    order by m.id`
  return rows.map(({ id }) => id)
}

/** A state that stands in a message now. `was` is what stood there when it was drawn. */
export interface NowShown {
  proposalId: string
  was: { status: string | null; round: number | null }
  status: string
  round: number
  isFinal: boolean
}

/**
 * Notes what the message shows. Where somebody else noted something meanwhile, nobody knows whose update came last at
 * Slack: it counts as showing nothing, and is updated once more.
 */
export async function markShown(db: VentureDb, messageId: string, shown: readonly NowShown[]): Promise<void> {
  await db.sql`
    update slack_message_proposals s set
      shown_status = case when (s.shown_status, s.shown_round) is not distinct from (n.was_status, n.was_round) then n.status end,
      shown_round = case when (s.shown_status, s.shown_round) is not distinct from (n.was_status, n.was_round) then n.round end,
      is_final = n.is_final::boolean and (s.shown_status, s.shown_round) is not distinct from (n.was_status, n.was_round)
    from unnest(${shown.map(({ proposalId }) => proposalId)}::uuid[], ${shown.map(({ was }) => was.status)}::text[],
      ${shown.map(({ was }) => was.round)}::int[], ${shown.map(({ status }) => status)}::text[],
      ${shown.map(({ round }) => round)}::int[], ${shown.map(({ isFinal }) => String(isFinal))}::text[])
      as n (proposal_id, was_status, was_round, status, round, is_final)
    where s.venture_id = ${db.ventureId} and s.message_id = ${messageId} and s.proposal_id = n.proposal_id`
}

/** When the next message is to be tried again after `now`; null when none waits. */
export async function nextSlackMessageAt(db: VentureDb, now: Date): Promise<Date | null> {
  const [row] = await db.sql<{ at: Date | null }[]>`
    select min(retry_at) as at from slack_messages
    where venture_id = ${db.ventureId} and status = 'waiting' and retry_at > ${now}`
  return row?.at ?? null
}

/** What the recipient was told since, for many at once become a list. */
export async function announcedSince(
  db: VentureDb,
  recipient: string,
  since: Date,
): Promise<{ cards: number; lastListAt: Date | null }> {
  const [row] = await db.sql<{ cards: number; lastListAt: Date | null }[]>`
    select count(*) filter (where form = 'card') as cards, max(created_at) filter (where form = 'list') as last_list_at
    from slack_messages m
    where venture_id = ${db.ventureId} and recipient = ${recipient} and created_at > ${since}
      and exists (select from slack_message_proposals s
        where s.venture_id = m.venture_id and s.message_id = m.id and s.announced_to is not null)`
  return row ?? { cards: 0, lastListAt: null }
}
