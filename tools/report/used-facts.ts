/** Which facts and receipts a report refers to: those it must carry, and no others. */
import { factIdsIn } from './fact-text.ts'
import type { ReportBlock, ReportDocument, ReportQuote } from './report-document.ts'

type Body = Pick<ReportDocument, 'headlines' | 'sections'>

/** The ids of every fact that is shown, once each, in the order of first appearance. */
export function usedFactIds({ headlines, sections }: Body): string[] {
  const ids = [...headlines.map(({ factId }) => factId), ...sections.flatMap(({ blocks }) => blocks.flatMap(factIdsOf))]
  return [...new Set(ids)]
}

/** The receipts of the quotations shown; they have no fact of their own. */
export function quotedReceipts({ sections }: Body): string[] {
  return sections.flatMap(({ blocks }) => blocks.flatMap(quotesOf)).map(({ receipt }) => receipt)
}

function factIdsOf(block: ReportBlock): string[] {
  switch (block.type) {
    case 'paragraph':
      return factIdsIn(block.text)
    case 'customer':
      return [...block.measures.map(({ factId }) => factId), ...factIdsIn(block.why.text)]
    case 'quote':
      return []
    case 'proposal':
      return [...block.measures.map(({ factId }) => factId), ...factIdsIn(block.reason)]
    case 'table':
      return block.rows.flat().flatMap(factIdsIn)
    case 'distribution':
      return block.slices.map(({ factId }) => factId)
    case 'trend':
      return block.points.map(({ factId }) => factId)
    case 'cohorts':
      return [
        ...block.rows.flatMap(({ sizeFactId, cells }) => [sizeFactId, ...cells.filter((id) => id !== null)]),
        ...(block.overall ?? []),
      ]
  }
}

function quotesOf(block: ReportBlock): ReportQuote[] {
  if (block.type === 'quote') return [block.quote]
  return block.type === 'customer' ? block.quotes : []
}
