/** Alerts as messages: one, a storm folded into one, and the weekly digest; each shows who has it and how it stands. */
import type { types } from '@slack/bolt'
import { kindWords, type OutgoingAlert } from '../../tools/alerts/alert-text.ts'
import { formatCount, formatMoney } from '../../tools/format.ts'
import {
  actions,
  type Block,
  button,
  context,
  fields,
  header,
  joinMrkdwn,
  type Mrkdwn,
  mention,
  message,
  moment,
  mrkdwn,
  type SlackMessage,
  section,
  sections,
} from '../blocks.ts'
import { shorten } from '../mrkdwn.ts'
import { slackWords } from './slack-words.ts'
import { nextButton, numberSelect } from './words.ts'

/** The buttons' action ids. */
export const ALERT_ACTIONS = { take: 'alert_take', takeAll: 'alert_take_all' } as const

/** Of a very long text; no alert of ours comes near it. */
const TEXT_SHOWN = 6_000
const NAMED_IN_STORM = 5
const LINE_SHOWN = 300

const SEVERITY_DOTS = { high: '🔴 ', medium: '🟠 ', low: '' } as const

type Detail = OutgoingAlert['inFull']['details'][number]

/** `owners`: the Slack users of account owners, by mail address. */
export function alertMessage(alert: OutgoingAlert, owners: ReadonlyMap<string, string>): SlackMessage {
  const [detail] = alert.inFull.details
  if (!detail)
    return message(mrkdwn`${alert.subject}`, [
      header(alert.subject),
      ...sections(shorten(mrkdwn`${alert.body}`, TEXT_SHOWN)),
    ])
  if (alert.alertCount > 1) return stormMessage(alert)
  return alert.kind === 'weekly_digest' ? digestMessage(detail) : singleMessage(alert, detail, owners)
}

function singleMessage(alert: OutgoingAlert, detail: Detail, owners: ReadonlyMap<string, string>): SlackMessage {
  const { currency } = alert.inFull
  const isOpen = isUnanswered(detail)
  const owner = detail.ownerEmail === null ? undefined : owners.get(detail.ownerEmail.toLowerCase())
  const money = detail.moneyAtStakeMinor
  const rows: [string, Mrkdwn | string][] = [
    ...(money > 0 ? [['At stake', formatMoney(money, currency)] as [string, string]] : []),
    ...(detail.customer ? [['Owner', ownerWords(detail, owner)] as [string, Mrkdwn]] : []),
    ...(isOpen && detail.escalatesAt
      ? [['Next is told', mrkdwn`${moment(detail.escalatesAt)}`] as [string, Mrkdwn]]
      : []),
  ]
  const buttons = [
    ...(isOpen ? [{ ...takeButton(detail), style: 'primary' as const }] : []),
    ...(detail.customer ? [nextButton('Why did it move?', `why ${detail.customer.id}`)] : []),
  ]
  const title = `${marks(alert, detail)}${detail.headline}`
  return message(mrkdwn`${title} (${detail.alert})`, [
    header(title),
    ...(isOpen ? unanswered(alert, 'this alert, so it comes') : [section(outcome(detail))]),
    ...sections(shorten(mrkdwn`${slackWords(detail.text)}`, TEXT_SHOWN)),
    ...fields(rows),
    ...(buttons.length > 0 ? [actions(buttons)] : []),
    ...numberSelect(detail.facts),
    context(smallPrint(detail)),
  ])
}

function stormMessage(alert: OutgoingAlert): SlackMessage {
  const { details, states, currency } = alert.inFull
  const { one, many } = kindWords[alert.kind]
  const words = `${formatCount(alert.alertCount)} ${alert.alertCount === 1 ? one : many}`
  const named = details.slice(0, NAMED_IN_STORM)
  const rest = alert.alertCount - named.length
  const isOpen = states.open > 0
  const [first] = details
  const all = formatCount(states.open)
  return message(mrkdwn`${words} at once`, [
    header(
      `${isOpen ? SEVERITY_DOTS[first?.severity ?? 'low'] : '✅ '}${isOpen && alert.step > 0 ? 'Unanswered: ' : ''}${words} at once`,
    ),
    ...(isOpen ? unanswered(alert, 'these alerts, so they come') : []),
    section(
      isOpen
        ? mrkdwn`They came close together, so they are one message. ${standing(states)} Those with the most at stake:`
        : mrkdwn`${standing(states)} These had the most at stake:`,
    ),
    ...named.map((detail) => stormLine(detail, currency)),
    ...(rest > 0 ? [context(mrkdwn`and ${formatCount(rest)} more: \`/crew alerts\``)] : []),
    ...(isOpen && first
      ? [
          actions([
            button({
              text: states.open === 1 ? 'I take the open one' : `I take all ${all} that are open`,
              action: ALERT_ACTIONS.takeAll,
              value: first.alert,
              style: 'primary',
            }),
          ]),
        ]
      : []),
  ])
}

