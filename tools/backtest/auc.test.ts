import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aucDifference, aucInterval, type Ranking, rank } from './auc.ts'
import type { Looks } from './looks.ts'

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
const ranked = (looks: readonly Look[], risk = (look: Look) => look.risk): Ranking | undefined =>
  rank(columns(looks), looks.map(risk))
const rankedSure = (...given: Parameters<typeof ranked>): Ranking => {
  const ranking = ranked(...given)
  if (!ranking) throw new Error('nothing to rank')
  return ranking
}

const someLooks = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 2 }),
    customer: fc.integer({ min: 0, max: 12 }),
    hasChurned: fc.boolean(),
    risk: fc.integer({ min: -5, max: 5 }),
  }),
  { maxLength: 40 },
)

/** By comparing every pair of a day. */
function bruteForce(looks: readonly Look[], risk: (look: Look) => number): number | undefined {
  let sum = 0
  let pairs = 0
  for (const churned of looks.filter(({ hasChurned }) => hasChurned))
    for (const stayed of looks.filter(({ hasChurned, day }) => !hasChurned && day === churned.day)) {
      pairs++
      sum += risk(churned) > risk(stayed) ? 1 : risk(churned) === risk(stayed) ? 0.5 : 0
    }
  return pairs === 0 ? undefined : sum / pairs
}

test('the AUC is the share of pairs of one day in which the one that churned ranks higher', () => {
  fc.assert(
    fc.property(someLooks, (looks) => {
      const expected = bruteForce(looks, ({ risk }) => risk)
      const ranking = ranked(looks)
      if (expected === undefined) expect(ranking).toBeUndefined()
      else expect(ranking?.auc).toBeCloseTo(expected, 12)
    }),
  )
})

test('turning the ranking around mirrors the AUC and leaves the width; the interval lies inside 0–1 and holds it', () => {
  fc.assert(
    fc.property(someLooks, (looks) => {
      const ranking = ranked(looks)
      fc.pre(ranking !== undefined)
      const turned = rankedSure(looks, ({ risk }) => -risk)
      expect(turned.auc).toBeCloseTo(1 - ranking.auc, 12)
      const [own, mirrored] = [aucInterval(ranking), aucInterval(turned)]
      if (own.low === null || own.high === null) return
      expect(own.low).toBeGreaterThanOrEqual(0)
      expect(own.low).toBeLessThanOrEqual(ranking.auc)
      expect(own.high).toBeGreaterThanOrEqual(ranking.auc)
      expect(own.high).toBeLessThanOrEqual(1)
      expect(mirrored.low).toBeCloseTo(1 - own.high, 9)
    }),
  )
})

test('a ranking differs from itself by nothing, and from another by the difference of their AUCs', () => {
  fc.assert(
    fc.property(someLooks, fc.func(fc.integer({ min: 0, max: 3 })), (looks, other) => {
      const ranking = ranked(looks)
      fc.pre(ranking !== undefined)
      expect(aucDifference(ranking, ranking)).toEqual({ difference: 0, low: null, high: null })
      const second = rankedSure(looks, ({ customer, day }) => other(customer, day))
      const { difference, low, high } = aucDifference(ranking, second)
      expect(difference).toBeCloseTo(ranking.auc - second.auc, 12)
      if (low !== null && high !== null) expect(low <= difference && difference <= high).toBe(true)
    }),
  )
})

/** Each customer on one day, as in DeLong's own setting. */
const oneDay = (churned: number[], stayed: number[]): Look[] =>
  [...churned, ...stayed].map((risk, customer) => ({ day: 0, customer, risk, hasChurned: customer < churned.length }))

