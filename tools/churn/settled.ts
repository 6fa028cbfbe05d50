/** From which day on it is not known yet who churned, and what may be said of a period that reaches beyond it. */
import type { ChurnRule } from '../../db/queries/lifecycle.ts'
import { LAPSED_DAYS } from '../../db/queries/score-facts.ts'
import { type MetricPeriod, percentOf, plusDays, plusMonths } from '../metrics/period.ts'

/** Days that pass before a churn shows: a lapsed subscription may be followed by another; an event is known on its day. */
export function settlingDays(rule: ChurnRule): number {
  return rule === 'subscription' ? LAPSED_DAYS : 0
}

/** The first day whose churn is not all known at the end of `asOf`: a period that ends by it is settled. */
export function settledUntil(rule: ChurnRule, asOf: string): string {
  return plusDays(asOf, 1 - settlingDays(rule))
}

/** The newest calendar month that is over before `settled`. */
export function lastSettledMonth(settled: string): MetricPeriod {
  const until = `${settled.slice(0, 7)}-01`
  return { from: plusMonths(until, -1), until }
}

/** The part of the period of which it is not known yet who churned; undefined where all is. */
export function openPart({ from, until }: MetricPeriod, settled: string): MetricPeriod | undefined {
  return until > settled ? { from: from > settled ? from : settled, until } : undefined
}

/** Counts of a period with the rate; null, and not 0, where nothing of the period is settled. */
export function settledChurn(
  { from }: MetricPeriod,
  { activeAtStart, churned, leftInAll }: { activeAtStart: number; churned: number; leftInAll: number },
  settled: string,
): { churned: number | null; leftInAll: number | null; churnRatePercent: number | null } {
  if (from >= settled) return { churned: null, leftInAll: null, churnRatePercent: null }
  return { churned, leftInAll, churnRatePercent: percentOf(churned, activeAtStart, 2) }
}
