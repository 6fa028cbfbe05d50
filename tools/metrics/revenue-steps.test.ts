import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentOf } from './period.ts'
import { revenueSteps } from './revenue-steps.ts'

/** Customers as [MRR at the start, MRR at the end], summed as the query does. */
function summed(customers: readonly (readonly [before: number, after: number])[]) {
  const sum = (value: (before: number, after: number) => number) =>
    customers.reduce((total, [before, after]) => total + value(before, after), 0)
  return {
    mrrMinor: sum((_, after) => after),
    startMrrMinor: sum((before) => before),
    endMrrMinor: sum((before, after) => (before > 0 ? after : 0)),
    keptMrrMinor: sum(Math.min),
    lostMrrMinor: sum((before, after) => (after === 0 ? before : 0)),
  }
}

test('a year of four customers', () => {
  // 100 stays 100, 100 grows to 150, 100 shrinks to 60, 100 leaves, and 30 comes new: from 400 to 340.
  // Lost 100, less 40, more 50, new 30: 400 − 100 − 40 + 50 + 30 = 340. NRR 310 ÷ 400 = 77.5 %, GRR 260 ÷ 400 = 65 %.
  const change = summed([
    [100, 100],
    [100, 150],
    [100, 60],
    [100, 0],
    [0, 30],
  ])
  expect(revenueSteps(change.mrrMinor, change)).toEqual({
    lostMrrMinor: 100,
    contractionMinor: 40,
    expansionMinor: 50,
    newMrrMinor: 30,
  })
  expect(percentOf(change.endMrrMinor, change.startMrrMinor)).toBe(77.5)
  expect(percentOf(change.keptMrrMinor, change.startMrrMinor)).toBe(65)
})

test('the steps lead from the start to the end, none is negative, and GRR is at most NRR and 100 %', () => {
  const amount = fc.oneof(fc.constant(0), fc.nat(1_000_000))
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { maxLength: 30 }), (customers) => {
      const change = summed(customers)
      const steps = revenueSteps(change.mrrMinor, change)
      expect(
        change.startMrrMinor - steps.lostMrrMinor - steps.contractionMinor + steps.expansionMinor + steps.newMrrMinor,
      ).toBe(change.mrrMinor)
      expect(Math.min(...Object.values(steps))).toBeGreaterThanOrEqual(0)
      const [nrr, grr] = [change.endMrrMinor, change.keptMrrMinor].map((part) => percentOf(part, change.startMrrMinor))
      if (change.startMrrMinor === 0) expect([nrr, grr]).toEqual([null, null])
      else {
        expect(grr ?? Number.NaN).toBeLessThanOrEqual(nrr ?? Number.NaN)
        expect(grr ?? Number.NaN).toBeLessThanOrEqual(100)
      }
    }),
  )
})
