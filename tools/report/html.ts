/** A report as one HTML page that stands alone: style, charts and script are inside, and it asks the network for nothing. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { receiptAnchor, receiptCommand } from './fact-text.ts'
import { blockHtml } from './html-blocks.ts'
import { factLink } from './html-fact.ts'
import { html, Markup } from './markup.ts'
import type { ReportDocument, ReportReceipt, ReportSection } from './report-document.ts'
import { instant, longDay } from './words.ts'

const style = readFileSync(new URL('./report.css', import.meta.url), 'utf8')

/** Characters that still fit a tile in large type. */
const LONG_VALUE = 9

/** A number opens its receipt beside it; without the script the same link leads to the appendix. */
const script = `
const dialog = document.querySelector('dialog')
const body = dialog.querySelector('div')
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#r-"]')
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
  const receipt = document.getElementById(link.getAttribute('href').slice(1))
  if (!receipt) return
  event.preventDefault()
  const copy = receipt.cloneNode(true)
  copy.removeAttribute('id')
  for (const row of copy.querySelectorAll('tr[data-row]')) row.classList.toggle('here', row.dataset.row === link.dataset.fact)
  for (const figures of copy.querySelectorAll('details')) figures.open = true
  body.replaceChildren(copy)
  if (!dialog.open) dialog.showModal()
  copy.querySelector('.here')?.scrollIntoView({ block: 'nearest' })
})
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close() })
`

// Nothing but this page's own style and script may run: a second wall behind the escaping.
const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** The page as a string. Throws when the document refers to a fact that it does not carry. */
export function renderHtml(document: ReportDocument): string {
  const facts = new Map(document.facts.map((each) => [each.id, each]))
  const context = {
    facts,
    timeZone: document.venture.timeZone,
    markTemplate: document.writer.kind === 'model',
    proposals: new Set(
      document.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.type === 'proposal' ? [block.number] : [])),
      ),
    ),
  }
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${document.venture.name}: customer health, ${longDay(document.asOf)}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
${
  document.venture.simulated &&
  html`<div class="banner" role="note"><strong>Simulated data.</strong> Every customer, person, quotation and amount in this report is made up by a simulator. Nothing here is about a real company.</div>`
}
<div class="page">
<nav aria-label="Sections"><ul>
<li><a href="#headlines">At a glance</a></li>
${document.sections.map(({ key, title }) => html`<li><a href="#${sectionAnchor(key)}">${title}</a></li>`)}
<li><a href="#writing">How this was written</a></li>
<li><a href="#glossary">Words</a></li>
<li><a href="#receipts">Receipts</a></li>
</ul></nav>
<main id="content">
<header class="masthead">
<p class="eyebrow">Customer health report</p>
<h1>${document.venture.name}</h1>
<p class="lede">The state of its customers on <strong>${longDay(document.asOf)}</strong>: who is well, who may leave and why, and what is proposed about it.</p>
<p class="how">Every underlined figure opens its <a href="#receipts">receipt</a>: how it was calculated, from what, and how to check it. New words are explained <a href="#glossary">at the end</a>.</p>
</header>
<section id="headlines" aria-labelledby="headlines-title">
<h2 id="headlines-title">At a glance</h2>
<ul class="tiles">${document.headlines.map((headline) => {
    const fact = facts.get(headline.factId)
    return html`<li class="tile tone-${headline.tone}"><span class="label">${headline.label}</span><span class="value${fact && fact.text.length > LONG_VALUE && ' long'}">${fact && factLink(fact)}</span><span class="meaning">${headline.meaning}</span></li>`
  })}</ul>
