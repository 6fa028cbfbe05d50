/**
 * When the scores themselves say that a setting does not fit: a rule on facts, so that two runs on the same day say the
 * same. Only a proposal; the Chairman applies it.
 */
import { z } from 'zod'
import type { Fact } from '../tools/facts.ts'
import { factText } from '../tools/report/report-document.ts'
import { parameters } from '../tools/settings/parameters.ts'
import type { Settings } from '../tools/settings/settings.ts'
import { byKey, type FactsByKey, fill } from './phrases.ts'
import { factText as citing } from './write-texts.ts'

const threshold = z.enum(['healthyThreshold', 'atRiskThreshold'])
export const settingProposal = z.object({
  /** What moves together. */
  changes: z.array(z.object({ parameter: threshold, from: z.number(), to: z.number() })).min(1),
  evidence: factText,
})
export type SettingProposal = z.infer<typeof settingProposal>

export type SettingLimits = Pick<Settings, 'healthyThreshold' | 'atRiskThreshold'>

/** Fewer scored customers than this say nothing about a threshold. */
const ENOUGH_CUSTOMERS = 50
/** A band that holds more than this share of all customers tells nobody whom to look at first. */
const CROWDED_PERCENT = 60
const STEP_POINTS = 5
const HEALTHY_RANGE = parameters.healthyThreshold.limits ?? { low: 0, high: 100 }
const AT_RISK_RANGE = parameters.atRiskThreshold.limits ?? { low: 0, high: 100 }

/** Undefined figures, too few customers or well spread bands give none. One step at a time, within the ranges. */
export function proposeSetting(facts: readonly Fact[], settings: SettingLimits): SettingProposal | null {
  const about = byKey(facts.filter(({ subject }) => subject.kind === 'venture'))
  const figure = (key: string) => {
    const value = about.get(key)?.value
    return typeof value === 'number' ? value : 0
  }
  if (figure('scored') < ENOUGH_CUSTOMERS) return null
  const { healthyThreshold, atRiskThreshold } = settings
  if (figure('share.critical') > CROWDED_PERCENT && atRiskThreshold - STEP_POINTS >= AT_RISK_RANGE.low) {
    return propose('atRiskThreshold', atRiskThreshold, atRiskThreshold - STEP_POINTS, 'critical', about)
  }
  if (
    figure('share.at_risk') > CROWDED_PERCENT &&
    healthyThreshold - STEP_POINTS >= HEALTHY_RANGE.low &&
    healthyThreshold - STEP_POINTS > atRiskThreshold
  ) {
    return propose('healthyThreshold', healthyThreshold, healthyThreshold - STEP_POINTS, 'at_risk', about)
  }
  if (figure('share.healthy') > 100 - STEP_POINTS && healthyThreshold + STEP_POINTS <= HEALTHY_RANGE.high) {
    return propose('healthyThreshold', healthyThreshold, healthyThreshold + STEP_POINTS, 'healthy', about)
  }
  return null
}

const evidence = {
  critical:
    'Of {scored} scored customers, {share.critical} are critical, below the threshold of {at_risk_threshold}. A band that holds most customers does not say whom to call first; a lower threshold would.',
  at_risk:
    'Of {scored} scored customers, {share.at_risk} are at risk and {share.healthy} are healthy, with the threshold for healthy at {healthy_threshold}. A band that holds most customers does not say whom to look at first; a lower threshold would.',
  healthy:
    'Of {scored} scored customers, {share.healthy} are healthy, with the threshold at {healthy_threshold}. Where nearly everyone is healthy, a higher threshold would show a decline sooner.',
}

function propose(
  parameter: z.infer<typeof threshold>,
  from: number,
  to: number,
  why: keyof typeof evidence,
  about: FactsByKey,
): SettingProposal | null {
  const text = fill(evidence[why], about)
  const known = new Map([...about.values()].map((fact) => [fact.id, fact]))
  return text === undefined ? null : { changes: [{ parameter, from, to }], evidence: citing(text, known) }
}
