/** What a team finds that can look after so many customers at a time, taking them by risk. */
import { wilson } from '../churn/observed-share.ts'
import { byDay, type Looks } from './looks.ts'

export interface PrecisionAtCapacity {
  /** Looks taken over all days: the capacity on each, or everyone where there were fewer. */
  taken: number
  /** Of them, those that churned. Of ties at the edge the expected number, so a fraction. */
  churnedTaken: number
  /** churnedTaken ÷ taken, 0–1, with Wilson's interval on distinct customers; null where nobody could be taken. */
  precision: number | null
  precisionLow: number | null
  precisionHigh: number | null
  /** churnedTaken ÷ all that churned; null where nobody did. */
  recall: number | null
  /** precision ÷ the share of all looks that churned: what it is over taking customers at random. */
  lift: number | null
}

/**
 * On each day the `capacity` riskiest of the looks that `at` lists. Where several tie for the last places, each is taken
 * in part, which is what drawing among them finds on average.
 */
export function precisionAtCapacity(
  looks: Looks,
  risk: ArrayLike<number>,
  capacity: number,
  at: readonly number[],
): PrecisionAtCapacity {
  let taken = 0
  let churnedTaken = 0
  // Looks at one customer on several days are not independent: each customer counts once, by its largest part.
  const partOf = new Map<number, number>()
  for (const day of byDay(looks, at)) {
    const sorted = day.sort((a, b) => (risk[b] ?? 0) - (risk[a] ?? 0))
    let places = Math.min(capacity, sorted.length)
    taken += places
    for (let from = 0; from < sorted.length && places > 0; ) {
      let until = from
      while (until < sorted.length && risk[sorted[until] ?? 0] === risk[sorted[from] ?? 0]) until++
      const part = Math.min(1, places / (until - from))
      places -= Math.min(places, until - from)
      for (; from < until; from++) {
        const look = sorted[from] ?? 0
        churnedTaken += part * (looks.hasChurned[look] ?? 0)
        const customer = looks.customer[look] ?? 0
        partOf.set(customer, Math.max(part, partOf.get(customer) ?? 0))
      }
    }
  }
  const churned = at.reduce((sum, look) => sum + (looks.hasChurned[look] ?? 0), 0)
  const precision = taken === 0 ? null : churnedTaken / taken
  const customers = [...partOf.values()].reduce((sum, part) => sum + part, 0)
  const [low, high] = precision === null ? [null, null] : wilson(precision, customers)
  return {
    taken,
    churnedTaken,
    precision,
    precisionLow: low,
    precisionHigh: high,
    recall: churned === 0 ? null : churnedTaken / churned,
    lift: precision === null || churned === 0 ? null : precision / (churned / at.length),
  }
}
