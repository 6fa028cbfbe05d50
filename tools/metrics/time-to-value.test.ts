import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeToValue } from './time-to-value.ts'

test('the median is the day by which half had got there, those that have not counted in', () => {
  // Of 8 customers: 2 on day 0, 2 on day 3, 1 on day 10, 3 not yet. Within a week 4 of 8; the 4th of 8 came on day 3.
  const rows = [
    { days: 3, customers: 2 },
    { days: 0, customers: 2 },
    { days: null, customers: 3 },
    { days: 10, customers: 1 },
  ]
  expect(timeToValue(rows)).toEqual({
    customers: 8,
    reached: 5,
    withinWeekPercent: 50,
    medianDays: 3,
    bands: [
      { name: 'on the first day', customers: 2 },
      { name: 'within a week', customers: 2 },
      { name: 'in the second week', customers: 1 },
      { name: 'within a month', customers: 0 },
      { name: 'later', customers: 0 },
      { name: 'not yet', customers: 3 },
    ],
  })
})

test('nobody is no data, and a minority is no median', () => {
  expect(timeToValue([])).toMatchObject({ customers: 0, withinWeekPercent: null, medianDays: null })
  const fewer = [
    { days: 1, customers: 2 },
    { days: null, customers: 3 },
  ]
  expect(timeToValue(fewer)).toMatchObject({ medianDays: null, withinWeekPercent: 40 })
})

test('it reads the customers one by one', () => {
  const days = fc.array(fc.option(fc.nat(60), { nil: null }), { maxLength: 40 })
  fc.assert(
    fc.property(days, (each) => {
      const value = timeToValue(each.map((day) => ({ days: day, customers: 1 })))
      const sorted = each.map((day) => day ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
      const middle = sorted[Math.ceil(each.length / 2) - 1] ?? Number.POSITIVE_INFINITY
      expect(value.medianDays).toBe(Number.isFinite(middle) ? middle : null)
      expect(value.bands.reduce((sum, { customers }) => sum + customers, 0)).toBe(each.length)
      if (value.withinWeekPercent !== null)
        expect(value.withinWeekPercent).toBeLessThanOrEqual((100 * value.reached) / each.length + 0.05)
    }),
  )
})
