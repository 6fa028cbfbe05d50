/** What `crew jobs` shows and does: the schedules of the venture and what became of their runs. */
import type { Config } from '../config.ts'
import { UserError } from '../errors.ts'
import type { Crew } from '../tools/open-crew.ts'
import { type JobRun, openQueue, type Schedule, type VentureQueue } from './open-queue.ts'
import { jobs } from './schedule.ts'

export type { JobRun } from './open-queue.ts'

export interface JobsView {
  schedules: (Schedule & { about: string; isScheduled: boolean })[]
  runs: JobRun[]
}

/** Opens the queue, runs `work` on it, closes it. */
export async function withQueue<T>(
  crew: Crew,
  config: Pick<Config, 'redisUrl'>,
  work: (queue: VentureQueue) => Promise<T>,
): Promise<T> {
  const queue = openQueue(crew.database.url, config, crew.venture.slug)
  try {
    return await work(queue)
  } finally {
    await queue.close()
  }
}

/** Every job with its next time (none before a worker ran for the first time), and the newest `limit` runs. */
export async function getJobs(queue: VentureQueue, limit: number): Promise<JobsView> {
  const known = new Map((await queue.schedules()).map((schedule) => [schedule.job, schedule]))
  const schedules = jobs.map(({ name, about }) => {
    const schedule = known.get(name)
    return { job: name, when: schedule?.when ?? '', nextAt: schedule?.nextAt ?? null, about, isScheduled: !!schedule }
  })
  return { schedules, runs: await queue.runs(limit) }
}

/** Lets a worker do the job at once. Throws `not_found` for a name that no job has. */
export async function runJobNow(queue: VentureQueue, name: string, now: Date): Promise<JobRun> {
  const wanted = name.replaceAll('-', '_')
  if (jobs.some((job) => job.name === wanted)) return queue.add(wanted, now)
  throw new UserError({
    code: 'not_found',
    message: 'There is no job of this name.',
    field: 'job',
    value: name,
    fix: `The jobs are ${jobs.map((job) => job.name).join(', ')}.`,
  })
}
