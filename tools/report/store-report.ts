/** Keeps a run's report, and opens it again with what people decided since. */
import { readReport, saveReport } from '../../db/queries/reports.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../define-tool.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { refreshDecisions } from './refresh-decisions.ts'
import { type ReportDocument, reportDocument } from './report-document.ts'

/** Stores the document with both renderings, in place of an earlier one of the same run. */
export async function storeReport(db: VentureDb, document: ReportDocument): Promise<void> {
  await saveReport(db, {
    runId: document.runId,
    content: JSON.stringify(document),
    markdown: renderMarkdown(document),
    html: renderHtml(document),
    createdAt: new Date(document.createdAt),
  })
}

/**
 * The report of a run, by default of the latest that has one: its figures as they were, its proposals and decisions as
 * they are now. Throws `not_found` when there is none.
 */
export async function openReport(context: ToolContext, runId?: string): Promise<ReportDocument> {
  const row = await readReport(context.db, runId)
  if (!row) {
    throw new UserError({
      code: 'not_found',
      message: runId === undefined ? 'There is no report yet.' : 'This run has no report.',
      field: 'run',
      ...(runId === undefined ? {} : { value: runId }),
      fix: runId === undefined ? 'Run the crew first: npx crew run.' : 'Leave the run out for the latest report.',
    })
  }
  return refreshDecisions(context, reportDocument.parse(row.content))
}
