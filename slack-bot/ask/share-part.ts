/** The button under an answer that one person sees: shares it in the channel, when only those of the channel can read it. */
import { z } from 'zod'
import { context as contextBlock, mention, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { type Bot, type BotPart, defineWork } from '../bot.ts'
import { answerAt } from '../deliver.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { SHARE_ACTION } from '../reply.ts'

const shared = z.object({ answer: z.array(z.custom<SlackMessage>()), slackUser: z.string() })

const share = defineWork({
  name: 'share',
  data: z.object({
    user: z.string(),
    channel: z.string(),
    thread: z.string().optional(),
    answer: z.string(),
    responseUrl: z.string(),
  }),
  async run(request, bot) {
    const { user, channel, thread, responseUrl, answer } = request.data
    const say = (text: string) => tell(bot, responseUrl, text)
    const identity = await bot.identify(user)
    if (!identity.person) return say(identity.message)
    if (!(await bot.isPrivate(channel))) {
      return say(
        'I do not share this here: everyone in the workspace, or another one, can read this channel. Ask me in a private channel, and share it there.',
      )
    }
    const kept = request.kept ?? (await bot.takeKept(answer, request.id))
    const read = shared.safeParse(kept)
    if (!read.success) return say('This was shared already, or is more than a day old. Ask again to share it anew.')
    if (read.data.slackUser !== user) {
      await bot.giveBackKept(answer, kept)
      return say('Only who asked shares an answer.')
    }
    for (const [page, text] of read.data.answer.entries()) {
      const outcome = await bot.poster.post(channel, page === 0 ? sharedBy(text, user) : text, {
        thread,
        key: `${request.id}-${page}`,
        lookSince: request.lookSince ?? undefined,
      })
      if (outcome.outcome === 'retry') throw new NotDelivered(outcome.problem)
      if (outcome.outcome === 'failed') {
        await bot.giveBackKept(answer, kept)
        const isOutside = outcome.code === 'not_in_channel' || outcome.code === 'channel_not_found'
        return say(
          isOutside
            ? 'I am not in this channel. Invite me with /invite, then share again.'
            : `Slack does not take it: ${outcome.problem}.`,
        )
      }
    }
    await answerAt(bot, responseUrl, { delete_original: true })
  },
})

/** The answer without the buttons that were for one person, and with whom it comes from. */
function sharedBy({ text, blocks }: SlackMessage, user: string): SlackMessage {
  const isButton = (element: unknown) =>
    typeof element === 'object' && element !== null && Reflect.get(element, 'action_id') === SHARE_ACTION
  const rest = blocks.filter((block) => !(block.type === 'actions' && block.elements.some(isButton)))
  return { text, blocks: [...rest.slice(0, 49), contextBlock(mrkdwn`Shared by ${mention(user)}`)] }
}

/** Beside the answer, which stays. */
async function tell(bot: Bot, responseUrl: string, text: string): Promise<void> {
  const { blocks } = message(mrkdwn`${text}`, [section(mrkdwn`${text}`)])
  const told = await answerAt(bot, responseUrl, { response_type: 'ephemeral', replace_original: false, text, blocks })
  if (told.kind === 'later') throw new NotDelivered(told.problem)
}

export const sharePart: BotPart = {
  works: [share],
  listen(bot) {
    bot.app.action({ type: 'block_actions', action_id: SHARE_ACTION }, async ({ body, action, context, ack }) => {
      if (action.type === 'button' && body.channel) {
        const thread = body.container.thread_ts
        const data = {
          user: body.user.id,
          channel: body.channel.id,
          answer: action.value ?? '',
          responseUrl: body.response_url,
          ...(typeof thread === 'string' ? { thread } : {}),
        }
        await bot.receive({ id: body.trigger_id, work: share.name, teamId: context.teamId ?? '', data })
      }
      await ack()
    })
  },
}
