/** A report as two files a person can open, send or print. */
import { join } from 'node:path'
import { writePrivateFile } from '../private-file.ts'
import { renderHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import type { ReportDocument } from './report-document.ts'

export interface ReportFiles {
  markdown: string
  html: string
}

/** Where a report's files lie: `<dataDir>/reports/2024-12-31-<run>.md` and `.html`. */
function reportFiles(dataDir: string, { asOf, runId }: Pick<ReportDocument, 'asOf' | 'runId'>): ReportFiles {
  const stem = join(dataDir, 'reports', `${asOf}-${runId}`)
  return { markdown: `${stem}.md`, html: `${stem}.html` }
}

/**
 * Renders and writes both files, in place of earlier ones of the same run, and returns their paths. They hold customers'
 * names and words, so only their owner may read them.
 */
export async function writeReportFiles(dataDir: string, document: ReportDocument): Promise<ReportFiles> {
  const files = reportFiles(dataDir, document)
  await Promise.all([
    writePrivateFile(files.markdown, renderMarkdown(document)),
    writePrivateFile(files.html, renderHtml(document)),
  ])
  return files
}
