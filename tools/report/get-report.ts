import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { renderMarkdown } from './markdown.ts'
import { reportWriter } from './report-document.ts'
import { openReport } from './store-report.ts'

export const getReport = defineTool({
  name: 'get_report',
  title: 'The report of a run',
  description:
    'The report of the latest run, or of the run named: what changed, who is at risk and why, what was proposed and ' +
    'decided, as Markdown in which each number links to its receipt. Proposals and decisions are as they stand now. ' +
    'For one figure, use the tool that computes it instead.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    runId: z.uuid().optional().describe('Which run; the latest that has a report when left out'),
  }),
  output: z.object({
    runId: z.string(),
    asOf: z.string().describe('The day it is true for, YYYY-MM-DD'),
    createdAt: z.string(),
    writer: reportWriter,
    simulated: z.boolean().describe('True when the customers are made up'),
    markdown: z.string(),
  }),
  readsPersonalData: true,
  withheldFields: ['markdown'],
  replayable: false,
  async run({ runId }, context) {
    const document = await openReport(context, runId)
    const { asOf, createdAt, writer, venture } = document
    return {
      output: {
        runId: document.runId,
        asOf,
        createdAt,
        writer,
        simulated: venture.simulated,
        markdown: renderMarkdown(document),
      },
      facts: [],
      rowCount: 1,
    }
  },
})
