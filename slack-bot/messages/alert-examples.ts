/** Alerts as they leave, for every form that a message about them takes: to look at, and to hold to the limits. */
import type { z } from 'zod'
import type { OutgoingAlert } from '../../tools/alerts/alert-text.ts'
import type { getAlert } from '../../tools/alerts/get-alert.ts'
import type { listMutes } from '../../tools/alerts/list-mutes.ts'
import type { Fact } from '../../tools/facts.ts'

type Detail = OutgoingAlert['inFull']['details'][number]

const AT = new Date('2026-11-16T09:04:00Z')

const scoreFact: Fact = {
  id: 'R1042.to_score',
  receipt: 'R-1042',
  metric: 'health_score',
  subject: { kind: 'customer', id: 'c1', name: 'Acme Corp' },
  period: '2026-11-16',
  value: 31,
  unit: 'points',
  text: '31.0',
}

export function detail(input: Partial<Detail> = {}): Detail {
  return {
    alert: 'A-101',
    status: 'delivered',
    severity: 'high',
    headline: 'Acme Corp is critical',
    text: 'Its health score fell from 55.0 to 31.0. It pays $48,000.00 a year. Call its account within the time for critical customers; without an answer the Chairman decides.',
    facts: [scoreFact],
    customer: { id: 'c1', externalId: 'C00054', name: 'Acme Corp' },
    ownerEmail: 'owner@crew.invalid',
    moneyAtStakeMinor: 4_800_000,
    raisedAt: AT,
    escalatesAt: new Date('2026-11-17T09:04:00Z'),
    acknowledgedBy: null,
    acknowledgedAt: null,
    closedAt: null,
    ...input,
  }
}

export function outgoing(details: Detail[], input: Partial<OutgoingAlert> = {}): OutgoingAlert {
  const alertCount = input.alertCount ?? details.length
  return {
    id: '01900000-0000-7000-8000-000000000001',
    destination: { medium: 'slack', recipient: '#customer-success-urgent' },
    kind: 'critical_customer',
    step: 0,
    subject: 'A subject',
    body: 'A body',
    alertCount,
    alerts: [],
    venture: 'sample',
    writtenAt: AT,
    attemptedAt: AT,
    ...input,
    inFull: {
      details,
      states: { open: alertCount, acknowledged: 0, ended: 0 },
      currency: 'USD',
      thread: null,
      mayHaveLeftAt: null,
      addressees: { meant: [], known: [] },
      ...input.inFull,
    },
  }
}

const digestText = [
  'As of Nov 16, 2026 there are 1,874 customers with an average score of 71.2 (72.0 a week before).',
  'At risk: 212 (201 a week before). Critical: 48 (44 a week before). Together they pay $2,410,000.00 a year.',
  'In the week: became critical 9, became at risk 21, recovered 14, churned 3.',
  '',
  'Those who pay the most:',
  '- Acme Corp: critical, score 31.0 (55.0 a week before), pays $48,000.00 a year',
  '- Globex: at risk, score 52.0 as a week before, pays $36,000.00 a year',
].join('\n')

export const OWNERS: ReadonlyMap<string, string> = new Map([['owner@crew.invalid', 'U0OWNER']])

const many = Array.from({ length: 5 }, (_, index) =>
  detail({
    alert: `A-${101 + index}`,
    headline: `Company ${index + 1} is critical`,
    moneyAtStakeMinor: (9 - index) * 1_000_000,
    ...(index === 1 ? { status: 'acknowledged' as const, acknowledgedBy: 'Anna Success', acknowledgedAt: AT } : {}),
  }),
)

/** By the name of what it shows. */
export const alertExamples: Readonly<Record<string, OutgoingAlert>> = {
  'a critical customer': outgoing([detail()]),
  'a critical customer, unanswered': outgoing([detail({ status: 'escalated' })], { step: 1 }),
  'a critical customer, taken': outgoing([
    detail({ status: 'acknowledged', acknowledgedBy: 'Anna Success', acknowledgedAt: AT, escalatesAt: null }),
  ]),
  'a critical customer, recovered': outgoing([detail({ status: 'recovered', closedAt: AT, escalatesAt: null })]),
  'a storm': outgoing(many, {
    alertCount: 40,
    inFull: { ...outgoing(many).inFull, states: { open: 38, acknowledged: 2, ended: 0 } },
  }),
  'the system': outgoing(
    [
      detail({
        severity: 'medium',
        headline: 'Slack takes no alerts for #closed',
        text: 'Slack refuses it: not_in_channel. What was meant to go there goes by mail instead. In Slack, write /invite @crew in #closed.',
        customer: null,
        ownerEmail: null,
        moneyAtStakeMinor: 0,
        facts: [],
      }),
    ],
    { kind: 'system_degraded' },
  ),
  'the weekly digest': outgoing(
    [
      detail({
        severity: 'low',
        headline: 'Weekly digest: 212 at risk, 48 critical',
        text: digestText,
        customer: null,
        ownerEmail: null,
        escalatesAt: null,
      }),
    ],
    { kind: 'weekly_digest' },
  ),
}

const example = detail()

/** One as `get_alert` shows it. */
export const detailExample: z.output<typeof getAlert.output> = {
  alert: example.alert,
  kind: 'critical_customer',
  severity: 'high',
  status: 'escalated',
  headline: example.headline,
  customer: { id: 'c1', externalId: 'C00054', name: 'Acme Corp' },
  moneyAtStakeMinor: example.moneyAtStakeMinor,
  raisedAt: AT.toISOString(),
  deliveredAt: AT.toISOString(),
  escalatesAt: '2026-11-17T09:04:00.000Z',
  acknowledgedBy: null,
  acknowledgedAt: null,
  closedAt: null,
  title: example.headline,
  body: example.text,
  receipts: ['R-1042'],
  note: null,
  messages: [
    {
      recipient: '#customer-success-urgent',
      escalation: 0,
      status: 'sent',
      carrier: 'slack',
      alertCount: 1,
      sentAt: AT.toISOString(),
      problem: null,
    },
  ],
}

/** As `list_mutes` shows them. */
export const muteExamples: z.output<typeof listMutes.output>['mutes'] = [
  {
    mute: 'M-1',
    personName: 'Anna Success',
    isMine: true,
    kind: 'weekly_digest',
    customer: null,
    mutedAt: AT.toISOString(),
    until: '2026-12-14T09:04:00.000Z',
  },
  {
    mute: 'M-2',
    personName: 'Sam Success',
    isMine: false,
    kind: null,
    customer: { id: 'c1', externalId: 'C00054', name: 'Acme Corp' },
    mutedAt: AT.toISOString(),
    until: '2026-11-18T09:04:00.000Z',
  },
]
