/** A message as a carrier gets it: its words, the alerts in it as they stand, whom it answers and for whom it is. */
import { alertStatesIn, alertsInMessage, type WaitingAlertRow } from '../../db/queries/alert-deliveries.ts'
import { type AlertMessageRow, threadAbout } from '../../db/queries/alert-messages.ts'
import { type AlertRow, alertOwners, alertsById } from '../../db/queries/alerts.ts'
import { listPeopleRows } from '../../db/queries/people.ts'
import { carrierOf } from '../outbox/attempt.ts'
import { factIdsIn } from '../report/fact-text.ts'
import { alertLabel, type Destination } from './alert-kinds.ts'
import { lineOfAlert } from './alert-shapes.ts'
import {
  type Addressees,
  type AlertDetail,
  type CarriedAlert,
  isReadBySeveral,
  type OutgoingAlert,
  rendered,
} from './alert-text.ts'
import type { DispatchContext } from './dispatch-context.ts'
import { parseFacts, parseKind } from './find-alert.ts'

/** Alerts that a message's data name; the rest are counted. */
const NAMED = 100
/** Alerts that a chat shows with what is known of each. */
const SHOWN = 10
/** Later, what happens to a customer is a new story. */
const THREAD_DAYS = 30

export async function outgoingAlert(context: DispatchContext, message: AlertMessageRow): Promise<OutgoingAlert> {
  const { db, venture, now } = context
  const destination = destinationOf(message)
  const named = await alertsInMessage(db, message.id, NAMED)
  const customerId = message.alertCount === 1 ? named[0]?.customerId : undefined
  return {
    id: message.id,
    destination,
    kind: parseKind(message.kind),
    step: message.step,
    subject: message.subject,
    body: message.body,
    alertCount: message.alertCount,
    alerts: named.map((alert) => carried(alert, destination)),
    venture: venture.slug,
    writtenAt: message.createdAt,
    attemptedAt: now,
    inFull: {
      details: await detailsOf(context, named.slice(0, SHOWN), destination),
      states: await alertStatesIn(db, message.id),
      currency: venture.currency,
      thread: customerId
        ? await threadAbout(db, {
            customerId,
            medium: message.medium,
            recipient: message.recipient,
            sentBy: carrierOf(message.sentBy),
            since: new Date(now.getTime() - THREAD_DAYS * 86_400_000),
          })
        : null,
      mayHaveLeftAt: message.mayHaveLeftAt,
      addressees: await addresseesOf(context, destination),
    },
  }
}

export function destinationOf({ medium, recipient }: { medium: string; recipient: string }): Destination {
  return { medium: medium === 'email' ? 'email' : 'slack', recipient }
}

function carried(alert: WaitingAlertRow, destination: Destination): CarriedAlert {
  return {
    alert: alertLabel(alert.number),
    headline: rendered(alert.title, parseFacts(alert.facts), destination),
    customerId: alert.customerId,
    moneyAtStakeMinor: alert.moneyAtStakeMinor,
  }
}

async function detailsOf(
  { db }: DispatchContext,
  alerts: readonly WaitingAlertRow[],
  destination: Destination,
): Promise<AlertDetail[]> {
  if (destination.medium !== 'slack') return []
  const rows = await alertsById(
    db,
    alerts.map(({ id }) => id),
  )
  const customerIds = rows.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]))
  const owners = new Map((await alertOwners(db, customerIds)).map((row) => [row.customerId, row.ownerEmail]))
  return rows.map((row) => detailOf(row, owners.get(row.customerId ?? '') ?? null, destination))
}

function detailOf(row: AlertRow, ownerEmail: string | null, destination: Destination): AlertDetail {
  const facts = parseFacts(row.facts)
  const used = new Set(factIdsIn(`${row.title}\n${row.body}`))
  const { alert, status, severity, customer } = lineOfAlert(row)
  return {
    alert,
    status,
    severity,
    headline: rendered(row.title, facts, destination),
    text: rendered(row.body, facts, destination),
    facts: facts.filter(({ id, isPersonal }) => used.has(id) && !(isPersonal && isReadBySeveral(destination))),
    customer,
    ownerEmail,
    moneyAtStakeMinor: row.moneyAtStakeMinor,
    raisedAt: row.raisedAt,
    escalatesAt: row.escalatesAt,
    acknowledgedBy: row.acknowledgedByName,
    acknowledgedAt: row.acknowledgedAt,
    closedAt: row.closedAt,
  }
}

/** A person in a chat is who has that person's mail address in `crew people`, with a role; a channel is not looked at so. */
async function addresseesOf({ db, settings, now }: DispatchContext, to: Destination): Promise<Addressees> {
  if (to.medium !== 'slack' || to.recipient.startsWith('#')) return { meant: [], known: [] }
  const people = (await listPeopleRows(db, now)).filter(
    ({ deactivatedAt, roles }) => !deactivatedAt && roles.length > 0,
  )
  const mails = (rows: typeof people) => rows.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()]))
  const chairmen = people.filter(({ roles }) => roles.includes('chairman'))
  const isChairmans = to.recipient === settings.chairmanSlackUser
  const meant = isChairmans ? mails(chairmen) : to.recipient.includes('@', 1) ? [to.recipient.toLowerCase()] : []
  return { meant, known: isChairmans ? mails(chairmen) : mails(people) }
}
