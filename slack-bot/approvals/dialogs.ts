/**
 * Opens a dialog for who pressed. It is opened at once and not by a job: Slack takes it for three seconds, nothing is lost
 * with it, and whoever gets none is told to press again.
 */
import { type ErrorAnswer, UserError } from '../../errors.ts'
import type { Decision } from '../../tools/proposals/proposal.ts'
import type { Bot, SlackPerson } from '../bot.ts'
import { errorMessage } from '../messages/error.ts'
import { digestOf, type ProposalDetail } from '../messages/proposal.ts'
import { decisionDialog, readDialog } from '../messages/proposal-dialogs.ts'
import { NotDelivered } from '../receive/work-queue.ts'
import { slackProblem } from '../slack-answer.ts'
import { keepPressed, redraw } from './chats.ts'
import { tell, whoPressed } from './decide.ts'
import type { Pressed } from './pressed.ts'
import { readProposal } from './read-proposal.ts'

/** What comes back with the dialog. */
interface DialogMetadata extends Pressed {
  decision: Decision
}

export async function openDialog(bot: Bot, wanted: Decision | 'read', at: Pressed, triggerId: string): Promise<void> {
  try {
    const person = await whoPressed(bot, at)
    if (person) await openFor(person, bot, wanted, at, triggerId)
  } catch (error) {
    if (error instanceof NotDelivered) throw error
    await tell(bot, at, errorMessage(error instanceof UserError ? error.answer : notOpened(error)))
  }
}

async function openFor(
  person: SlackPerson,
  bot: Bot,
  wanted: Decision | 'read',
  at: Pressed,
  triggerId: string,
): Promise<void> {
  try {
    const { detail } = await readProposal(bot, at.proposal, person.actor)
    if (wanted !== 'read') checkOpen(detail, wanted, at, person)
    await bot.client.views.open({
      trigger_id: triggerId,
      view: wanted === 'read' ? readDialog(detail) : dialogOf(bot, detail, wanted, at),
    })
  } catch (error) {
    // The message may show what no longer holds: that is why it was refused.
    if (error instanceof UserError) await redraw(bot, await keepPressed(bot, person, at))
    throw error
  }
}

/** It took longer than the three seconds, or Slack did not want it now. Rethrows what is a bug of ours. */
function notOpened(error: unknown): ErrorAnswer {
  const { problem } = slackProblem(error)
  return { code: 'unavailable', message: `The dialog did not open: ${problem}.`, fix: 'Press again.' }
}

/** The dialog shows the facts as they are now, and so it has the confirmation of now. */
function dialogOf(bot: Bot, detail: ProposalDetail, decision: Decision, at: Pressed) {
  const metadata: DialogMetadata = {
    ...at,
    decision,
    round: detail.round,
    moved: digestOf(detail.factsMoved),
    confirmation: detail.confirmation,
  }
  return decisionDialog(decision, detail, { venture: bot.crew.venture, metadata: JSON.stringify(metadata) })
}

/** Nobody writes a reason for what would then be refused. */
function checkOpen(detail: ProposalDetail, wanted: Decision, at: Pressed, { actor }: SlackPerson): void {
  const { proposal } = detail
  if (detail.status !== 'waiting') {
    const last = detail.decisions.at(-1)
    throw new UserError({
      code: 'conflict',
      message: last
        ? `${proposal} was decided by ${last.decidedBy} already: ${last.reason}`
        : `${proposal} is ${detail.status} and does not wait for a decision.`,
      fix: 'The message shows how it stands.',
    })
  }
  if (detail.round !== at.round) {
    throw new UserError({
      code: 'conflict',
      message: `${proposal} was asked again since this message${detail.whatChanged ? `: ${detail.whatChanged}` : '.'}`,
      fix: 'Decide on the newer message.',
    })
  }
  const isForChairman = detail.whyChairman !== null && wanted !== 'escalate' && !actor.roles.includes('chairman')
  if (detail.confirmation !== null && !isForChairman) return
  throw new UserError({
    code: 'forbidden',
    message: isForChairman
      ? `${proposal} is for the Chairman, because ${detail.whyChairman}.`
      : `${proposal} is not for ${actor.name} to decide: whoever proposed does not, and it takes the role success or chairman.`,
    fix: isForChairman && detail.confirmation !== null ? 'Pass it on with Escalate….' : 'Somebody else decides it.',
  })
}
