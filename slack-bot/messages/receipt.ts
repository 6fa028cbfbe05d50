/** The record behind a number. */
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { formatCount, formatDate, formatPeriod } from '../../tools/format.ts'
import { getReceipt } from '../../tools/receipts/get-receipt.ts'
import type { KeptFact } from '../../tools/receipts/receipt-content.ts'
import {
  context,
  fields,
  header,
  joinMrkdwn,
  message,
  moment,
  mrkdwn,
  type SlackMessage,
  section,
  sections,
} from '../blocks.ts'
import { footer, nextButtons, type Of, spoken } from './words.ts'

const MOST_FACTS = 15

/** `answer` is of `get_receipt`; `factId` the number that was asked about, as `R1042.score`. */
export function receiptMessage(answer: ToolAnswer<unknown>, of: Of, factId?: string): SlackMessage {
  const receipt = getReceipt.output.parse(answer.output)
  const key = factId?.slice(factId.indexOf('.') + 1)
  const askedFor = receipt.facts.find((fact) => fact.key === key)
  const numbers = receipt.facts.filter(({ unit, value }) => unit !== 'name' && value !== null && !isWithheld(value))
  const shown = numbers.slice(0, MOST_FACTS)
  const given = Object.entries(receipt.arguments).map(([name, value]) => `${spoken(name)}: ${textOf(value)}`)
  return message(mrkdwn`Receipt ${receipt.receipt}`, [
    header(`Receipt ${receipt.receipt}`),
    ...(askedFor === undefined ? [] : [section(factLine(askedFor))]),
    ...fields([
      ['Computed by', mrkdwn`\`${receipt.tool}\``],
      ['Asked for', given.join(', ') || 'no more'],
      ['For the day', formatDate(receipt.asOf)],
      ['From what was known', mrkdwn`${moment(new Date(receipt.knownAt))}`],
      ['Source rows', formatCount(receipt.rowCount)],
      ['Settings', `version ${receipt.settingsVersion}`],
    ]),
    ...(receipt.isUnaltered ? [] : [section(mrkdwn`⚠️ *What is stored is not what was computed.* Its hash differs.`)]),
    ...(shown.length === 0
      ? []
      : sections(joinMrkdwn([mrkdwn`*What it states*`, ...shown.map((fact) => mrkdwn`•  ${factLine(fact)}`)], '\n'))),
    ...(numbers.length > shown.length ? [context(mrkdwn`and ${numbers.length - shown.length} more`)] : []),
    ...nextButtons([{ text: 'Compute it again', ask: `replay_receipt receipt=${receipt.receipt}` }]),
    footer(of, {
      more: [
        mrkdwn`Made ${moment(new Date(receipt.createdAt))} for ${receipt.actor}`,
        mrkdwn`SHA-256 ${receipt.resultHash.slice(0, 12)}…`,
      ],
    }),
  ])
}

function factLine({ text, metric, subject, period }: KeptFact) {
  const about = [
    ...(subject.kind === 'venture' ? [] : [subject.name]),
    ...(period === null ? [] : [formatPeriod(period)]),
  ].join(', ')
  return mrkdwn`*${text}*  ${spoken(metric)}${about === '' ? '' : mrkdwn` _(${about})_`}`
}

/** Personal text: the receipt keeps a keyed hash of it. */
function isWithheld(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('withheld:')
}

function textOf(value: unknown): string {
  if (isWithheld(value)) return 'withheld'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
