/** Answers kept for requests that may be repeated: their senders gave up long before. */
import { z } from 'zod'
import { forgetRequests } from '../tools/ingest/forget-requests.ts'
import { defineJob, HOUR } from './define-job.ts'

export const forgetRequestsJob = defineJob({
  name: 'forget_requests',
  about: 'Forgets the answers to requests of other systems that are older than two days.',
  data: z.object({}),
  repeat: { everyMs: HOUR },
  run: async (_data, { context }) => ({ forgotten: await forgetRequests(await context()) }),
})
