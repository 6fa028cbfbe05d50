/** Brings a report's proposals and decisions up to now; its figures stay those of its day. */
import type { ToolContext } from '../define-tool.ts'
import { closeDocument } from './close-document.ts'
import type { ReportBlock, ReportDocument, ReportSection } from './report-document.ts'
import { proposalsInReport } from './report-proposals.ts'

/** The document with the blocks about proposals and decisions read anew; the writer's paragraphs stay. */
export async function refreshDecisions(context: ToolContext, document: ReportDocument): Promise<ReportDocument> {
  const proposals = await proposalsInReport(context, document.runId)
  const { facts, receipts: _, ...rest } = document
  const sections = rest.sections.map((section): ReportSection => {
    if (section.key === 'proposed') return { ...section, blocks: [...written(section), ...proposals.proposed] }
    if (section.key === 'decided') return { ...section, blocks: [...written(section), ...proposals.decided] }
    if (section.key === 'next') return { ...section, blocks: [...written(section), ...proposals.waiting] }
    return section
  })
  return closeDocument(context.db, { ...rest, sections }, [...facts, ...proposals.facts])
}

/** What the insights writer wrote; everything else in these sections is read from the tables. */
function written({ blocks }: ReportSection): ReportBlock[] {
  return blocks.filter((block) => block.type === 'paragraph' && block.writtenBy !== 'report')
}
