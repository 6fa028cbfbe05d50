/** Why a health score moved: the sentence, the waterfall, what happened. */
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatDate } from '../../tools/format.ts'
import { explainScore } from '../../tools/health/explain-score.ts'
import { type Block, joinMrkdwn, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { waterfall } from './waterfall.ts'
import { footer, nextButtons, numberSelect, type Of, statusDot } from './words.ts'

type Explained = (typeof explainScore.output)['_output']

const LABELS: Record<string, string> = {
  settings: 'settings',
  missing_data: 'missing data',
  late_data: 'late data',
  time_passing: 'time passing',
  engagement: 'engagement',
  support: 'support',
  value: 'value',
}

export function whyMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const explained = explainScore.output.parse(answer.output)
  const { sentence, customer, details, after } = explained
  return message(mrkdwn`${sentence}`, [
    section(mrkdwn`${after === null ? '⚪' : statusDot(after.status)} *${sentence}*`),
    ...chartBlocks(explained),
    ...(details.length === 0
      ? []
      : [section(joinMrkdwn([mrkdwn`*What happened*`, ...details.map((line) => mrkdwn`•  ${line}`)], '\n'))]),
    ...nextButtons([
      { text: 'Where it stands now', ask: `customer ${customer.externalId}` },
      { text: 'What is proposed', ask: `approvals ${customer.externalId}` },
    ]),
    ...numberSelect(answer.facts),
    footer(of, {
      receipt: answer.receipt,
      more: [mrkdwn`${formatDate(explained.from)} to ${formatDate(explained.to)}`],
    }),
  ])
}

function chartBlocks({ before, steps, change, from, to }: Explained): Block[] {
  if (change === null || before?.score === null || before === null) return []
  const moved = steps.filter(({ points }) => points !== 0)
  const chart = waterfall(
    { label: formatDate(from), level: before.score },
    moved.map(({ step, points, scoreAfter }) => ({ label: LABELS[step] ?? step, points, level: scoreAfter })),
    formatDate(to),
  )
  const still = steps.filter(({ points }) => points === 0).map(({ step }) => LABELS[step] ?? step)
  const nothing = still.length === 0 ? mrkdwn`` : mrkdwn`_Nothing by ${still.join(', ')}._`
  return [section(joinMrkdwn([mrkdwn`\`\`\`\n${chart}\n\`\`\``, nothing], '\n'))]
}
