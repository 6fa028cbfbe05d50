/** What `crew start` runs until it is stopped: goes on with what was decided, then keeps the schedule. */
import type { Config } from '../config.ts'
import { openProposalLife } from '../graphs/proposal/proposal-life.ts'
import { openChannels } from '../tools/alerts/open-channels.ts'
import { reportBug } from '../tools/incident-log.ts'
import type { Crew } from '../tools/open-crew.ts'
import { openMail } from '../tools/outbox/open-mail.ts'
import { type JobDeps, scheduleActor } from './define-job.ts'
import { openQueue } from './open-queue.ts'
import { jobs } from './schedule.ts'

export interface CrewWorker {
  /** Waits for the job in hand, then lets go of everything but the crew. */
  close(): Promise<void>
}

/** Any number of these may run for a venture; each job goes to one of them. */
export async function startWorker(
  crew: Crew,
  config: Pick<Config, 'dataDir' | 'smtpUrl' | 'mailFrom' | 'redisUrl' | 'alertWebhook'>,
): Promise<CrewWorker> {
  const mail = openMail(config)
  const channels = openChannels(config)
  const life = await openProposalLife({ crew, mail })
  const queue = openQueue(crew.database.url, config, crew.venture.slug)
  const byName = new Map(jobs.map((job) => [job.name, job]))
  const context = () => crew.context({ actor: scheduleActor })
  const deps: JobDeps = { crew, life, channels, context }

  const logged = new Set<Promise<unknown>>()
  const onProblem = (error: unknown, where: string) => {
    const about = { dataDir: crew.dataDir, at: new Date(), where, ids: { ventureId: crew.venture.id } }
    const log = reportBug(error, about).finally(() => logged.delete(log))
    logged.add(log)
  }

  await life.resumeAll()
  const { settings } = await context()
  await queue.keepSchedules([...byName.keys()])
  for (const { name, repeat } of jobs) await queue.schedule(name, repeat(settings))
  const running = queue.work(async (name, data) => {
    await byName.get(name)?.run(data, deps)
  }, onProblem)
  await running.ready()

  return {
    async close() {
      await running.close()
      await queue.close()
      await life.close()
      mail.close()
      channels.close()
      await Promise.allSettled(logged)
    },
  }
}
