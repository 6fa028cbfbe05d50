/** The at-risk digest, once a week at the hour of the settings. */
import { z } from 'zod'
import { dispatchAlerts } from '../tools/alerts/dispatch-alerts.ts'
import { raiseWeeklyDigest } from '../tools/alerts/raise-weekly-digest.ts'
import { defineJob } from './define-job.ts'

export const weeklyDigestJob = defineJob({
  name: 'weekly_digest',
  about: 'Tells the team who is at risk and what changed in the week.',
  data: z.object({}),
  // Cron counts Sunday as 0 and the settings as 7.
  repeat: ({ weeklyDigestDay, weeklyDigestHour }) => ({ cron: `0 ${weeklyDigestHour} * * ${weeklyDigestDay % 7}` }),
  run: async (_data, { context, channels }) => {
    const digest = await raiseWeeklyDigest(await context())
    await dispatchAlerts(await context(), channels)
    return { alert: digest?.label ?? null }
  },
})
