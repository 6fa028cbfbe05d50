/** How urgent a churn probability is, by the venture's own limits. */
import type { Settings } from '../settings/settings.ts'

export type Urgency = 'low' | 'medium' | 'high' | 'critical'

/** A critical customer with a high probability is critical; otherwise the probability's band, one up for a critical score. */
export function urgencyOf(
  churnProbability: number,
  status: string,
  { highRisk, mediumRisk, lowRisk }: Pick<Settings, 'highRisk' | 'mediumRisk' | 'lowRisk'>,
): Urgency {
  const bands: Urgency[] = ['low', 'medium', 'high', 'critical']
  const band =
    churnProbability >= highRisk ? 2 : churnProbability >= mediumRisk ? 1 : churnProbability >= lowRisk ? 1 : 0
  return bands[Math.min(3, band + (status === 'critical' ? 1 : 0))] ?? 'low'
}