</section>
${document.sections.map((section) => sectionHtml(section, (block) => blockHtml(block, context)))}
${writing(document)}
<section id="glossary" aria-labelledby="glossary-title">
<h2 id="glossary-title">Words</h2>
<dl class="glossary">${document.glossary.map(({ word, meaning }) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl>
</section>
<section id="receipts" aria-labelledby="receipts-title">
<h2 id="receipts-title">Receipts</h2>
<p class="meaning">One entry for each calculation behind a number above. Its command runs the calculation again from the source rows and says whether the result is equal, or what changed.</p>
<div class="receipts">${document.receipts.map((receipt) => receiptHtml(receipt, document))}</div>
</section>
<footer>Made ${instant(document.createdAt, document.venture.timeZone)} · run ${document.runId}</footer>
</main>
</div>
<dialog aria-label="Receipt"><form method="dialog"><button>Close</button></form><div></div></dialog>
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.source
}

const sectionAnchor = (key: ReportSection['key']) => key.replaceAll('_', '-')

function sectionHtml(section: ReportSection, block: (each: ReportSection['blocks'][number]) => Markup): Markup {
  const anchor = sectionAnchor(section.key)
  return html`<section id="${anchor}" aria-labelledby="${anchor}-title">
<h2 id="${anchor}-title">${section.title}</h2>
<p class="meaning">${section.meaning}</p>
${section.blocks.map(block)}
</section>`
}

function writing(document: ReportDocument): Markup {
  const { writer, templateParts } = document
  return html`<section id="writing" aria-labelledby="writing-title">
<h2 id="writing-title">How this was written</h2>
<p class="meaning">All figures are calculated by code from the company’s own records up to ${instant(document.knownAt, document.venture.timeZone)}, by settings version ${document.settingsVersion}. None comes from a language model.</p>
<p>${
    writer.kind === 'offline'
      ? 'The sentences were written from templates; no language model was used.'
      : html`The sentences were written by ${writer.name}. A sentence with a figure that no receipt backs is refused and written from a template instead.`
  }</p>
${
  templateParts.length > 0 &&
  html`<table class="data"><caption>Parts that the template wrote, and why</caption><thead><tr><th scope="col">Part</th><th scope="col">Writer that failed</th><th scope="col">Why</th></tr></thead>
<tbody>${templateParts.map((each) => html`<tr><td>${each.part}</td><td>${each.agent}</td><td>${each.reason}</td></tr>`)}</tbody></table>`
}
</section>`
}

function receiptHtml(receipt: ReportReceipt, document: ReportDocument): Markup {
  const facts = document.facts.filter((fact) => fact.receipt === receipt.receipt)
  return html`<article class="receipt" id="${receiptAnchor(receipt.receipt)}">
<header><h3>${receipt.receipt}</h3><p>${receipt.title}</p></header>
<dl>
<div><dt>Calculation</dt><dd><code>${receipt.tool}</code></dd></div>
<div><dt>Inputs</dt><dd><code>${receipt.arguments}</code></dd></div>
<div><dt>True for</dt><dd>${longDay(receipt.asOf)}</dd></div>
<div><dt>From what was known at</dt><dd>${instant(receipt.knownAt, document.venture.timeZone)}</dd></div>
<div><dt>Settings</dt><dd>version ${receipt.settingsVersion}</dd></div>
<div><dt>Rows behind it</dt><dd>${receipt.rowCount === 0 ? 'none: no data' : receipt.rowCount.toLocaleString('en-US')}</dd></div>
<div><dt>Hash of the result</dt><dd><code class="hash">${receipt.resultHash}</code></dd></div>
<div><dt>Check it</dt><dd><code>${receiptCommand(receipt)}</code></dd></div>
</dl>
${
  facts.length > 0 &&
  html`<details><summary>Its figures in this report</summary><div class="scroll"><table class="data"><caption class="visually-hidden">Figures of ${receipt.receipt}</caption>
<thead><tr><th scope="col">Figure</th><th scope="col">About</th><th scope="col">When</th><th scope="col" class="numeric">Value</th></tr></thead>
<tbody>${facts.map(
    (fact) =>
      html`<tr data-row="${fact.id}"><td>${fact.metric.replaceAll('_', ' ')}</td><td>${fact.subject.name}</td><td>${fact.period?.replace('/', ' to ')}</td><td class="numeric">${fact.text}</td></tr>`,
  )}</tbody></table></div></details>`
}
</article>`
}
