/** A report as Markdown: each number links to its receipt in the appendix, charts are tables. */
import type { Fact } from '../facts.ts'
import { findFact, receiptAnchor, receiptCommand, renderFactText } from './fact-text.ts'
import { escapeMarkdown } from './markup.ts'
import type { BlockOf, ReportBlock, ReportDocument, ReportQuote, ReportReceipt } from './report-document.ts'
import { decisionLabel, instant, kindLabel, longDay, originLabel, proposalStatusLabel, statusLabel } from './words.ts'

type Facts = ReadonlyMap<string, Fact>

/** The report as one Markdown text. Throws when the document refers to a fact that it does not carry. */
export function renderMarkdown(document: ReportDocument): string {
  const facts = new Map(document.facts.map((each) => [each.id, each]))
  const { venture, writer } = document
  const parts = [
    `# ${escapeMarkdown(venture.name)}: customer health, ${longDay(document.asOf)}`,
    venture.simulated &&
      '> **Simulated data.** Every customer, person, quotation and amount in this report is made up by a simulator.',
    'Every figure is a link to its receipt: how it was calculated, from what, and how to check it. Words are explained [at the end](#words).',
    '## At a glance',
    table(
      ['Measure', 'Value', 'What it means'],
      document.headlines.map(({ label, factId, meaning }) => [
        escapeMarkdown(label),
        factLink(findFact(facts, factId)),
        escapeMarkdown(meaning),
      ]),
    ),
    ...document.sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      `*${escapeMarkdown(section.meaning)}*`,
      ...section.blocks.map((block) => blockMarkdown(block, facts, venture.timeZone)),
    ]),
    '## How this was written',
    `All figures are calculated by code from the company’s own records up to ${instant(document.knownAt, venture.timeZone)}, by settings version ${document.settingsVersion}. None comes from a language model.`,
    writer.kind === 'offline'
      ? 'The sentences were written from templates; no language model was used.'
      : `The sentences were written by ${escapeMarkdown(writer.name)}. A sentence with a figure that no receipt backs is refused and written from a template instead.`,
    document.templateParts.length > 0 &&
      table(
        ['Part the template wrote', 'Writer that failed', 'Why'],
        document.templateParts.map(({ part, agent, reason }) => [part, agent, reason].map(escapeMarkdown)),
      ),
    '## Words',
    document.glossary.map(({ word, meaning }) => `- **${word}**: ${meaning}`).join('\n'),
    '## Receipts',
    'Each command runs the calculation again from the source rows and says whether the result is equal, or what changed.',
    ...document.receipts.map((receipt) => receiptMarkdown(receipt, venture.timeZone)),
    `---\n\nMade ${instant(document.createdAt, venture.timeZone)} · run ${document.runId}`,
  ]
  return `${parts.filter((part) => part !== false && part !== '').join('\n\n')}\n`
}

function blockMarkdown(block: ReportBlock, facts: Facts, timeZone: string): string {
  switch (block.type) {
    case 'paragraph':
      return factText(block.text, facts)
    case 'customer':
      return customer(block, facts)
    case 'quote':
      return quote(block.quote, true)
    case 'proposal':
      return proposal(block, facts, timeZone)
    case 'table':
      return [
        `**${escapeMarkdown(block.caption)}**`,
        table(
          block.columns.map(({ label }) => escapeMarkdown(label)),
          block.rows.map((row) => row.map((cell) => factText(cell, facts))),
          block.columns.map(({ numeric }) => numeric),
        ),
      ].join('\n\n')
    case 'distribution':
      return figure(
        block,
        ['Status', 'Customers'],
        block.slices.map(({ label, factId }) => [label, factId]),
        facts,
      )
    case 'trend':
      return figure(
        block,
        ['Day', 'Average health score'],
        block.points.map(({ on, factId }) => [longDay(on), factId]),
        facts,
      )
    case 'cohorts':
      return [
        `### ${escapeMarkdown(block.title)}`,
        escapeMarkdown(block.caption),
        block.rows.length === 0
          ? '*No data: no cohort is old enough to follow.*'
          : table(
              ['Started', 'Customers', ...block.months.map((month) => (month === 1 ? '1 month' : `${month} months`))],
              [
                ...block.rows.map(({ cohort, sizeFactId, cells }) => [
                  escapeMarkdown(cohort),
                  factLink(findFact(facts, sizeFactId)),
                  ...cells.map((id) => (id === null ? '' : factLink(findFact(facts, id)))),
                ]),
                ...(block.overall
                  ? [['All together', '', ...block.overall.map((id) => factLink(findFact(facts, id)))]]
                  : []),
              ],
            ),
      ].join('\n\n')
  }
}

