/** A small report with every kind of block, and customers' text that tries to be markup. */
import type { Fact } from '../facts.ts'
import { type ReportDocument, reportDocument } from './report-document.ts'
import { glossary } from './words.ts'

const venture = { kind: 'venture', id: 'v', name: 'Northwind Cloud' } as const
const acme = { id: 'c1', externalId: 'A-1', name: 'Acme <script>alert(1)</script>' }
const globex = { id: 'c2', externalId: 'A-2', name: 'Globex [free](javascript:alert(1))' }

function fact(
  id: string,
  value: number | string | null,
  unit: Fact['unit'],
  text: string,
  more: Partial<Fact> = {},
): Fact {
  const receipt = `R-${id.slice(1, 5)}`
  return { id, receipt, metric: id.slice(6), subject: venture, period: '2026-06-30', value, unit, text, ...more }
}

const about = (customer: typeof acme) => ({ kind: 'customer', id: customer.id, name: customer.name }) as const

const trendDays = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30']
const trendValues = [74.1, 73.2, null, 71.9, 69.4, 68.2]
const months = [1, 2, 3, 4, 5, 6]
const cohorts = ['Dec 2025', 'Jan 2026', 'Feb 2026', 'Mar 2026', 'Apr 2026', 'May 2026']
const retained = (row: number, month: number) => Math.max(60, 99 - month * 3.4 - ((row * 7 + month * 3) % 9))

const facts: Fact[] = [
  fact('R1001.customers', 1874, 'count', '1,874'),
  fact('R1001.average_health', 68.2, 'points', '68.2'),
  fact('R1001.healthy', 1105, 'count', '1,105'),
  fact('R1001.at_risk', 486, 'count', '486'),
  fact('R1001.critical', 91, 'count', '91'),
  fact('R1001.churned', 192, 'count', '192'),
  fact('R1002.mrr', 84_210_000, 'money', '$842,100'),
  fact('R1002.nrr', 103.4, 'percent', '103.4 %', { period: '2025-06-30/2026-06-30' }),
  fact('R1003.churn_rate', 2.1, 'percent', '2.1 %', { period: '2026-06-01/2026-07-01' }),
  fact('R1004.nps', null, 'points', 'no data'),
  ...trendDays.map((on, index) => {
    const value = trendValues[index] ?? null
    return fact(`R101${index}.average_health`, value, 'points', value === null ? 'no data' : String(value), {
      period: on,
    })
  }),
  ...cohorts.map((_, row) => fact(`R1020.size_${row}`, 120 + row * 9, 'count', String(120 + row * 9))),
  ...cohorts.flatMap((_, row) =>
    months
      .filter((month) => month + row <= 6)
      .map((month) => {
        const value = retained(row, month)
        return fact(`R1020.kept_${row}_${month}`, value, 'percent', `${value.toFixed(1)} %`)
      }),
  ),
  fact('R1030.score_1', 22.5, 'points', '22.5', { subject: about(acme) }),
  fact('R1030.mrr_1', 1_240_000, 'money', '$12,400', { subject: about(acme) }),
  fact('R1030.days_1', 34, 'days', '34 days', { subject: about(acme) }),
  fact('R1030.probability_1', 0.31, 'probability', '31 %', { subject: about(acme) }),
  fact('R1030.name_1', acme.name, 'name', acme.name, { subject: about(acme) }),
  fact('R1030.score_2', 48, 'points', '48', { subject: about(globex) }),
  fact('R1030.tickets_2', 3, 'count', '3', { subject: about(globex) }),
]

const quote = (customer: typeof acme, words: string) => ({
  feedbackId: `f-${customer.id}`,
  customer,
  words,
  origin: 'survey_comment',
  saidOn: '2026-06-12',
  receipt: 'R-1040',
})

export const hostileWords =
  'Exports fail since <img src=x onerror=alert(1)> **May** ![x](https://evil.example/p.png) <!channel> {{fact:R1001.customers}} | see www.evil.example'

