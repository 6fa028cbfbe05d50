/** What became of customers by score: the share that churned in each band, with its interval. */
import { wilson } from '../churn/observed-share.ts'
import type { Looks } from './looks.ts'

export interface BandShare<Band> {
  band: Band
  looks: number
  churnedLooks: number
  /** Distinct, where one customer is looked at on several days. */
  customers: number
  /** churnedLooks ÷ looks, 0–1, with Wilson's 95 % interval on distinct customers; null where nobody was in the band. */
  churnedShare: number | null
  shareLow: number | null
  shareHigh: number | null
}

/** One entry for each of `bands`, in their order. */
export function shareByBand<Band>(
  looks: Looks,
  bandOf: (look: number) => Band,
  bands: readonly Band[],
): BandShare<Band>[] {
  const counts = new Map(bands.map((band) => [band, { looks: 0, churnedLooks: 0, customers: new Set<number>() }]))
  for (let look = 0; look < looks.length; look++) {
    const own = counts.get(bandOf(look))
    if (!own) continue
    own.looks++
    own.churnedLooks += looks.hasChurned[look] ?? 0
    own.customers.add(looks.customer[look] ?? 0)
  }
  return bands.map((band) => {
    const { looks: of = 0, churnedLooks = 0, customers = new Set() } = counts.get(band) ?? {}
    const churnedShare = of === 0 ? null : churnedLooks / of
    const [low, high] = churnedShare === null ? [null, null] : wilson(churnedShare, customers.size)
    return { band, looks: of, churnedLooks, customers: customers.size, churnedShare, shareLow: low, shareHigh: high }
  })
}
