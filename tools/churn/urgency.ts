/** How urgent a churn probability is, by the venture's own limits. */
import type { Settings } from '../settings/settings.ts'

export type Urgency = 'low' | 'medium' | 'high' | 'critical'

/**
 * low below mediumRisk, medium from there, high from highRisk; one step up for
 * a customer whose health is critical, so that critical means both.
 */
export function urgencyOf(
  churnProbability: number,
  status: string,
  { highRisk, mediumRisk }: Pick<Settings, 'highRisk' | 'mediumRisk'>,
): Urgency {
  const steps: Urgency[] = ['low', 'medium', 'high', 'critical']
  const step = churnProbability >= highRisk ? 2 : churnProbability >= mediumRisk ? 1 : 0
  return steps[step + (status === 'critical' ? 1 : 0)] ?? 'low'
}