/** Built anew for each test, so that none sees another's changes. */
export function reportFixture(changes: Partial<ReportDocument> = {}): ReportDocument {
  return reportDocument.parse({
    version: 1,
    runId: '0197b000-0000-7000-8000-000000000000',
    venture: { name: 'Northwind Cloud', slug: 'sample', currency: 'USD', timeZone: 'UTC', simulated: true },
    asOf: '2026-06-30',
    knownAt: '2026-07-01T06:00:00.000Z',
    createdAt: '2026-07-01T06:00:12.000Z',
    settingsVersion: 3,
    writer: { kind: 'model', name: 'gpt-5-mini' },
    headlines: [
      ['customers', 'Customers', 'R1001.customers', 'Paying accounts, without those that left.', 'neutral'],
      ['health', 'Average health', 'R1001.average_health', 'Of 100. Healthy starts at 70.', 'watch'],
      ['critical', 'Critical', 'R1001.critical', 'Health below 40: a person should act now.', 'bad'],
      ['at_risk', 'At risk', 'R1001.at_risk', 'Health from 40 to below 70.', 'watch'],
      ['mrr', 'Monthly revenue (MRR)', 'R1002.mrr', 'What active paid subscriptions bring in a month.', 'neutral'],
      ['nrr', 'Net revenue retention', 'R1002.nrr', 'Above 100 %: customers grew by more than was lost.', 'good'],
      ['churn', 'Churn this month', 'R1003.churn_rate', 'Customers that left, of those here at its start.', 'neutral'],
      ['nps', 'NPS', 'R1004.nps', 'Nobody answered a survey in the last 30 days.', 'neutral'],
    ].map(([key, label, factId, meaning, tone]) => ({ key, label, factId, meaning, tone })),
    sections: [
      {
        key: 'changed',
        title: 'What changed',
        meaning: 'How healthy the customers are as a whole, and where that is going.',
        blocks: [
          {
            type: 'paragraph',
            writtenBy: 'model',
            text: 'The average health score is {{fact:R1001.average_health}}, over {{fact:R1001.customers}} customers; {{fact:R1001.critical}} of them are critical.',
          },
          {
            type: 'distribution',
            title: 'Customers by health',
            caption: 'Each customer is in one band.',
            slices: [
              { status: 'healthy', label: 'Healthy', factId: 'R1001.healthy' },
              { status: 'at_risk', label: 'At risk', factId: 'R1001.at_risk' },
              { status: 'critical', label: 'Critical', factId: 'R1001.critical' },
              { status: 'churned', label: 'Churned', factId: 'R1001.churned' },
            ],
          },
          {
            type: 'trend',
            title: 'Average health over time',
            caption: 'The average of all scored customers at each month’s end.',
            points: trendDays.map((on, index) => ({ on, factId: `R101${index}.average_health` })),
            thresholds: [{ label: 'healthy from 70', value: 70 }],
          },
          {
            type: 'cohorts',
            title: 'How long customers stay',
            caption:
              'Of the customers who started in a month, the share still here some months later. Blank: too young to tell.',
            months,
            rows: cohorts.map((cohort, row) => ({
              cohort,
              sizeFactId: `R1020.size_${row}`,
              cells: months.map((month) => (month + row <= 6 ? `R1020.kept_${row}_${month}` : null)),
            })),
          },
        ],
      },
      {
        key: 'at_risk',
        title: 'Who is at risk, and why',
        meaning: 'The customers who need attention first: the money at stake, weighed by how likely they are to leave.',
        blocks: [
          {
            type: 'customer',
            customer: acme,
            status: 'critical',
            measures: [
              { label: 'Health score', factId: 'R1030.score_1' },
              { label: 'Monthly revenue', factId: 'R1030.mrr_1' },
              { label: 'Churn probability', factId: 'R1030.probability_1' },
            ],
            why: {
              type: 'paragraph',
              writtenBy: 'model',
              text: '{{fact:R1030.name_1}} has not signed in for {{fact:R1030.days_1}}, and its people say why: exports fail.',
            },
            quotes: [quote(acme, hostileWords)],
            proposals: ['P-1001'],
          },
          {
            type: 'customer',
            customer: globex,
            status: 'at_risk',
            measures: [{ label: 'Health score', factId: 'R1030.score_2' }],
            why: {
              type: 'paragraph',
              writtenBy: 'template',
              text: 'Support is the main cause: {{fact:R1030.tickets_2}} tickets are open.',
            },
            quotes: [],
            proposals: [],
          },
        ],
      },
      {
        key: 'voices',
        title: 'In customers’ own words',
        meaning: 'What customers wrote, unedited.',
        blocks: [{ type: 'quote', quote: quote(globex, 'Support takes a week to answer & we cannot wait.') }],
      },
      {
        key: 'proposed',
        title: 'What was proposed',
        meaning: 'Nothing here has happened unless it says so: a person decides first.',
        blocks: [
          {
            type: 'proposal',
            number: 'P-1001',
            kind: 'message',
            status: 'waiting',
            title: 'Write to Acme about the failing exports',
            reason: 'Not signed in for {{fact:R1030.days_1}}.',
            customer: acme,
            measures: [{ label: 'Money at stake', factId: 'R1030.mrr_1' }],
            addressedTo: 'success',
            expiresOn: '2026-07-07',
            decision: null,
            outcome: null,
          },
          {
            type: 'proposal',
            number: 'P-1002',
            kind: 'task',
            status: 'done',
            title: 'Call Globex',
            reason: 'Three tickets wait for an answer.'.replace('Three', '{{fact:R1030.tickets_2}}'),
            customer: globex,
            measures: [],
            addressedTo: 'success',
            expiresOn: '2026-07-07',
            decision: {
              decision: 'approve',
              person: 'Chairman',
              reason: 'Agreed',
              decidedAt: '2026-07-01T09:00:00.000Z',
            },
            outcome: 'A task was opened for the success team.',
          },
        ],
      },
      {
        key: 'decided',
        title: 'What was decided',
        meaning: 'Decisions of people.',
        blocks: [
          {
            type: 'table',
            caption: 'Proposals by outcome',
            columns: [
              { label: 'Outcome', numeric: false },
              { label: 'Critical customers', numeric: true },
            ],
            rows: [['Waiting', '{{fact:R1001.critical}}']],
          },
        ],
      },
      { key: 'next', title: 'What to do next', meaning: 'In this order.', blocks: [] },
    ],
    templateParts: [
      { part: 'the reasons for Globex', agent: 'health_analyst', reason: 'the model gave a number without a fact' },
    ],
    glossary,
    facts,
    receipts: [...new Set(facts.map(({ receipt }) => receipt)), 'R-1040'].map((receipt) => ({
      receipt,
      isReplayable: receipt !== 'R-1003',
      tool: 'get_health_summary',
      title: 'Health of all customers',
      arguments: '{"query":"`a` | <b>"}',
      asOf: '2026-06-30',
      knownAt: '2026-07-01T06:00:00.000Z',
      settingsVersion: 3,
      rowCount: receipt === 'R-1004' ? 0 : 1874,
      resultHash: '9f2c5be07cbb1f0b0f4e6a3f2f2d7a9c3f0e1d2c4b5a69788796a5b4c3d2e1f0',
    })),
    ...changes,
  })
}
