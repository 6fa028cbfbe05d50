/** Names of customers that come up while one types, and what a choice of one does. */
import { z } from 'zod'
import { dispatch } from '../ask/dispatch.ts'
import { plain, SLACK_LIMITS } from '../blocks.ts'
import { type Bot, type BotPart, defineWork } from '../bot.ts'
import { errorMessage } from '../messages/error.ts'
import type { PickedFor } from '../messages/pick-customer.ts'
import { reply } from '../reply.ts'

const found = z.object({
  customers: z.array(z.object({ id: z.string(), externalId: z.string(), name: z.string() })),
})
/** Slack waits three seconds, and asks with each letter. */
const MOST_NAMES = 25

const pick = defineWork({
  name: 'pick',
  data: z.object({
    user: z.string(),
    channel: z.string(),
    command: z.string(),
    customer: z.string(),
    responseUrl: z.string(),
  }),
  async run(request, bot) {
    const { user, channel, command, customer, responseUrl } = request.data
    const identity = await bot.identify(user)
    const answering = { place: { kind: 'response' as const, url: responseUrl }, slackUser: user }
    if (!identity.person) {
      const refusal = errorMessage({ code: 'forbidden', message: identity.message, fix: '' })
      return reply(request, bot, { ...answering, firstWord: 'One moment…', answer: async () => [refusal] })
    }
    const dispatched = dispatch(bot, identity.person, `${command} ${customer}`, { channel, thread: undefined })
    await reply(request, bot, { ...answering, ...dispatched, isShareable: !channel.startsWith('D') })
  },
})

/** Nothing for who may see nothing. */
async function suggestions(bot: Bot, user: string, letters: string) {
  const identity = await bot.identify(user)
  if (!identity.person) return []
  const { output } = await bot.call(identity.person, 'find_customers', { text: letters.slice(0, 200) })
  return found
    .parse(output)
    .customers.slice(0, MOST_NAMES)
    .map(({ id, externalId, name }) => ({
      text: plain(`${name} (${externalId})`, SLACK_LIMITS.optionText),
      value: id,
    }))
}

export const pickPart: BotPart = {
  works: [pick],
  listen(bot) {
    for (const command of ['customer', 'why'] satisfies PickedFor[]) {
      const action_id = `pick_${command}`
      bot.app.options(action_id, async ({ options, ack }) => {
        await ack({ options: await suggestions(bot, options.user.id, options.value) })
      })
      bot.app.action({ type: 'block_actions', action_id }, async ({ body, action, context, ack }) => {
        if (action.type === 'external_select' && action.selected_option && body.channel) {
          const data = {
            user: body.user.id,
            channel: body.channel.id,
            command,
            customer: action.selected_option.value,
            responseUrl: body.response_url,
          }
          await bot.receive({ id: body.trigger_id, work: pick.name, teamId: context.teamId ?? '', data })
        }
        await ack()
      })
    }
  },
}
