import { z } from 'zod'
import { lastScoredCount } from '../../db/queries/receipts.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factDraft, ventureSubject } from '../fact-draft.ts'
import { campaignPanels } from './campaigns.ts'
import { executivePanels } from './executive.ts'
import { insightPanels } from './insights.ts'
import type { Patience } from './kept-answer.ts'
import { type Panel, panel } from './panel.ts'
import { systemPanels } from './system.ts'

export const dashboards = ['executive', 'campaigns', 'system', 'insights'] as const
export type Dashboard = (typeof dashboards)[number]

export const panelsOf: Record<Dashboard, (context: ToolContext, patience: Patience) => Promise<Panel[]>> = {
  executive: executivePanels,
  campaigns: campaignPanels,
  system: systemPanels,
  insights: insightPanels,
}

/** Up to this many customers everything is computed while somebody waits; beyond, what a job keeps is shown. */
const LARGE_VENTURE = 50_000
const DAYS_BACK = 1

/** Whether computing all of it would keep somebody waiting. */
export async function isLargeVenture({ db }: Pick<ToolContext, 'db'>): Promise<boolean> {
  return (await lastScoredCount(db)) >= LARGE_VENTURE
}

export const getDashboard = defineTool({
  name: 'get_dashboard',
  title: 'Dashboard',
  description:
    'One of four dashboards: executive (health, retention, NPS, distribution, alerts), campaigns (response, recovery, messages), system (status, lag, sync, errors) or insights (churn reasons, ticket subjects, adoption, themes, segments). Every number names its receipt and target; panels that wait for later work say for what.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  // Its numbers have receipts of their own, which replay.
  replayable: false,
  input: z.object({
    dashboard: z.enum(dashboards).default('executive'),
    fresh: z.boolean().default(false).describe('Compute everything anew, however long it takes'),
  }),
  output: z.object({
    dashboard: z.enum(dashboards),
    asOf: z.string(),
    panels: z.array(panel),
  }),
  async run({ dashboard, fresh }, context) {
    const patience = !fresh && (await isLargeVenture(context)) ? { daysBack: DAYS_BACK } : 'no'
    const panels = await panelsOf[dashboard](context, patience)
    const rows = panels.flatMap(({ key, rows: shown }) =>
      shown.map((row, index) => ({ ...row, key: `${key}.${index + 1}` })),
    )
    return {
      output: { dashboard, asOf: context.asOf, panels },
      facts: rows.map(({ key, metric, period, value, unit }) =>
        factDraft({ key, metric, subject: ventureSubject(context), period, value, unit }, context.venture.currency),
      ),
      rowCount: rows.length,
    }
  },
})
