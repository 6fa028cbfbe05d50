/** Asks which customer, with names that come up while one types. */
import { actions, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'

/** What a choice is for; the action is `pick_` and this. */
export type PickedFor = 'customer' | 'why'
const questions: Record<PickedFor, string> = {
  customer: 'Which customer?',
  why: 'Whose score?',
}

export function pickCustomerMessage(picked: PickedFor): SlackMessage {
  const question = questions[picked]
  return message(mrkdwn`${question}`, [
    section(mrkdwn`*${question}* Type a few letters of the name, or ask \`/crew ${picked} <name or id>\`.`),
    actions([
      {
        type: 'external_select',
        action_id: `pick_${picked}`,
        min_query_length: 1,
        placeholder: { type: 'plain_text', text: 'A name or an id', emoji: false },
      },
    ]),
  ])
}
