/** Who stays, who pays, who leaves and what they say of us, as tables and charts of a terminal. */
import { getChurnRate } from '../../tools/churn/get-churn-rate.ts'
import { formatCount, formatMoney, formatPeriod, formatPoints, NO_DATA } from '../../tools/format.ts'
import { getNps } from '../../tools/metrics/get-nps.ts'
import { getRetention } from '../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../tools/metrics/get-revenue.ts'
import { getSegments } from '../../tools/metrics/get-segments.ts'
import { runTool } from '../../tools/run-tool.ts'
import { bar, gauge, sparkline } from '../charts.ts'
import { counted, faint, heading, table } from '../output.ts'
import { type MetricView, month, percent, points } from './metric-view.ts'

export const customerViews = {
  retention: {
    description: 'share of each month’s new customers still there 1, 3 and 6 months later',
    takes: [],
    async view(_options, context) {
      const { output, receipt } = await runTool(getRetention, {}, context)
      const cells = (values: readonly (number | null)[]) =>
        values.map((value) => (value === null ? '' : percent(value)))
      const lines = [
        heading('Cohort retention'),
        output.cohorts.length === 0
          ? 'Nobody became a customer in the last twelve months.'
          : table(
              ['first paid', 'customers', ...output.months.map((count) => `${count} mo`), ''],
              [
                ...output.cohorts.map(({ month: first, size, retentionPercent }) => [
                  month(first),
                  formatCount(size),
                  ...cells(retentionPercent),
                  faint(bar(retentionPercent[0] ?? null, 100, 16)),
                ]),
                ['all old enough', '', ...output.overallPercent.map(percent), ''],
              ],
              [1, 2, 3, 4],
            ),
        faint(
          `Blank: too young to say. Bars: after 1 month. Targets: 85 %, 70 %, 60 %. Churned by ${output.churnRule}.`,
        ),
      ]
      return { document: output, lines, receipt }
    },
  },
  revenue: {
    description: 'MRR, ARR, net and gross revenue retention, and what came and went',
    takes: ['from', 'until'],
    async view({ from, until }, context) {
      const asked = { ...(from ? { from } : {}), ...(until ? { to: until } : {}) }
      const { output, receipt } = await runTool(getRevenue, asked, context)
      const money = (minor: number) => formatMoney(minor, context.venture.currency)
      const most = Math.max(output.startMrrMinor, output.mrrMinor, 1)
      const step = (name: string, minor: number, sign = '') => [
        name,
        `${minor === 0 ? '' : sign}${money(minor)}`,
        faint(bar(minor, most)),
      ]
      const lines = [
        heading(`Recurring revenue, ${output.from} to ${output.asOf}`),
        table(
          ['', 'a month', ''],
          [
            step(`MRR ${output.from}`, output.startMrrMinor),
            step('lost', output.lostMrrMinor, '−'),
            step('reduced', output.contractionMinor, '−'),
            step('expanded', output.expansionMinor, '+'),
            step('new', output.newMrrMinor, '+'),
            step(`MRR ${output.asOf}`, output.mrrMinor),
          ],
          [1],
        ),
        `ARR ${money(output.arrMinor)} from ${counted(output.payingCustomers, 'customer')}. NRR ${percent(output.nrrPercent)} (target above 120 %), GRR ${percent(output.grrPercent)}, of ${counted(output.customersAtStart, 'customer')} at the start, ${formatCount(output.customersLost)} lost.`,
      ]
      return { document: output, lines, receipt }
    },
  },
  churn: {
    description: 'customers lost in a period ÷ customers at its start, and month by month',
    takes: ['from', 'until'],
    async view(options, context) {
      const { output, receipt } = await runTool(getChurnRate, options, context)
      const most = Math.max(...output.months.map(({ churnRatePercent }) => churnRatePercent ?? 0), 1)
      const lines = [
        heading(`Churn, ${formatPeriod(`${output.from}/${output.until}`)}`),
        output.churned === null
          ? 'Not known yet: who stopped paying in this time does not count as gone before a while has passed.'
          : output.churnRatePercent === null
            ? 'No data: nobody was a customer when the period began.'
            : `${percent(output.churnRatePercent)}: ${formatCount(output.churned)} of ${counted(output.activeAtStart, 'customer')}.`,
        ...(output.stoppedPaying > 0
          ? [
              `Not counted yet: ${counted(output.stoppedPaying, 'customer')} stopped paying after ${output.settledUntil}.`,
            ]
          : []),
        '',
        table(
          ['month', 'at start', 'churned', 'rate', ''],
          output.months.map((row) => [
            month(row.month),
            formatCount(row.activeAtStart),
            row.churned === null ? NO_DATA : formatCount(row.churned),
            `${percent(row.churnRatePercent)}${row.isSettled || row.churned === null ? '' : '*'}`,
            faint(bar(row.churnRatePercent, most)),
          ]),
          [1, 2, 3],
        ),
        faint(
          `Target: below 5 % a month. Churned by ${output.churnRule}.${output.months.some((row) => !row.isSettled) ? ' * Not all known yet.' : ''}`,
        ),
      ]
      return { document: output, lines, receipt }
    },
  },
  nps: {
    description: 'net promoter score of 30 days with its interval, and the response rate',
    takes: [],
    async view(_options, context) {
      const { output, receipt } = await runTool(getNps, {}, context)
      const { npsPositiveThreshold, npsTargetScore } = context.settings
      const most = Math.max(output.promoters, output.passives, output.detractors)
      const lines = [
        heading('Net promoter score, 30 days'),
        output.isEnough
          ? `${points(output.nps)}, between ${points(output.npsLow)} and ${points(output.npsHigh)}, from ${counted(output.responses, 'answer')}`
          : `Not enough responses: ${formatCount(output.responses)} of ${formatCount(output.minResponses)}.`,
        `−100 ${gauge(output.nps, { low: -100, high: 100, target: npsTargetScore })} 100`,
        '',
        table(
          ['', 'answers', ''],
          [
            ['promoters, 9 and 10', formatCount(output.promoters), faint(bar(output.promoters, most))],
            ['passives, 7 and 8', formatCount(output.passives), faint(bar(output.passives, most))],
            ['detractors, 0 to 6', formatCount(output.detractors), faint(bar(output.detractors, most))],
          ],
          [1],
        ),
        `Response rate, of surveys sent at least 7 days ago: ${percent(output.responseRatePercent)}.`,
        faint(
          `Positive from ${formatPoints(npsPositiveThreshold)}, target ${formatPoints(npsTargetScore)}; response target ${percent(100 * context.settings.npsTargetResponseRate)}.`,
        ),
      ]
      return { document: output, lines, receipt }
    },
  },
  segments: {
    description: 'plans, industries, sizes or tenures beside each other: health, money, churn, NPS',
    takes: ['by', 'from', 'until'],
    async view(options, context) {
      const { output, receipt } = await runTool(getSegments, options, context)
      const lines = [
        heading(`Customers by ${output.by}`),
        output.segments.length === 0
          ? 'There is no customer yet.'
          : table(
              [output.by, 'active', 'score', '', 'healthy', 'at risk', 'critical', 'MRR', 'churn', 'NPS'],
              output.segments.map((row) => [
                row.name,
                formatCount(row.activeCustomers),
                points(row.averageScore),
                faint(bar(row.averageScore, 100, 10)),
                formatCount(row.healthy),
                formatCount(row.atRisk),
                formatCount(row.critical),
                formatMoney(row.mrrMinor, context.venture.currency),
                percent(row.churnRatePercent),
                row.nps === null ? `${formatCount(row.npsResponses)} of ${output.minResponses}` : points(row.nps),
              ]),
              [1, 2, 4, 5, 6, 7, 8, 9],
            ),
        faint(
          `Churn ${formatPeriod(`${output.from}/${output.until}`)}. NPS ${formatPeriod(`${output.npsFrom}/${output.npsUntil}`)}; below ${output.minResponses} answers only their number.${output.left > 0 ? ` ${output.left} smaller ones are not shown.` : ''}`,
        ),
      ]
      return { document: output, lines, receipt }
    },
  },
} satisfies Record<string, MetricView>

/** The churn rates of the last months as one line of marks. */
export function churnSparkline(months: readonly { churnRatePercent: number | null }[]): string {
  return sparkline(months.map(({ churnRatePercent }) => churnRatePercent))
}
