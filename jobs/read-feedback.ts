/** What customers wrote, made findable: a category where the source gave none, and an embedding. One job, whoever heard of it. */
import { z } from 'zod'
import { embedFeedback } from '../tools/feedback/embed-feedback.ts'
import { defineJob, HOUR } from './define-job.ts'

export const READ_FEEDBACK = 'read_feedback'
/** Of a run: a provider is paid by the text, and other jobs wait. What is over is read by the next. */
const MOST_TEXTS = 5_000

export const readFeedbackJob = defineJob({
  name: READ_FEEDBACK,
  about: 'Reads new feedback, so that a search finds it; each hour what a provider left out.',
  data: z.object({}),
  repeat: { everyMs: HOUR },
  run: async (_data, { context }) => {
    const { db, embedder } = await context()
    return embedFeedback(db, embedder, { atMost: MOST_TEXTS })
  },
})
