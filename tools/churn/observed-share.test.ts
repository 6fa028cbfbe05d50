import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChurnCellRow } from '../../db/queries/churn.ts'
import { observedShares, referenceDays, wilson } from './observed-share.ts'

const cell = fc
  .record({
    band: fc.constantFrom('healthy' as const, 'at_risk' as const, 'critical' as const),
    ageBand: fc.constantFrom('new' as const, 'settled' as const, 'long' as const),
    looks: fc.integer({ min: 1, max: 5_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    looksEach: fc.integer({ min: 1, max: 6 }),
  })
  .map(
    ({ band, ageBand, looks, share, looksEach }): ChurnCellRow => ({
      band,
      ageBand,
      looks,
      churnedLooks: Math.round(looks * share),
      customers: Math.ceil(looks / looksEach),
    }),
  )

test('a share lies between its cell and the venture’s rate, inside its interval, and the interval inside 0–1', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 9 }), (cells) => {
      const looks = cells.reduce((sum, one) => sum + one.looks, 0)
      const rate = cells.reduce((sum, one) => sum + one.churnedLooks, 0) / looks
      const shares = observedShares(cells)
      expect(shares).toHaveLength(cells.length)
      for (const { churnProbability, probabilityLow, probabilityHigh, churnedLooks, looks: of } of shares) {
        const own = churnedLooks / of
        expect(churnProbability).toBeGreaterThanOrEqual(Math.min(own, rate) - 1e-12)
        expect(churnProbability).toBeLessThanOrEqual(Math.max(own, rate) + 1e-12)
        expect(probabilityLow).toBeGreaterThanOrEqual(0)
        expect(probabilityLow).toBeLessThanOrEqual(churnProbability)
        expect(probabilityHigh).toBeGreaterThanOrEqual(churnProbability)
        expect(probabilityHigh).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('a small cell is drawn to the venture’s rate, a large one keeps its own', () => {
  // Venture: 110 of 1,010 looks. Small: (1 + 20 × 0.10891) ÷ 30 = 0.1059; large: (109 + 2.178) ÷ 1,020 = 0.1090.
  const of = (looks: number, churnedLooks: number, band: ChurnCellRow['band']): ChurnCellRow => ({
    band,
    ageBand: 'long',
    looks,
    churnedLooks,
    customers: looks,
  })
  const [small, large] = observedShares([of(10, 1, 'critical'), of(1_000, 109, 'healthy')])
  expect(small?.churnProbability).toBeCloseTo(0.1059, 4)
  expect(large?.churnProbability).toBeCloseTo(0.109, 4)
})

test('without a past there is no share', () => {
  expect(observedShares([])).toEqual([])
})

test('Wilson’s interval, as published: 15 of 20 is 53.1 % to 88.8 %', () => {
  const [low, high] = wilson(0.75, 20)
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.531', '0.888'])
})

test('looks lie at least the horizon back, and longer where a churn takes days to show', () => {
  expect(referenceDays('2026-01-31', 90, 0)).toEqual([
    '2025-11-02',
    '2025-10-03',
    '2025-09-03',
    '2025-08-04',
    '2025-07-05',
    '2025-06-05',
  ])
  expect(referenceDays('2026-01-31', 90, 30)[0]).toBe('2025-10-03')
})
