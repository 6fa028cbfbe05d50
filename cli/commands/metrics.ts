import type { Command } from 'commander'
import { getChurnRate } from '../../tools/churn/get-churn-rate.ts'
import { formatCount, formatMoney, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import { getHealthSummary } from '../../tools/health/get-health-summary.ts'
import { getNps } from '../../tools/metrics/get-nps.ts'
import { getRetention } from '../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../tools/metrics/get-revenue.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getAdoption } from '../../tools/usage/get-adoption.ts'
import { getUsage } from '../../tools/usage/get-usage.ts'
import { counted, faint, heading, table } from '../output.ts'
import { datedCommand, hintOldData, withCrew } from '../session.ts'

const FEATURES = 8

export function metricsCommand(): Command {
  return datedCommand(
    'metrics',
    'health, retention, churn, revenue, NPS, usage and adoption, each with its receipt',
  ).action((options) =>
    withCrew(options, async (crew, out) => {
      const context = await crew.context()
      const health = await runTool(getHealthSummary, {}, context)
      const churn = await runTool(getChurnRate, {}, context)
      const retention = await runTool(getRetention, {}, context)
      const revenue = await runTool(getRevenue, {}, context)
      const nps = await runTool(getNps, {}, context)
      const usage = await runTool(getUsage, {}, context)
      const adoption = await runTool(getAdoption, {}, context)
      const answers = { health, churn, retention, revenue, nps, usage, adoption }
      const document = Object.fromEntries(
        Object.entries(answers).map(([name, { output, receipt }]) => [name, { ...output, receipt }]),
      )
      out.result(document, () => {
        const money = (minor: number) => formatMoney(minor, crew.venture.currency)
        const percent = (value: number | null | undefined) => (value == null ? NO_DATA : formatPercent(value))
        const points = (value: number | null) => (value === null ? NO_DATA : formatPoints(value))
        const { counts } = health.output
        const npsText = nps.output.isEnough
          ? `${points(nps.output.nps)} (${points(nps.output.npsLow)} to ${points(nps.output.npsHigh)}, ${counted(nps.output.responses, 'answer')})`
          : `not enough responses (${nps.output.responses} of ${nps.output.minResponses})`
        const [month1, month3, month6] = retention.output.overallPercent
        out.line(heading(`${crew.venture.name} as of ${context.asOf}`))
        out.line(
          table(
            ['metric', 'value', 'receipt'],
            [
              ['average health score', points(health.output.averageScore), health.receipt],
              [
                'healthy, at risk, critical',
                `${counts.healthy}, ${counts.at_risk}, ${counts.critical}`,
                health.receipt,
              ],
              [
                `churn ${churn.output.from} until ${churn.output.until}`,
                `${percent(churn.output.churnRatePercent)} (${churn.output.churned} of ${churn.output.activeAtStart})`,
                churn.receipt,
              ],
              ['retention after 1, 3, 6 months', [month1, month3, month6].map(percent).join(', '), retention.receipt],
              ['MRR, ARR', `${money(revenue.output.mrrMinor)}, ${money(revenue.output.arrMinor)}`, revenue.receipt],
              [
                `NRR, GRR since ${revenue.output.from}`,
                `${percent(revenue.output.nrrPercent)}, ${percent(revenue.output.grrPercent)}`,
                revenue.receipt,
              ],
              ['NPS, 30 days', npsText, nps.receipt],
              ['survey response rate', percent(nps.output.responseRatePercent), nps.receipt],
              [
                'active customers, 28 days',
                `${formatCount(usage.output.activeCustomers)} (${formatCount(usage.output.activeCustomersBefore)} before)`,
                usage.receipt,
              ],
              ['daily ÷ monthly users', percent(usage.output.stickinessPercent), usage.receipt],
            ].map(([metric = '', value = '', receipt = '']) => [metric, value, faint(receipt)]),
          ),
        )
        out.line()
        out.line(heading('Adoption, 30 days'))
        out.line(
          table(
            ['feature', 'customers', 'share'],
            adoption.output.features
              .slice(0, FEATURES)
              .map(({ feature, customers, adoptionPercent, isCore }) => [
                `${feature}${isCore ? ' (core)' : ''}`,
                formatCount(customers),
                formatPercent(adoptionPercent),
              ]),
            [1, 2],
          ),
        )
        out.line()
        out.line(`Next: ${out.crew(`receipt ${health.receipt} --replay`)}`)
      })
      if (!out.json) await hintOldData(crew, out, context.asOf)
    }),
  )
}
