/** Uptime from checks at intervals. */

export interface Uptime {
  /** Share of the observed time in which nothing was degraded, 0–100 with two decimals; null before a first check. */
  uptimePercent: number | null
  /** Share of the time since the first check that checks cover: where no worker ran, nobody knows. */
  observedPercent: number | null
}

/**
 * Each check speaks for the time until the next one, at most for two intervals, and the last one until `until`. Checks
 * come oldest first. Time that no check speaks for is in neither numerator nor denominator of the uptime.
 */
export function uptimeOf(
  checks: readonly { checkedAt: Date; isDown: boolean }[],
  { until, intervalMs }: { until: Date; intervalMs: number },
): Uptime {
  let [observed, up] = [0, 0]
  for (const [index, { checkedAt, isDown }] of checks.entries()) {
    const next = checks[index + 1]?.checkedAt ?? until
    const covered = Math.max(0, Math.min(next.getTime() - checkedAt.getTime(), 2 * intervalMs))
    observed += covered
    if (!isDown) up += covered
  }
  const [first] = checks
  if (!first) return { uptimePercent: null, observedPercent: null }
  // A check this moment covers no time yet, and still says how it is.
  if (observed === 0) return { uptimePercent: checks.some(({ isDown }) => isDown) ? 0 : 100, observedPercent: 100 }
  const percent = (part: number, whole: number) => Math.round((10_000 * part) / whole) / 100
  return {
    uptimePercent: percent(up, observed),
    observedPercent: percent(observed, until.getTime() - first.checkedAt.getTime()),
  }
}
