/** What dashboards of a large venture show, computed while nobody waits; a small one's are computed when asked for. */
import { z } from 'zod'
import { dashboardNumbers } from '../tools/dashboards/dashboard-numbers.ts'
import { isLargeVenture } from '../tools/dashboards/get-dashboard.ts'
import { defineJob, HOUR } from './define-job.ts'

export const keepDashboardNumbersJob = defineJob({
  name: 'keep_dashboard_numbers',
  about: 'Computes the dashboards of a large venture ahead of time.',
  data: z.object({}),
  repeat: () => ({ everyMs: HOUR }),
  run: async (_data, { context }) => {
    const at = await context()
    if (!(await isLargeVenture(at))) return { panels: 0 }
    return { panels: (await dashboardNumbers(at)).length }
  },
})
