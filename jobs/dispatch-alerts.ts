/** The sweep behind the live chain: delays that ended, escalations, tries put off, customers that recovered. */
import { z } from 'zod'
import { dispatchAlerts } from '../tools/alerts/dispatch-alerts.ts'
import { defineJob, MINUTE } from './define-job.ts'

export const dispatchAlertsJob = defineJob({
  name: 'dispatch_alerts',
  about: 'Hands over alerts that wait, and escalates those nobody answered in time.',
  data: z.object({}),
  repeat: { everyMs: MINUTE },
  run: async (_data, { context, channels }) => dispatchAlerts(await context(), channels, undefined, { sweep: true }),
})
