/**
 * An answer on its way: a word at once where it takes longer, progress, then the answer in their place. What was said where
 * is kept with the request, so a try after a crash goes on and says nothing twice.
 */
import { z } from 'zod'
import { ConfigError, UserError } from '../errors.ts'
import { reportBug } from '../tools/incident-log.ts'
import { actions, type Block, button, message, mrkdwn, type SlackMessage, section } from './blocks.ts'
import type { Bot, WorkRequest } from './bot.ts'
import { type Delivered, deliver, type Place } from './deliver.ts'
import { errorMessage } from './messages/error.ts'
import { NotDelivered } from './receive/work-queue.ts'
import { slackProblem } from './slack-answer.ts'

/** Sooner the answer itself is there. */
const FIRST_WORD_AFTER_MS = 600
const BETWEEN_PROGRESS_MS = 2_000

export const SHARE_ACTION = 'share_answer'

/** What one try leaves to the next. */
const keptShape = z.object({
  /** The message that stands in for the answer. */
  shown: z.object({ channel: z.string(), ts: z.string() }).optional(),
  answer: z.array(z.custom<SlackMessage>()).optional(),
  /** Pages that were delivered. */
  delivered: z.number().int().default(0),
  /** Work that must not be done twice was begun. */
  isBegun: z.boolean().default(false),
  /** The place refused it, so it goes to the person's direct messages. */
  direct: z.string().optional(),
})
type Kept = z.infer<typeof keptShape>

export interface Answering {
  place: Place
  slackUser: string
  /** What is shown until there is more to say. */
  firstWord: string
  /** UserErrors are shown to the person. */
  answer(progress: (text: string) => void): Promise<SlackMessage[]>
  /** A second run would do something twice. */
  isEffect?: boolean
  /** A button shares the answer in the channel, which only this person sees now. */
  isShareable?: boolean
  /** Whoever asked may not: what a try before this one was to say was for who had a role then. */
  isRefusal?: boolean
}

/** Throws NotDelivered to be tried again. */
export async function reply(request: WorkRequest<unknown>, bot: Bot, answering: Answering): Promise<void> {
  const kept: Kept = keptShape.parse(request.kept ?? {})
  if (answering.isRefusal) Object.assign(kept, { answer: undefined, delivered: 0, isBegun: false })
  const target = (): Place =>
    kept.direct === undefined ? answering.place : { kind: 'message', channel: kept.direct, thread: undefined }
  const once = (page: number) => ({
    key: page === 0 ? request.id : `${request.id}-${page}`,
    lookSince: request.lookSince ?? undefined,
  })

  if (!kept.answer) {
    const words = new FirstWords(bot, target(), { ...once(0), key: `${request.id}-first` }, kept.shown)
    if (request.attempt === 1) words.say(answering.firstWord, FIRST_WORD_AFTER_MS)
    // A try before this one may have said it: it is found, or said now, and the answer takes its place.
    else if (answering.place.kind === 'message') await words.sayNow(answering.firstWord)
    try {
      kept.answer = await compute(request, bot, answering, kept, (text) => words.say(text, BETWEEN_PROGRESS_MS))
    } finally {
      kept.shown = await words.end()
    }
    if (answering.isShareable) {
      const [first, ...rest] = kept.answer
      if (first) kept.answer = [withShare(first, request.id), ...rest]
    }
    await request.keep(kept)
  }
  for (const [page, text] of kept.answer.entries()) {
    if (page < kept.delivered) continue
    let outcome = await deliver(bot, target(), text, { ...once(page), replacing: page === 0 ? kept.shown : undefined })
    if (outcome.kind === 'refused' && kept.direct === undefined) {
      kept.direct = await directMessage(bot, answering.slackUser)
      delete kept.shown
      await request.keep(kept)
      outcome = await deliver(bot, target(), text, once(page))
    }
    if (outcome.kind === 'later') throw new NotDelivered(outcome.problem)
    if (outcome.kind === 'refused') {
      bot.onProblem(new Error(`Slack takes no answer: ${outcome.problem}`), 'slack answer')
      return
    }
    kept.delivered = page + 1
    if (kept.answer.length > 1) await request.keep(kept)
  }
  if (answering.isShareable) request.keepAfter({ answer: kept.answer, slackUser: answering.slackUser })
}

