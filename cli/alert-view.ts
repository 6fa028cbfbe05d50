/** Alerts as the terminal shows them. */
import type { z } from 'zod'
import type { getAlert } from '../tools/alerts/get-alert.ts'
import type { listAlerts } from '../tools/alerts/list-alerts.ts'
import { formatMoney } from '../tools/format.ts'
import { command, counted, faint, heading, type Output, paragraphs, spoken, table, warning } from './output.ts'

type Listed = z.output<typeof listAlerts.output>
type Shown = z.output<typeof getAlert.output>

export function showAlerts({ alerts, total, escalatedCount, notSetUp }: Listed, currency: string, out: Output): void {
  const [first] = alerts
  if (!first) {
    out.line(`No alert is open. Next: ${out.crew('customers --status critical')}`)
    hintAddresses(notSetUp, out)
    return
  }
  out.line(
    table(
      ['alert', 'severity', 'what', 'at stake', 'status', 'raised', 'taken by, or until'],
      alerts.map((alert) => [
        command(alert.alert),
        alert.severity === 'high' ? warning(alert.severity) : alert.severity,
        alert.headline,
        alert.moneyAtStakeMinor > 0 ? formatMoney(alert.moneyAtStakeMinor, currency) : '',
        statusWord(alert.status),
        minuteOf(alert.raisedAt),
        alert.acknowledgedBy ?? (alert.escalatesAt === null ? '' : minuteOf(alert.escalatesAt)),
      ]),
      [3],
    ),
  )
  out.line()
  const unanswered = escalatedCount > 0 ? ` ${counted(escalatedCount, 'was', 'were')} not taken in time.` : ''
  out.line(faint(`${alerts.length} of ${counted(total, 'alert')}; times in UTC.${unanswered}`))
  const take = first.closedAt === null && first.acknowledgedBy === null
  const ack = take ? `, then ${out.crew(`alerts ack ${first.alert} --note "…"`)}` : ''
  out.line(`Next: ${out.crew(`alerts show ${first.alert}`)}${ack}`)
  hintAddresses(notSetUp, out)
}

function hintAddresses(notSetUp: readonly string[], out: Output): void {
  const [first] = notSetUp
  if (first === undefined) return
  out.line(
    faint(
      `Alerts by mail stay in files until ${notSetUp.join(', ')} ${notSetUp.length === 1 ? 'is' : 'are'} somebody’s: `,
    ) + out.crew(`settings set ${first}=… --reason "…"`),
  )
}

export function showAlert(alert: Shown, out: Output): void {
  out.line(`${heading(`${alert.alert} ${alert.title}`)}  ${statusWord(alert.status)}, ${alert.severity}`)
  out.line(faint(`${spoken(alert.kind)}, raised ${minuteOf(alert.raisedAt)} UTC`))
  out.line()
  out.line(paragraphs(alert.body))
  out.line()
  if (alert.messages.length === 0) out.line('Nobody was told yet.')
  else
    out.line(
      table(
        ['told', 'by', 'step', 'status', 'when', ''],
        alert.messages.map((message) => [
          message.recipient,
          message.carrier ?? '',
          message.escalation === 0 ? 'at first' : `escalation ${message.escalation}`,
          message.status === 'sent' ? message.status : warning(message.status),
          message.sentAt === null ? '' : minuteOf(message.sentAt),
          message.problem ??
            (message.alertCount > 1 ? `one message for ${message.alertCount.toLocaleString('en-US')} alerts` : ''),
        ]),
      ),
    )
  if (alert.messages.some(({ status }) => status === 'unknown'))
    out.line(warning('Of unknown fate: it may have left, and is not sent again. Look where it was to arrive.'))
  if (alert.acknowledgedBy !== null) {
    const note = alert.note === null ? '' : `: ${alert.note}`
    out.line(`${alert.acknowledgedBy} took it ${minuteOf(alert.acknowledgedAt ?? alert.raisedAt)} UTC${note}`)
  }
  if (alert.receipts.length > 0) out.line(faint(`Receipts ${alert.receipts.join(', ')}.`))
  if (alert.escalatesAt !== null) {
    out.line(`Goes to the next ${minuteOf(alert.escalatesAt)} UTC unless somebody takes it.`)
    out.line(`Next: ${out.crew(`alerts ack ${alert.alert} --note "what you do about it"`)}`)
  } else {
    const [receipt] = alert.receipts
    const customer = alert.customer && `customer ${alert.customer.externalId}`
    out.line(`Next: ${out.crew(customer ?? (receipt ? `receipt ${receipt}` : 'alerts'))}`)
  }
}

function statusWord(status: Shown['status']): string {
  return status === 'escalated' ? warning(status) : status === 'raised' ? 'not told yet' : status
}

/** `2026-11-22 09:30` */
function minuteOf(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
