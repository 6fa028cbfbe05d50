/** Each metric as `crew metrics <name>` shows it: its tool, what it is asked, and its table or chart. */
import { customerViews } from './customers-and-revenue.ts'
import type { MetricView } from './metric-view.ts'
import { useViews } from './use-and-outreach.ts'

export const metricViews: Record<string, MetricView> = { ...customerViews, ...useViews }