async function compute(
  request: WorkRequest<unknown>,
  bot: Bot,
  { answer, isEffect }: Answering,
  kept: Kept,
  progress: (text: string) => void,
): Promise<SlackMessage[]> {
  if (kept.isBegun) {
    return [
      errorMessage({
        code: 'unavailable',
        message: 'I was interrupted while I did this, and cannot tell how far I came. I did not do it a second time.',
        fix: 'Look whether it was done, and ask again if it was not.',
      }),
    ]
  }
  if (isEffect) {
    kept.isBegun = true
    await request.keep(kept)
  }
  try {
    return await answer(progress)
  } catch (error) {
    if (error instanceof NotDelivered) throw error
    if (error instanceof UserError) return [errorMessage(error.answer)]
    if (error instanceof ConfigError) {
      return [errorMessage({ code: 'unavailable', message: error.message, fix: 'Tell the operator.' })]
    }
    const about = { dataDir: bot.crew.dataDir, at: new Date(), where: 'slack-bot', ids: { requestId: request.id } }
    return [errorMessage((await reportBug(error, about)).answer)]
  }
}

/** What is said before the answer is there: one message where it can be edited, else a few that only they see. */
class FirstWords {
  readonly #bot: Bot
  readonly #place: Place
  readonly #once: { key: string; lookSince: Date | undefined }
  #shown: { channel: string; ts: string } | undefined
  #timer: NodeJS.Timeout | undefined
  #saying: Promise<void> = Promise.resolve()
  #text = ''
  #spoken = 0

  constructor(
    bot: Bot,
    place: Place,
    once: { key: string; lookSince: Date | undefined },
    shown: { channel: string; ts: string } | undefined,
  ) {
    this.#bot = bot
    this.#place = place
    this.#once = once
    this.#shown = shown
  }

  /** Shows the newest text after that while, unless the answer is there by then. */
  say(text: string, afterMs: number): void {
    this.#text = text
    // What only one person sees cannot be edited, and an address of a command takes five answers.
    if (this.#place.kind !== 'message' && this.#spoken > 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#spoken++
      this.#saying = this.#saying.then(() => this.#show(this.#text))
    }, afterMs)
  }

  async sayNow(text: string): Promise<void> {
    this.#spoken++
    await this.#show(text)
  }

  /** Says nothing more; returns what stands there now. */
  async end(): Promise<{ channel: string; ts: string } | undefined> {
    clearTimeout(this.#timer)
    await this.#saying
    return this.#shown
  }

  async #show(text: string): Promise<void> {
    const words = message(mrkdwn`${text}`, [section(mrkdwn`_${text}_`)])
    const outcome: Delivered = await deliver(this.#bot, this.#place, words, {
      ...this.#once,
      replacing: this.#shown,
    }).catch((error: unknown) => {
      this.#bot.onProblem(error, 'slack progress')
      return { kind: 'later', problem: 'not said' }
    })
    if (outcome.kind === 'sent' && this.#place.kind === 'message') this.#shown = outcome.at
  }
}

function withShare(answer: SlackMessage, requestId: string): SlackMessage {
  const share: Block = actions([button({ text: 'Share in this channel', action: SHARE_ACTION, value: requestId })])
  return { text: answer.text, blocks: [...answer.blocks.slice(0, 49), share] }
}

/** The person's own place with the bot. Throws NotDelivered while Slack cannot be asked, `unavailable` where it refuses. */
export async function directMessage(bot: Bot, slackUser: string): Promise<string> {
  try {
    const { channel } = await bot.client.conversations.open({ users: slackUser })
    if (!channel?.id) throw new Error('conversations.open named no channel')
    return channel.id
  } catch (error) {
    const { kind, problem } = slackProblem(error)
    if (kind === 'refused') throw notTaken(problem)
    throw new NotDelivered(problem)
  }
}

/** What a person hears where trying again is of no use. */
export function notTaken(problem: string): UserError {
  return new UserError({
    code: 'unavailable',
    message: `I could not bring it to your direct messages: ${problem}.`,
    fix: 'Ask the operator: crew doctor says what is missing.',
  })
}
