/** The queue of a venture: on the database by default, on Redis where one is set. */
import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq'
import type { Config } from '../config.ts'
import { UserError } from '../errors.ts'
import type { Repeat } from './define-job.ts'

const SCHEMA = 'bullmq'
const CONNECTIONS = 4
const IDLE_LOOK_MS = 100
/** After a broken connection; closing waits for it too, and the usual 15 s would keep who pressed Ctrl-C waiting. */
const RETRY_MS = 1_000

export interface Schedule {
  job: string
  /** `0 2 * * *`, or `every 60 min`. */
  when: string
  nextAt: Date | null
}

type RunState = 'waiting' | 'running' | 'retrying' | 'done' | 'failed'

/** One time a job was to be done. */
export interface JobRun {
  /** `refresh_scores-1795263567798` */
  run: string
  job: string
  state: RunState
  attempts: number
  maxAttempts: number
  plannedAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  /** Why the last attempt failed; never more than may be shown. */
  reason: string | null
  result: unknown
}

export interface VentureQueue {
  /** Runs the job by itself from now on; the same name again replaces its schedule. */
  schedule(name: string, repeat: Repeat): Promise<void>
  /** Schedules of jobs that are not among `names` end: a release may have dropped them. */
  keepSchedules(names: readonly string[]): Promise<void>
  schedules(): Promise<Schedule[]>
  /** What runs, waits, ran or failed, newest first; what is only due later stands in `schedules`. */
  runs(limit: number): Promise<JobRun[]>
  /** Throws `not_found`. */
  findRun(run: string): Promise<JobRun>
  /** A failed run goes back to waiting, with all its attempts. Throws `not_found`, or `conflict` for one that did not fail. */
  retry(run: string): Promise<JobRun>
  /** Adds a run of the job, to be done at once by whichever worker is free. */
  add(name: string, now: Date): Promise<JobRun>
  /** Adds runs with data, each once: of those that wait or are being done a second one under the same id is not added. */
  addOnce(runs: readonly { id: string; name: string; data: unknown }[]): Promise<void>
  /** Resolves when no run waits or is being done; one that is only due later, or is tried again later, does not count. */
  idle(): Promise<void>
  work(run: (name: string, data: unknown) => Promise<unknown>, onProblem: (error: unknown) => void): Running
  close(): Promise<void>
}

interface Running {
  ready(): Promise<unknown>
  /** Waits for the job in hand. */
  close(): Promise<void>
}

/** A queue beside the schedule's, so that people do not wait for nightly work. Of what is done nothing is kept there. */
export interface Lane {
  name: string
  attempts: number
  /** Doubled with each try. */
  firstRetryMs: number
  atOnce: number
}

export function openQueue(
  databaseUrl: string,
  config: Pick<Config, 'redisUrl'>,
  ventureSlug: string,
  lane?: Lane,
): VentureQueue {
  const name = lane ? `crew.${lane.name}.${ventureSlug}` : `crew-${ventureSlug}`
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
    removeOnComplete: { count: 200 },
    removeOnFail: { count: 200 },
  }
  const laneOptions = lane && {
    attempts: lane.attempts,
    backoff: { type: 'exponential', delay: lane.firstRetryMs },
    removeOnComplete: true,
    removeOnFail: true,
  }

  const find = async (run: string): Promise<Job> => {
    const job = (await queue.getJob(`repeat:${run.replace('-', ':')}`)) ?? (await queue.getJob(run))
    if (job) return job
    throw new UserError({
      code: 'not_found',
      message: 'There is no run of this name.',
      field: 'run',
      value: run,
      fix: 'crew jobs lists them; of those that are done the newest 200 are kept.',
    })
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
    async schedules() {
      const schedulers = await queue.getJobSchedulers()
      return schedulers.map(({ key, pattern, every, next }) => ({
        job: key,
        when: pattern ?? `every ${Number(every) / 60_000} min`,
        nextAt: next === undefined ? null : new Date(next),
      }))
    },
    async runs(limit) {
      const jobs = await queue.getJobs(['active', 'waiting', 'prioritized', 'delayed', 'completed', 'failed'])
      const begun = jobs.filter((job) => job.delay === 0 || job.attemptsMade > 0 || job.processedOn !== undefined)
      const runs = await Promise.all(begun.map(shownRun))
      return runs.sort((a, b) => b.plannedAt.getTime() - a.plannedAt.getTime()).slice(0, limit)
    },
    findRun: async (run) => shownRun(await find(run)),
    async retry(run) {
      const job = await find(run)
      const state = await job.getState()
      if (state !== 'failed') {
        throw new UserError({
          code: 'conflict',
          message: `This run is ${stateNames[state] ?? state}; only one that failed is tried again.`,
          field: 'run',
          value: run,
          fix: `To run the job once more: crew jobs run ${job.name}.`,
        })
      }
      await job.retry('failed', { resetAttemptsMade: true })
      return shownRun(await find(run))
    },
    async add(job, now) {
      return shownRun(await queue.add(job, {}, { ...jobOptions, jobId: `${job}-${now.getTime()}` }))
    },
    async addOnce(runs) {
      await queue.addBulk(
        runs.map(({ id, name: job, data }) => ({
          name: job,
          data,
          opts: { ...(laneOptions ?? jobOptions), jobId: `${job}-${id.replaceAll(':', '_')}` },
        })),
      )
    },
    async idle() {
      while ((await queue.getJobCountByTypes('active', 'waiting', 'prioritized')) > 0) {
        await new Promise((resolve) => setTimeout(resolve, IDLE_LOOK_MS))
      }
    },
    work(run, onProblem) {
      const concurrency = lane?.atOnce ?? 1
      const process = (job: Job) => run(job.name, job.data)
      const worker = redisUrl
        ? new Worker(name, process, { connection: { url: redisUrl }, runRetryDelay: RETRY_MS, concurrency })
        : new Worker(name, process, { connection, runRetryDelay: RETRY_MS, concurrency }, createPostgresBackend)
      worker.on('error', onProblem)
      return { ready: () => worker.waitUntilReady(), close: () => worker.close() }
    },
    close: () => queue.close(),
  }
}

const stateNames: Record<string, RunState> = {
  waiting: 'waiting',
  prioritized: 'waiting',
  active: 'running',
  delayed: 'retrying',
  completed: 'done',
  failed: 'failed',
}

async function shownRun(job: Job): Promise<JobRun> {
  const state = stateNames[await job.getState()] ?? 'waiting'
  return {
    run: (job.id ?? '').replace(/^repeat:/, '').replace(':', '-'),
    job: job.name,
    state,
    attempts: job.attemptsMade,
    maxAttempts: job.opts.attempts ?? 1,
    plannedAt: new Date(job.timestamp + job.delay),
    startedAt: job.processedOn === undefined ? null : new Date(job.processedOn),
    finishedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn),
    reason: state === 'done' ? null : (job.failedReason ?? null),
    result: job.returnvalue ?? null,
  }
}
