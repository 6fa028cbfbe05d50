/** What the answers of every subject share: the shape, the day they look from, and lines put together. */
import type { ToolContext } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { plusDays } from '../../tools/metrics/period.ts'
import type { Period } from './period.ts'
import type { Asked } from './understand.ts'

/** Text with `{{fact:id}}`, every fact it may refer to, and the receipts of what states no facts. */
export interface Answer {
  text: string
  facts: Fact[]
  receipts?: string[]
  /** The time that was looked at, where it is another than the one asked of. */
  period?: Period
}

export type Answerer = (asked: Asked, context: ToolContext) => Promise<Answer>

/** The last day of the period; never after the as-of. */
export function lastDayOf({ until }: Period): string {
  return plusDays(until, -1)
}

/** The venture as it stood at the end of the period, for what is true of a day: "who was at risk in March". */
export function asOfEnd(context: ToolContext, period: Period | undefined): ToolContext {
  if (!period) return context
  const last = lastDayOf(period)
  return last < context.asOf ? { ...context, asOf: last } : context
}

/** The period as tools that count take it: nothing after the as-of is known. */
export function countedPeriod(context: ToolContext, period: Period | undefined): { from?: string; until?: string } {
  if (!period) return {}
  const end = plusDays(context.asOf, 1)
  return { from: period.from, until: period.until < end ? period.until : end }
}

/** A change over a period is from the day before it to its last day, or to the as-of where it is not over. */
export function changeDays({ asOf }: ToolContext, period: Period | undefined): { from?: string; to?: string } {
  if (!period) return {}
  const last = lastDayOf(period)
  return { from: plusDays(period.from, -1), to: last < asOf ? last : asOf }
}

/** Days the period has, for tools that look back so far from their as-of. */
export function lengthOf({ from, until }: Period): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000
}

export function lineByLine(...lines: (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined && line !== '').join('\n')
}

/** One line for each of the first places that `line` can fill. */
export function places(count: number, line: (place: number) => string | undefined): string[] {
  return Array.from({ length: count }, (_, index) => line(index + 1) ?? '').filter((each) => each !== '')
}
