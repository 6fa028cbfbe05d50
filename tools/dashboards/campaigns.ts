import type { ToolContext } from '../define-tool.ts'
import { getOutcomes } from '../metrics/get-outcomes.ts'
import { plusDays, plusMonths } from '../metrics/period.ts'
import { keptAnswer, type Patience } from './kept-answer.ts'
import { countRow, factRow, type Panel, panelOf, waitingPanel } from './panel.ts'

const MONTHS = 6
const RECOVERY_TARGET = 30
const scoreBands = [
  { name: '0 to 39', to: 40 },
  { name: '40 to 69', to: 70 },
  { name: '70 to 100', to: 101 },
] as const

/** What outreach brought about: response, recovery, messages, scores before and after. */
export async function campaignPanels(context: ToolContext, patience: Patience): Promise<Panel[]> {
  const outcomes = await keptAnswer(getOutcomes, {}, context, patience)
  const end = plusDays(context.asOf, 1)
  const firsts = Array.from({ length: MONTHS }, (_, index) =>
    plusMonths(`${context.asOf.slice(0, 7)}-01`, index - MONTHS + 1),
  )
  const monthly = []
  for (const from of firsts) {
    const next = plusMonths(from, 1)
    monthly.push(await keptAnswer(getOutcomes, { from, until: next < end ? next : end }, context, patience))
  }
  const { scoreChanges } = outcomes.output
  return [
    panelOf(
      {
        key: 'response_rates',
        title: 'Response, by how the customer stood',
        chart: 'bars',
        target: { value: 20, text: 'at least 20 % (win-back 10 %)' },
        rows: [
          factRow(outcomes, 'at_risk.response', 'at risk', { target: 20 }),
          factRow(outcomes, 'critical.response', 'critical', { target: 20 }),
          factRow(outcomes, 'win_back.response', 'win-back', { target: 10 }),
        ],
      },
      outcomes,
    ),
    panelOf(
      {
        key: 'recovery_trend',
        title: 'Recovery of customers reached in the month',
        chart: 'line',
        target: { value: RECOVERY_TARGET, text: `at least ${RECOVERY_TARGET} %` },
        rows: monthly.map((answer, index) =>
          factRow(answer, 'all.recovery', (firsts[index] ?? '').slice(0, 7), { target: RECOVERY_TARGET }),
        ),
        note: 'A customer is judged 37 days after it was reached.',
      },
      outcomes,
    ),
    panelOf(
      {
        key: 'email',
        title: 'Messages',
        chart: 'table',
        rows: [
          factRow(outcomes, 'all.sent', 'sent'),
          countRow(
            outcomes,
            { label: 'failed', value: outcomes.output.total.failed, unit: 'count', metric: 'messages_failed' },
            context,
          ),
          countRow(
            outcomes,
            { label: 'fate unknown', value: outcomes.output.total.unknown, unit: 'count', metric: 'messages_unknown' },
            context,
          ),
          factRow(outcomes, 'all.response', 'response'),
        ],
        note: 'Opens and clicks wait for a mail connector that reports them.',
      },
      outcomes,
    ),
    panelOf(
      {
        key: 'score_recovery',
        title: 'Health score before outreach and 30 days after',
        chart: 'bars',
        rows: (['before', 'after'] as const).flatMap((when) =>
          scoreBands.map(({ name, to }, index) =>
            countRow(
              outcomes,
              {
                label: `${when}: ${name}`,
                value:
                  scoreChanges.length === 0
                    ? null
                    : scoreChanges.filter((change) => bandOf(change[when]) === index && to > 0).length,
                unit: 'count',
                metric: `customers_${when}`,
              },
              context,
            ),
          ),
        ),
        note: scoreChanges.length === 0 ? 'Nobody was reached long enough ago.' : null,
      },
      outcomes,
    ),
    waitingPanel(
      'roi',
      'Return on interventions',
      'Waits for programs: prevented churn is claimed only as uplift against a holdout group, and costs are booked by program.',
    ),
  ]
}

function bandOf(score: number): number {
  return scoreBands.findIndex(({ to }) => score < to)
}
