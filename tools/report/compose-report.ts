/** A finished run becomes a document: figures from tools, words from the insights writer, decisions from the tables. */
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { closeDocument } from './close-document.ts'
import { asCell } from './figure-blocks.ts'
import {
  type ReportBlock,
  type ReportDocument,
  type ReportFinding,
  type ReportRun,
  type ReportSection,
  type SectionKey,
  sectionKeys,
} from './report-document.ts'
import { type ReportFigures, readFigures } from './report-figures.ts'
import { type ProposalsInReport, proposalsInReport } from './report-proposals.ts'
import { sectionWords } from './section-words.ts'
import { glossary } from './words.ts'

/** Customers shown in full; more would not be read. */
const FINDINGS_IN_FULL = 12
const QUOTES_IN_A_CARD = 1
const VOICES = 6

/**
 * The report of a run. Its figures are computed here, as of the context's day, each with a receipt of this run. Throws
 * when a paragraph refers to a fact that it did not bring.
 */
export async function composeReport(context: ToolContext, run: ReportRun): Promise<ReportDocument> {
  const runContext = { ...context, runId: run.runId }
  const figures = await readFigures(runContext)
  const proposals = await proposalsInReport(runContext, run.runId)
  const words = sectionWords(context.settings)
  const blocks: Record<SectionKey, ReportBlock[]> = {
    changed: figures.charts,
    at_risk: findings(run.findings, figures, proposals),
    voices: voices(run.findings, figures),
    proposed: proposals.proposed,
    decided: proposals.decided,
    next: proposals.waiting,
  }
  const sections = sectionKeys.map(
    (key): ReportSection => ({ key, ...words[key], blocks: [...paragraphs(run, key), ...blocks[key]] }),
  )
  const { name, slug, currency, timeZone, simulated } = context.venture
  return closeDocument(
    context.db,
    {
      version: 1,
      runId: run.runId,
      venture: { name, slug, currency, timeZone, simulated },
      asOf: context.asOf,
      knownAt: context.knownAt.toISOString(),
      createdAt: context.now.toISOString(),
      settingsVersion: context.settingsVersion,
      writer: run.writer,
      headlines: figures.headlines,
      sections,
      templateParts: run.templateParts,
      glossary: [...glossary],
    },
    [...figures.facts, ...proposals.facts, ...factsOf(run)],
  )
}

function paragraphs(run: ReportRun, section: SectionKey): ReportBlock[] {
  return run.paragraphs
    .filter((each) => each.section === section)
    .map(({ text, writtenBy }) => ({ type: 'paragraph', text, writtenBy }))
}

function findings(all: readonly ReportFinding[], figures: ReportFigures, proposals: ProposalsInReport): ReportBlock[] {
  const [full, rest] = [all.slice(0, FINDINGS_IN_FULL), all.slice(FINDINGS_IN_FULL)]
  const cards = full.map(({ customer, why, quotes }): ReportBlock => {
    const known = figures.customers.get(customer.id)
    return {
      type: 'customer',
      customer,
      status: known?.status ?? 'no_data',
      measures: known?.measures ?? [],
      why: { type: 'paragraph', text: why.text, writtenBy: why.writtenBy },
      quotes: quotes.slice(0, QUOTES_IN_A_CARD),
      proposals: proposals.byCustomer.get(customer.id) ?? [],
    }
  })
  if (rest.length === 0) return cards
  return [
    ...cards,
    {
      type: 'table',
      caption: 'The others, in the same order',
      columns: [
        { label: 'Customer', numeric: false },
        { label: 'Why', numeric: false },
      ],
      rows: rest.map(({ customer, why }) => [asCell(customer.name), why.text]),
    },
  ]
}

/** What the cards above have no room for, one a customer first. */
function voices(all: readonly ReportFinding[], figures: ReportFigures): ReportBlock[] {
  const shownInCards = new Set(
    all
      .slice(0, FINDINGS_IN_FULL)
      .flatMap(({ quotes }) => quotes.slice(0, QUOTES_IN_A_CARD).map((each) => each.feedbackId)),
  )
  const quotes = all
    .flatMap((finding) => finding.quotes)
    .filter(({ feedbackId }) => !shownInCards.has(feedbackId))
    .slice(0, VOICES)
    .map((quote): ReportBlock => ({ type: 'quote', quote }))
  return [...figures.voices, ...quotes]
}

function factsOf(run: ReportRun): Fact[] {
  return [...run.paragraphs.flatMap(({ facts }) => facts), ...run.findings.flatMap(({ why }) => why.facts)]
}
