/** One declaration a job: its name, what it is for, the payload it accepts, when it runs by itself, and what it does. */
import { UnrecoverableError } from 'bullmq'
import type { z } from 'zod'
import type { Writer } from '../agents/writer.ts'
import type { ProposalLife } from '../graphs/proposal/proposal-life.ts'
import type { AlertChannels } from '../tools/alerts/open-channels.ts'
import type { Actor, ToolContext } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import type { Settings } from '../tools/settings/settings.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Who a job acts as: nobody at a keyboard, and so nobody who decides. */
export const scheduleActor: Actor = { kind: 'system', id: 'schedule', name: 'Schedule', roles: ['operator'] }

export interface JobDeps {
  crew: Crew
  life: ProposalLife
  /** What carries alerts. */
  channels: AlertChannels
  /** A context of the schedule, as of now. */
  context(overrides?: Partial<ToolContext>): Promise<ToolContext>
  /** Who writes: the language model, or the templates. */
  writer(): Promise<Writer>
}

/** When a job runs by itself; `cron` is in UTC. */
export type Repeat = { cron: string } | { everyMs: number }

export interface Job {
  name: string
  /** One line for `crew jobs`. */
  about: string
  repeat(settings: Settings): Repeat
  /** Safe to run again: a worker may die after the work and before saying so. What it returns is kept with the run. */
  run(data: unknown, deps: JobDeps): Promise<unknown>
}

/** Payloads outlive releases, so they are parsed; one that does not fit is not tried again. */
export function defineJob<Data extends z.ZodObject>(job: {
  name: string
  about: string
  data: Data
  /** A function where a setting says when: a changed setting reschedules. */
  repeat: Repeat | ((settings: Settings) => Repeat)
  run(data: z.output<Data>, deps: JobDeps): Promise<unknown>
}): Job {
  const { name, about, repeat } = job
  return {
    name,
    about,
    repeat: typeof repeat === 'function' ? repeat : () => repeat,
    async run(raw, deps) {
      const parsed = job.data.safeParse(raw)
      if (!parsed.success) throw new UnrecoverableError(`the payload of ${name} does not fit`)
      return job.run(parsed.data, deps)
    },
  }
}