export function takeButton({ alert }: { alert: string }): types.Button {
  return button({ text: 'I take it', action: ALERT_ACTIONS.take, value: alert })
}

function stormLine(detail: Detail, currency: string): Block {
  const money = detail.moneyAtStakeMinor
  const stake = money > 0 ? mrkdwn`${formatMoney(money, currency)} at stake` : mrkdwn``
  const isOpen = isUnanswered(detail)
  return section(
    joinMrkdwn(
      [
        mrkdwn`*${shorten(mrkdwn`${detail.headline}`, LINE_SHOWN)}*  ${detail.alert}`,
        joinMrkdwn([stake, ...(isOpen ? [] : [outcome(detail)])], ' · '),
      ],
      '\n',
    ),
    isOpen ? { accessory: takeButton(detail) } : {},
  )
}

/** The text's first lines say how the week was; its lists become lists. */
function digestMessage(detail: Detail): SlackMessage {
  const paragraphs = detail.text.split(/\n{2,}/).map((paragraph) =>
    joinMrkdwn(
      paragraph.split('\n').map((line) => (line.startsWith('- ') ? mrkdwn`• ${line.slice(2)}` : mrkdwn`${line}`)),
      '\n',
    ),
  )
  return message(mrkdwn`${detail.headline}`, [
    header(detail.headline),
    ...sections(shorten(joinMrkdwn(paragraphs, '\n\n'), TEXT_SHOWN)),
    actions([nextButton('Everybody at risk', 'at-risk')]),
    ...numberSelect(detail.facts),
    context(smallPrint(detail)),
  ])
}

function isUnanswered({ status }: Detail): boolean {
  return status === 'raised' || status === 'delivered' || status === 'escalated'
}

function marks({ step }: OutgoingAlert, detail: Detail): string {
  if (detail.status === 'acknowledged') return '✅ Taken: '
  if (!isUnanswered(detail)) return '✅ Over: '
  return `${SEVERITY_DOTS[detail.severity]}${step > 0 ? 'Unanswered: ' : ''}`
}

function unanswered({ step }: OutgoingAlert, words: string): Block[] {
  return step > 0 ? [context(mrkdwn`Nobody has taken ${words} to you.`)] : []
}

function outcome(detail: Detail): Mrkdwn {
  const by = detail.acknowledgedBy ?? 'somebody'
  const since = (at: Date | null) => (at ? mrkdwn`, ${moment(at)}` : mrkdwn``)
  switch (detail.status) {
    case 'acknowledged':
      return mrkdwn`✅ *Taken by ${by}*${since(detail.acknowledgedAt)}`
    case 'recovered':
      return mrkdwn`✅ *The score has recovered*${since(detail.closedAt)}`
    default:
      return mrkdwn`✅ *The cause is gone*${since(detail.closedAt)}`
  }
}

function standing({ open, acknowledged, ended }: OutgoingAlert['inFull']['states']): Mrkdwn {
  const parts = [
    ...(acknowledged > 0 ? [mrkdwn`${formatCount(acknowledged)} taken`] : []),
    ...(ended > 0 ? [mrkdwn`${formatCount(ended)} over`] : []),
  ]
  if (parts.length === 0) return mrkdwn`Nobody has taken them.`
  return mrkdwn`${joinMrkdwn([...(open > 0 ? [mrkdwn`${formatCount(open)} open`] : []), ...parts], ', ')}.`
}

function ownerWords({ ownerEmail }: Detail, owner: string | undefined): Mrkdwn {
  if (owner !== undefined) return mention(owner)
  return ownerEmail === null ? mrkdwn`nobody yet` : mrkdwn`not in Slack; told by mail`
}

function smallPrint({ alert, raisedAt, customer }: Detail): Mrkdwn {
  return joinMrkdwn(
    [
      mrkdwn`${alert}`,
      ...(customer ? [mrkdwn`customer ${customer.externalId}`] : []),
      mrkdwn`raised ${moment(raisedAt)}`,
    ],
    ' · ',
  )
}
