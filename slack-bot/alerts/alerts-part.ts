/** Alerts in Slack: what carries them, and the buttons under them. */
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { dispatch } from '../ask/dispatch.ts'
import { type Bot, type BotPart, defineWork } from '../bot.ts'
import { answerAt } from '../deliver.ts'
import { ALERT_ACTIONS } from '../messages/alert.ts'
import { errorMessage } from '../messages/error.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { reply } from '../reply.ts'
import { openAlertCarrier } from './alert-carrier.ts'

const pressed = z.object({
  user: z.string(),
  channel: z.string(),
  /** The message with the button, or the one that its thread hangs on. */
  thread: z.string(),
  value: z.string(),
  responseUrl: z.string(),
})

/** The message itself then shows who took it, in every channel that has it. */
const take = defineWork({
  name: 'take_alert',
  data: pressed.extend({ withFolded: z.boolean() }),
  async run(request, bot) {
    const { user, value, withFolded, responseUrl } = request.data
    const identity = await bot.identify(user)
    if (!identity.person) {
      return tell(bot, responseUrl, errorMessage({ code: 'forbidden', message: identity.message, fix: '' }))
    }
    try {
      await bot.call(identity.person, 'acknowledge_alert', { alert: value, withFolded })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      // The try before this one took it and then did not come to say so.
      if (request.attempt > 1 && error.answer.code === 'conflict') return
      await tell(bot, responseUrl, errorMessage(error.answer))
    }
  },
})

/** In the alert's thread where those of the channel may read it, else seen by whom asked alone. */
const why = defineWork({
  name: 'why_alert',
  data: pressed,
  async run(request, bot) {
    const { user, channel, thread, value, responseUrl } = request.data
    const identity = await bot.identify(user)
    if (!identity.person) {
      return tell(bot, responseUrl, errorMessage({ code: 'forbidden', message: identity.message, fix: '' }))
    }
    const isPrivate = await bot.isPrivate(channel)
    const { firstWord, isEffect, answer } = dispatch(bot, identity.person, `why ${value}`, { channel, thread })
    await reply(request, bot, {
      firstWord,
      isEffect,
      answer,
      slackUser: user,
      place: isPrivate ? { kind: 'message', channel, thread } : { kind: 'whisper', channel, user, thread },
    })
  },
})

/** Only to whom pressed; the message stays. */
async function tell(bot: Bot, responseUrl: string, { text, blocks }: ReturnType<typeof errorMessage>): Promise<void> {
  const told = await answerAt(bot, responseUrl, { response_type: 'ephemeral', replace_original: false, text, blocks })
  if (told.kind === 'later') throw new NotDelivered(told.problem)
}

export const alertsPart: BotPart = {
  works: [take, why],
  carrier: openAlertCarrier,
  listen(bot) {
    const hear = (actionId: string, work: string, more: Record<string, unknown> = {}) =>
      bot.app.action({ type: 'block_actions', action_id: actionId }, async ({ body, action, context, ack }) => {
        const { container } = body
        const thread = container.thread_ts ?? container.message_ts
        if (action.type === 'button' && body.channel && typeof thread === 'string') {
          const data = {
            user: body.user.id,
            channel: body.channel.id,
            thread,
            value: action.value ?? '',
            responseUrl: body.response_url,
            ...more,
          }
          await bot.receive({ id: body.trigger_id, work, teamId: context.teamId ?? '', data })
        }
        await ack()
      })
    hear(ALERT_ACTIONS.take, take.name, { withFolded: false })
    hear(ALERT_ACTIONS.takeAll, take.name, { withFolded: true })
    hear(ALERT_ACTIONS.why, why.name)
  },
}
