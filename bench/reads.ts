/** What people wait for: one customer, a dashboard, a cohort table. Where a receipt is named it is written too. */

import { dashboardNumbers } from '../tools/dashboards/dashboard-numbers.ts'
import { dashboards } from '../tools/dashboards/get-dashboard.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { customerScore } from '../tools/health/customer-score.ts'
import { daysAsked, explainCustomer } from '../tools/health/explain-customer.ts'
import { findTool } from '../tools/registry.ts'
import { runTool } from '../tools/run-tool.ts'
import { type BenchRow, median, percentile, shown, under } from './row.ts'

const CUSTOMERS_READ = 400
const WARM_UP = 20
const CUSTOMER_BAR_MS = 10
const DASHBOARD_BAR_MS = 300
const COHORT_BAR_S = 2

/** The venture is scored as of the context's day. */
export async function benchReads(context: ToolContext, customers: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  const { db, asOf, knownAt, settings } = context
  const ids = await context.db.sql<{ id: string; externalId: string }[]>`
    select id, external_id from customers
    where venture_id = ${db.ventureId} and hashtextextended(external_id, 0) % ${Math.max(1, Math.floor(customers / 1000))}::int = 0
    limit ${WARM_UP + CUSTOMERS_READ}`
  const one: [
    name: string,
    work: (customer: { id: string; externalId: string }) => Promise<unknown>,
    bar: number | null,
  ][] = [
    ['score', ({ id }) => customerScore(db, { asOf, knownAt, customerId: id }, settings), CUSTOMER_BAR_MS],
    ['waterfall', ({ id }) => explainCustomer(context, id, daysAsked(context, {})), CUSTOMER_BAR_MS],
    ['metrics', ({ externalId }) => timed(context, 'get_usage', { customer: externalId }), CUSTOMER_BAR_MS],
    [
      'whole scorecard, with receipt and audit',
      ({ externalId }) => timed(context, 'get_customer', { customer: externalId }),
      null,
    ],
    [
      'waterfall in words, with receipt',
      ({ externalId }) => timed(context, 'explain_score', { customer: externalId }),
      null,
    ],
  ]
  for (const [name, work, bar] of one) {
    const times: number[] = []
    for (const customer of ids) {
      const startedAt = performance.now()
      await work(customer)
      times.push(performance.now() - startedAt)
    }
    const p99 = percentile(times.slice(WARM_UP), 0.99)
    rows.push(
      bar === null
        ? shown(`one customer: ${name}, p99`, p99, 'ms')
        : under(`one customer: ${name}, p99`, p99, 'ms', bar),
    )
  }
  const fresh: [name: string, tool: string, input: object][] = [
    ['health and distribution', 'get_health_summary', {}],
    ['NPS', 'get_nps', {}],
    ['MRR, NRR, GRR', 'get_revenue', {}],
    ['segments by plan', 'get_segments', { by: 'plan' }],
    ['DAU, WAU, MAU', 'get_usage', {}],
    ['adoption by feature', 'get_adoption', {}],
  ]
  for (const [name, tool, input] of fresh)
    rows.push(shown(`computed anew: ${name}`, await timed(context, tool, input), 'ms'))
  const cohorts = median([await timed(context, 'get_retention', {}), await timed(context, 'get_retention', {})]) / 1000
  rows.push(under('a 12-month cohort table', cohorts, 's', COHORT_BAR_S))
  await dashboardNumbers(context)
  for (const dashboard of dashboards) {
    const times: number[] = []
    for (let n = 0; n < 5; n++) times.push(await timed(context, 'get_dashboard', { dashboard }))
    rows.push(under(`dashboard ${dashboard}, all its numbers`, median(times), 'ms', DASHBOARD_BAR_MS))
  }
  return rows
}

async function timed(context: ToolContext, name: string, input: object): Promise<number> {
  const tool = findTool(name)
  if (!tool) throw new Error(`there is no tool ${name}`)
  const startedAt = performance.now()
  await runTool(tool, input, context)
  return performance.now() - startedAt
}
