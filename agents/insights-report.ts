/** What the insights writer hands over: typed paragraphs and findings that `tools/report` turns into a document. */
import { type ReportRun, reportRun } from '../tools/report/report-document.ts'

/**
 * Paragraphs by section (what changed, who is at risk, customers' voices, what was proposed, what was decided, what to
 * do next), one finding a customer with its quotes, and the parts that a template wrote with the reason.
 */
export const insightsReport = reportRun.omit({ runId: true, writer: true })
export type InsightsReport = Omit<ReportRun, 'runId' | 'writer'>
