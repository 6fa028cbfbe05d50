/**
 * Proposals in the team's chat: each round is told once to whom it is addressed, and whatever becomes of a proposal, by any
 * door, is drawn into every message that shows it. Safe to call from several processes at once and after any crash: the
 * tables say what stands where, and what differs is posted or updated.
 */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import {
  announcedSince,
  claimSlackMessage,
  insertAnnouncement,
  keepSlackCopy,
  loseSlackMessage,
  markShown,
  type NowShown,
  nextSlackMessageAt,
  proposalsToAnnounce,
  type RoundToAnnounce,
  type ShownRow,
  type SlackMessageRow,
  settleSlackMessage,
  shownIn,
  slackMessageById,
  slackMessagesBeingPosted,
  slackMessagesToPost,
  slackMessagesToUpdate,
} from '../../db/queries/slack-messages.ts'
import type { ToolContext } from '../define-tool.ts'
import { attemptOwner, isAbandoned, whileAttempting } from '../outbox/attempt.ts'
import { policyVerdict } from '../proposals/policy.ts'
import { type ProposalStatus, proposalStatuses } from '../proposals/proposal.ts'
import { noteReached, noteUnreachable } from './note-unreachable.ts'
import type { AddressedTo, Delivered, DrawnState, MessageToDraw, ProposalChat, Recipient } from './proposal-chat.ts'

const MINUTE = 60_000
/** Cards to one recipient in ten minutes; what comes beyond is named in a list, the worthiest first, and opened from there. */
const CARDS_AT_MOST = 5
const CARDS_WITHIN_MS = 10 * MINUTE
const BETWEEN_LISTS_MS = MINUTE
/** After what nobody can do anything about but a person in Slack: the bot is not in the channel, a scope is missing. */
const REFUSED_RETRY_MS = 10 * MINUTE
/** Messages drawn and sent at once. */
const AT_ONCE = 4
const ended: readonly ProposalStatus[] = ['rejected', 'superseded', 'expired', 'done']
/** There is nothing to update any more. */
const LOST = ['message_not_found', 'channel_not_found', 'cant_update_message', 'is_archived', 'edit_window_closed']

export type ShowingContext = Pick<
  ToolContext,
  'db' | 'settings' | 'venture' | 'now' | 'knownAt' | 'ledgerKey' | 'actor'
>

/** Posts and updates what is due at `context.now`. Returns when there is something to do again without a new event. */
export async function showProposals<Content>(
  context: ShowingContext,
  chat: ProposalChat<Content>,
): Promise<Date | null> {
  const { db, now } = context
  const showing = { ...context, chat }
  for (const message of await slackMessagesBeingPosted(db)) {
    if (isAbandoned(message, now)) await giveBack(showing, message)
  }
  const heldUntil: (Date | null)[] = []
  for (const addressedTo of ['chairman', 'success'] as const) {
    const recipients = await chat.recipients(addressedTo)
    for (const recipient of recipients) heldUntil.push(await announce(showing, recipient, addressedTo))
    if (recipients.length === 0) await noteNobody(showing, addressedTo)
    else await noteReached(showing, `every ${addressedTo}`)
  }
  await each(showing, await slackMessagesToPost(db, now), (id) => postMessage(showing, id))
  const putOff = await each(showing, await slackMessagesToUpdate(db, null), (id) => updateMessage(showing, id))
  return earliest([...heldUntil, ...putOff, await nextSlackMessageAt(db, now)])
}

/** Draws these messages anew, whether or not a proposal moved on. */
export async function redrawMessages<Content>(
  context: ShowingContext,
  chat: ProposalChat<Content>,
  messageIds: readonly string[],
): Promise<void> {
  await each({ ...context, chat }, messageIds, (id) => updateMessage({ ...context, chat }, id))
}

interface Showing<Content> extends ShowingContext {
  chat: ProposalChat<Content>
}

