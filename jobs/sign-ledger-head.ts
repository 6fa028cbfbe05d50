/** The ledger's head, signed into a file: a tail that is cut off shows nowhere else. */
import { z } from 'zod'
import { defineJob, HOUR } from './define-job.ts'

export const signLedgerHeadJob = defineJob({
  name: 'sign_ledger_head',
  about: 'Signs the newest ledger entry into the data folder.',
  data: z.object({}),
  repeat: { everyMs: HOUR },
  run: (_data, { crew }) => crew.signLedgerHead(),
})
