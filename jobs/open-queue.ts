/** The queue of a venture: on the database by default, on Redis where one is set. */
import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq'
import type { Config } from '../config.ts'

const SCHEMA = 'bullmq'
const CONNECTIONS = 4

export interface VentureQueue {
  /** Runs the job by itself from now on; the same name again replaces its schedule. */
  schedule(name: string, repeat: { cron: string } | { everyMs: number }): Promise<void>
  /** Schedules of jobs that are not among `names` end: a release may have dropped them. */
  keepSchedules(names: readonly string[]): Promise<void>
  work(run: (name: string, data: unknown) => Promise<void>, onProblem: (error: unknown, name: string) => void): Running
  close(): Promise<void>
}

interface Running {
  ready(): Promise<unknown>
  /** Waits for the job in hand. */
  close(): Promise<void>
}

export function openQueue(databaseUrl: string, config: Pick<Config, 'redisUrl'>, ventureSlug: string): VentureQueue {
  const name = `crew-${ventureSlug}`
  const { redisUrl } = config
  const connection = { connectionString: databaseUrl, schema: SCHEMA, migrate: true, max: CONNECTIONS }
  const queue = redisUrl
    ? new Queue(name, { connection: { url: redisUrl } })
    : new Queue(name, { connection }, createPostgresBackend)
  // A broken connection is opened again; what a job lost by it, its next try does.
  queue.on('error', () => {})
  const jobOptions = {
    attempts: 3,
    backoff: { type: 'exponential', delay: 5_000 },
    removeOnComplete: { count: 50 },
    removeOnFail: { count: 200 },
  }
  return {
    async schedule(job, repeat) {
      const when = 'cron' in repeat ? { pattern: repeat.cron, tz: 'UTC' } : { every: repeat.everyMs }
      await queue.upsertJobScheduler(job, when, { name: job, data: {}, opts: jobOptions })
    },
    async keepSchedules(names) {
      for (const { key } of await queue.getJobSchedulers()) {
        if (!names.includes(key)) await queue.removeJobScheduler(key)
      }
    },
    work(run, onProblem) {
      const process = (job: Job) => run(job.name, job.data)
      const worker = redisUrl
        ? new Worker(name, process, { connection: { url: redisUrl } })
        : new Worker(name, process, { connection }, createPostgresBackend)
      worker.on('error', (error) => onProblem(error, 'queue'))
      worker.on('failed', (job, error) => onProblem(error, job?.name ?? 'queue'))
      return { ready: () => worker.waitUntilReady(), close: () => worker.close() }
    },
    close: () => queue.close(),
  }
}
