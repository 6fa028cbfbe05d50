/** `/crew approvals`: what waits, and one of them in full. */
import type { z } from 'zod'
import type { listProposals } from '../../tools/proposals/list-proposals.ts'
import { context, header, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import type { Command } from '../bot.ts'
import { headingOf, openButton, worthOf } from '../messages/proposal.ts'
import { spokenReference } from '../messages/words.ts'
import { openCard, openedMessage } from './open-card.ts'

const SHOWN = 15

export const approvalsCommand: Command = {
  name: 'approvals',
  usage: 'approvals [customer] or approvals P-1042',
  about: 'what waits for a decision, the most money at risk first; one of them in full, with its buttons',
  async run({ rest, person, bot, call, once }) {
    const wanted = rest.trim()
    if (/^P-\d+$/i.test(wanted)) {
      const { label } = await openCard(bot, person, wanted, once)
      return openedMessage(label)
    }
    const { output } = await call('list_proposals', { limit: SHOWN, ...(wanted === '' ? {} : { customer: wanted }) })
    const listed = output as z.output<typeof listProposals.output>
    const about = wanted === '' ? undefined : (listed.proposals[0]?.customer?.name ?? spokenReference(wanted))
    return waitingMessage(listed, { currency: bot.crew.venture.currency, about })
  },
}

/** `about`: the customer that was asked for. */
export function waitingMessage(
  { proposals, total }: z.output<typeof listProposals.output>,
  { currency, about }: { currency: string; about: string | undefined },
): SlackMessage {
  const whose = about === undefined ? '' : ` about ${about}`
  if (total === 0) {
    const words = mrkdwn`Nothing${whose} waits for a decision.`
    return message(words, [section(words)])
  }
  const title =
    total === 1 ? `One proposal${whose} waits for a decision` : `${total} proposals${whose} wait for a decision`
  const rest = total - proposals.length
  return message(mrkdwn`${title}.`, [
    header(title),
    ...proposals.map((each) =>
      section(
        mrkdwn`*${each.proposal}*  ${headingOf(each)}, for ${each.addressedTo === 'chairman' ? 'the Chairman' : 'the team'}\n${each.title}\n${worthOf(each, currency)}`,
        { accessory: openButton(each) },
      ),
    ),
    context(
      rest > 0
        ? mrkdwn`The most money at stake times churn probability first; ${rest} more.`
        : mrkdwn`The most money at stake times churn probability first.`,
    ),
  ])
}
