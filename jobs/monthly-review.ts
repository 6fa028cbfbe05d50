/** The month in review, on its first Monday: a run of the crew whose report people find when they come in. */
import { z } from 'zod'
import { writeReportFiles } from '../tools/report/report-files.ts'
import { openReport } from '../tools/report/store-report.ts'
import { runTool } from '../tools/run-tool.ts'
import { getStatus } from '../tools/status/get-status.ts'
import { defineJob } from './define-job.ts'

export const monthlyReviewJob = defineJob({
  name: 'monthly_review',
  about: 'Runs the crew and writes its report, on the first Monday of a month.',
  data: z.object({}),
  // After the refresh of the night, before anybody is at work in Europe.
  repeat: { cron: '0 4 * * 1#1' },
  run: async (_data, { context, life, writer }) => {
    const today = await context()
    const { counts, lastRun } = (await runTool(getStatus, {}, today)).output
    if (counts.customers === 0) return { skipped: 'no customers are loaded' }
    if (lastRun?.status === 'done' && lastRun.asOf === today.asOf)
      return { skipped: 'the crew ran for this day already' }
    // Loaded when it is run: it brings the graphs and the language model with it.
    const { runCrew } = await import('../graphs/crew/run-crew.ts')
    const result = await runCrew({ context }, { writer: await writer() })
    for (const filing of result.proposals) if (filing.outcome === 'filed') await life.start(filing.proposalId)
    await writeReportFiles(today.dataDir, await openReport(await context(), result.runId))
    return { runId: result.runId, proposals: result.proposals.filter(({ outcome }) => outcome === 'filed').length }
  },
})
