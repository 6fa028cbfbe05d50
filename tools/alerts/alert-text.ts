/** What an alert says: to one destination, alone or as a storm, and in the form each carrier takes. */

import type { Fact } from '../facts.ts'
import { formatCount, formatMoney } from '../format.ts'
import { factIdsIn, renderFactText } from '../report/fact-text.ts'
import { escapeMarkdown } from '../report/markup.ts'
import type { AlertKind, AlertStatus, Destination, Severity } from './alert-kinds.ts'
import type { AlertFact } from './raise-alert.ts'

/** Alerts that a storm's message names; the rest are counted. */
export const NAMED_IN_STORM = 5

export interface AlertForText {
  /** `A-101` */
  label: string
  kind: AlertKind
  severity: Severity
  title: string
  body: string
  facts: readonly AlertFact[]
  moneyAtStakeMinor: number
}

/** An alert as a program reads it. */
export interface CarriedAlert {
  /** `A-101` */
  alert: string
  headline: string
  customerId: string | null
  moneyAtStakeMinor: number
}

/** An alert as people read it where a message can be laid out, and kept true after it was posted. */
export interface AlertDetail {
  /** `A-101` */
  alert: string
  status: AlertStatus
  severity: Severity
  headline: string
  text: string
  /** What its numbers are, each with its receipt; without those that this destination may not see. */
  facts: Fact[]
  customer: { id: string; externalId: string; name: string } | null
  /** The account owner's address: to find them by, not to show. */
  ownerEmail: string | null
  moneyAtStakeMinor: number
  raisedAt: Date
  escalatesAt: Date | null
  acknowledgedBy: string | null
  acknowledgedAt: Date | null
  closedAt: Date | null
}

/** A message as a carrier gets it. */
export interface OutgoingAlert {
  id: string
  destination: Destination
  kind: AlertKind
  step: number
  subject: string
  body: string
  alertCount: number
  /** Those it carries, the ones with the most at stake first; of a very large storm, the first of them. */
  alerts: readonly CarriedAlert[]
  venture: string
  writtenAt: Date
  attemptedAt: Date
  /** What a carrier needs that lays it out itself and keeps it true. */
  inFull: AlertsInFull
}

/** A message in its words alone. */
type Written = Omit<OutgoingAlert, 'inFull'>

interface AlertsInFull {
  /** The first few it carries. */
  details: readonly AlertDetail[]
  /** How all that it carries stand now. */
  states: { open: number; acknowledged: number; ended: number }
  currency: string
  /** The message about the same customer that it answers, as the carrier named it. */
  thread: string | null
  /** An attempt that may have left was made then: it must be looked for before it is sent again. */
  mayHaveLeftAt: Date | null
  addressees: Addressees
}

/** Who is meant by a recipient that is a person, and who may be told anything at all: mail addresses. */
export interface Addressees {
  meant: readonly string[]
  known: readonly string[]
}

export const kindWords: Readonly<Record<AlertKind, { one: string; many: string }>> = {
  critical_customer: { one: 'critical customer', many: 'critical customers' },
  nps_negative: { one: 'NPS below its threshold', many: 'alerts of NPS' },
  system_degraded: { one: 'system degraded', many: 'system alerts' },
  crm_sync_failed: { one: 'CRM sync failed', many: 'failed CRM syncs' },
  retention_down: { one: 'retention down', many: 'alerts of retention' },
  weekly_digest: { one: 'weekly digest', many: 'weekly digests' },
  chairman_notice: { one: 'notice to the Chairman', many: 'notices to the Chairman' },
}

interface Writing {
  destination: Destination
  /** Above 0 it comes because nobody acknowledged it. */
  step: number
  currency: string
}

