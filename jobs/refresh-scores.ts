/** The scores of the day, at the time the settings name. */
import { z } from 'zod'
import { predictChurn } from '../tools/churn/predict-churn.ts'
import { refreshScores } from '../tools/health/refresh-scores.ts'
import { runTool } from '../tools/run-tool.ts'
import { defineJob } from './define-job.ts'

export const refreshScoresJob = defineJob({
  name: 'refresh_scores',
  about: 'Scores every customer for the day.',
  data: z.object({}),
  repeat: ({ scoreRefreshCron }) => ({ cron: scoreRefreshCron }),
  run: async (_data, { context }) => {
    await runTool(refreshScores, {}, await context())
    await runTool(predictChurn, {}, await context())
  },
})
