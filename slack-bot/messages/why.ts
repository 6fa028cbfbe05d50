/** Why a health score moved: the sentence, the waterfall, what happened. */
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatDate, formatPoints } from '../../tools/format.ts'
import { explainScore } from '../../tools/health/explain-score.ts'
import { explainSegmentScore } from '../../tools/health/explain-segment-score.ts'
import { type Block, joinMrkdwn, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { waterfall } from './waterfall.ts'
import { counted, footer, nextButtons, numberSelect, type Of, statusDot } from './words.ts'

type Explained = (typeof explainScore.output)['_output']

const LABELS: Record<string, string> = {
  settings: 'settings',
  missing_data: 'missing data',
  late_data: 'late data',
  time_passing: 'time passing',
  engagement: 'engagement',
  support: 'support',
  value: 'value',
  left: 'no longer counted',
  joined: 'newly counted',
}

export function whyMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const explained = explainScore.output.parse(answer.output)
  const { sentence, customer, details, after } = explained
  return message(mrkdwn`${sentence}`, [
    section(mrkdwn`${after === null ? '⚪' : statusDot(after.status)} *${sentence}*`),
    ...chartBlocks(explained, explained.before?.score ?? null),
    ...(details.length === 0
      ? []
      : [section(joinMrkdwn([mrkdwn`*What happened*`, ...details.map((line) => mrkdwn`•  ${line}`)], '\n'))]),
    ...nextButtons([
      { text: 'Where it stands now', ask: `customer ${customer.id}` },
      { text: 'What is proposed', ask: `approvals ${customer.id}` },
    ]),
    ...numberSelect(answer.facts),
    footer(of, {
      receipt: answer.receipt,
      more: [mrkdwn`${formatDate(explained.from)} to ${formatDate(explained.to)}`],
    }),
  ])
}

/** The same of the average of many: `answer` is of `explain_segment_score`. */
export function whyManyMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const explained = explainSegmentScore.output.parse(answer.output)
  const { sentence, change, stayed, left, churned, joined, customersBefore, customersAfter } = explained
  const counts = mrkdwn`${counted(customersBefore, 'customer')} counted at first, ${customersAfter} at last: ${stayed} on both days, ${left} no longer (${churned} churned), ${joined} new.`
  const movers = change !== null && change > 0 ? explained.risers : explained.fallers
  const [first] = movers
  return message(mrkdwn`${sentence}`, [
    section(mrkdwn`*${sentence}*\n${counts}`),
    ...chartBlocks(explained, explained.averageBefore),
    ...(first === undefined
      ? []
      : [
          section(
            joinMrkdwn(
              [
                mrkdwn`*${first.change < 0 ? 'Who fell most' : 'Who rose most'}*`,
                ...movers.map(
                  ({ name, before, after }) => mrkdwn`•  ${name}: ${formatPoints(before)} → *${formatPoints(after)}*`,
                ),
              ],
              '\n',
            ),
          ),
          ...nextButtons([{ text: `Why ${first.name}?`, ask: `why ${first.customerId}` }]),
        ]),
    ...numberSelect(answer.facts),
    footer(of, {
      receipt: answer.receipt,
      more: [mrkdwn`${formatDate(explained.from)} to ${formatDate(explained.to)}`],
    }),
  ])
}

function chartBlocks(
  {
    steps,
    change,
    from,
    to,
  }: Pick<Explained, 'change' | 'from' | 'to'> & { steps: { step: string; points: number; scoreAfter: number }[] },
  start: number | null,
): Block[] {
  if (change === null || start === null) return []
  const moved = steps.filter(({ points }) => points !== 0)
  const chart = waterfall(
    { label: formatDate(from), level: start },
    moved.map(({ step, points, scoreAfter }) => ({ label: LABELS[step] ?? step, points, level: scoreAfter })),
    formatDate(to),
  )
  const still = steps.filter(({ points }) => points === 0).map(({ step }) => LABELS[step] ?? step)
  const nothing = still.length === 0 ? mrkdwn`` : mrkdwn`_Nothing by ${still.join(', ')}._`
  return [section(joinMrkdwn([mrkdwn`\`\`\`\n${chart}\n\`\`\``, nothing], '\n'))]
}
