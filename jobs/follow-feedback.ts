/**
 * After a batch that brought feedback, a job that reads it: a minute after an import its texts are found. It is beside the live
 * chain, for nobody's alert waits for a provider of embeddings.
 */
import { UUID } from 'uuidv7'
import { isFeedbackToEmbed } from '../db/queries/feedback.ts'
import { type Coalesced, coalesce } from './coalesce.ts'
import type { JobDeps } from './define-job.ts'
import type { VentureQueue } from './open-queue.ts'
import { READ_FEEDBACK } from './read-feedback.ts'

/** A stream of batches is read in pieces of this length. */
const MS_BETWEEN_LOOKS = 5_000
/** A load that began before the last look may have been recorded after it. */
const LONGEST_LOAD_MS = 10 * 60_000

export async function followFeedback(
  { crew, context }: Pick<JobDeps, 'crew' | 'context'>,
  queue: Pick<VentureQueue, 'addOnce'>,
  onProblem: (error: unknown, where: string) => void,
): Promise<Coalesced> {
  let lookedAt: number | undefined
  const step = coalesce(
    async () => {
      const { db, embedder, knownAt, now } = await context()
      // Ids rise with time, so that only what is new is looked at: the first look goes through all.
      const afterId = lookedAt === undefined ? null : UUID.fromFieldsV7(lookedAt - LONGEST_LOAD_MS, 0, 0, 0).toString()
      // Every worker hears of a batch, and of the same batch they make the same run.
      if (await isFeedbackToEmbed(db, embedder.name, afterId))
        await queue.addOnce([{ id: String(knownAt.getTime()), name: READ_FEEDBACK, data: {} }])
      lookedAt = now.getTime()
    },
    (error) => onProblem(error, 'live feedback'),
    { pauseMs: MS_BETWEEN_LOOKS },
  )
  const stopListening = await crew.listen('batch.recorded', () => step.ask())
  return {
    ask: () => step.ask(),
    done: () => step.done(),
    async stop() {
      await stopListening()
      await step.stop()
    },
  }
}