/** Proposals wait for people of whom none can be told. */
async function noteNobody<Content>(context: Showing<Content>, addressedTo: AddressedTo): Promise<void> {
  const recipient = `every ${addressedTo}`
  if ((await proposalsToAnnounce(context.db, { recipient, addressedTo })).length === 0) return
  await noteUnreachable(context, {
    recipient,
    who: addressedTo === 'chairman' ? 'the Chairman' : 'the success team',
    isChairman: addressedTo === 'chairman',
    code: 'users_not_found',
    problem: 'nobody in Slack has the mail address of a Chairman',
    fix: 'Give the Chairman the address of their Slack profile: crew people add.',
  })
}

/** Writes down what the recipient is to be told. Returns when a list that is held back may be written. */
async function announce<Content>(
  { db, now, ...context }: Showing<Content>,
  recipient: Recipient,
  addressedTo: AddressedTo,
): Promise<Date | null> {
  const rounds: RoundToAnnounce[] = []
  for (const round of await proposalsToAnnounce(db, { recipient: recipient.name, addressedTo })) {
    if ((await policyVerdict({ ...context, db, now }, round.id)) === 'ask') rounds.push(round)
  }
  if (rounds.length === 0) return null
  const told = await announcedSince(db, recipient.name, new Date(now.getTime() - CARDS_WITHIN_MS))
  const room = Math.max(0, CARDS_AT_MOST - told.cards)
  const others = rounds.filter(({ isAwaited }) => !isAwaited)
  // A list of one would say less than its card and cost a press.
  const fitting = room > 0 && others.length === room + 1 ? others : others.slice(0, room)
  const cards = [...rounds.filter(({ isAwaited }) => isAwaited), ...fitting]
  const write = (form: 'card' | 'list', named: readonly { id: string; round: number }[]) =>
    db.transaction((tx) =>
      insertAnnouncement(
        tx,
        { id: uuidv7(), form, recipient: recipient.name, personId: recipient.personId, createdAt: now },
        named,
      ),
    )
  for (const card of cards) await write('card', [card])
  const rest = others.slice(fitting.length)
  if (rest.length === 0) return null
  const nextListAt = new Date((told.lastListAt?.getTime() ?? 0) + BETWEEN_LISTS_MS)
  if (nextListAt > now) return nextListAt
  await write('list', rest)
  return null
}

async function postMessage<Content>(showing: Showing<Content>, id: string): Promise<Date | null> {
  const { db, chat, now } = showing
  const attemptId = uuidv7()
  return whileAttempting(attemptId, async () => {
    if (!(await claimSlackMessage(db, id, { attemptId, sentBy: attemptOwner('slack'), at: now }))) return null
    const message = await slackMessageById(db, id)
    if (!message) return null
    const shown = await shownIn(db, id)
    const { content, states } = await chat.draw(toDraw(message, shown))
    if (!states.some((state) => isAsked(state, shown))) {
      await settleSlackMessage(db, id, attemptId, { to: 'dropped', problem: 'decided before it was posted' })
      return null
    }
    const delivered = await chat.post(recipientOf(message), content, {
      key: id,
      lookSince: message.lookSince ?? undefined,
    })
    switch (delivered.outcome) {
      case 'sent':
        await db.transaction(async (tx) => {
          const { channel, ts } = delivered
          if (await settleSlackMessage(tx, id, attemptId, { to: 'posted', channel, ts }))
            await markShown(tx, id, drawn(shown, states))
        })
        await noteReached(showing, message.recipient)
        return null
      case 'retry':
        await settleSlackMessage(db, id, attemptId, {
          to: 'waiting',
          retryAt: delivered.at,
          problem: delivered.problem,
          left: delivered.mayHaveLeft ? 'maybe' : 'no',
        })
        return delivered.at
      case 'failed': {
        // The bot may not look whether it is there. Two cards of one round do less harm than none: it is decided once.
        if (delivered.code === 'may_have_left') {
          await settleSlackMessage(db, id, attemptId, {
            to: 'waiting',
            retryAt: now,
            problem: delivered.problem,
            left: 'whatever',
          })
          return now
        }
        const retryAt = new Date(now.getTime() + REFUSED_RETRY_MS)
        await settleSlackMessage(db, id, attemptId, {
          to: 'waiting',
          retryAt,
          problem: delivered.problem,
          left: 'no',
        })
        await noteFailure(showing, message, delivered)
        return retryAt
      }
    }
  })
}

