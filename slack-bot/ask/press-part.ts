/** What is asked by a press: a button that asks on, a number whose receipt is wanted, a customer chosen by name. */
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { findCustomers } from '../../tools/customers/find-customers.ts'
import { lookUp } from '../../tools/look-up.ts'
import { plain, SLACK_LIMITS } from '../blocks.ts'
import { type Bot, type BotPart, defineWork } from '../bot.ts'
import type { Place } from '../deliver.ts'
import { PICK_ACTIONS, pickedFor } from '../messages/pick-customer.ts'
import { ASK_ACTION, RECEIPT_ACTION } from '../messages/words.ts'
import { answerWords } from './answer-words.ts'

const MOST_NAMES = 25

const press = defineWork({
  name: 'press',
  data: z.object({
    user: z.string(),
    channel: z.string(),
    /** As if they had been typed. */
    words: z.string(),
    /** The message that was pressed, when others see it too. */
    message: z.string().optional(),
    thread: z.string().optional(),
    isInItsPlace: z.boolean(),
    responseUrl: z.string(),
  }),
  async run(request, bot) {
    const { user, channel, words, message, responseUrl } = request.data
    const isDirect = channel.startsWith('D')
    // The channel may have been made public since the question was asked in it.
    const isSafeThere = message === undefined || isDirect || (await bot.isPrivate(channel))
    const isInItsPlace = request.data.isInItsPlace && isSafeThere
    const response: Place = { kind: 'response', url: responseUrl, isBeside: !isInItsPlace }
    const thread = request.data.thread ?? (isDirect ? undefined : message)
    // What others see is answered where they see it; but a receipt is for who wants to know.
    const isForAll = message !== undefined && !request.data.isInItsPlace && !words.startsWith('receipt ')
    const isOpen = isForAll && !isSafeThere
    const whisper: Place = { kind: 'whisper', channel, user, thread }
    await answerWords(request, bot, {
      user,
      words,
      where: { channel, thread },
      place: isForAll ? (isOpen ? whisper : { kind: 'message', channel, thread }) : response,
      placeOfRefusal: { ...response, isBeside: true },
      isShareable: !isDirect && (!isForAll || isOpen),
    })
  },
})

type Action = types.ActionsBlockElement | { type: string }
interface Pressed {
  body: {
    user: { id: string }
    channel?: { id: string }
    trigger_id: string
    response_url: string
    container: Record<string, unknown>
  }
  teamId: string | undefined
}

async function receive(bot: Bot, { body, teamId }: Pressed, words: string, isInItsPlace = false): Promise<void> {
  if (!body.channel) return
  const { message_ts: ts, thread_ts: thread, is_ephemeral: isEphemeral } = body.container
  const data = {
    user: body.user.id,
    channel: body.channel.id,
    words,
    isInItsPlace,
    responseUrl: body.response_url,
    ...(typeof ts === 'string' && isEphemeral !== true ? { message: ts } : {}),
    ...(typeof thread === 'string' ? { thread } : {}),
  }
  await bot.receive({ id: body.trigger_id, work: press.name, teamId: teamId ?? '', data })
}

/** Nothing for who may see nothing. */
async function suggestions(bot: Bot, user: string, letters: string) {
  const identity = await bot.identify(user)
  if (!identity.person) return []
  const { customers } = await lookUp(
    findCustomers,
    { text: letters.slice(0, 200) },
    await bot.contextOf(identity.person),
  )
  return customers.slice(0, MOST_NAMES).map(({ id, externalId, name }) => ({
    text: plain(`${name} (${externalId})`, SLACK_LIMITS.optionText),
    value: id,
  }))
}

export const pressPart: BotPart = {
  works: [press],
  listen(bot) {
    const { app } = bot
    app.action(
      { type: 'block_actions', action_id: new RegExp(`^${ASK_ACTION}(:|$)`) },
      async ({ body, action, context, ack }) => {
        if (action.type === 'button') await receive(bot, { body, teamId: context.teamId }, action.value ?? '')
        await ack()
      },
    )
    app.action(
      { type: 'block_actions', action_id: new RegExp(`^${RECEIPT_ACTION}(:|$)`) },
      async ({ body, action, context, ack }) => {
        const words = `receipt ${chosen(action).replace(/#.*$/, '')}`
        await receive(bot, { body, teamId: context.teamId }, words)
        await ack()
      },
    )
    app.options(new RegExp(`^${PICK_ACTIONS}`), async ({ options, ack }) => {
      await ack({ options: await suggestions(bot, options.user.id, options.value) })
    })
    app.action(
      { type: 'block_actions', action_id: new RegExp(`^${PICK_ACTIONS}`) },
      async ({ body, action, context, ack }) => {
        const words = `${pickedFor(action.action_id)} ${chosen(action)}`
        await receive(bot, { body, teamId: context.teamId }, words, true)
        await ack()
      },
    )
  },
}

/** The value of a button, or what was selected. */
function chosen(action: Action): string {
  if ('selected_option' in action) return (action.selected_option as { value?: string } | null)?.value ?? ''
  return 'value' in action ? String(action.value) : ''
}
