/** The last step of a report: it carries the facts it refers to and the receipts behind them, and no others. */
import { receiptsForReport } from '../../db/queries/reports.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Fact } from '../facts.ts'
import { findFact } from './fact-text.ts'
import type { ReportDocument, ReportReceipt } from './report-document.ts'
import { quotedReceipts, usedFactIds } from './used-facts.ts'

/** Throws when the text refers to a fact that is not in `known`. */
export async function closeDocument(
  db: VentureDb,
  document: Omit<ReportDocument, 'facts' | 'receipts'>,
  known: readonly Fact[],
): Promise<ReportDocument> {
  const byId = new Map(known.map((each) => [each.id, each]))
  const facts = usedFactIds(document).map((id) => findFact(byId, id))
  const receipts = await openReceipts(db, [...facts.map(({ receipt }) => receipt), ...quotedReceipts(document)])
  return { ...document, facts, receipts }
}

async function openReceipts(db: VentureDb, names: readonly string[]): Promise<ReportReceipt[]> {
  const numbers = [...new Set(names)].map((name) => Number(name.slice('R-'.length)))
  const rows = await receiptsForReport(db, numbers)
  // The registry lists the report's own tool: loaded when asked, or the two would wait for each other.
  const { findTool } = await import('../registry.ts')
  return rows.map((row) => ({
    isReplayable: findTool(row.tool)?.replayable !== false,
    receipt: `R-${row.number}`,
    tool: row.tool,
    title: findTool(row.tool)?.title ?? row.tool,
    arguments: row.arguments,
    asOf: row.asOf,
    knownAt: row.knownAt.toISOString(),
    settingsVersion: row.settingsVersion,
    rowCount: row.rowCount,
    resultHash: row.resultHash,
  }))
}
