import { expect, test } from 'vitest'
import type { Fact } from '../tools/facts.ts'
import { checkText } from './check-text.ts'
import { proposeSetting } from './setting-proposal.ts'

const venture = { kind: 'venture', id: 'v', name: 'Northwind' } as const
function figures(values: Record<string, number>): Fact[] {
  return Object.entries({ scored: 500, healthy_threshold: 70, at_risk_threshold: 40, ...values }).map(
    ([key, value]) => ({
      id: `R1.${key}`,
      receipt: 'R-1',
      metric: key === 'scored' ? 'scored_customers' : key,
      subject: venture,
      period: '2026-06-30',
      value,
      unit: key.startsWith('share') ? 'percent' : key === 'scored' ? 'count' : 'points',
      text: String(value),
    }),
  )
}
const settings = { healthyThreshold: 70, atRiskThreshold: 40 }

test('a band that holds most customers calls for another threshold, a step at a time, with its evidence', () => {
  const facts = figures({ 'share.healthy': 10, 'share.at_risk': 85, 'share.critical': 5 })
  const proposal = proposeSetting(facts, settings)
  expect(proposal).toMatchObject({ changes: [{ parameter: 'healthyThreshold', from: 70, to: 65 }] })
  expect(proposal?.evidence.facts.map(({ metric }) => metric)).toContain('share.at_risk')
  const known = new Map(facts.map((fact) => [fact.id, fact]))
  expect(checkText(proposal?.evidence.text ?? '', { facts: known, subjects: [venture], asOf: '2026-06-30' })).toEqual(
    [],
  )
  expect(proposeSetting(figures({ 'share.critical': 70, 'share.at_risk': 20 }), settings)).toMatchObject({
    changes: [{ parameter: 'atRiskThreshold', to: 35 }],
  })
  expect(proposeSetting(figures({ 'share.healthy': 97, 'share.at_risk': 3 }), settings)).toMatchObject({
    changes: [{ to: 75 }],
  })
})

test('well spread bands, few customers, and the end of a range call for nothing', () => {
  expect(proposeSetting(figures({ 'share.healthy': 60, 'share.at_risk': 30 }), settings)).toBeNull()
  expect(proposeSetting(figures({ scored: 20, 'share.at_risk': 85 }), settings)).toBeNull()
  expect(proposeSetting(figures({ 'share.at_risk': 85 }), { ...settings, healthyThreshold: 60 })).toBeNull()
  expect(proposeSetting([], settings)).toBeNull()
})
