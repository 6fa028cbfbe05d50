/** The figures of a report: each is read through its tool, so each has a receipt that can be opened and replayed. */
import { getChurnRate } from '../churn/get-churn-rate.ts'
import { listAtRisk } from '../customers/list-at-risk.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { countFeedback } from '../feedback/count-feedback.ts'
import { formatPeriod } from '../format.ts'
import { getHealthSummary } from '../health/get-health-summary.ts'
import { getHealthTrend } from '../health/get-health-trend.ts'
import { getNps } from '../metrics/get-nps.ts'
import { getRetention } from '../metrics/get-retention.ts'
import { getRevenue } from '../metrics/get-revenue.ts'
import { runTool } from '../run-tool.ts'
import { getStatus } from '../status/get-status.ts'
import { idOf } from './fact-text.ts'
import { cohortsBlock, distributionBlock, recordsBlock, trendBlock, voicesBlock } from './figure-blocks.ts'
import type { BlockOf, ReportBlock, ReportDocument } from './report-document.ts'

export interface ReportFigures {
  headlines: ReportDocument['headlines']
  charts: ReportBlock[]
  /** What customers write about. */
  voices: ReportBlock[]
  /** Status and measures by customer id, of everyone who needs attention. */
  customers: Map<string, Pick<BlockOf<'customer'>, 'status' | 'measures'>>
  facts: Fact[]
}

/** Reads all of them as of the context's day. `limit` customers at risk get their measures. */
export async function readFigures(context: ToolContext, limit = 200): Promise<ReportFigures> {
  const summary = await runTool(getHealthSummary, {}, context)
  const trend = await runTool(getHealthTrend, { step: 'month', points: 12 }, context)
  const retention = await runTool(getRetention, { cohorts: 12 }, context)
  const revenue = await runTool(getRevenue, {}, context)
  const churn = await runTool(getChurnRate, {}, context)
  const nps = await runTool(getNps, {}, context)
  const atRisk = await runTool(listAtRisk, { limit }, context)
  const feedback = await runTool(countFeedback, {}, context)
  const status = await runTool(getStatus, {}, context)
  const { healthyThreshold: healthy, atRiskThreshold: atRiskFrom } = context.settings
  const { averageScore, counts } = summary.output
  const { nrrPercent } = revenue.output

  return {
    headlines: [
      {
        key: 'customers',
        label: 'Customers',
        factId: idOf(summary.facts, 'customers'),
        meaning: 'All accounts in the records, trials and those that left included.',
        tone: 'neutral',
      },
      {
        key: 'average_health',
        label: 'Average health',
        factId: idOf(summary.facts, 'average_score'),
        meaning: `Out of 100. A customer counts as healthy from ${healthy}.`,
        tone:
          averageScore === null
            ? 'neutral'
            : averageScore >= healthy
              ? 'good'
              : averageScore >= atRiskFrom
                ? 'watch'
                : 'bad',
      },
      {
        key: 'at_risk',
        label: 'At risk',
        factId: idOf(summary.facts, 'count.at_risk'),
        meaning: `Health from ${atRiskFrom} to below ${healthy}: look into why.`,
        tone: (counts.at_risk ?? 0) > 0 ? 'watch' : 'good',
      },
      {
        key: 'critical',
        label: 'Critical',
        factId: idOf(summary.facts, 'count.critical'),
        meaning: `Health below ${atRiskFrom}: a person should act now.`,
        tone: (counts.critical ?? 0) > 0 ? 'bad' : 'good',
      },
      {
        key: 'mrr',
        label: 'Monthly revenue (MRR)',
        factId: idOf(revenue.facts, 'mrr'),
        meaning: 'What the active paid subscriptions bring in a month.',
        tone: 'neutral',
      },
      {
        key: 'nrr',
        label: 'Revenue kept (NRR)',
        factId: idOf(revenue.facts, 'nrr'),
        meaning:
          nrrPercent === null
            ? 'No data: nobody paid a year before.'
            : 'What customers of a year before pay now, of what they paid then. Above 100 % they grew.',
        tone: nrrPercent === null ? 'neutral' : nrrPercent >= 100 ? 'good' : 'watch',
      },
      {
        key: 'churn_rate',
        label: 'Churn in a month',
        factId: idOf(churn.facts, 'churn_rate'),
        meaning: `Customers that left from ${formatPeriod(`${churn.output.from}/${churn.output.until}`)}, of those there at its start.`,
        tone: 'neutral',
      },
      {
        key: 'nps',
        label: 'Would recommend (NPS)',
        factId: idOf(nps.facts, 'nps'),
        meaning: npsMeaning(nps.output),
        tone: nps.output.nps === null ? 'neutral' : nps.output.nps < 0 ? 'bad' : 'good',
      },
    ],
    charts: [
      distributionBlock(summary.facts),
      trendBlock(trend.output.points, trend.facts, healthy),
      cohortsBlock(retention.output, retention.facts),
      recordsBlock(status.facts),
    ],
    voices: [voicesBlock(feedback.output.total, feedback.facts)],
    customers: new Map(
      atRisk.output.customers.map(({ customer, status }, index) => [
        customer.id,
        {
          status,
          measures: [
            { label: 'Health score', factId: idOf(atRisk.facts, `c${index + 1}.score`) },
            { label: 'Pays a year', factId: idOf(atRisk.facts, `c${index + 1}.arr`) },
            { label: 'Churn probability', factId: idOf(atRisk.facts, `c${index + 1}.churn_probability`) },
            { label: 'Expected loss', factId: idOf(atRisk.facts, `c${index + 1}.expected_loss`) },
          ],
        },
      ]),
    ),
    facts: [summary, trend, retention, revenue, churn, nps, atRisk, feedback, status].flatMap(({ facts }) => facts),
  }
}

function npsMeaning({ nps, responses, minResponses }: { nps: number | null; responses: number; minResponses: number }) {
  if (responses === 0) return 'No data: nobody answered a survey in the last 30 days.'
  if (nps === null) return `Not enough responses: a score needs at least ${minResponses} in 30 days.`
  return 'From −100 to 100, over the answers of the last 30 days.'
}
