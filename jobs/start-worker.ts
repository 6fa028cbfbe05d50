/** What serves until it is stopped: goes on with what was decided, keeps the schedule, and follows what happens. */
import { UnrecoverableError } from 'bullmq'
import type { Config } from '../config.ts'
import { UserError } from '../errors.ts'
import { openProposalLife } from '../graphs/proposal/proposal-life.ts'
import { type AlertCarrier, openChannels } from '../tools/alerts/open-channels.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { reportBug } from '../tools/incident-log.ts'
import type { Crew } from '../tools/open-crew.ts'
import { openMail } from '../tools/outbox/open-mail.ts'
import type { Settings } from '../tools/settings/settings.ts'
import { type JobDeps, scheduleActor } from './define-job.ts'
import { followFeedback } from './follow-feedback.ts'
import { startLive } from './live.ts'
import { openQueue, type VentureQueue } from './open-queue.ts'
import { jobs } from './schedule.ts'

export interface CrewWorker {
  /** Does what is due now; resolves when nothing is left to do. */
  catchUp(): Promise<void>
  /** Waits for the job in hand, then lets go of everything but the crew. */
  close(): Promise<void>
}

/** Any number of these may run for a venture; each job goes to one of them. `slack` carries what is for Slack. */
export async function startWorker(
  crew: Crew,
  config: Pick<Config, 'dataDir' | 'smtpUrl' | 'mailFrom' | 'redisUrl' | 'alertWebhook' | 'languageModel'>,
  { slack }: { slack?: AlertCarrier | undefined } = {},
): Promise<CrewWorker> {
  const mail = openMail(config)
  const channels = openChannels(config, { slack })
  const life = await openProposalLife({ crew, mail })
  const queue = openQueue(crew.database.url, config, crew.venture.slug)
  const byName = new Map(jobs.map((job) => [job.name, job]))
  const context = (overrides: Partial<ToolContext> = {}) => crew.context({ actor: scheduleActor, ...overrides })
  const writer = async () => (await import('../graphs/language-model.ts')).createWriter(config.languageModel)
  const deps: JobDeps = { crew, life, channels, context, writer }

  const logged = new Set<Promise<unknown>>()
  const log = (error: unknown, where: string): Promise<UserError> => {
    const about = { dataDir: crew.dataDir, at: new Date(), where, ids: { ventureId: crew.venture.id } }
    const logging = reportBug(error, about).finally(() => logged.delete(logging))
    logged.add(logging)
    return logging
  }
  const onProblem = (error: unknown, where: string) => {
    if (!(error instanceof UserError)) void log(error, where)
  }

  await life.resumeAll()
  await queue.keepSchedules([...byName.keys()])
  const reschedule = rescheduler(queue, async () => (await context()).settings)
  await reschedule()
  const running = queue.work(
    async (name, data) => {
      try {
        return await byName.get(name)?.run(data, deps)
      } catch (error) {
        // What is kept as the reason is shown by `crew jobs`: never a database's own words.
        if (error instanceof UserError || error instanceof UnrecoverableError) throw error
        throw await log(error, name)
      }
    },
    (error) => onProblem(error, 'queue'),
  )
  await running.ready()
  const live = await startLive(deps, reschedule, onProblem)
  const feedback = await followFeedback(deps, queue, onProblem)

  return {
    async catchUp() {
      await feedback.done()
      await queue.idle()
      await live.catchUp()
    },
    async close() {
      await live.close()
      await feedback.stop()
      await running.close()
      await queue.close()
      await life.close()
      mail.close()
      channels.close()
      await Promise.allSettled(logged)
    },
  }
}

/** Schedules what is not scheduled as the settings say now. A schedule that stays is left alone: it would begin anew. */
function rescheduler(queue: VentureQueue, settings: () => Promise<Settings>): () => Promise<void> {
  const known = new Map<string, string>()
  return async () => {
    const now = await settings()
    for (const { name, repeat } of jobs) {
      const wanted = repeat(now)
      const key = JSON.stringify(wanted)
      if (known.get(name) === key) continue
      await queue.schedule(name, wanted)
      known.set(name, key)
    }
  }
}
