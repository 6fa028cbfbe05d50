/** What runs by itself while the system serves. Nothing here decides on a proposal. */
import { z } from 'zod'
import type { Actor } from '../tools/define-tool.ts'
import { refreshScores } from '../tools/health/refresh-scores.ts'
import { expireProposals } from '../tools/proposals/expire-proposals.ts'
import { runTool } from '../tools/run-tool.ts'
import type { Settings } from '../tools/settings/settings.ts'
import { defineJob, type Job } from './define-job.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const nothing = z.object({})

const scheduleActor: Actor = { kind: 'system', id: 'schedule', name: 'Schedule', roles: ['operator'] }

export function scheduledJobs({ scoreRefreshCron }: Pick<Settings, 'scoreRefreshCron'>): readonly Job[] {
  return [
    defineJob({
      name: 'refresh_scores',
      data: nothing,
      repeat: { cron: scoreRefreshCron },
      run: async (_data, { crew }) => {
        await runTool(refreshScores, {}, await crew.context({ actor: scheduleActor }))
      },
    }),
    defineJob({
      name: 'expire_proposals',
      data: nothing,
      repeat: { everyMs: HOUR },
      run: async (_data, { crew }) => {
        await expireProposals(await crew.context({ actor: scheduleActor }))
      },
    }),
    // Two queries over what is open, however many proposals wait: held messages whose time came, and what a process
    // that died left behind.
    defineJob({
      name: 'resume_proposals',
      data: nothing,
      repeat: { everyMs: MINUTE },
      run: async (_data, { life }) => {
        await life.carryOn()
      },
    }),
    defineJob({
      name: 'sign_ledger_head',
      data: nothing,
      repeat: { everyMs: HOUR },
      run: (_data, { crew }) => crew.signLedgerHead(),
    }),
  ]
}
