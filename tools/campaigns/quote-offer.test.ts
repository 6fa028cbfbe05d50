import fc from 'fast-check'
import { expect, test } from 'vitest'
import { offerWithin } from './quote-offer.ts'

test('an offer is a tenth of a month, less where the budget is smaller, and none without either', () => {
  expect(offerWithin(50_000, 10_000)).toEqual({ discountPercent: 10, costMinor: 5_000 })
  expect(offerWithin(200_000, 10_000)).toEqual({ discountPercent: 5, costMinor: 10_000 })
  expect(offerWithin(250_000, 10_000)).toEqual({ discountPercent: 0, costMinor: 0 })
  expect(offerWithin(0, 10_000)).toEqual({ discountPercent: 0, costMinor: 0 })
  expect(offerWithin(50_000, 0)).toEqual({ discountPercent: 0, costMinor: 0 })
})

test('never costs more than the budget', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e6), (mrr, budget) => {
      expect(offerWithin(mrr, budget).costMinor).toBeLessThanOrEqual(budget)
    }),
  )
})
