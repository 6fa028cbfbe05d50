/** Triggers by the clock: follow-ups, and what is due hourly, daily, weekly and monthly. Crossings are acted on as they happen. */
import { z } from 'zod'
import { runTool } from '../tools/run-tool.ts'
import { evaluateTriggers } from '../tools/triggers/evaluate-triggers.ts'
import { defineJob, HOUR } from './define-job.ts'

export const evaluateTriggersJob = defineJob({
  name: 'evaluate_triggers',
  about: 'Looks at every trigger whose time has come, and acts once a cause.',
  data: z.object({}),
  repeat: { everyMs: HOUR },
  run: async (_data, { context }) => (await runTool(evaluateTriggers, {}, await context())).output,
})
