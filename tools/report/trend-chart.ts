/** The trend of one measure over time as SVG: zones between thresholds, a line with gaps where there is no data. */
import type { Fact } from '../facts.ts'
import { describeFact, receiptAnchor } from './fact-text.ts'
import { html, type Markup } from './markup.ts'
import { shortDay } from './words.ts'

export interface TrendPoint {
  on: string
  fact: Fact
}

export interface Threshold {
  label: string
  value: number
}

interface Frame {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

interface Axis {
  low: number
  high: number
}

const wide: Frame = { width: 760, height: 280, left: 36, right: 104, top: 22, bottom: 30 }
const narrow: Frame = { width: 360, height: 250, left: 30, right: 16, top: 22, bottom: 30 }

/** Two drawings of the same data; the page's style shows the one that fits, so that text keeps its size. */
export function trendChart(title: string, points: readonly TrendPoint[], thresholds: readonly Threshold[]): Markup {
  return html`${draw(wide, 'wide', title, points, thresholds)}${draw(narrow, 'narrow', title, points, thresholds)}`
}

/**
 * The axis from the tens around the values, with room, inside 0–100. Exported because the caption tells the reader
 * where it starts when that is not 0.
 */
export function trendAxis(values: readonly number[]): Axis {
  if (values.length === 0) return { low: 0, high: 100 }
  const low = Math.floor((Math.min(...values) - 12) / 10) * 10
  const high = Math.ceil((Math.max(...values) + 8) / 10) * 10
  return { low: Math.max(0, low), high: Math.min(100, high) }
}

function draw(
  frame: Frame,
  size: 'wide' | 'narrow',
  title: string,
  points: readonly TrendPoint[],
  thresholds: readonly Threshold[],
): Markup {
  const values = points.flatMap(({ fact }) => (typeof fact.value === 'number' ? [fact.value] : []))
  const axis = trendAxis(values)
  const x = (index: number) =>
    frame.left + (points.length < 2 ? 0.5 : index / (points.length - 1)) * (frame.width - frame.left - frame.right)
  const y = (value: number) =>
    frame.top + ((axis.high - value) / (axis.high - axis.low)) * (frame.height - frame.top - frame.bottom)
  const round = (value: number) => value.toFixed(1)
  const plotRight = frame.width - frame.right
  const shownThresholds = thresholds.filter(({ value }) => value > axis.low && value < axis.high)
  const dots = points.flatMap(({ on, fact }, index) =>
    typeof fact.value === 'number' ? [{ on, fact, x: x(index), y: y(fact.value) }] : [],
  )
  const last = dots.at(-1)
  // The label keeps clear of the line, which starts above or below the threshold.
  const labelY = (threshold: number) => y(threshold) + ((values[0] ?? 0) >= threshold ? 16 : -6)

  return html`<svg class="trend ${size}" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}">
${ticks(axis).map(
  (tick) => html`<line class="grid" x1="${frame.left}" x2="${plotRight}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>
<text class="tick" x="${frame.left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
)}
${shownThresholds.map(
  (
    threshold,
  ) => html`<line class="threshold" x1="${frame.left}" x2="${plotRight}" y1="${round(y(threshold.value))}" y2="${round(y(threshold.value))}"/>
<text class="threshold-label" x="${frame.left + 6}" y="${round(labelY(threshold.value))}">${threshold.label}</text>`,
)}
<path class="area" d="${areaPath(points, x, y, axis.low)}"/>
<path class="line" d="${linePath(points, x, y)}"/>
${labelledDays(points, size).map(
  ({ index, on }) =>
    html`<text class="tick" x="${round(x(index))}" y="${frame.height - 8}" text-anchor="${size === 'narrow' && index === points.length - 1 ? 'end' : 'middle'}">${shortDay(on)}</text>`,
)}
${dots.map(
  (dot) => html`<a href="#${receiptAnchor(dot.fact.receipt)}" data-fact="${dot.fact.id}">
<circle cx="${round(dot.x)}" cy="${round(dot.y)}" r="${dot === last ? 5.5 : 4}"/>
<title>${shortDay(dot.on, true)}: ${dot.fact.text}. ${describeFact(dot.fact)}</title></a>`,
)}
${
  last &&
  html`<text class="last" x="${round(size === 'wide' ? last.x + 12 : last.x)}" y="${round(size === 'wide' ? last.y + 6 : last.y - 12)}" text-anchor="${size === 'wide' ? 'start' : 'end'}">${last.fact.text}</text>`
}
</svg>`
}

function ticks({ low, high }: Axis): number[] {
  const step = high - low > 50 ? 20 : 10
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step)
}

/** About six labels wide and three narrow, always with the last day. */
function labelledDays(points: readonly TrendPoint[], size: 'wide' | 'narrow'): { index: number; on: string }[] {
  const every = Math.max(1, Math.ceil(points.length / (size === 'wide' ? 7 : 4)))
  return points.map(({ on }, index) => ({ index, on })).filter(({ index }) => (points.length - 1 - index) % every === 0)
}

/** Runs of points that have a value, as [index, value]; a gap in the data is a gap in the line. */
function runs(points: readonly TrendPoint[]): [number, number][][] {
  const found: [number, number][][] = [[]]
  points.forEach(({ fact }, index) => {
    if (typeof fact.value === 'number') found.at(-1)?.push([index, fact.value])
    else found.push([])
  })
  return found.filter((run) => run.length > 0)
}

type Scale = (value: number) => number

function linePath(points: readonly TrendPoint[], x: Scale, y: Scale): string {
  return runs(points)
    .map((run) => `M${run.map(([index, value]) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join('L')}`)
    .join('')
}

function areaPath(points: readonly TrendPoint[], x: Scale, y: Scale, low: number): string {
  return runs(points)
    .map((run) => {
      const [first] = run[0] ?? [0]
      const [last] = run.at(-1) ?? [0]
      const top = run.map(([index, value]) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join('L')
      return `M${x(first).toFixed(1)},${y(low).toFixed(1)}L${top}L${x(last).toFixed(1)},${y(low).toFixed(1)}Z`
    })
    .join('')
}
