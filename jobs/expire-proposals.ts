/** Proposals nobody answered in time end; silence is never consent. */
import { z } from 'zod'
import { expireProposals } from '../tools/proposals/expire-proposals.ts'
import { defineJob, HOUR } from './define-job.ts'

export const expireProposalsJob = defineJob({
  name: 'expire_proposals',
  about: 'Ends proposals that nobody answered in time.',
  data: z.object({}),
  repeat: { everyMs: HOUR },
  run: async (_data, { context }) => {
    await expireProposals(await context())
  },
})
