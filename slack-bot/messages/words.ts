/** What several messages say the same way: a status, where numbers come from, what can be asked next. */
import type { Venture } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { formatDate } from '../../tools/format.ts'
import {
  actions,
  type Block,
  button,
  context,
  joinMrkdwn,
  type Mrkdwn,
  mrkdwn,
  type Option,
  select,
} from '../blocks.ts'

/** A choice of a number; the value is the receipt or one of its facts, then `#` and what keeps values apart. */
export const RECEIPT_ACTION = 'open_receipt'
/** `ask_next:<n>`: the value is words for the bot, as if the person had typed them. */
export const ASK_ACTION = 'ask_next'

/** What every message needs to know of the venture. */
export type Of = Pick<Venture, 'name' | 'currency' | 'simulated'>

const DOTS: Record<string, string> = {
  healthy: '🟢',
  at_risk: '🟡',
  critical: '🔴',
  churned: '⚫',
  trial: '🔵',
  no_data: '⚪',
}
const STATUS_WORDS: Record<string, string> = { at_risk: 'at risk', no_data: 'not enough data' }
const TRENDS: Record<string, string> = { improving: ', rising', stable: ', steady', declining: ', falling' }

export const statusDot = (status: string): string => DOTS[status] ?? '⚪'
export const statusWord = (status: string): string => STATUS_WORDS[status] ?? status
/** To stand behind a score. */
export const trendWord = (trend: string | null): string => (trend === null ? '' : (TRENDS[trend] ?? ''))

/** `average_health_score` and `arr_at_risk` as people read them. */
export function spoken(name: string): string {
  const words = name.replaceAll(/_|(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return words.replaceAll(/\b(?:arr|mrr|nps|nrr|grr|crm)\b/g, (word) => word.toUpperCase())
}

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** `1 customer`, `2,000 customers`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** Of which day it is true, and by which receipt. */
export function footer(
  of: Of,
  { asOf, receipt, more = [] }: { asOf?: string; receipt?: string; more?: Mrkdwn[] },
): Block {
  const parts = [
    ...(asOf === undefined ? [] : [mrkdwn`As of ${formatDate(asOf)}`]),
    ...more,
    ...(receipt === undefined ? [] : [mrkdwn`Receipt ${receipt}`]),
    ...(of.simulated ? [mrkdwn`Simulated: none of these customers exist`] : []),
  ]
  return context(joinMrkdwn(parts, ' · '))
}

/** Opens the record behind any number of an answer. Nothing where there are no numbers. */
export function numberSelect(facts: readonly Fact[]): Block[] {
  const options = facts
    .filter(({ unit, value }) => value !== null && unit !== 'name' && unit !== 'text')
    .map(({ id, text, metric, subject, period }, index) => ({
      text: `${text} · ${spoken(metric)}`,
      value: `${id}#${index}`.slice(-150),
      description: [subject.name, period].filter(Boolean).join(' · '),
    }))
  return receiptSelect(options)
}

export function receiptSelect(options: readonly Option[]): Block[] {
  if (options.length === 0) return []
  return [actions([select({ placeholder: 'Where does a number come from?', action: RECEIPT_ACTION, options })])]
}

/** Buttons that ask the bot something more. Who is asked about stands there by the id that no name and no word of a command is. */
export function nextButtons(choices: readonly { text: string; ask: string; style?: 'primary' }[]): Block[] {
  if (choices.length === 0) return []
  return [
    actions(
      choices.map(({ text, ask, style }, index) =>
        button({ text, action: `${ASK_ACTION}:${index + 1}`, value: ask, ...(style && { style }) }),
      ),
    ),
  ]
}

/** What was asked about, for a sentence: a button gives an id, which says nothing to a reader. */
export function spokenReference(asked: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(asked) ? 'this customer' : asked
}

/** One button that asks the bot something more, to stand beside a section. */
export function nextButton(text: string, ask: string) {
  return button({ text, action: `${ASK_ACTION}:1`, value: ask })
}
