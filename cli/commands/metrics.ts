import { Argument, type Command, Option } from 'commander'
import { UserError } from '../../errors.ts'
import { getChurnRate } from '../../tools/churn/get-churn-rate.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import { formatCount, formatMoney, formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'
import { getHealthSummary } from '../../tools/health/get-health-summary.ts'
import { getNps } from '../../tools/metrics/get-nps.ts'
import { getRetention } from '../../tools/metrics/get-retention.ts'
import { getRevenue } from '../../tools/metrics/get-revenue.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { runTool } from '../../tools/run-tool.ts'
import { getAdoption } from '../../tools/usage/get-adoption.ts'
import { getUsage } from '../../tools/usage/get-usage.ts'
import { churnSparkline } from '../metric-views/customers-and-revenue.ts'
import type { MetricOptions } from '../metric-views/metric-view.ts'
import { metricViews } from '../metric-views/metric-views.ts'
import { counted, faint, heading, type Output, table } from '../output.ts'
import { datedCommand, hintOldData, parseDay, withCrew } from '../session.ts'

const FEATURES = 8

const names = Object.keys(metricViews)

export function metricsCommand(): Command {
  return datedCommand('metrics', 'the venture’s metrics, each with its receipt; name one for its table or chart')
    .addArgument(
      new Argument('[metric]', 'which one; all at a glance when left out')
        .choices(['overview', ...names])
        .default('overview'),
    )
    .option('--from <day>', 'first day of the period (revenue: the day to compare with)', parseDay)
    .option('--until <day>', 'the day after its last (revenue: the day looked at)', parseDay)
    .addOption(
      new Option('--by <what>', 'what to compare segments by').choices([
        'plan',
        'segment',
        'industry',
        'country',
        'size',
        'tenure',
      ]),
    )
    .addHelpText(
      'after',
      `\n${names.map((name) => `  ${name.padEnd(10)} ${metricViews[name]?.description}`).join('\n')}`,
    )
    .action((name: string, options) =>
      withCrew(options, async (crew, out) => {
        const { from, until, by } = options as MetricOptions
        const asked = { ...(from ? { from } : {}), ...(until ? { until } : {}), ...(by ? { by } : {}) }
        checkOptions(name, asked)
        const context = await crew.context()
        const view = metricViews[name]
        if (view) {
          const { document, lines, receipt } = await view.view(asked, context)
          out.result({ ...document, receipt }, () => {
            for (const line of lines) out.line(line)
            out.line()
            out.line(faint(`${crew.venture.name} as of ${context.asOf}. Receipt ${receipt}.`))
            out.line(`Next: ${out.crew(`receipt ${receipt}${name === 'outcomes' ? '' : ' --replay'}`)}`)
          })
        } else await overview(crew, out, context)
        if (!out.json) await hintOldData(crew, out, context.asOf)
      }),
    )
}

/** A period that a metric does not know would be ignored without a word. */
function checkOptions(name: string, asked: MetricOptions): void {
  const takes: readonly string[] = metricViews[name]?.takes ?? []
  const [unknown] = Object.keys(asked).filter((option) => !takes.includes(option))
  if (unknown === undefined) return
  const knowing = names.filter((each) => metricViews[each]?.takes.includes(unknown as keyof MetricOptions))
  throw new UserError({
    code: 'invalid_input',
    message: `${name} takes no --${unknown}.`,
    field: unknown,
    value: asked[unknown as keyof MetricOptions] ?? '',
    fix: `Leave it out, or ask for ${knowing.join(', ')}.`,
  })
}

async function overview(crew: Crew, out: Output, context: ToolContext): Promise<void> {
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
          ['healthy, at risk, critical', `${counts.healthy}, ${counts.at_risk}, ${counts.critical}`, health.receipt],
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
          ['churn, last months', churnSparkline(churn.output.months), churn.receipt],
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
    out.line(`Next: ${out.crew('metrics segments')}, or one of ${names.join(', ')}`)
  })
}
