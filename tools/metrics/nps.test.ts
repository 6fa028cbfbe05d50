import fc from 'fast-check'
import { expect, test } from 'vitest'
import { netPromoterScore } from './nps.ts'

test('per cent of promoters less per cent of detractors', () => {
  // 50 % − 20 % = 30; half = 1.96 × √((0.5 + 0.2 − 0.09) ÷ 100) = 15.3.
  expect(netPromoterScore(50, 20, 100)).toEqual({ nps: 30, low: 14.7, high: 45.3 })
  expect(netPromoterScore(0, 0, 10)).toEqual({ nps: 0, low: 0, high: 0 })
})

test('no answer is no score', () => {
  expect(netPromoterScore(0, 0, 0)).toBeNull()
})

test('it lies inside its interval, and both inside −100 to 100', () => {
  const counts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)).filter(([p, q, d]) => p + q + d > 0)
  fc.assert(
    fc.property(counts, ([promoters, passives, detractors]) => {
      const score = netPromoterScore(promoters, detractors, promoters + passives + detractors)
      return (
        score !== null && score.low >= -100 && score.low <= score.nps && score.nps <= score.high && score.high <= 100
      )
    }),
  )
})
