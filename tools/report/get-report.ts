import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { fact } from '../facts.ts'
import { renderMarkdown } from './markdown.ts'
import { type ReportDocument, reportWriter } from './report-document.ts'
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
    headline: z
      .object({ text: z.string(), facts: z.array(fact) })
      .nullable()
      .describe('Its first paragraph, with {{fact:id}} in place of each number; null where it has none'),
    markdown: z.string(),
  }),
  readsPersonalData: true,
  withheldFields: ['headline', 'markdown'],
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
        headline: headlineOf(document),
        markdown: renderMarkdown(document),
      },
      facts: [factsAbout(context, ventureSubject(context))('as_of', 'report_as_of', 'date', asOf, null)],
      rowCount: 1,
    }
  },
})

function headlineOf({ sections, facts }: ReportDocument) {
  const blocks = sections.find(({ key }) => key === 'changed')?.blocks ?? []
  const first = blocks.find((block) => block.type === 'paragraph')
  return first ? { text: first.text, facts: facts.filter(({ id }) => first.text.includes(`{{fact:${id}}}`)) } : null
}