/** One alert: its title, its text, where the numbers come from and what to do. */
export function singleText(alert: AlertForText, writing: Writing): { subject: string; body: string } {
  const text = (source: string) => rendered(source, alert.facts, writing.destination)
  const receipts = [...new Set(usedFacts(alert).map(({ receipt }) => receipt))]
  const answer = alert.kind !== 'weekly_digest'
  return {
    subject: `${marks(writing, alert.severity)}${alert.label} ${oneLine(text(alert.title))}`,
    body: [
      ...(writing.step > 0 ? ['Nobody has acknowledged this alert, so it comes to you.', ''] : []),
      text(alert.body),
      '',
      ...receipts.map((receipt) => `Where the numbers come from: npx crew receipt ${receipt}`),
      answer
        ? `Take it: npx crew alerts ack ${alert.label} --note "what you do about it"`
        : `The whole of it: npx crew alerts show ${alert.label}`,
      intended(writing.destination),
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
  }
}

/** A storm: how many, and those with the most money at stake by name. `top` is ranked; `count` counts all. */
export function stormText(
  { kind, count, top }: { kind: AlertKind; count: number; top: readonly AlertForText[] },
  writing: Writing,
): { subject: string; body: string } {
  const [first] = top
  if (!first) throw new Error('a storm without an alert')
  const rest = count - top.length
  const line = (alert: AlertForText) => {
    const title = oneLine(rendered(alert.title, alert.facts, writing.destination))
    const money = alert.moneyAtStakeMinor
    return `- ${alert.label} ${title}${money > 0 ? ` (${formatMoney(money, writing.currency)} at stake)` : ''}`
  }
  const words = count === 1 ? kindWords[kind].one : kindWords[kind].many
  return {
    subject: `${marks(writing, first.severity)}${formatCount(count)} ${words}, first ${first.label}`,
    body: [
      ...(writing.step > 0 ? ['Nobody has acknowledged these alerts, so they come to you.', ''] : []),
      count === 1
        ? `One more ${words} after several in a minute:`
        : `${formatCount(count)} ${words} came close together, so they are one message. Those with the most at stake:`,
      ...top.map(line),
      ...(rest > 0 ? [`and ${formatCount(rest)} more: npx crew alerts --kind ${kind}`] : []),
      '',
      `One in full: npx crew alerts show ${first.label}`,
      `Take them all: npx crew alerts ack ${first.label} --with-folded --note "what you do about them"`,
      intended(writing.destination),
    ]
      .filter((each) => each !== undefined)
      .join('\n'),
  }
}

/** Fills in the facts; where several people read, what is personal stays out. */
export function rendered(source: string, facts: readonly AlertFact[], destination: Destination): string {
  const byId = new Map(facts.map((each) => [each.id, each]))
  const personal = new Set(facts.filter(({ isPersonal }) => isPersonal).map(({ id }) => id))
  const isShared = isReadBySeveral(destination)
  const text = renderFactText(source, byId, {
    plain: (part) => part,
    fact: (each) => (isShared && personal.has(each.id) ? WITHHELD : each.text),
  }).join('')
  return isShared ? text.replaceAll(ADDRESS, WITHHELD) : text
}

export function isReadBySeveral({ recipient }: Destination): boolean {
  return recipient.startsWith('#')
}

const WITHHELD = '(not shown here)'
const ADDRESS = /[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().,;]+/g

/** As a file: one heading and lines that show exactly the text, whatever a customer is called. */
export function alertMarkdown({ destination, subject, body, writtenAt }: Written): string {
  const lines = body
    .split('\n')
    .map((line) => (line.startsWith('- ') ? `- ${escapeMarkdown(line.slice(2))}` : escapeMarkdown(line)))
  return `# ${escapeMarkdown(subject)}\n\nFor ${escapeMarkdown(destination.recipient)}, ${writtenAt.toISOString()}\n\n${lines.join('  \n')}\n`
}

/**
 * As JSON. `text` is escaped as chats want it, so that a name like `<!channel>` calls nobody; `title` and `body` are the
 * words as they are.
 */
export function alertPayload(message: Written) {
  return {
    id: message.id,
    venture: message.venture,
    kind: message.kind,
    escalation: message.step,
    for: message.destination.recipient,
    alertCount: message.alertCount,
    alerts: message.alerts,
    title: message.subject,
    body: message.body,
    text: escapeChat(`${message.subject}\n${message.body}`),
    writtenAt: message.writtenAt.toISOString(),
  }
}

function escapeChat(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function usedFacts({ title, body, facts }: AlertForText): AlertFact[] {
  const used = new Set(factIdsIn(`${title}\n${body}`))
  return facts.filter(({ id }) => used.has(id))
}

function marks({ step }: Writing, severity: Severity): string {
  return `${step > 0 ? 'Unanswered: ' : ''}${severity === 'high' ? '[urgent] ' : ''}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** A chat's message says which channel it is for while something else carries it. */
function intended({ medium, recipient }: Destination): string | undefined {
  return medium === 'slack' ? `For ${recipient}.` : undefined
}
