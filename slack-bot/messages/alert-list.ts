/** Answers about alerts: what nobody has taken, one of them in full, and what somebody does not want to hear of. */
import type { z } from 'zod'
import { kindWords } from '../../tools/alerts/alert-text.ts'
import type { getAlert } from '../../tools/alerts/get-alert.ts'
import type { listAlerts } from '../../tools/alerts/list-alerts.ts'
import type { listMutes } from '../../tools/alerts/list-mutes.ts'
import { formatMoney } from '../../tools/format.ts'
import {
  actions,
  context,
  fields,
  header,
  joinMrkdwn,
  type Mrkdwn,
  message,
  moment,
  mrkdwn,
  type SlackMessage,
  section,
  sections,
} from '../blocks.ts'
import { takeButton } from './alert.ts'
import { slackWords } from './slack-words.ts'
import { counted, nextButtons } from './words.ts'

type Alerts = z.output<typeof listAlerts.output>
type Line = Alerts['alerts'][number]
type Mutes = z.output<typeof listMutes.output>['mutes']

/** `about`: the customer that was asked for. */
export function alertListMessage(
  { alerts, total, escalatedCount }: Alerts,
  { currency, about }: { currency: string; about: string | undefined },
): SlackMessage {
  const whose = about === undefined ? '' : ` about ${about}`
  if (total === 0) {
    const words = mrkdwn`Nobody has to take an alert${whose}: there is none open.`
    return message(words, [section(words)])
  }
  const title = `${counted(total, 'open alert')}${whose}`
  const notes = [
    mrkdwn`The most severe first, then the most money at stake`,
    ...(escalatedCount > 0 ? [mrkdwn`${escalatedCount} went on to the next, for nobody took them in time`] : []),
    ...(total > alerts.length ? [mrkdwn`${total - alerts.length} more`] : []),
  ]
  return message(mrkdwn`${title}.`, [
    header(title),
    ...alerts.map((alert) =>
      section(joinMrkdwn([mrkdwn`*${alert.headline}*  ${alert.alert}`, stake(alert, currency)], '\n'), {
        accessory: takeButton(alert),
      }),
    ),
    context(joinMrkdwn(notes, ' · ')),
  ])
}

export function alertDetailMessage(alert: z.output<typeof getAlert.output>, currency: string): SlackMessage {
  const isOpen = ['raised', 'delivered', 'escalated'].includes(alert.status)
  const money = alert.moneyAtStakeMinor
  return message(mrkdwn`${alert.title} (${alert.alert})`, [
    header(alert.title),
    ...sections(mrkdwn`${slackWords(alert.body)}`),
    ...fields([
      ['Status', mrkdwn`${standing(alert)}`],
      ...(money > 0 ? [['At stake', formatMoney(money, currency)] as [string, string]] : []),
      ['Went to', alert.messages.map(({ recipient, status }) => `${recipient} (${status})`).join('\n') || 'nobody yet'],
    ]),
    ...(isOpen ? [actions([takeButton(alert)])] : []),
    ...nextButtons(alert.receipts.slice(0, 3).map((receipt) => ({ text: receipt, ask: `receipt ${receipt}` }))),
    context(mrkdwn`${alert.alert} · raised ${moment(new Date(alert.raisedAt))}`),
  ])
}

export function muteListMessage(mutes: Mutes): SlackMessage {
  const how = context(
    mrkdwn`\`/crew mute 8h\` everything · \`/crew mute Acme 2d\` one customer · \`/crew mute weekly digest 4w\` one kind · \`/crew mute off\``,
  )
  if (mutes.length === 0) {
    const words = mrkdwn`Nobody has muted anything.`
    return message(words, [section(words), how])
  }
  const lines = mutes.map(
    (mute) =>
      mrkdwn`• ${mute.isMine ? 'You' : mute.personName}: ${subject(mute)}, until ${moment(new Date(mute.until))} (${mute.mute})`,
  )
  return message(mrkdwn`${counted(mutes.length, 'mute')}.`, [
    header('Who does not hear of what'),
    ...sections(joinMrkdwn(lines, '\n')),
    ...(mutes.some(({ isMine }) => isMine) ? nextButtons([{ text: 'Hear everything again', ask: 'mute off' }]) : []),
    how,
  ])
}

export function mutedMessage(what: string, until: Date): SlackMessage {
  const words = mrkdwn`You get no alerts ${what} by mail or direct message until ${moment(until)}. Channels still do.`
  return message(words, [section(words), ...nextButtons([{ text: 'Hear everything again', ask: 'mute off' }])])
}

export function unmutedMessage(count: number): SlackMessage {
  const words =
    count === 0 ? mrkdwn`You had muted nothing.` : mrkdwn`You hear of alerts again; ${counted(count, 'mute')} ended.`
  return message(words, [section(words)])
}

export function takenMessage(alert: string, count: number): SlackMessage {
  const words = count === 1 ? mrkdwn`You have taken ${alert}.` : mrkdwn`You have taken ${counted(count, 'alert')}.`
  return message(words, [section(words)])
}

function stake({ moneyAtStakeMinor: money, raisedAt, escalatesAt, status }: Line, currency: string): Mrkdwn {
  return joinMrkdwn(
    [
      ...(money > 0 ? [mrkdwn`${formatMoney(money, currency)} at stake`] : []),
      mrkdwn`since ${moment(new Date(raisedAt))}`,
      ...(status === 'escalated' ? [mrkdwn`nobody took it in time`] : []),
      ...(escalatesAt ? [mrkdwn`the next is told ${moment(new Date(escalatesAt))}`] : []),
    ],
    ' · ',
  )
}

function standing({ status, acknowledgedBy, acknowledgedAt, closedAt }: Line): Mrkdwn {
  if (status === 'acknowledged')
    return mrkdwn`taken by ${acknowledgedBy ?? 'somebody'}${acknowledgedAt ? mrkdwn`, ${moment(new Date(acknowledgedAt))}` : ''}`
  if (closedAt) return mrkdwn`${status}, ${moment(new Date(closedAt))}`
  return status === 'escalated' ? mrkdwn`open, and nobody took it in time` : mrkdwn`open`
}

function subject({ kind, customer }: Mutes[number]): string {
  const what = kind === null ? 'everything' : kindWords[kind].many
  return customer === null ? what : `${what} about ${customer.name}`
}
