import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareByBand } from './calibration.ts'
import { everyLook, type Looks } from './looks.ts'
import { precisionAtCapacity } from './precision.ts'

interface Look {
  day: number
  customer: number
  hasChurned: boolean
  risk: number
}

const columns = (looks: readonly Look[]): Looks => ({
  length: looks.length,
  day: looks.map(({ day }) => day),
  customer: looks.map(({ customer }) => customer),
  hasChurned: looks.map(({ hasChurned }) => Number(hasChurned)),
})
const precisionOf = (looks: readonly Look[], capacity: number) =>
  precisionAtCapacity(
    columns(looks),
    looks.map(({ risk }) => risk),
    capacity,
    everyLook(columns(looks)),
  )

const someLooks = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 2 }),
    customer: fc.integer({ min: 0, max: 12 }),
    hasChurned: fc.boolean(),
    risk: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
)

test('precision at a capacity, by hand', () => {
  // Day 0, risks 9 churned, 7 stayed, 7 churned, 7 stayed, 1 churned; capacity 2 takes the 9 and two thirds... one third of
  // each 7: 1 + 1/3 churned of 2. Day 1, risks 5 stayed and nobody else: 0 of 1. Together 4/3 of 3 = 0.4444.
  // All churned 3 of 6 looks: recall 4/9, lift 0.4444 ÷ 0.5 = 0.8889. Distinct customers taken 1 + 3 × 1/3 + 1 = 3.
  const look = (day: number, customer: number, risk: number, hasChurned: boolean) => ({
    day,
    customer,
    risk,
    hasChurned,
  })
  const found = precisionOf(
    [
      look(0, 1, 9, true),
      look(0, 2, 7, false),
      look(0, 3, 7, true),
      look(0, 4, 7, false),
      look(0, 5, 1, true),
      look(1, 6, 5, false),
    ],
    2,
  )
  expect(found.taken).toBe(3)
  expect(found.precision).toBeCloseTo(4 / 9, 12)
  expect(found.recall).toBeCloseTo(4 / 9, 12)
  expect(found.lift).toBeCloseTo(8 / 9, 12)
  // Wilson for 0.4444 of 3: (0.4444 + 0.6402) ÷ 2.2805 = 0.4756, ± 0.8594 × √(0.0823 + 0.1067) = 0.3736.
  expect(found.precisionLow).toBeCloseTo(0.102, 3)
  expect(found.precisionHigh).toBeCloseTo(0.849, 3)
})

test('room for everyone finds everyone, and no better than at random', () => {
  fc.assert(
    fc.property(someLooks, (looks) => {
      const found = precisionOf(looks, 40)
      const churned = looks.filter(({ hasChurned }) => hasChurned).length
      expect(found.taken).toBe(looks.length)
      expect(found.recall).toBe(churned === 0 ? null : 1)
      if (churned > 0) expect(found.lift).toBeCloseTo(1, 12)
    }),
  )
})

test('more capacity never finds fewer; precision is a share and its interval holds it', () => {
  fc.assert(
    fc.property(someLooks, fc.integer({ min: 1, max: 20 }), (looks, capacity) => {
      const less = precisionOf(looks, capacity)
      const more = precisionOf(looks, capacity + 1)
      expect(more.churnedTaken).toBeGreaterThanOrEqual(less.churnedTaken - 1e-9)
      const { precision, precisionLow, precisionHigh } = less
      expect((precisionLow ?? 2) <= (precision ?? 0) && (precision ?? 0) <= (precisionHigh ?? -1)).toBe(true)
      expect((precisionLow ?? -1) >= 0 && (precisionHigh ?? 2) <= 1).toBe(true)
    }),
  )
})

test('where all tie, what is found is what drawing at random finds', () => {
  fc.assert(
    fc.property(someLooks, fc.integer({ min: 1, max: 20 }), (looks, capacity) => {
      const oneDay = looks.map((look) => ({ ...look, day: 0, risk: 1 }))
      fc.pre(oneDay.some(({ hasChurned }) => hasChurned))
      expect(precisionOf(oneDay, capacity).lift).toBeCloseTo(1, 9)
    }),
  )
})

test('bands part the looks: counts add up, and each share lies inside its interval', () => {
  fc.assert(
    fc.property(someLooks, (looks) => {
      const bands = shareByBand(columns(looks), (look) => looks[look]?.risk ?? 0, [0, 1, 2, 3, 4])
      expect(bands.reduce((sum, band) => sum + band.looks, 0)).toBe(looks.length)
      expect(bands.reduce((sum, band) => sum + band.churnedLooks, 0)).toBe(
        looks.filter(({ hasChurned }) => hasChurned).length,
      )
      for (const { looks: of, customers, churnedShare, shareLow, shareHigh } of bands) {
        expect(customers).toBeLessThanOrEqual(of)
        expect(churnedShare === null).toBe(of === 0)
        if (churnedShare !== null)
          expect((shareLow ?? 2) <= churnedShare && churnedShare <= (shareHigh ?? -1)).toBe(true)
      }
    }),
  )
})

test('a band’s interval counts customers, not looks', () => {
  // One customer of two churned, each looked at five times: 5 of 10, as sure as 1 of 2. Wilson for 1 of 2: 9.5 % to 90.5 %.
  const looks = [0, 1, 2, 3, 4].flatMap((day) => [
    { day, customer: 1, risk: 0, hasChurned: true },
    { day, customer: 2, risk: 0, hasChurned: false },
  ])
  const [band] = shareByBand(columns(looks), () => 0, [0])
  expect(band).toMatchObject({ looks: 10, churnedLooks: 5, customers: 2, churnedShare: 0.5 })
  expect([band?.shareLow?.toFixed(3), band?.shareHigh?.toFixed(3)]).toEqual(['0.095', '0.905'])
})
