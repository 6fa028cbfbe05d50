import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uptimeOf } from './uptime.ts'

const HOUR = 3_600_000
const at = (hours: number) => new Date(hours * HOUR)
const intervalMs = HOUR

test('worked by hand: hourly from 0:00, down at 2:00, no worker from 3:00 to 9:00, looked at at 10:00', () => {
  // Checks at 0, 1, 2 (down), 3, 9. They speak for 1 + 1 + 1 + 2 (at most two intervals) + 1 = 6 hours, of which 5 are up:
  // 83.33 %. From the first check to 10:00 are 10 hours, so 60 % are observed.
  const checks = [0, 1, 2, 3, 9].map((hour) => ({ checkedAt: at(hour), isDown: hour === 2 }))
  expect(uptimeOf(checks, { until: at(10), intervalMs })).toEqual({ uptimePercent: 83.33, observedPercent: 60 })
})

test('no check is no data; a check this moment says how it is', () => {
  expect(uptimeOf([], { until: at(1), intervalMs })).toEqual({ uptimePercent: null, observedPercent: null })
  const only = (isDown: boolean) => uptimeOf([{ checkedAt: at(1), isDown }], { until: at(1), intervalMs }).uptimePercent
  expect([only(false), only(true)]).toEqual([100, 0])
})

test('between 0 and 100; a failure more never raises it; all up is 100', () => {
  const checks = fc
    .uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 })
    .chain((hours) => fc.tuple(fc.constant(hours.sort((one, other) => one - other)), fc.infiniteStream(fc.boolean())))
    .map(([hours, down]) => hours.map((hour) => ({ checkedAt: at(hour), isDown: down.next().value === true })))
  fc.assert(
    fc.property(checks, fc.nat(59), (given, index) => {
      const of = (list: typeof given) => uptimeOf(list, { until: at(501), intervalMs })
      const { uptimePercent, observedPercent } = of(given)
      for (const percent of [uptimePercent, observedPercent]) {
        expect(percent).toBeGreaterThanOrEqual(0)
        expect(percent).toBeLessThanOrEqual(100)
      }
      const worse = given.map((check, position) =>
        position === index % given.length ? { ...check, isDown: true } : check,
      )
      expect(of(worse).uptimePercent).toBeLessThanOrEqual(uptimePercent ?? 0)
      expect(of(given.map((check) => ({ ...check, isDown: false }))).uptimePercent).toBe(100)
    }),
  )
})
