/** One customer: where the score stands, what costs points, what it is worth, what can be done next. */
import { getCustomer } from '../../tools/customers/get-customer.ts'
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatDate, formatMoney, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import {
  type Block,
  context,
  fields,
  header,
  joinMrkdwn,
  message,
  mrkdwn,
  type SlackMessage,
  section,
} from '../blocks.ts'
import { counted, footer, nextButtons, numberSelect, type Of, statusDot, statusWord, trendWord } from './words.ts'

type Card = (typeof getCustomer.output)['_output']

const MOST_TICKETS = 5
const BARS = '▁▂▃▄▅▆▇█'
const METER_WIDTH = 10

export function customerMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const card = getCustomer.output.parse(answer.output)
  const { customer, status, score } = card
  const standing = score === null ? statusWord(status) : `${statusWord(status)}, ${formatPoints(score)} of 100`
  return message(mrkdwn`${customer.name}: ${standing}`, [
    header(customer.name),
    section(standingText(card)),
    ...fields(valueFields(card, of)),
    ...partsBlocks(card),
    ...ticketBlocks(card),
    ...nextButtons([
      { text: 'Why did it move?', ask: `why ${customer.id}`, style: 'primary' },
      { text: 'Its alerts', ask: `alerts ${customer.id}` },
      { text: 'What is proposed', ask: `approvals ${customer.id}` },
    ]),
    ...numberSelect(answer.facts),
    footer(of, { asOf: card.asOf, receipt: answer.receipt, more: [mrkdwn`Customer ${customer.externalId}`] }),
  ])
}

function standingText({ status, score, trend, history, monthAgoScore, causes, churnedOn }: Card) {
  const scores = history.flatMap((each) => (each.score === null ? [] : [each.score]))
  const line = scores.length > 1 ? mrkdwn`   \`${sparkline(scores)}\` ${counted(scores.length, 'week')}` : mrkdwn``
  const before =
    monthAgoScore === null || monthAgoScore === score ? mrkdwn`` : mrkdwn` (a month ago ${formatPoints(monthAgoScore)})`
  const points = score === null ? mrkdwn`` : mrkdwn`, *${formatPoints(score)}* of 100${trendWord(trend)}${before}`
  const left = churnedOn === null ? mrkdwn`` : mrkdwn`\nLeft on ${formatDate(churnedOn)}.`
  const found = causes.map(({ text, severity }) => mrkdwn`\n${severity === 3 ? '❗' : '•'}  ${text}`)
  return joinMrkdwn([mrkdwn`${statusDot(status)} *${statusWord(status)}*${points}${line}`, left, ...found], '')
}

function valueFields(card: Card, { currency }: Of) {
  const { churn, plan, seats } = card
  const horizon = churn === null ? '' : `Churn within ${counted(churn.horizonDays, 'day')}`
  return [
    ['Pays a year', formatMoney(card.arrMinor, currency)],
    [
      horizon || 'Churn',
      churn === null
        ? NO_DATA
        : mrkdwn`${formatPercent(100 * churn.churnProbability)} (${formatPercent(100 * churn.probabilityLow)} to ${formatPercent(100 * churn.probabilityHigh)})`,
    ],
    ['Expected loss', churn === null ? NO_DATA : formatMoney(card.expectedLossMinor, currency)],
    ['Renews', card.renewsOn === null ? NO_DATA : formatDate(card.renewsOn)],
    ['Plan', [plan ?? NO_DATA, ...(seats === null ? [] : [counted(seats, 'seat')])].join(', ')],
    ['Last active', card.lastActiveOn === null ? NO_DATA : formatDate(card.lastActiveOn)],
    ['Owner', card.ownerEmail ?? 'nobody'],
    ['People', `${counted(card.users, 'user')}, ${card.reachableUsers} reachable`],
  ] as const
}

/** The parts of the score as meters, and what costs the most points. */
function partsBlocks({ parts, weights, reasons, score }: Card): Block[] {
  if (score === null) return []
  const names = ['engagement', 'support', 'value'] as const
  const meters = names.map((name) => {
    const points = parts[name]
    const share = points === null || weights[name] === 0 ? 0 : points / weights[name]
    const filled = Math.round(METER_WIDTH * share)
    const meter = `${'█'.repeat(filled)}${'░'.repeat(METER_WIDTH - filled)}`
    const text = points === null ? NO_DATA : `${formatPoints(points)} of ${formatPoints(weights[name])}`
    return `${name.padEnd(11)}${meter} ${text}`
  })
  const lost = reasons.slice(0, 3).map(({ text }) => mrkdwn`•  ${text}`)
  return [section(joinMrkdwn([mrkdwn`\`\`\`\n${meters.join('\n')}\n\`\`\``, ...lost], '\n'))]
}

function ticketBlocks({ openTickets }: Card): Block[] {
  if (openTickets.length === 0) return []
  const shown = openTickets.slice(0, MOST_TICKETS).map(({ externalId, subject, openedOn, priority, isEscalated }) => {
    const weight = [isEscalated ? 'escalated' : null, priority].filter(Boolean).join(', ')
    return mrkdwn`•  *${externalId}* ${subject ?? ''} _(${weight ? `${weight}, ` : ''}since ${formatDate(openedOn)})_`
  })
  const more = openTickets.length - shown.length
  return [
    section(joinMrkdwn([mrkdwn`*${counted(openTickets.length, 'open ticket')}*`, ...shown], '\n')),
    ...(more > 0 ? [context(mrkdwn`and ${more} more`)] : []),
  ]
}

function sparkline(scores: readonly number[]): string {
  return scores.map((score) => BARS[Math.min(BARS.length - 1, Math.floor((score / 101) * BARS.length))]).join('')
}
