/**
 * The churn share of similar customers, drawn towards the average: what a churn probability is until a model is trained,
 * and it is called that. Similar is the same health band and age in this venture's own past. The share of a cell is drawn
 * towards the venture's rate, the more the smaller it is, by a beta-binomial prior (empirical Bayes, e.g. Robinson 2017, ch. 3) worth PRIOR_LOOKS looks.
 */
import type { AgeBand, ChurnCellRow } from '../../db/queries/churn.ts'

export const METHOD = 'observed_share_v1'
export const METHOD_NAME = 'churn share of similar customers, drawn towards the average'

const PRIOR_LOOKS = 20
const Z_95 = 1.959_963_985

export interface ObservedShare {
  band: ChurnCellRow['band']
  ageBand: AgeBand
  /** 0–1, within the horizon. */
  churnProbability: number
  /** 95 % Wilson interval, on distinct customers: looks at one customer on several days are not independent. */
  probabilityLow: number
  probabilityHigh: number
  looks: number
  churnedLooks: number
  customers: number
}

/** A share for each cell there was any look at; empty when there is no past to look at. */
export function observedShares(cells: readonly ChurnCellRow[]): ObservedShare[] {
  const looks = cells.reduce((sum, cell) => sum + cell.looks, 0)
  if (looks === 0) return []
  const rate = cells.reduce((sum, cell) => sum + cell.churnedLooks, 0) / looks
  return cells.map((cell) => {
    const churnProbability = (cell.churnedLooks + PRIOR_LOOKS * rate) / (cell.looks + PRIOR_LOOKS)
    const [probabilityLow, probabilityHigh] = wilson(churnProbability, cell.customers + PRIOR_LOOKS)
    return { ...cell, churnProbability, probabilityLow, probabilityHigh }
  })
}

/** Wilson's score interval (1927) at 95 % for a share `p` of `n`; it always holds `p`. */
export function wilson(p: number, n: number): [low: number, high: number] {
  const z2 = Z_95 ** 2
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n)
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  return [Math.min(p, Math.max(0, centre - half)), Math.max(p, Math.min(1, centre + half))]
}

const REFERENCE_DAYS = 6
const DAYS_BETWEEN = 30

/**
 * The days whose outcome is known at `asOf`, a month apart: the newest lies `horizonDays` before it, and `settlingDays`
 * more where a churn shows only that long after its date.
 */
export function referenceDays(
  asOf: string,
  horizonDays: number,
  settlingDays: number,
  count = REFERENCE_DAYS,
): string[] {
  const newest = Date.parse(`${asOf}T00:00:00Z`) - (horizonDays + settlingDays) * 86_400_000
  return Array.from({ length: count }, (_, index) =>
    new Date(newest - index * DAYS_BETWEEN * 86_400_000).toISOString().slice(0, 10),
  )
}
