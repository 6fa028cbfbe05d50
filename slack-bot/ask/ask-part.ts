/** Questions: a mention in a channel, a direct message, and whatever is typed after /crew. */
import { z } from 'zod'
import { type BotPart, defineWork } from '../bot.ts'
import { atRiskCommand, customerCommand, whyCommand } from '../commands/customers.ts'
import { metricsCommand, receiptCommand, reportCommand, runCommand, settingsCommand } from '../commands/figures.ts'
import { helpCommand } from '../commands/help.ts'
import type { Place } from '../deliver.ts'
import { answerWords } from './answer-words.ts'
import { spokenText } from './spoken-text.ts'

/** What listeners read of a message; Slack's own types have it differently for each subtype. */
const said = z.object({
  user: z.string(),
  text: z.string().default(''),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel_type: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
})

/** With a file, or from a thread into the channel too. */
const SAID_BY_PEOPLE = new Set(['file_share', 'thread_broadcast'])

const message = defineWork({
  name: 'message',
  data: z.object({
    user: z.string(),
    text: z.string(),
    channel: z.string(),
    ts: z.string(),
    thread: z.string().optional(),
    isDirect: z.boolean(),
  }),
  async run(request, bot) {
    const { user, channel, ts, isDirect } = request.data
    // In a channel an answer belongs under its question.
    const thread = request.data.thread ?? (isDirect ? undefined : ts)
    const isOpen = !isDirect && !(await bot.isPrivate(channel))
    const whisper: Place = { kind: 'whisper', channel, user, thread }
    const { botUserId } = await bot.workspace()
    await answerWords(request, bot, {
      user,
      words: spokenText(request.data.text, botUserId),
      where: { channel, thread: isDirect ? request.data.thread : thread },
      place: isOpen ? whisper : { kind: 'message', channel, thread },
      placeOfRefusal: isDirect ? { kind: 'message', channel, thread } : whisper,
      isShareable: isOpen,
    })
  },
})

const command = defineWork({
  name: 'command',
  data: z.object({ user: z.string(), text: z.string(), channel: z.string(), responseUrl: z.string() }),
  async run(request, bot) {
    const { user, channel, text, responseUrl } = request.data
    const place: Place = { kind: 'response', url: responseUrl, isBeside: false }
    await answerWords(request, bot, {
      user,
      words: spokenText(text, ''),
      where: { channel, thread: undefined },
      place,
      placeOfRefusal: place,
      // In a direct message there is nobody to share with, and in one between two others the bot may not post.
      isShareable: !channel.startsWith('D'),
    })
  },
})

export const askPart: BotPart = {
  works: [message, command],
  commands: [
    atRiskCommand,
    customerCommand,
    whyCommand,
    metricsCommand,
    reportCommand,
    runCommand,
    settingsCommand,
    receiptCommand,
    helpCommand,
  ],
  listen(bot) {
    const hear = async (event: unknown, teamId: string | undefined, isDirect: boolean) => {
      const read = said.safeParse(event)
      // Edits, joins and what bots say, its own words too, ask nothing.
      if (!read.success || read.data.bot_id !== undefined) return
      const { user, text, channel, ts, thread_ts: thread, channel_type, subtype } = read.data
      if (subtype !== undefined && !SAID_BY_PEOPLE.has(subtype)) return
      if (isDirect !== (channel_type === 'im')) return
      // The message is the identity: Slack may tell of it twice, under two events.
      const data = { user, text, channel, ts, isDirect, ...(thread === undefined ? {} : { thread }) }
      await bot.receive({ id: `${channel}-${ts}`, work: message.name, teamId: teamId ?? '', data })
    }
    bot.app.event('app_mention', ({ event, context }) => hear(event, context.teamId, false))
    bot.app.event('message', ({ event, context }) => hear(event, context.teamId, true))
    bot.app.command('/crew', async ({ command: typed, ack }) => {
      const data = {
        user: typed.user_id,
        text: typed.text ?? '',
        channel: typed.channel_id,
        responseUrl: typed.response_url,
      }
      await bot.receive({ id: typed.trigger_id, work: command.name, teamId: typed.team_id, data })
      await ack()
    })
  },
}
