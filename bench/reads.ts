/** What people wait for: one customer, a dashboard, a cohort table. Through `runTool`, with receipts, as every door does. */
import { dashboardNumbers } from '../tools/dashboards/dashboard-numbers.ts'
import { dashboards } from '../tools/dashboards/get-dashboard.ts'
import type { ToolContext } from '../tools/define-tool.ts'
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
  for (const [name, tool] of [
    ['one customer: score and scorecard', 'get_customer'],
    ['one customer: waterfall', 'explain_score'],
    ['one customer: metrics', 'get_usage'],
  ] as const) {
    const times: number[] = []
    for (let n = 0; n < WARM_UP + CUSTOMERS_READ; n++) {
      const customer = `C${1 + ((n * 7_919) % customers)}`
      const ms = await timed(context, tool, { customer })
      if (n >= WARM_UP) times.push(ms)
    }
    rows.push(under(`${name}, p99`, percentile(times, 0.99), 'ms', CUSTOMER_BAR_MS))
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