async function noteFailure<Content>(
  showing: Showing<Content>,
  message: SlackMessageRow,
  refusal: Extract<Delivered, { outcome: 'failed' }>,
): Promise<void> {
  await noteUnreachable(showing, {
    ...refusal,
    recipient: message.recipient,
    who: await showing.chat.nameOf(recipientOf(message)),
    isChairman: message.personId !== null,
  })
}

/** A process died in the middle: nobody knows whether it left, so it is looked for before it is posted again. */
async function giveBack<Content>({ db, now }: Showing<Content>, message: SlackMessageRow): Promise<void> {
  await settleSlackMessage(db, message.id, message.attemptId ?? '', {
    to: 'waiting',
    retryAt: now,
    problem: 'the process ended while it was being posted',
    left: 'maybe',
  })
}

async function updateMessage<Content>(showing: Showing<Content>, id: string): Promise<Date | null> {
  const { db, chat } = showing
  const message = await slackMessageById(db, id)
  if (!message?.channel || !message.ts) return null
  const shown = await shownIn(db, id)
  const { content, states } = await chat.draw(toDraw(message, shown))
  const delivered = await chat.update({ channel: message.channel, ts: message.ts }, content)
  switch (delivered.outcome) {
    case 'sent':
      await markShown(db, id, drawn(shown, states))
      return null
    case 'retry':
      return delivered.at
    case 'failed':
      if (LOST.includes(delivered.code)) await db.transaction((tx) => loseSlackMessage(tx, id))
      else await noteFailure(showing, message, delivered)
      return null
  }
}

const recipientOf = ({ recipient, personId }: SlackMessageRow): Recipient => ({ name: recipient, personId })

function toDraw(message: SlackMessageRow, shown: readonly ShownRow[]): MessageToDraw {
  return {
    id: message.id,
    form: message.form,
    recipient: recipientOf(message),
    channel: message.channel,
    proposals: shown.map(({ proposalId, round, status, nowRound }) => ({
      id: proposalId,
      postedRound: round,
      status: z.enum(proposalStatuses).parse(status),
      round: nowRound,
    })),
  }
}

function isAsked({ proposalId, status, round }: DrawnState, shown: readonly ShownRow[]): boolean {
  return status === 'waiting' && shown.some((row) => row.proposalId === proposalId && row.round === round)
}

function drawn(shown: readonly ShownRow[], states: readonly DrawnState[]): NowShown[] {
  const before = new Map(shown.map((row) => [row.proposalId, row]))
  return states.map((state) => {
    const row = before.get(state.proposalId)
    const was = { status: row?.shownStatus ?? null, round: row?.shownRound ?? null }
    return { ...state, was, isFinal: ended.includes(state.status) }
  })
}

/** A few at once; one that fails does not keep the others, and is due again with the next call. */
async function each<Content>(
  { chat }: Pick<Showing<Content>, 'chat'>,
  ids: readonly string[],
  work: (id: string) => Promise<Date | null>,
): Promise<(Date | null)[]> {
  const waiting = [...ids]
  const answers: (Date | null)[] = []
  const lane = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        answers.push(await work(id))
      } catch (error) {
        chat.onProblem(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return answers
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null)
  return known.length === 0 ? null : new Date(Math.min(...known.map((date) => date.getTime())))
}

/**
 * The message at this place, kept current from now on: a card that somebody asked for, or one whose posting nobody heard the
 * end of. Returns its id.
 */
export async function keepCopy(
  { db, now }: Pick<ToolContext, 'db' | 'now'>,
  copy: {
    channel: string
    ts: string
    recipient: Recipient
    proposal: { id: string; round: number }
  },
): Promise<string> {
  return db.transaction((tx) =>
    keepSlackCopy(tx, {
      id: uuidv7(),
      recipient: copy.recipient.name,
      personId: copy.recipient.personId,
      channel: copy.channel,
      ts: copy.ts,
      proposalId: copy.proposal.id,
      round: copy.proposal.round,
      createdAt: now,
    }),
  )
}
