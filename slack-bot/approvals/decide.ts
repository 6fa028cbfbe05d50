/** A decision that came from a button or a dialog. Who it was is asked here anew, whatever the message showed to whom. */
import { z } from 'zod'
import { type ErrorAnswer, UserError } from '../../errors.ts'
import { decisions } from '../../tools/proposals/proposal.ts'
import { isDecidedBy } from '../../tools/slack/is-decided-by.ts'
import { message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { type Bot, defineWork, type SlackPerson } from '../bot.ts'
import { answerAt, deliver } from '../deliver.ts'
import { errorMessage } from '../messages/error.ts'
import { digestOf, type ProposalDetail } from '../messages/proposal.ts'
import { changesFrom } from '../messages/proposal-dialogs.ts'
import { reasonOfPress } from '../messages/proposal-facts.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { keepPressed, redraw } from './chats.ts'
import { type Pressed, type PressedPlace, pressed } from './pressed.ts'
import { readProposal } from './read-proposal.ts'

export const DECIDE = 'decide_proposal'

const decision = pressed.extend({
  decision: z.enum(decisions),
  /** Absent from who only pressed Approve. */
  reason: z.string().optional(),
  /** Of the dialog to modify: its inputs as they were left. */
  filled: z.record(z.string(), z.string().nullable()).optional(),
})

export const decideWork = defineWork({
  name: DECIDE,
  isLasting: true,
  data: decision,
  async run({ data, attempt }, bot) {
    const person = await whoPressed(bot, data)
    if (!person) return
    const messageId = await keepPressed(bot, person, data)
    try {
      if (attempt > 1 && (await isDecided(bot, person, data))) return
      await decide(bot, person, data)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      // The message may show what no longer holds: that is why it was refused.
      await redraw(bot, messageId)
      await tell(bot, data, errorMessage(inSlack(error.answer, messageId !== undefined)))
    }
  },
})

async function decide(bot: Bot, person: SlackPerson, asked: z.output<typeof decision>): Promise<void> {
  const { detail } = await readProposal(bot, asked.proposal, person.actor)
  const confirmation = asked.confirmation ?? confirmationNow(detail, asked)
  await bot.call(person, 'decide_proposal', {
    proposal: asked.proposal,
    decision: asked.decision,
    reason: asked.reason ?? reasonOfPress(detail, bot.crew.venture),
    round: asked.round,
    ...(confirmation === null ? {} : { confirmation }),
    ...(asked.filled ? { changes: changesFrom(detail, asked.filled, bot.crew.venture) } : {}),
  })
}

/** A try before this one came as far. What the person wanted a second time is refused with words, not here. */
function isDecided(bot: Bot, { actor }: SlackPerson, asked: z.output<typeof decision>): Promise<boolean> {
  const { proposal, round, reason } = asked
  return isDecidedBy(bot.crew.db, proposal, { personId: actor.id, round, decision: asked.decision, reason })
}

/**
 * In a channel a message is drawn for nobody in particular, so it holds no confirmation. It is taken now, if the message
 * shows what the proposal rests on now. Throws `facts_moved` when it shows less.
 */
function confirmationNow(detail: ProposalDetail, { round, moved }: Pressed): string | null {
  const isCurrent = detail.status !== 'waiting' || (detail.round === round && digestOf(detail.factsMoved) === moved)
  if (isCurrent) return detail.confirmation
  throw new UserError({
    code: 'facts_moved',
    message: `${detail.proposal} is not as this message showed it: ${detail.factsMoved ?? detail.whatChanged ?? 'it was asked again.'}`,
    fix: 'Read it again, then decide.',
  })
}

/** What to do, where the person is: the message in front of them shows how it stands. */
function inSlack(answer: ErrorAnswer, isRedrawn: boolean): ErrorAnswer {
  if (!isRedrawn) return answer
  if (answer.code === 'facts_moved')
    return { ...answer, fix: 'The message shows it as it is now: read it, then decide.' }
  if (answer.code === 'conflict') return { ...answer, fix: 'The message shows how it stands.' }
  return answer
}

/** Said to the person who pressed, and to nobody else. Throws NotDelivered to be tried again. */
export async function tell(bot: Bot, at: PressedPlace, words: SlackMessage): Promise<void> {
  const { channel, slackUser: user, thread, responseUrl } = at
  if (responseUrl !== undefined) {
    const answer = { response_type: 'ephemeral', replace_original: false, ...words }
    const told = await answerAt(bot, responseUrl, answer)
    if (told.kind === 'later') throw new NotDelivered(told.problem)
    if (told.kind === 'sent') return
  }
  const told = await deliver(bot, { kind: 'whisper', channel, user, thread }, words, { key: '', lookSince: undefined })
  if (told.kind === 'later') throw new NotDelivered(told.problem)
}

/** Who is nobody here gets no data, and is told why. */
export async function whoPressed(bot: Bot, at: PressedPlace): Promise<SlackPerson | undefined> {
  const identity = await bot.identify(at.slackUser)
  if (identity.person) return identity.person
  const words = mrkdwn`${identity.message}`
  await tell(bot, at, message(words, [section(words)]))
  return undefined
}
