/** Who needs attention, the highest expected loss first. */
import { listAtRisk } from '../../tools/customers/list-at-risk.ts'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatCount, formatMoney, formatPercent, formatPoints } from '../../tools/format.ts'
import { divider, fields, header, joinMrkdwn, message, mrkdwn, type SlackMessage, section } from '../blocks.ts'
import { counted, footer, nextButton, numberSelect, type Of, statusDot, statusWord, trendWord } from './words.ts'

type Line = (typeof listAtRisk.output)['shape']['customers']['element']['_output']

export function atRiskMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const output = listAtRisk.output.parse(answer.output)
  const { total, customers, asOf } = output
  if (total === 0) {
    return message(mrkdwn`Nobody needs attention.`, [
      section(mrkdwn`🟢 *Nobody needs attention.* No customer is at risk, critical or losing ground.`),
      footer(of, { asOf, receipt: answer.receipt }),
    ])
  }
  const headline = `${counted(total, 'customer needs', 'customers need')} attention`
  return message(mrkdwn`${headline}; first ${customers[0]?.customer.name ?? ''}`, [
    header(headline),
    ...fields([
      ['Critical', mrkdwn`${statusDot('critical')} ${formatCount(output.criticalCount)}`],
      ['At risk', mrkdwn`${statusDot('at_risk')} ${formatCount(output.atRiskCount)}`],
      ['Healthy, but falling', mrkdwn`${statusDot('healthy')} ${formatCount(output.decliningCount)}`],
      ['Critical or at risk pay a year', formatMoney(output.arrAtRiskMinor, of.currency)],
      ['Expected loss', formatMoney(output.expectedLossMinor, of.currency)],
    ]),
    divider(),
    ...customers.map((line, index) =>
      section(lineText(line, index + 1, of), {
        accessory: nextButton('Why', `why ${line.customer.id}`),
        id: `customer_${index + 1}`,
      }),
    ),
    ...numberSelect(answer.facts),
    footer(of, {
      asOf,
      receipt: answer.receipt,
      more: total > customers.length ? [mrkdwn`The first ${customers.length} of ${formatCount(total)}`] : [],
    }),
  ])
}

function lineText(
  { customer, status, score, trend, arrMinor, churnProbability, ...line }: Line,
  place: number,
  of: Of,
) {
  const title = mrkdwn`*${place}. ${customer.name}*  ${statusDot(status)} ${statusWord(status)}${score === null ? '' : mrkdwn`, *${formatPoints(score)}*${trendWord(trend)}`}`
  const money = joinMrkdwn(
    [
      mrkdwn`${formatMoney(arrMinor, of.currency)} a year`,
      ...(churnProbability === null ? [] : [mrkdwn`churn ${formatPercent(100 * churnProbability)}`]),
      ...(churnProbability === null
        ? []
        : [mrkdwn`expected loss *${formatMoney(line.expectedLossMinor, of.currency)}*`]),
    ],
    ' · ',
  )
  const causes = line.causes.slice(0, 2).map(({ text }) => text)
  const why = causes.length > 0 ? causes.join('; ') : (line.mainReason ?? '')
  return joinMrkdwn([title, money, ...(why === '' ? [] : [mrkdwn`_${why}_`])], '\n')
}
