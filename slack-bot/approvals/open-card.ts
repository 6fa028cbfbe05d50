/** A card on demand, to the direct messages of who asked: it is drawn for them, and kept current like any other. */
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { keepCopy } from '../../tools/slack/show-proposals.ts'
import { message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { type Bot, defineWork, type SlackPerson } from '../bot.ts'
import { errorMessage } from '../messages/error.ts'
import { proposalCard } from '../messages/proposal.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { directMessage, notTaken } from '../reply.ts'
import { tell, whoPressed } from './decide.ts'
import { pressed } from './pressed.ts'
import { personRecipient } from './proposal-chat.ts'
import { readProposal, teamReader } from './read-proposal.ts'

export const OPEN = 'open_proposal'

export const openWork = defineWork({
  name: OPEN,
  data: pressed.pick({ slackUser: true, channel: true, responseUrl: true }).extend({ proposal: z.string() }),
  async run({ id, data, lookSince }, bot) {
    const person = await whoPressed(bot, data)
    if (!person) return
    try {
      const once = { key: id, lookSince: lookSince ?? undefined }
      const { channel, label } = await openCard(bot, person, data.proposal, once)
      if (channel !== data.channel) await tell(bot, data, openedMessage(label))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      await tell(bot, data, errorMessage(error.answer))
    }
  },
})

export function openedMessage(label: string): SlackMessage {
  const words = mrkdwn`${label} is in your direct messages with me.`
  return message(words, [section(words)])
}

/** Throws `not_found`, `unavailable` where Slack refuses, and NotDelivered to be tried again. */
export async function openCard(
  bot: Bot,
  person: SlackPerson,
  proposal: string,
  once: { key: string; lookSince: Date | undefined },
): Promise<{ channel: string; label: string }> {
  const { detail, setting } = await readProposal(bot, proposal, person.actor)
  const channel = await directMessage(bot, person.slackUser)
  const card = proposalCard(detail, setting, { postedRound: detail.round, isPublic: false })
  const posted = await bot.poster.post(channel, card, once)
  if (posted.outcome === 'retry') throw new NotDelivered(posted.problem)
  if (posted.outcome === 'failed') throw notTaken(posted.problem)
  await keepCopy(await bot.crew.context({ actor: teamReader }), {
    channel: posted.channel,
    ts: posted.ts,
    recipient: personRecipient(person.actor.id),
    proposal: { id: detail.id, round: detail.round },
  })
  return { channel, label: detail.proposal }
}
