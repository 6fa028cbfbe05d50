/**
 * Held messages whose time came, and what a process that died left behind. Two queries over what is open, however many
 * proposals wait.
 */
import { z } from 'zod'
import { defineJob, MINUTE } from './define-job.ts'

export const resumeProposalsJob = defineJob({
  name: 'resume_proposals',
  about: 'Carries on with decided proposals: held messages whose time came, work a stopped process left.',
  data: z.object({}),
  repeat: { everyMs: MINUTE },
  run: async (_data, { life }) => {
    await life.carryOn()
  },
})
