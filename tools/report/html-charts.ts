/** The report's charts in HTML. Each is a figure with a title, its numbers as links to receipts, and a table of the same. */
import type { Fact } from '../facts.ts'
import { findFact } from './fact-text.ts'
import { factLink } from './html-fact.ts'
import { html, type Markup } from './markup.ts'
import type { BlockOf } from './report-document.ts'
import { trendAxis, trendChart } from './trend-chart.ts'
import { longDay } from './words.ts'

type Facts = ReadonlyMap<string, Fact>

/** How many customers are in each status: one bar, and a legend that carries the counts. */
export function distributionChart(block: BlockOf<'distribution'>, facts: Facts): Markup {
  const slices = block.slices.map((slice) => ({ ...slice, fact: findFact(facts, slice.factId) }))
  const sizes = slices.map(({ fact }) => (typeof fact.value === 'number' ? fact.value : 0))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const offsets = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0))
  const percent = (size: number) => (total === 0 ? '0' : ((100 * size) / total).toFixed(3))
  const spoken = slices.map(({ label, fact }) => `${label} ${fact.text}`).join(', ')
  return html`<figure class="chart">
<figcaption><h3>${block.title}</h3><p>${block.caption}</p></figcaption>
${
  total === 0
    ? html`<p class="no-data">No data: no customer has been scored on this day.</p>`
    : html`<svg class="distribution" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${block.title}: ${spoken}">
${slices.map(
  ({ status, label, fact }, index) =>
    html`<rect class="status-${status}" x="${percent(offsets[index] ?? 0)}" y="0" width="${percent(sizes[index] ?? 0)}" height="8"><title>${label}: ${fact.text}</title></rect>`,
)}
</svg>`
}
<table class="legend"><caption class="visually-hidden">${block.title}</caption>
<thead class="visually-hidden"><tr><th scope="col">Status</th><th scope="col">Customers</th></tr></thead>
<tbody>${slices.map(
    ({ status, label, fact }) =>
      html`<tr><th scope="row"><span class="swatch status-${status}"></span>${label}</th><td>${factLink(fact)}</td></tr>`,
  )}</tbody></table>
</figure>`
}

/** A measure over time, and below it the same as a table. */
export function trendFigure(block: BlockOf<'trend'>, facts: Facts): Markup {
  const points = block.points.map(({ on, factId }) => ({ on, fact: findFact(facts, factId) }))
  const values = points.flatMap(({ fact }) => (typeof fact.value === 'number' ? [fact.value] : []))
  const axis = trendAxis(values)
  return html`<figure class="chart">
<figcaption><h3>${block.title}</h3><p>${block.caption}${
    values.length > 0 && axis.low > 0 ? ` The scale starts at ${axis.low}, not at 0, so that small changes show.` : ''
  }</p></figcaption>
${
  values.length === 0
    ? html`<p class="no-data">No data: no earlier day could be scored.</p>`
    : trendChart(block.title, points, block.thresholds)
}
<details><summary>The same as a table</summary>
<table class="data"><caption class="visually-hidden">${block.title}</caption>
<thead><tr><th scope="col">Day</th><th scope="col" class="numeric">Average health score</th></tr></thead>
<tbody>${points.map(
    ({ on, fact }) => html`<tr><th scope="row">${longDay(on)}</th><td class="numeric">${factLink(fact)}</td></tr>`,
  )}</tbody></table></details>
</figure>`
}

/** Retention by cohort: a table whose cells are shaded by their value, so it is its own text alternative. */
export function cohortFigure(block: BlockOf<'cohorts'>, facts: Facts): Markup {
  const cellValue = (id: string | null) => {
    const value = id === null ? null : findFact(facts, id).value
    return typeof value === 'number' ? value : null
  }
  const values = block.rows.flatMap(({ cells }) => cells.map(cellValue).filter((value) => value !== null))
  const low = values.length === 0 ? 0 : Math.min(...values)
  const span = 100 - low || 1
  return html`<figure class="chart">
<figcaption><h3>${block.title}</h3><p>${block.caption}</p></figcaption>
${
  block.rows.length === 0
    ? html`<p class="no-data">No data: no cohort is old enough to follow.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${block.title}"><table class="cohorts">
<caption class="visually-hidden">${block.title}</caption>
<thead><tr><th scope="col">Started</th><th scope="col" class="numeric">Customers</th>${block.months.map(
        (month) => html`<th scope="col" class="numeric">${month === 1 ? '1 month' : `${month} months`}</th>`,
      )}</tr></thead>
<tbody>${block.rows.map(
        (row) =>
          html`<tr><th scope="row">${row.cohort}</th><td class="numeric">${factLink(findFact(facts, row.sizeFactId))}</td>${row.cells.map(
            (id) => {
              const value = cellValue(id)
              return id === null
                ? html`<td class="blank"><span class="visually-hidden">too young</span></td>`
                : html`<td class="cell" style="--shade:${value === null ? 0 : Math.round(((value - low) / span) * 100)}%">${factLink(findFact(facts, id))}</td>`
            },
          )}</tr>`,
      )}</tbody>
${
  block.overall &&
  html`<tfoot><tr><th scope="row">All together</th><td></td>${block.overall.map((id) => html`<td class="overall">${factLink(findFact(facts, id))}</td>`)}</tr></tfoot>`
}</table></div>`
}
</figure>`
}
