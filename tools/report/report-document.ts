/**
 * A report as data: what the crew's run found, before it is Markdown or a page. Text refers to numbers as `{{fact:id}}`;
 * every id is in `facts`, and every fact's receipt is in `receipts`, so a rendered report can open each of them.
 */
import { z } from 'zod'
import { fact } from '../facts.ts'

/** In the order a reader meets them. */
export const sectionKeys = ['changed', 'at_risk', 'voices', 'proposed', 'decided', 'next'] as const
export type SectionKey = (typeof sectionKeys)[number]

/** Text with `{{fact:id}}` in place of every number, name and date; `facts` holds what it refers to. */
export const factText = z.object({
  text: z.string().min(1),
  facts: z.array(fact),
  /** Who wrote it: the language model, or the template (always so offline). */
  writtenBy: z.enum(['model', 'template']),
})
export type FactText = z.infer<typeof factText>

/** What the insights writer hands over: paragraphs of any section, in order. */
const reportParagraph = factText.extend({ section: z.enum(sectionKeys) })
export type ReportParagraph = z.infer<typeof reportParagraph>

/** A customer's own words. They are shown as a quotation and never read as markup. */
const reportQuote = z.object({
  feedbackId: z.string(),
  customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
  words: z.string().min(1),
  /** survey_comment, exit_reason, ticket, other */
  origin: z.string(),
  /** YYYY-MM-DD */
  saidOn: z.string(),
  /** `R-1042`: the receipt of the search that found it. */
  receipt: z.string(),
})
export type ReportQuote = z.infer<typeof reportQuote>

/** One customer the crew looked at, with the reason in words. The measures are added by `composeReport`. */
export const reportFinding = z.object({
  customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
  why: factText,
  quotes: z.array(reportQuote),
})
export type ReportFinding = z.infer<typeof reportFinding>

/** A part that fell back to the template, named for the reader: `the reasons for Acme`, and why it did. */
export const templatePart = z.object({ part: z.string(), agent: z.string(), reason: z.string() })
export type TemplatePart = z.infer<typeof templatePart>

export const reportWriter = z.object({
  kind: z.enum(['offline', 'model']),
  /** `offline templates`, or the model's name. */
  name: z.string(),
})
export type ReportWriter = z.infer<typeof reportWriter>

/** What a finished run of the crew gives `composeReport`; customers at risk come most urgent first. */
export const reportRun = z.object({
  runId: z.string(),
  writer: reportWriter,
  paragraphs: z.array(reportParagraph),
  findings: z.array(reportFinding),
  templateParts: z.array(templatePart),
})
export type ReportRun = z.infer<typeof reportRun>

// The document ----------------------------------------------------------------------------------------------------

const factId = z.string()
const customerRef = z.object({ id: z.string(), externalId: z.string(), name: z.string() })
const measure = z.object({ label: z.string(), factId })

const paragraphBlock = z.object({
  type: z.literal('paragraph'),
  text: z.string(),
  /** `report`: a fixed sentence of the report itself, made anew whenever it is opened. */
  writtenBy: z.enum(['model', 'template', 'report']),
})

const customerBlock = z.object({
  type: z.literal('customer'),
  customer: customerRef,
  /** A health status: healthy, at_risk, critical, churned, trial or no_data. */
  status: z.string(),
  measures: z.array(measure),
  why: paragraphBlock,
  quotes: z.array(reportQuote),
  /** `P-1042` of what was proposed for them in this run. */
  proposals: z.array(z.string()),
})

const quoteBlock = z.object({ type: z.literal('quote'), quote: reportQuote })

