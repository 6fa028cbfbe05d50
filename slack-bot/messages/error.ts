/** What went wrong, in words: what was wrong, and what to do. */
import type { ErrorAnswer } from '../../errors.ts'
import { context, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { slackWords } from './slack-words.ts'

export function errorMessage({ message: said, fix: wayOut, incidentId }: ErrorAnswer): SlackMessage {
  const [problem, fix] = [slackWords(said), slackWords(wayOut)]
  const incident =
    incidentId === undefined ? [] : [context(mrkdwn`Incident ${incidentId}: the operator finds it in the log.`)]
  return message(mrkdwn`${problem}`, [section(mrkdwn`*${problem}*\n${fix}`), ...incident])
}
