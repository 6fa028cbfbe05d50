/** A run of the crew: how far it is, or what came of it. */
import { z } from 'zod'
import { shownRun } from '../../graphs/crew/shown-run.ts'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { joinMrkdwn, type Mrkdwn, message, moment, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { counted, footer, nextButtons, type Of } from './words.ts'

/** Of `run_crew`, and of `get_run`. */
const run = shownRun.extend({ isNew: z.boolean().optional() })
type Run = z.output<typeof run>

const MOST_PROPOSALS = 20

export function runMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const shown = run.parse(answer.output)
  const headline = headlineOf(shown)
  const isOver = shown.status !== 'running'
  return message(headline, [
    section(joinMrkdwn([mrkdwn`*${headline}*`, ...detailsOf(shown)], '\n')),
    ...nextButtons(
      isOver
        ? [
            { text: 'What waits for a decision', ask: 'approvals', style: 'primary' },
            { text: 'The report', ask: 'report' },
          ]
        : [{ text: 'How far is it?', ask: `get_run run=${shown.run}` }],
    ),
    footer(of, {
      asOf: shown.asOf,
      more: [mrkdwn`written ${/^offline/.test(shown.writer) ? 'from templates' : `by ${shown.writer}`}`],
    }),
  ])
}

function headlineOf({ status, isNew, proposals, candidates }: Run): Mrkdwn {
  switch (status) {
    case 'running':
      return isNew === false ? mrkdwn`The crew is at work already` : mrkdwn`The crew is at work`
    case 'done':
      return mrkdwn`The crew looked at ${counted(candidates ?? 0, 'customer')} and filed ${counted(proposals.length, 'proposal')}`
    case 'cancelled':
      return mrkdwn`The run was stopped`
    case 'lost':
      return mrkdwn`The run was broken off: the process that worked on it ended`
    case 'failed':
      return mrkdwn`The run failed`
  }
}

function detailsOf({ status, startedAt, progress, proposals, seconds, isStopAsked }: Run): Mrkdwn[] {
  const begun = mrkdwn`Begun ${moment(new Date(startedAt))}${seconds === null ? '' : `, took ${counted(Math.round(seconds), 'second')}`}.`
  const step =
    status === 'running' && progress !== null
      ? [mrkdwn`${progress.message} (${progress.done} of ${progress.total})`]
      : []
  const stop =
    status === 'running' && isStopAsked ? [mrkdwn`It was asked to stop, and does at the next safe point.`] : []
  const filed = proposals.slice(0, MOST_PROPOSALS).join(', ')
  const more = proposals.length > MOST_PROPOSALS ? ` and ${proposals.length - MOST_PROPOSALS} more` : ''
  return [begun, ...step, ...stop, ...(filed === '' ? [] : [mrkdwn`Filed: ${filed}${more}`])]
}
