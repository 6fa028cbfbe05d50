/**
 * What Slack asked for, done as jobs: kept in the database first, then queued. The row says whether it was done; a job that
 * got lost between the two is queued again by the sweep.
 */
import type { Config } from '../../config.ts'
import { UserError } from '../../errors.ts'
import { type Lane, openQueue } from '../../jobs/open-queue.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { openReceivedRequests } from '../../tools/slack/received-requests.ts'
import type { Bot, IncomingRequest, Work } from '../bot.ts'

/** Ten tries over seventeen minutes; soon after Slack's addresses for an answer run out, and nobody waits for it any more. */
const lane: Lane = { name: 'slack', attempts: 10, firstRetryMs: 2_000, atOnce: 8 }
const SWEEP_MS = 60_000
/** Younger ones have their job, or are about to get it. */
const LOST_AFTER_MS = 15_000
/** Work begins when nothing waits for an acknowledgement and nothing more has come for so long; at the latest after so long. */
const QUIET_MS = 40
const LONGEST_GATHER_MS = 400
const FORGET_MS = 60 * 60_000

export interface WorkQueue {
  receive(request: IncomingRequest): Promise<void>
  takeKept(id: string, taker: string): Promise<unknown>
  giveBackKept(id: string, value: unknown): Promise<void>
  /** Begins to work; what an earlier process left is done first. */
  start(bot: Bot): Promise<void>
  /** Waits for the work in hand. */
  close(): Promise<void>
}

/** Thrown by a work to be tried again: Slack did not take the answer. Not logged as a bug. */
export class NotDelivered extends Error {}

export function openWorkQueue(
  crew: Crew,
  config: Pick<Config, 'redisUrl'>,
  works: readonly Work[],
  onProblem: (error: unknown, where: string) => void,
): WorkQueue {
  const requests = openReceivedRequests(crew.db)
  const queue = openQueue(crew.database.url, config, crew.venture.slug, lane)
  const byName = new Map(works.map((work) => [work.name, work]))
  let running: { close(): Promise<void> } | undefined
  let sweeping: NodeJS.Timeout | undefined
  let forgotAt = 0
  const queued = new Set<Promise<void>>()

  const enqueue = async (runs: readonly { id: string; name: string }[]) => {
    const adding = queue
      .addOnce(runs.map(({ id, name }) => ({ id, name, data: { id } })))
      .catch((error: unknown) => onProblem(error, 'slack queue'))
      .finally(() => queued.delete(adding))
    queued.add(adding)
    await adding
  }
  // Those of one moment together: what comes at once is acknowledged before the work on it begins.
  const gathered: { id: string; name: string }[] = []
  let gathering: NodeJS.Timeout | undefined
  let gatheredSince = 0
  let beingKept = 0
  const enqueueGathered = async () => {
    clearTimeout(gathering)
    gathering = undefined
    if (gathered.length > 0) await enqueue(gathered.splice(0))
  }

  const enqueueWhenQuiet = () => {
    clearTimeout(gathering)
    const longest = gatheredSince + LONGEST_GATHER_MS - performance.now()
    gathering = setTimeout(
      () => {
        if (beingKept > 0 && longest > QUIET_MS) enqueueWhenQuiet()
        else void enqueueGathered()
      },
      Math.max(0, Math.min(QUIET_MS, longest)),
    )
  }

  /** Work in hand lets requests that wait for an acknowledgement go first, for a moment. */
  const held: (() => void)[] = []
  const acknowledgedFirst = async () => {
    if (beingKept === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LONGEST_GATHER_MS)
      held.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  const sweep = async () => {
    const now = new Date()
    const lost = await requests.open(new Date(now.getTime() - LOST_AFTER_MS))
    if (lost.length > 0) await enqueue(lost)
    if (now.getTime() - forgotAt < FORGET_MS) return
    await requests.forget(now)
    forgotAt = now.getTime()
  }

  const run = async (id: string, bot: Bot): Promise<void> => {
    await acknowledgedFirst()
    const row = await requests.begin(id, new Date())
    if (!row) return
    const work = byName.get(row.work)
    const { teamId } = await bot.workspace()
    if (!work || row.teamId !== teamId) {
      return requests.finish(id, new Date(), { problem: work ? 'another workspace' : 'no such work' })
    }
    let keeping: unknown
    try {
      await work.run(
        {
          id,
          data: row.data,
          attempt: row.attempts,
          lookSince: row.lookSince,
          kept: row.kept,
          keep: (value) => requests.keepForNextTry(id, value),
          keepAfter: (value) => {
            keeping = value
          },
        },
        bot,
      )
    } catch (error) {
      if (!(error instanceof NotDelivered)) onProblem(error, `slack ${row.work}`)
      // Thrown on, it is tried again: by the queue, and when that has given up by the sweep.
      const isAskedLater = error instanceof UserError && error.answer.code === 'unavailable'
      if (row.attempts < lane.attempts || (work.isLasting && isAskedLater)) throw error
      const problem = error instanceof NotDelivered || error instanceof UserError ? error.message : 'an incident'
      return requests.finish(id, new Date(), { problem })
    }
    await requests.finish(id, new Date(), { problem: null, keeping })
  }

  return {
    async receive({ id, work, teamId, data }) {
      beingKept++
      const isToBeDone = await requests.keep({ id, work, teamId, data }).finally(() => {
        beingKept--
        if (beingKept === 0) for (const goOn of held.splice(0)) goOn()
      })
      // Not awaited: it is kept, and Slack waits for an acknowledgement.
      if (!isToBeDone) return
      if (gathered.length === 0) gatheredSince = performance.now()
      gathered.push({ id, name: work })
      enqueueWhenQuiet()
    },
    takeKept: (id, taker) => requests.takeKept(id, taker, new Date()),
    giveBackKept: requests.giveBackKept,
    async start(bot) {
      const worker = queue.work(
        async (_name, data) => run((data as { id: string }).id, bot),
        // A try that failed is reported where it failed; what is left are broken connections, which are opened again.
        () => {},
      )
      running = worker
      await worker.ready()
      await sweep()
      sweeping = setInterval(() => void sweep().catch((error: unknown) => onProblem(error, 'slack sweep')), SWEEP_MS)
    },
    async close() {
      clearInterval(sweeping)
      await enqueueGathered()
      await Promise.all(queued)
      await running?.close()
      await queue.close()
    },
  }
}
