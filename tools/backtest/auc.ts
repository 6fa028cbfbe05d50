/**
 * How well a number ranks who will churn: the area under the ROC curve, with intervals that know that one customer looked
 * at on several days is not several customers.
 *
 * Looks are compared within a day only, as a team ranks them on a day: AUC = concordant pairs ÷ pairs, over all days. Its
 * variance is DeLong's (1988) in the form for clustered data of Obuchowski (1997), a cluster being a customer: exact and
 * the same on every run, where a bootstrap by customer needs a seed and a thousand rankings to come to the same interval.
 */

import { byDay, everyLook, type Looks } from './looks.ts'

interface Contribution {
  /** Concordant pairs beyond what the AUC expects, as a churned look and as a look that stayed. */
  churned: number
  stayed: number
  hasChurned: boolean
  hasStayed: boolean
}

export interface Ranking {
  auc: number
  pairs: number
  byCustomer: Map<number, Contribution>
}

interface Estimate {
  /** 95 % interval; null where there is no variance to take it from, as when the groups do not overlap at all. */
  low: number | null
  high: number | null
}

const Z_95 = 1.959_963_985

/**
 * Ranks the looks that `at` lists by `risk`, higher meaning more likely to churn; ties count half. Undefined when no day
 * has both a churned look and one that stayed.
 */
export function rank(
  looks: Looks,
  risk: ArrayLike<number>,
  at: readonly number[] = everyLook(looks),
): Ranking | undefined {
  const concordant = new Float64Array(looks.length)
  const against = new Float64Array(looks.length)
  let sum = 0
  let pairs = 0
  for (const day of byDay(looks, at)) {
    const sorted = day.sort((a, b) => (risk[a] ?? 0) - (risk[b] ?? 0))
    const churnedCount = sorted.reduce((count, look) => count + (looks.hasChurned[look] ?? 0), 0)
    const stayedCount = sorted.length - churnedCount
    pairs += churnedCount * stayedCount
    let churnedBelow = 0
    let stayedBelow = 0
    for (let from = 0; from < sorted.length; ) {
      let until = from
      let churnedTied = 0
      while (until < sorted.length && risk[sorted[until] ?? 0] === risk[sorted[from] ?? 0])
        churnedTied += looks.hasChurned[sorted[until++] ?? 0] ?? 0
      const stayedTied = until - from - churnedTied
      for (; from < until; from++) {
        const look = sorted[from] ?? 0
        const hasChurned = looks.hasChurned[look] === 1
        concordant[look] = hasChurned
          ? stayedBelow + stayedTied / 2
          : churnedCount - churnedBelow - churnedTied + churnedTied / 2
        against[look] = hasChurned ? stayedCount : churnedCount
        if (hasChurned) sum += concordant[look]
      }
      churnedBelow += churnedTied
      stayedBelow += stayedTied
    }
  }
  if (pairs === 0) return undefined
  const auc = sum / pairs
  const byCustomer = new Map<number, Contribution>()
  for (const look of at) {
    const customer = looks.customer[look] ?? 0
    const own = byCustomer.get(customer) ?? { churned: 0, stayed: 0, hasChurned: false, hasStayed: false }
    byCustomer.set(customer, own)
    const beyond = (concordant[look] ?? 0) - auc * (against[look] ?? 0)
    if (looks.hasChurned[look] === 1) {
      own.churned += beyond
      own.hasChurned = true
    } else {
      own.stayed += beyond
      own.hasStayed = true
    }
  }
  return { auc, pairs, byCustomer }
}

/** The AUC's interval, on the logit scale, where it cannot leave 0–1. */
export function aucInterval({ auc, pairs, byCustomer }: Ranking): Estimate {
  const error = Math.sqrt(variance([...byCustomer.values()])) / pairs
  if (error === 0 || auc <= 0 || auc >= 1) return { low: null, high: null }
  const centre = Math.log(auc / (1 - auc))
  const half = (Z_95 * error) / (auc * (1 - auc))
  return { low: logistic(centre - half), high: logistic(centre + half) }
}

/** What one ranking's AUC is above another's on the same looks, with its interval: paired, by customer. */
export function aucDifference(one: Ranking, other: Ranking): { difference: number } & Estimate {
  const difference = one.auc - other.auc
  const contributions = [...one.byCustomer].map(([customer, own]): Contribution => {
    const their = other.byCustomer.get(customer)
    if (!their || one.pairs !== other.pairs) throw new Error('the two rankings are not of the same looks')
    return { ...own, churned: own.churned - their.churned, stayed: own.stayed - their.stayed }
  })
  const half = (Z_95 * Math.sqrt(variance(contributions))) / one.pairs
  if (half === 0) return { difference, low: null, high: null }
  return { difference, low: Math.max(-1, difference - half), high: Math.min(1, difference + half) }
}

/** Obuchowski's: customers that churned, customers that stayed, and what links the two where one did both. */
function variance(contributions: readonly Contribution[]): number {
  const sum = (of: (one: Contribution) => number) => contributions.reduce((total, one) => total + of(one), 0)
  const unbiased = (count: number) => (count > 1 ? count / (count - 1) : 0)
  const churned = unbiased(sum(({ hasChurned }) => Number(hasChurned))) * sum((one) => one.churned ** 2)
  const stayed = unbiased(sum(({ hasStayed }) => Number(hasStayed))) * sum((one) => one.stayed ** 2)
  const both = 2 * unbiased(contributions.length) * sum((one) => one.churned * one.stayed)
  return Math.max(0, churned + stayed + both)
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
