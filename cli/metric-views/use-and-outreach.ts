/** How the product is used, how soon, and what came of outreach, as tables and charts of a terminal. */
import { formatCount, formatDays, formatPeriod, NO_DATA } from '../../tools/format.ts'
import { getOutcomes } from '../../tools/metrics/get-outcomes.ts'
import { getTimeToValue } from '../../tools/metrics/get-time-to-value.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getAdoption } from '../../tools/usage/get-adoption.ts'
import { getUsage } from '../../tools/usage/get-usage.ts'
import { bar } from '../charts.ts'
import { counted, faint, heading, spoken, table } from '../output.ts'
import { type MetricView, percent } from './metric-view.ts'

export const useViews = {
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
} satisfies Record<string, MetricView>
