/** What went wrong, in words: what was wrong, and what to do. */
import type { ErrorAnswer } from '../../errors.ts'
import { context, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'

export function errorMessage({ message: problem, fix, incidentId }: ErrorAnswer): SlackMessage {
  const incident =
    incidentId === undefined ? [] : [context(mrkdwn`Incident ${incidentId}: the operator finds it in the log.`)]
  return message(mrkdwn`${problem}`, [section(mrkdwn`*${problem}*\n${fix}`), ...incident])
}
