/** One declaration a job: its name, the payload it accepts, when it runs by itself, and what it does. */
import { UnrecoverableError } from 'bullmq'
import type { z } from 'zod'
import type { ProposalLife } from '../graphs/proposal/proposal-life.ts'
import type { Crew } from '../tools/open-crew.ts'

export interface JobDeps {
  crew: Crew
  life: ProposalLife
}

export interface Job {
  name: string
  /** When it runs by itself; `cron` is in UTC. */
  repeat: { cron: string } | { everyMs: number }
  /** Safe to run again: a worker may die after the work and before saying so. */
  run(data: unknown, deps: JobDeps): Promise<void>
}

/** Payloads outlive releases, so they are parsed; one that does not fit is not tried again. */
export function defineJob<Data extends z.ZodObject>(job: {
  name: string
  data: Data
  repeat: Job['repeat']
  run(data: z.output<Data>, deps: JobDeps): Promise<void>
}): Job {
  return {
    name: job.name,
    repeat: job.repeat,
    async run(raw, deps) {
      const parsed = job.data.safeParse(raw)
      if (!parsed.success) throw new UnrecoverableError(`the payload of ${job.name} does not fit`)
      await job.run(parsed.data, deps)
    },
  }
}
