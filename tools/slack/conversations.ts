/** What a person last talked about in a place of Slack, so that the next question there is understood as a follow-up. */
import { keepSlackConversation, slackConversation } from '../../db/queries/slack-requests.ts'
import type { ToolContext } from '../define-tool.ts'

/** In a thread everything belongs together, for as long as `ask_crew` knows what was asked; elsewhere a question an hour later is a new one. */
const ASKED_ON_MS = { thread: 12 * 60 * 60_000, elsewhere: 60 * 60_000 }

export interface SlackPlace {
  channel: string
  /** The `ts` of the thread's first message; undefined outside threads. */
  thread: string | undefined
}

/** The handle to give `ask_crew` with the next question of this caller there. */
export async function conversationIn(
  context: ToolContext,
  { channel, thread }: SlackPlace,
): Promise<string | undefined> {
  const age = thread === undefined ? ASKED_ON_MS.elsewhere : ASKED_ON_MS.thread
  const place = { channel, thread: thread ?? '', personId: context.actor.id }
  return slackConversation(context.db, place, new Date(context.now.getTime() - age))
}

export async function keepConversation(
  context: ToolContext,
  { channel, thread }: SlackPlace,
  conversation: string,
): Promise<void> {
  const place = { channel, thread: thread ?? '', personId: context.actor.id }
  await keepSlackConversation(context.db, place, conversation, context.now)
}