function figure(
  { title, caption }: { title: string; caption: string },
  columns: string[],
  rows: [string, string][],
  facts: Facts,
): string {
  return [
    `### ${escapeMarkdown(title)}`,
    escapeMarkdown(caption),
    table(
      columns,
      rows.map(([label, id]) => [escapeMarkdown(label), factLink(findFact(facts, id))]),
      [false, true],
    ),
  ].join('\n\n')
}

function customer(block: BlockOf<'customer'>, facts: Facts): string {
  return [
    `### ${escapeMarkdown(block.customer.name)} (${statusLabel(block.status)})`,
    measures(block.measures, facts),
    factText(block.why.text, facts),
    ...block.quotes.map((each) => quote(each, false)),
    block.proposals.length > 0 ? `Proposed: ${block.proposals.join(', ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function measures(list: BlockOf<'customer'>['measures'], facts: Facts): string {
  return list.map(({ label, factId }) => `${escapeMarkdown(label)}: ${factLink(findFact(facts, factId))}`).join(' · ')
}

function quote(each: ReportQuote, named: boolean): string {
  const who = named ? `${escapeMarkdown(each.customer.name)}, in ` : ''
  return `> “${escapeMarkdown(each.words)}”\n>\n> — ${who}${originLabel(each.origin)}, ${longDay(each.saidOn)} ([${each.receipt}](#${receiptAnchor(each.receipt)}))`
}

function proposal(block: BlockOf<'proposal'>, facts: Facts, timeZone: string): string {
  const { decision } = block
  return [
    `### ${block.number}: ${escapeMarkdown(block.title)}`,
    `${kindLabel(block.kind)}${block.customer ? ` for ${escapeMarkdown(block.customer.name)}` : ''} · **${proposalStatusLabel(block.status)}**`,
    measures(block.measures, facts),
    factText(block.reason, facts),
    decision
      ? `${decisionLabel(decision.decision)} by ${escapeMarkdown(decision.person)} on ${instant(decision.decidedAt, timeZone)}${decision.reason ? `: “${escapeMarkdown(decision.reason)}”` : ''}`
      : block.status === 'waiting'
        ? `For ${block.addressedTo === 'chairman' ? 'the Chairman' : 'the success team'} to decide by ${longDay(block.expiresOn)}: \`npx crew approve ${block.number} --reason "…"\``
        : '',
    block.outcome ? escapeMarkdown(block.outcome) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function receiptMarkdown(receipt: ReportReceipt, timeZone: string): string {
  const rows = receipt.rowCount === 0 ? 'none: no data' : receipt.rowCount.toLocaleString('en-US')
  // The heading is the anchor: GitHub makes `#r-1042` of it.
  return [
    `### ${receipt.receipt}`,
    [
      `${escapeMarkdown(receipt.title)}`,
      `- calculation: ${code(receipt.tool)}, inputs ${code(receipt.arguments)}`,
      `- true for ${longDay(receipt.asOf)}, from what was known at ${instant(receipt.knownAt, timeZone)}, settings version ${receipt.settingsVersion}`,
      `- rows behind it: ${rows}`,
      `- hash of the result: ${code(receipt.resultHash)}`,
      `- check it: ${code(receiptCommand(receipt))}`,
    ].join('\n'),
  ].join('\n\n')
}

function factLink(fact: Fact): string {
  return `[${escapeMarkdown(fact.text)}](#${receiptAnchor(fact.receipt)})`
}

/** Escaped as one text, so that the spaces around a fact stay. */
function factText(text: string, facts: Facts): string {
  return renderFactText(text, facts, { plain: escapeKeepingEnds, fact: factLink }).join('')
}

function escapeKeepingEnds(text: string): string {
  const start = /^\s/.test(text) ? ' ' : ''
  const end = /\s$/.test(text) ? ' ' : ''
  const middle = escapeMarkdown(text)
  return middle === '' ? start || end : `${start}${middle}${end}`
}

function table(columns: string[], rows: string[][], numeric: boolean[] = []): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map((_, index) => (numeric[index] ? '--:' : '---'))), ...rows.map(line)].join(
    '\n',
  )
}

/** A code span that its own text cannot end; a table cell's bar is not possible here. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`
}
