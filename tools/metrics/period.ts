/** Periods of metrics: half-open, in UTC days, never past the as-of. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { UserError } from '../../errors.ts'

export const day = z.iso.date()

export interface MetricPeriod {
  /** First day. */
  from: string
  /** The day after the last. */
  until: string
}

export function plusDays(on: string, days: number): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The same date `months` later, or the last day of that month. */
export function plusMonths(on: string, months: number): string {
  return DateTime.fromISO(on, { zone: 'utc' }).plus({ months }).toFormat('yyyy-MM-dd')
}

/** The `days` days up to and with the as-of. */
export function lastDays(asOf: string, days: number): MetricPeriod {
  return { from: plusDays(asOf, 1 - days), until: plusDays(asOf, 1) }
}

/** What was asked for, by default `fallback`. Throws UserError on an empty period, or one that is not over yet. */
export function checkedPeriod(
  asked: { from?: string | undefined; until?: string | undefined },
  asOf: string,
  fallback: MetricPeriod,
): MetricPeriod {
  const end = plusDays(asOf, 1)
  const from = asked.from ?? fallback.from
  const until = asked.until ?? (asked.from === undefined ? fallback.until : end)
  if (from < until && until <= end) return { from, until }
  throw new UserError({
    code: 'invalid_input',
    message: `The period from ${from} until ${until} is empty or ends after ${asOf}.`,
    field: 'until',
    value: until,
    fix: `Give a from before the until, and an until no later than ${end}.`,
  })
}

/** `2024-12-01/2025-01-01`, as facts name a period. */
export const periodText = ({ from, until }: MetricPeriod): string => `${from}/${until}`

/** Per cent with one decimal (or `digits`), half up; null where the whole is 0. */
export function percentOf(part: number, whole: number, digits = 1): number | null {
  return whole === 0 ? null : Math.round((100 * 10 ** digits * part) / whole) / 10 ** digits
}
