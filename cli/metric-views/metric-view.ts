/** What `crew metrics <name>` shows of one metric, and how its figures are written. */
import type { ToolContext } from '../../tools/define-tool.ts'
import { formatPercent, formatPoints, NO_DATA } from '../../tools/format.ts'

/** What was typed after the metric's name; only what was given is there. */
export interface MetricOptions {
  from?: string
  until?: string
  by?: 'plan' | 'segment' | 'industry' | 'country' | 'size' | 'tenure'
}

interface Viewed {
  /** Printed whole under `--json`. */
  document: object
  lines: string[]
  receipt: string
}

export interface MetricView {
  description: string
  /** Which options it understands; another one is refused by name. */
  takes: readonly (keyof MetricOptions)[]
  view(options: MetricOptions, context: ToolContext): Promise<Viewed>
}

export const percent = (value: number | null | undefined): string => (value == null ? NO_DATA : formatPercent(value))
export const points = (value: number | null | undefined): string => (value == null ? NO_DATA : formatPoints(value))
export const month = (day: string): string => day.slice(0, 7)
