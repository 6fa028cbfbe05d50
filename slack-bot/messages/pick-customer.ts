/** Asks which customer, with names that come up while one types. */
import { actions, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'

/** With the command that a choice is for behind it. */
export const PICK_ACTIONS = 'pick_'
export const pickedFor = (action: string): string => action.slice(PICK_ACTIONS.length)

export type PickedFor = 'customer' | 'why'
const questions: Record<PickedFor, string> = {
  customer: 'Which customer?',
  why: 'Whose score?',
}

export function pickCustomerMessage(picked: PickedFor): SlackMessage {
  const question = questions[picked]
  return message(mrkdwn`${question}`, [
    section(mrkdwn`*${question}* Type a few letters of the name.`),
    actions([
      {
        type: 'external_select',
        action_id: `${PICK_ACTIONS}${picked}`,
        min_query_length: 1,
        placeholder: { type: 'plain_text', text: 'A name or an id', emoji: false },
      },
    ]),
  ])
}
