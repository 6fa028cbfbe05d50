import { z } from 'zod'
import { recentReports } from '../../db/queries/reports.ts'
import { defineTool } from '../define-tool.ts'

export const listReports = defineTool({
  name: 'list_reports',
  title: 'The latest reports',
  description:
    'Which runs of the crew have a report, the newest first: the run, the day it is true for, when it was made and who wrote it. Open one with get_report.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({ limit: z.int().min(1).max(100).default(10) }),
  output: z.object({
    reports: z.array(
      z.object({
        runId: z.string(),
        asOf: z.string(),
        createdAt: z.string(),
        writer: z.string().describe('offline, or the language model’s name'),
      }),
    ),
  }),
  async run({ limit }, { db }) {
    const rows = await recentReports(db, limit)
    return {
      output: { reports: rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() })) },
      facts: [],
      rowCount: rows.length,
    }
  },
})
