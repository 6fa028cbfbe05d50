/** One chat a bot: it remembers who is where in Slack. */
import type { ProposalChat } from '../../tools/slack/proposal-chat.ts'
import { keepCopy, redrawMessages } from '../../tools/slack/show-proposals.ts'
import type { SlackMessage } from '../blocks.ts'
import type { Bot, SlackPerson } from '../bot.ts'
import type { Pressed } from './pressed.ts'
import { createProposalChat, personRecipient } from './proposal-chat.ts'
import { teamReader } from './read-proposal.ts'

const chats = new WeakMap<Bot, ProposalChat<SlackMessage>>()

export function chatOf(bot: Bot): ProposalChat<SlackMessage> {
  const chat = chats.get(bot) ?? createProposalChat(bot)
  chats.set(bot, chat)
  return chat
}

/** The pressed message is one of those that are kept current, also when its posting was never heard the end of. */
export async function keepPressed(bot: Bot, person: SlackPerson, place: Pressed): Promise<string | undefined> {
  const { channel, ts, proposal, round } = place
  if (ts === undefined) return undefined
  const recipient = channel.startsWith('D') ? personRecipient(person.actor.id) : { name: channel, personId: null }
  return keepCopy(await bot.crew.context({ actor: teamReader }), {
    channel,
    ts,
    recipient,
    proposal: { id: proposal, round },
  })
}

export async function redraw(bot: Bot, messageId: string | undefined): Promise<void> {
  if (messageId === undefined) return
  await redrawMessages(await bot.crew.context({ actor: teamReader }), chatOf(bot), [messageId])
}
