/** One figure of the benchmark, and whether it reaches its bar. */
export interface BenchRow {
  name: string
  value: number
  unit: string
  /** Against what it is compared with in the same run; null where nothing is. */
  ratio: number | null
  bar: number | null
  ok: boolean | null
}

/** A figure to be known, with no bar. */
export function shown(name: string, value: number, unit: string): BenchRow {
  return { name, value, unit, ratio: null, bar: null, ok: null }
}

/** A figure that must stay at or under its bar. */
export function under(name: string, value: number, unit: string, bar: number): BenchRow {
  return { name, value, unit, ratio: null, bar, ok: value <= bar }
}

/** A figure whose ratio to another of the same run must stay at or under its bar. */
export function atMost(name: string, value: number, unit: string, ratio: number, bar: number): BenchRow {
  return { name, value, unit, ratio, bar, ok: ratio <= bar }
}

/** The same where more is better. */
export function atLeast(name: string, value: number, unit: string, ratio: number, bar: number): BenchRow {
  return { name, value, unit, ratio, bar, ok: ratio >= bar }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
