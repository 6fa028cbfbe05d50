/** The blocks of a section in HTML. */
import type { Fact } from '../facts.ts'
import { findFact, receiptAnchor } from './fact-text.ts'
import { cohortFigure, distributionChart, trendFigure } from './html-charts.ts'
import { factLink, factText } from './html-fact.ts'
import { html, type Markup } from './markup.ts'
import type { BlockOf, ReportBlock, ReportQuote } from './report-document.ts'
import { decisionLabel, instant, kindLabel, longDay, originLabel, proposalStatusLabel, statusLabel } from './words.ts'

type Facts = ReadonlyMap<string, Fact>
type Measures = BlockOf<'customer'>['measures']

export interface BlockContext {
  facts: Facts
  timeZone: string
  /** A run by a language model names the parts the template wrote; offline, everything is the template's. */
  markTemplate: boolean
  /** Proposals that are shown in full, and can be linked to. */
  proposals: ReadonlySet<string>
}

export function blockHtml(block: ReportBlock, context: BlockContext): Markup {
  switch (block.type) {
    case 'paragraph':
      return paragraph(block, context)
    case 'customer':
      return customer(block, context)
    case 'quote':
      return quote(block.quote, true)
    case 'proposal':
      return proposal(block, context)
    case 'table':
      return table(block, context.facts)
    case 'distribution':
      return distributionChart(block, context.facts)
    case 'trend':
      return trendFigure(block, context.facts)
    case 'cohorts':
      return cohortFigure(block, context.facts)
  }
}

function paragraph(block: BlockOf<'paragraph'>, { facts, markTemplate }: BlockContext): Markup {
  const mark = markTemplate && block.writtenBy === 'template'
  return html`<p>${factText(block.text, facts)}${mark && html` <span class="tag" title="Written by a template, not by the language model">template</span>`}</p>`
}

function measures(list: Measures, facts: Facts): Markup {
  return html`<dl class="measures">${list.map(
    ({ label, factId }) => html`<div><dt>${label}</dt><dd>${factLink(findFact(facts, factId))}</dd></div>`,
  )}</dl>`
}

function customer(block: BlockOf<'customer'>, context: BlockContext): Markup {
  return html`<article class="card edge-${block.status}">
<header><h3>${block.customer.name}</h3><span class="pill status-${block.status}">${statusLabel(block.status)}</span></header>
${block.measures.length > 0 && measures(block.measures, context.facts)}
${paragraph(block.why, context)}
${block.quotes.map((each) => quote(each, false))}
${
  block.proposals.length > 0 &&
  html`<p class="links">Proposed: ${block.proposals.map((number, index) => html`${index > 0 && ', '}${context.proposals.has(number) ? html`<a href="#${number.toLowerCase()}">${number}</a>` : number}`)}</p>`
}
</article>`
}

function quote(each: ReportQuote, named: boolean): Markup {
  return html`<figure class="quote"><blockquote><p>${each.words}</p></blockquote>
<figcaption>${named && html`<strong>${each.customer.name}</strong>, in `}${named ? originLabel(each.origin) : capitalised(originLabel(each.origin))}, ${longDay(each.saidOn)}
 (<a href="#${receiptAnchor(each.receipt)}" title="How this was found: receipt ${each.receipt}">${each.receipt}</a>)</figcaption></figure>`
}

function proposal(block: BlockOf<'proposal'>, context: BlockContext): Markup {
  return html`<article class="card proposal" id="${block.number.toLowerCase()}">
<header><span class="number">${block.number}</span><h3>${block.title}</h3><span class="pill proposal-${block.status}">${proposalStatusLabel(block.status)}</span></header>
<p class="kind">${kindLabel(block.kind)}${block.customer && html` for ${block.customer.name}`}</p>
${block.measures.length > 0 && measures(block.measures, context.facts)}
<p>${factText(block.reason, context.facts)}</p>
${
  block.decision
    ? html`<p class="decision"><strong>${decisionLabel(block.decision.decision)}</strong> by ${block.decision.person} on ${instant(block.decision.decidedAt, context.timeZone)}${
        block.decision.reason && html`: “${block.decision.reason}”`
      }</p>`
    : block.status === 'waiting' &&
      html`<p class="decision open">For ${block.addressedTo === 'chairman' ? 'the Chairman' : 'the success team'} to decide by ${longDay(block.expiresOn)}: <code>npx crew approve ${block.number} --reason "…"</code></p>`
}
${block.outcome && html`<p class="outcome">${block.outcome}</p>`}
</article>`
}

function table(block: BlockOf<'table'>, facts: Facts): Markup {
  const kind = (index: number) => (block.columns[index]?.numeric ? 'numeric' : 'words')
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${block.caption}"><table class="data"><caption>${block.caption}</caption>
<thead><tr>${block.columns.map(({ label }, index) => html`<th scope="col" class="${kind(index)}">${label}</th>`)}</tr></thead>
<tbody>${block.rows.map(
    (row) => html`<tr>${row.map((cell, index) => html`<td class="${kind(index)}">${factText(cell, facts)}</td>`)}</tr>`,
  )}</tbody></table></div>`
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
