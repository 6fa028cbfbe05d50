/** What a dashboard shows: panels of rows, each number with the receipt it comes from. */
import { z } from 'zod'
import type { ToolContext } from '../define-tool.ts'
import { factUnits } from '../facts.ts'
import { formatValue } from '../format.ts'
import type { TimedAnswer } from './kept-answer.ts'

const panelRow = z.object({
  label: z.string(),
  value: z.union([z.number(), z.string(), z.null()]).describe('Null is no data'),
  unit: z.enum(factUnits),
  text: z.string(),
  metric: z.string(),
  period: z.string().nullable(),
  isMet: z.boolean().nullable().describe('Whether the target is met; null without a target or a value'),
  receipt: z.string().nullable(),
})
export type PanelRow = z.output<typeof panelRow>

export const panel = z.object({
  key: z.string(),
  title: z.string(),
  chart: z.enum(['gauge', 'line', 'bars', 'table', 'status', 'waiting']),
  target: z.object({ value: z.number(), text: z.string() }).nullable(),
  /** Ends of a gauge. */
  scale: z.object({ low: z.number(), high: z.number() }).nullable(),
  rows: z.array(panelRow),
  note: z.string().nullable().describe('What to know about it; for a panel that waits, for what'),
  of: z
    .object({ asOf: z.string(), knownAt: z.string(), isCurrent: z.boolean() })
    .nullable()
    .describe('Of which day and data the numbers are; null where nothing was computed'),
})
export type Panel = z.output<typeof panel>

interface RowOptions {
  /** At least this is wanted; `below` where less is better. */
  target?: number
  below?: boolean
}

/** A row out of an answer's fact; without such a fact there is no data. */
export function factRow(
  answer: TimedAnswer<unknown>,
  key: string,
  label: string,
  { target, below = false }: RowOptions = {},
): PanelRow {
  const found = answer.facts.find(({ id }) => id.slice(id.indexOf('.') + 1) === key)
  const value = found?.value ?? null
  const isMet = target === undefined || typeof value !== 'number' ? null : below ? value < target : value >= target
  return {
    label,
    value,
    unit: found?.unit ?? 'count',
    text: found?.text ?? 'no data',
    metric: found?.metric ?? key,
    period: found?.period ?? null,
    isMet,
    receipt: answer.receipt,
  }
}

/** A row of something counted over an answer's output. */
export function countRow(
  answer: TimedAnswer<unknown>,
  row: Pick<PanelRow, 'label' | 'value' | 'unit' | 'metric'>,
  { venture, asOf }: Pick<ToolContext, 'venture' | 'asOf'>,
): PanelRow {
  return {
    ...row,
    text: formatValue(row.value, row.unit, venture.currency),
    period: asOf,
    isMet: null,
    receipt: answer.receipt,
  }
}

/** A panel with what is usual left out. */
export function panelOf(
  made: Pick<Panel, 'key' | 'title' | 'chart' | 'rows'> & Partial<Panel>,
  answer?: TimedAnswer<unknown>,
): Panel {
  return { target: null, scale: null, note: null, of: answer?.time ?? null, ...made }
}

/** A panel of the plan that nothing can fill yet. */
export function waitingPanel(key: string, title: string, note: string): Panel {
  return panelOf({ key, title, chart: 'waiting', rows: [], note })
}