test('DeLong’s interval, by hand', () => {
  // Churned with risks 4, 3, 2; stayed with 3, 2, 1, 1. Pairs won: 4 wins 4; 3 wins 3.5; 2 wins 2.5: AUC 10 ÷ 12 = 0.8333.
  // Shares won of the churned 1, 0.875, 0.625: mean 0.8333, Σ squares (0.16667² + 0.04167² + 0.20833²) = 0.072917.
  // Shares lost of the stayed: 3 against 4, 3, 2 loses 1.5 of 3 = 0.5; 2 loses 2.5 of 3 = 0.8333; 1 and 1 lose 1: mean
  // 0.8333, Σ squares (0.3333² + 0 + 2 × 0.16667²) = 0.166667.
  // Variance 0.072917 ÷ (3 × 2) + 0.166667 ÷ (4 × 3) = 0.0121528 + 0.0138889 = 0.0260417, error 0.161374.
  // Logit 1.609438 ± 1.959964 × 0.161374 ÷ (0.8333 × 0.16667) = 1.609438 ± 2.277284: 0.3390 to 0.9799.
  const ranking = rankedSure(oneDay([4, 3, 2], [3, 2, 1, 1]))
  expect(ranking.auc).toBeCloseTo(10 / 12, 12)
  const { low, high } = aucInterval(ranking)
  expect(low).toBeCloseTo(0.339, 4)
  expect(high).toBeCloseTo(0.9799, 4)
})

test('groups that do not overlap have an AUC and no interval', () => {
  const ranking = rankedSure(oneDay([3, 2], [1, 0]))
  expect([ranking.auc, aucInterval(ranking)]).toEqual([1, { low: null, high: null }])
})

test('a customer looked at again and again with the same result is no more evidence', () => {
  // Every customer three times over: nothing new is known, so the interval is what one look each gives.
  const once = oneDay([5, 4, 2, 2], [4, 3, 1, 1, 0])
  const thrice = [0, 1, 2].flatMap((day) => once.map((look) => ({ ...look, day })))
  expect(rankedSure(thrice).auc).toBeCloseTo(rankedSure(once).auc, 12)
  expect(aucInterval(rankedSure(thrice)).low).toBeCloseTo(aucInterval(rankedSure(once)).low ?? 0, 9)
})

/** Mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test('the errors are those of drawing customers anew, whole, with all their looks', () => {
  // 150 customers, three days each; a customer's risk and fate persist, so that its looks resemble each other.
  const random = randomNumbers(7)
  const customers = Array.from({ length: 150 }, (_, customer) => {
    const trait = random()
    return [0, 1, 2].map((day) => ({
      day,
      customer,
      risk: Math.round(10 * (trait + 0.5 * random())),
      other: Math.round(10 * (trait + random())),
      hasChurned: random() < 0.1 + 0.4 * trait,
    }))
  })
  const looks = customers.flat()
  const drawn = Array.from({ length: 1500 }, () => {
    const again = customers.flatMap((_, place) =>
      (customers[Math.floor(random() * customers.length)] ?? []).map((look) => ({ ...look, customer: place })),
    )
    const one = rankedSure(again).auc
    return { one, difference: one - rankedSure(again, (look) => (look as { other?: number } & Look).other ?? 0).auc }
  })
  const deviation = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
  }
  const ranking = rankedSure(looks)
  const { low, high } = aucInterval(ranking)
  const logit = (p: number | null) => Math.log((p ?? 0) / (1 - (p ?? 0)))
  const error = ((logit(high) - logit(low)) / 2 / 1.96) * ranking.auc * (1 - ranking.auc)
  expect(error / deviation(drawn.map(({ one }) => one))).toBeGreaterThan(0.93)
  expect(error / deviation(drawn.map(({ one }) => one))).toBeLessThan(1.07)

  const paired = aucDifference(
    ranking,
    rankedSure(looks, (look) => (look as { other?: number } & Look).other ?? 0),
  )
  const pairedError = ((paired.high ?? 0) - (paired.low ?? 0)) / 2 / 1.96
  expect(pairedError / deviation(drawn.map(({ difference }) => difference))).toBeGreaterThan(0.93)
  expect(pairedError / deviation(drawn.map(({ difference }) => difference))).toBeLessThan(1.07)
})
