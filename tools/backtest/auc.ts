/**
 * How well a number ranks who will churn: the area under the ROC curve, with intervals that know that one customer looked
 * at on several days is not several customers.
 *
 * Looks are compared within a day only, as a team ranks them on a day: AUC = concordant pairs ÷ pairs, over all days. Its
 * variance is DeLong's (1988) in the form for clustered data of Obuchowski (1997), a cluster being a customer: exact and
 * the same on every run, where a bootstrap by customer needs a seed and a thousand rankings to come to the same interval.
 */

import { byDay, everyLook, type Looks } from './looks.ts'

/** Concordant pairs beyond what the AUC expects, by customer number: in its looks that churned, and that stayed. */
interface Contributions {
  churned: Float64Array
  stayed: Float64Array
}

export interface Ranking extends Contributions {
  auc: number
  pairs: number
  /** 1 for each customer that churned, and that stayed, in any look. */
  hasChurned: Uint8Array
  hasStayed: Uint8Array
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
  const customers = at.reduce((most, look) => Math.max(most, (looks.customer[look] ?? 0) + 1), 0)
  const churned = new Float64Array(customers)
  const stayed = new Float64Array(customers)
  const hasChurned = new Uint8Array(customers)
  const hasStayed = new Uint8Array(customers)
  for (const look of at) {
    const customer = looks.customer[look] ?? 0
    const beyond = (concordant[look] ?? 0) - auc * (against[look] ?? 0)
    if (looks.hasChurned[look] === 1) {
      churned[customer] = (churned[customer] ?? 0) + beyond
      hasChurned[customer] = 1
    } else {
      stayed[customer] = (stayed[customer] ?? 0) + beyond
      hasStayed[customer] = 1
    }
  }
  return { auc, pairs, churned, stayed, hasChurned, hasStayed }
}

/** The AUC's interval, on the logit scale, where it cannot leave 0–1. */
export function aucInterval(ranking: Ranking): Estimate {
  const { auc, pairs } = ranking
  const error = Math.sqrt(variance(ranking, ranking)) / pairs
  if (error === 0 || auc <= 0 || auc >= 1) return { low: null, high: null }
  const centre = Math.log(auc / (1 - auc))
  const half = (Z_95 * error) / (auc * (1 - auc))
  return { low: logistic(centre - half), high: logistic(centre + half) }
}

/** What one ranking's AUC is above another's on the same looks, with its interval: paired, by customer. */
export function aucDifference(one: Ranking, other: Ranking): { difference: number } & Estimate {
  const difference = one.auc - other.auc
  if (one.pairs !== other.pairs) throw new Error('the two rankings are not of the same looks')
  const beyond = {
    churned: one.churned.map((own, customer) => own - (other.churned[customer] ?? 0)),
    stayed: one.stayed.map((own, customer) => own - (other.stayed[customer] ?? 0)),
  }
  const half = (Z_95 * Math.sqrt(variance(beyond, one))) / one.pairs
  if (half === 0) return { difference, low: null, high: null }
  return { difference, low: Math.max(-1, difference - half), high: Math.min(1, difference + half) }
}

/** Obuchowski's: customers that churned, customers that stayed, and what links the two where one did both. */
function variance(
  { churned, stayed }: Contributions,
  { hasChurned, hasStayed }: Pick<Ranking, 'hasChurned' | 'hasStayed'>,
): number {
  const counts = { churned: 0, stayed: 0, all: 0 }
  const sums = { churned: 0, stayed: 0, both: 0 }
  for (let customer = 0; customer < churned.length; customer++) {
    counts.churned += hasChurned[customer] ?? 0
    counts.stayed += hasStayed[customer] ?? 0
    counts.all += Math.max(hasChurned[customer] ?? 0, hasStayed[customer] ?? 0)
    sums.churned += (churned[customer] ?? 0) ** 2
    sums.stayed += (stayed[customer] ?? 0) ** 2
    sums.both += (churned[customer] ?? 0) * (stayed[customer] ?? 0)
  }
  const unbiased = (count: number) => (count > 1 ? count / (count - 1) : 0)
  return Math.max(
    0,
    unbiased(counts.churned) * sums.churned +
      unbiased(counts.stayed) * sums.stayed +
      2 * unbiased(counts.all) * sums.both,
  )
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
