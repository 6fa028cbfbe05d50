/** Some words of a person, answered where they belong. No role, no data: who is not known is told so where only they see it. */
import type { SlackPlace } from '../../tools/slack/conversations.ts'
import type { Bot, WorkRequest } from '../bot.ts'
import type { Place } from '../deliver.ts'
import { errorMessage } from '../messages/error.ts'
import { reply } from '../reply.ts'
import { dispatch } from './dispatch.ts'

interface Asked {
  user: string
  words: string
  /** Where the next question is understood as a follow-up. */
  where: SlackPlace
  place: Place
  placeOfRefusal: Place
  /** Only they see the answer, and there are others to share it with. */
  isShareable: boolean
}

export async function answerWords(request: WorkRequest<unknown>, bot: Bot, asked: Asked): Promise<void> {
  const identity = await bot.identify(asked.user)
  if (!identity.person) {
    const refusal = errorMessage({ code: 'forbidden', message: identity.message, fix: '' })
    const answering = { place: asked.placeOfRefusal, slackUser: asked.user, firstWord: 'One moment…' }
    return reply(request, bot, { ...answering, answer: async () => [refusal], isRefusal: true })
  }
  const once = { key: `${request.id}-beside`, lookSince: request.lookSince ?? undefined }
  const dispatched = dispatch(bot, identity.person, asked.words, { place: asked.where, once })
  await reply(request, bot, {
    ...dispatched,
    place: asked.place,
    slackUser: asked.user,
    isShareable: asked.isShareable && !dispatched.isForOne,
  })
}
