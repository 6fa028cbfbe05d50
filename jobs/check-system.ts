/** Whether the system works, as often as the settings say; and what follows when it does not. */
import { z } from 'zod'
import { runTool } from '../tools/run-tool.ts'
import { checkSystem } from '../tools/system/check-system.ts'
import { defineJob, MINUTE } from './define-job.ts'

export const checkSystemJob = defineJob({
  name: 'check_system',
  about: 'Checks every component, keeps the result, and follows RETENTION-004.',
  data: z.object({}),
  repeat: ({ healthCheckMinutes }) => ({ everyMs: healthCheckMinutes * MINUTE }),
  run: async (_data, { context }) => (await runTool(checkSystem, {}, await context())).output,
})
