/** Computes what dashboards show ahead of time, so that a large venture's are read and not computed. */
import type { ToolContext } from '../define-tool.ts'
import { dashboards, panelsOf } from './get-dashboard.ts'
import type { Panel } from './panel.ts'

export interface KeptPanel extends Panel {
  dashboard: string
}

/** Every panel of every dashboard for the context's day and data; what has a receipt of just these is not computed again. */
export async function dashboardNumbers(context: ToolContext): Promise<KeptPanel[]> {
  const kept: KeptPanel[] = []
  for (const dashboard of dashboards) {
    const panels = await panelsOf[dashboard](context, 'no')
    kept.push(...panels.map((each) => ({ ...each, dashboard })))
  }
  return kept
}
