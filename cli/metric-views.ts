/** Each metric as `crew metrics <name>` shows it: its tool, what it is asked, and its table or chart. */
import { getChurnRate } from '../tools/churn/get-churn-rate.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import {
  formatCount,
  formatDays,
  formatMoney,
  formatPercent,
  formatPeriod,
  formatPoints,
  NO_DATA,
} from '../tools/format.ts'
import { getNps } from '../tools/metrics/get-nps.ts'
import { getOutcomes } from '../tools/metrics/get-outcomes.ts'
import { getRetention } from '../tools/metrics/get-retention.ts'
import { getRevenue } from '../tools/metrics/get-revenue.ts'
import { getSegments } from '../tools/metrics/get-segments.ts'
import { getTimeToValue } from '../tools/metrics/get-time-to-value.ts'
import { runTool } from '../tools/run-tool.ts'
import { getAdoption } from '../tools/usage/get-adoption.ts'
import { getUsage } from '../tools/usage/get-usage.ts'
import { bar, gauge, sparkline } from './charts.ts'
import { counted, faint, heading, spoken, table } from './output.ts'

/** What was typed after the metric's name; only what was given is there. */
export interface MetricOptions {
  from?: string
  until?: string
  by?: 'plan' | 'segment' | 'industry' | 'country' | 'size' | 'tenure'
}

interface Viewed {
  /** Printed whole under `--json`. */
  document: object
  lines: string[]
  receipt: string
}

export interface MetricView {
  description: string
  /** Which options it understands; another one is refused by name. */
  takes: readonly (keyof MetricOptions)[]
  view(options: MetricOptions, context: ToolContext): Promise<Viewed>
}

const percent = (value: number | null | undefined): string => (value == null ? NO_DATA : formatPercent(value))
const points = (value: number | null | undefined): string => (value == null ? NO_DATA : formatPoints(value))
const month = (day: string): string => day.slice(0, 7)

export const metricViews: Record<string, MetricView> = {
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
  usage: {
    description: 'active customers and users by day, week and month, and stickiness',
    takes: [],
    async view(_options, context) {
      const { output, receipt } = await runTool(getUsage, {}, context)
      const most = Math.max(output.dailyUsers ?? 0, output.weeklyUsers ?? 0, output.monthlyUsers ?? 0)
      const people = (count: number | null) => (count === null ? NO_DATA : formatCount(count))
      const users = (name: string, count: number | null) => [name, people(count), faint(bar(count, most))]
      const lines = [
        heading('Usage'),
        table(
          ['users', '', ''],
          [
            users('daily (DAU)', output.dailyUsers),
            users('weekly (WAU)', output.weeklyUsers),
            users('monthly (MAU)', output.monthlyUsers),
          ],
          [1],
        ),
        `Stickiness, DAU ÷ MAU: ${percent(output.stickinessPercent)}`,
        ...(output.activeUsers === null ? [faint('Who used it is not recorded: the events name no users.')] : []),
        '',
        table(
          [`${output.windowDays} days`, 'now', 'before'],
          [
            ['active customers', formatCount(output.activeCustomers), formatCount(output.activeCustomersBefore)],
            ['active users', people(output.activeUsers), people(output.activeUsersBefore)],
            ['feature uses', formatCount(output.uses), formatCount(output.usesBefore)],
          ],
          [1, 2],
        ),
      ]
      return { document: output, lines, receipt }
    },
  },
  adoption: {
    description: 'share of active customers using each feature in 30 days',
    takes: [],
    async view(_options, context) {
      const { output, receipt } = await runTool(getAdoption, {}, context)
      const lines = [
        heading('Adoption, 30 days'),
        output.features.length === 0
          ? 'No use of a feature was recorded.'
          : table(
              ['feature', 'customers', 'share', ''],
              output.features.map(({ feature, customers, adoptionPercent, isCore }) => [
                `${feature}${isCore ? ' (core)' : ''}`,
                formatCount(customers),
                percent(adoptionPercent),
                faint(bar(adoptionPercent, 100)),
              ]),
              [1, 2],
            ),
        faint(`Of ${counted(output.activeCustomers, 'active customer')}.`),
      ]
      return { document: output, lines, receipt }
    },
  },
  outcomes: {
    description: 'what was sent and done, and what came of it: response, recovery, contact, conversion',
    takes: ['from', 'until'],
    async view(options, context) {
      const { output, receipt } = await runTool(getOutcomes, options, context)
      const share = (part: number, whole: number, value: number | null) =>
        value === null ? NO_DATA : `${percent(value)} (${formatCount(part)} of ${formatCount(whole)})`
      const row = (line: typeof output.total) => [
        spoken(line.name),
        formatCount(line.customers),
        formatCount(line.sent),
        formatCount(line.tasksDone),
        share(line.responded, line.delivered, line.responsePercent),
        share(line.recovered, line.judged, line.recoveryPercent),
        share(line.converted, line.conversionsJudged, line.conversionPercent),
      ]
      const lines = [
        heading(`Outreach, ${formatPeriod(`${output.from}/${output.until}`)}`),
        output.total.customers === 0
          ? 'Nothing was sent or done for a customer in this time.'
          : table(
              ['customer was', 'customers', 'sent', 'tasks done', 'response', 'recovery', 'conversion'],
              [...output.byProgram, output.total].map(row),
              [1, 2, 3],
            ),
        ...(output.byKind.length === 0
          ? []
          : [
              '',
              table(
                ['kind', 'customers', 'sent', 'tasks done', 'response', 'recovery', 'conversion'],
                output.byKind.map(row),
                [1, 2, 3],
              ),
            ]),
        `Critical customers contacted within ${output.criticalResponseHours} hours: ${share(output.criticalContacted, output.criticalDue, output.contactedPercent)}.`,
        faint(
          'Targets: response 20 % (win-back 10 %), recovery 30 % (critical 50 %), conversion 5 %, contacted 100 %.',
        ),
        ...output.waiting.map(({ what, why }) => faint(`Not counted yet: ${what}; ${why}.`)),
      ]
      return { document: output, lines, receipt }
    },
  },
  value: {
    description: 'days from signup to the first use that counts: median, and share within a week',
    takes: ['from', 'until'],
    async view(options, context) {
      const { output, receipt } = await runTool(getTimeToValue, options, context)
      const most = Math.max(...output.bands.map(({ customers }) => customers), 0)
      const of =
        output.coreFeatures.length > 0 ? output.coreFeatures.join(', ') : 'any feature, for none is set as core'
      const lines = [
        heading(`Time to value, signups of ${formatPeriod(`${output.from}/${output.until}`)}`),
        ...(output.customers === null || output.customers === 0
          ? [
              output.customers === null
                ? 'No data: no use of a feature was ever loaded.'
                : 'No data: nobody signed up in this time.',
            ]
          : [
              table(
                ['first use', 'customers', ''],
                output.bands.map(({ name, customers }) => [name, formatCount(customers), faint(bar(customers, most))]),
                [1],
              ),
              `${output.medianDays === null ? `Fewer than half of ${counted(output.customers, 'customer')} have got there` : `Half of ${counted(output.customers, 'customer')} had got there after ${formatDays(output.medianDays)}`}; ${percent(output.withinWeekPercent)} within 7 days.`,
            ]),
        faint(`First use of: ${of}. Target: under 7 days.`),
      ]
      return { document: output, lines, receipt }
    },
  },
}

/** The churn rates of the last months as one line of marks. */
export function churnSparkline(months: readonly { churnRatePercent: number | null }[]): string {
  return sparkline(months.map(({ churnRatePercent }) => churnRatePercent))
}