const proposalBlock = z.object({
  type: z.literal('proposal'),
  /** `P-1042` */
  number: z.string(),
  kind: z.string(),
  status: z.string(),
  title: z.string(),
  /** Text with `{{fact:id}}`. */
  reason: z.string(),
  customer: customerRef.nullable(),
  measures: z.array(measure),
  addressedTo: z.string(),
  expiresOn: z.string(),
  decision: z
    .object({ decision: z.string(), person: z.string(), reason: z.string(), decidedAt: z.string() })
    .nullable(),
  /** What has been carried out so far, in words: `message written to the outbox`. */
  outcome: z.string().nullable(),
})

const tableBlock = z.object({
  type: z.literal('table'),
  caption: z.string(),
  columns: z.array(z.object({ label: z.string(), numeric: z.boolean() })),
  /** Cells are text with `{{fact:id}}`. */
  rows: z.array(z.array(z.string())),
})

const distributionBlock = z.object({
  type: z.literal('distribution'),
  title: z.string(),
  caption: z.string(),
  slices: z.array(z.object({ status: z.string(), label: z.string(), factId })),
})

const trendBlock = z.object({
  type: z.literal('trend'),
  title: z.string(),
  caption: z.string(),
  points: z.array(z.object({ on: z.string(), factId })),
  thresholds: z.array(z.object({ label: z.string(), value: z.number() })),
})

const cohortsBlock = z.object({
  type: z.literal('cohorts'),
  title: z.string(),
  caption: z.string(),
  /** Months after the start that have a column. */
  months: z.array(z.number().int()),
  /** A null cell is a cohort too young to tell. */
  rows: z.array(z.object({ cohort: z.string(), sizeFactId: factId, cells: z.array(factId.nullable()) })),
  /** All cohorts together, one a month. */
  overall: z.array(factId).optional(),
})

const reportBlock = z.discriminatedUnion('type', [
  paragraphBlock,
  customerBlock,
  quoteBlock,
  proposalBlock,
  tableBlock,
  distributionBlock,
  trendBlock,
  cohortsBlock,
])
export type ReportBlock = z.infer<typeof reportBlock>
export type BlockOf<Type extends ReportBlock['type']> = Extract<ReportBlock, { type: Type }>

const reportSection = z.object({
  key: z.enum(sectionKeys),
  title: z.string(),
  /** One or two sentences for a newcomer: what this part shows and how to read it. */
  meaning: z.string(),
  blocks: z.array(reportBlock),
})
export type ReportSection = z.infer<typeof reportSection>

/** A receipt as the appendix shows it. */
const reportReceipt = z.object({
  /** `R-1042` */
  receipt: z.string(),
  tool: z.string(),
  /** What the tool computes, for a reader who does not know its name. */
  title: z.string(),
  /** Canonical JSON. */
  arguments: z.string(),
  asOf: z.string(),
  knownAt: z.string(),
  settingsVersion: z.number().int(),
  rowCount: z.number().int(),
  resultHash: z.string(),
  /** False where the result is what people did: there is nothing to compute again. */
  isReplayable: z.boolean(),
})
export type ReportReceipt = z.infer<typeof reportReceipt>

export const reportDocument = z.object({
  version: z.literal(1),
  runId: z.string(),
  venture: z.object({
    name: z.string(),
    slug: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    /** True when the customers are made up; every rendering says so at the top. */
    simulated: z.boolean(),
  }),
  /** The UTC day the report is true for. */
  asOf: z.string(),
  /** From what was recorded by this instant (ISO 8601). */
  knownAt: z.string(),
  createdAt: z.string(),
  settingsVersion: z.number().int(),
  writer: reportWriter,
  headlines: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      factId,
      /** What the number is, in one line, with the threshold that makes it good or bad where there is one. */
      meaning: z.string(),
      tone: z.enum(['good', 'watch', 'bad', 'neutral']),
    }),
  ),
  sections: z.array(reportSection),
  templateParts: z.array(templatePart),
  glossary: z.array(z.object({ word: z.string(), meaning: z.string() })),
  facts: z.array(fact),
  receipts: z.array(reportReceipt),
})
export type ReportDocument = z.infer<typeof reportDocument>
