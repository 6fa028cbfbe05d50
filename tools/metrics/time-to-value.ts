/** Time to value, from customers counted by the days it took them. */

/** Upper ends of the bands a chart shows, in days; those after the last, and those that have not got there, stand apart. */
const valueBands = [
  { name: 'on the first day', below: 1 },
  { name: 'within a week', below: 7 },
  { name: 'in the second week', below: 14 },
  { name: 'within a month', below: 30 },
  { name: 'later', below: Number.POSITIVE_INFINITY },
] as const

export interface TimeToValue {
  customers: number
  reached: number
  /** Of all of them, whether they have reached it or not; null without any. */
  withinWeekPercent: number | null
  /**
   * Days by which half of them had reached it: of an even number the lower middle, so that it is a day that occurred. Null
   * while fewer than half have.
   */
  medianDays: number | null
  bands: { name: string; customers: number }[]
}

/** Null `days` are customers that have not reached it yet; they count in every denominator. */
export function timeToValue(rows: readonly { days: number | null; customers: number }[]): TimeToValue {
  const customers = sum(rows)
  const known = rows.filter((row): row is { days: number; customers: number } => row.days !== null)
  const reached = sum(known)
  let seen = 0
  let medianDays: number | null = null
  for (const row of known.toSorted((a, b) => a.days - b.days)) {
    seen += row.customers
    if (seen * 2 >= customers && customers > 0) {
      medianDays = row.days
      break
    }
  }
  const withinWeek = sum(known.filter(({ days }) => days < 7))
  let from = 0
  const bands = valueBands.map(({ name, below }) => {
    const inBand = known.filter(({ days }) => days >= from && days < below)
    from = below
    return { name, customers: sum(inBand) }
  })
  return {
    customers,
    reached,
    withinWeekPercent: customers === 0 ? null : Math.round((1000 * withinWeek) / customers) / 10,
    medianDays,
    bands: [...bands, { name: 'not yet', customers: customers - reached }],
  }
}

function sum(rows: readonly { customers: number }[]): number {
  return rows.reduce((total, { customers }) => total + customers, 0)
}
