/**
 * The live chain: a batch → scores of whom it is about → thresholds crossed → triggers → alerts handed over. Each step
 * listens for the one before; nothing polls. What was told while nobody listened is found by a sweep each minute.
 */

import { dispatchAlerts } from '../tools/alerts/dispatch-alerts.ts'
import { reviseMessages } from '../tools/alerts/revise-messages.ts'
import { refreshChanged } from '../tools/health/refresh-changed.ts'
import { fireOnAnswers } from '../tools/triggers/fire-on-conditions.ts'
import { fireOnCrossings } from '../tools/triggers/fire-on-crossings.ts'
import { type Coalesced, coalesce } from './coalesce.ts'
import { type JobDeps, MINUTE } from './define-job.ts'

/** A refresh leaves a receipt and a line in the ledger; under a stream of batches five a second are live enough. */
const MS_BETWEEN_REFRESHES = 200

export interface Live {
  /** Goes through the chain once; resolves when nothing of it is left to do. */
  catchUp(): Promise<void>
  /** Resolves when the step in hand has ended. */
  close(): Promise<void>
}

/** `reschedule` is called when settings change, and with each sweep, for a version may take effect later than it is made. */
export async function startLive(
  { crew, channels, context }: Pick<JobDeps, 'crew' | 'channels' | 'context'>,
  reschedule: () => Promise<void>,
  onProblem: (error: unknown, where: string) => void,
): Promise<Live> {
  const report = (where: string) => (error: unknown) => onProblem(error, where)
  // A delay or a storm that is being gathered ends by itself. Beyond a sweep there is no need to remember it.
  let timer: NodeJS.Timeout | undefined
  const steps: Record<
    'batch.recorded' | 'score.crossed' | 'alert.raised' | 'alert.changed' | 'settings.changed',
    Coalesced
  > = {
    'batch.recorded': coalesce(
      async () => {
        await refreshChanged(await context())
        await fireOnAnswers(await context())
      },
      report('live refresh'),
      { pauseMs: MS_BETWEEN_REFRESHES },
    ),
    'score.crossed': coalesce(async () => fireOnCrossings(await context()), report('live triggers')),
    'alert.raised': coalesce(async () => {
      const { nextAt } = await dispatchAlerts(await context(), channels)
      clearTimeout(timer)
      if (nextAt)
        timer = setTimeout(
          () => steps['alert.raised'].ask(),
          Math.min(MINUTE, Math.max(0, nextAt.getTime() - Date.now())),
        )
    }, report('live alerts')),
    'alert.changed': coalesce(
      async () => void (await reviseMessages({ ...(await context()), channels })),
      report('live alerts'),
    ),
    'settings.changed': coalesce(reschedule, report('schedule')),
  }
  const stops = await Promise.all(
    Object.entries(steps).map(([channel, step]) => crew.listen(channel, () => step.ask())),
  )
  const sweep = setInterval(() => {
    for (const step of Object.values(steps)) step.ask()
  }, MINUTE)
  return {
    async catchUp() {
      for (const step of Object.values(steps)) await step.done()
    },
    async close() {
      clearInterval(sweep)
      await Promise.all(stops.map((stop) => stop()))
      await Promise.all(Object.values(steps).map((step) => step.stop()))
      clearTimeout(timer)
    },
  }
}
