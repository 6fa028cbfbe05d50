import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bar, gauge, sparkline } from './charts.ts'

test('a bar is as long as its share, and something is never nothing', () => {
  // Half of 8 characters is 4; a thousandth of them rounds to 0 eighths and is shown as one.
  expect(bar(50, 100, 8)).toBe('████')
  expect(bar(1, 1000, 8)).toBe('▏')
  expect(bar(0, 100, 8)).toBe('')
  expect(bar(null, 100, 8)).toBe('')
  expect(bar(7, 0, 8)).toBe('')
})

test('a sparkline has one character a value, and a dot where there is none', () => {
  expect(sparkline([1, null, 8])).toBe('▁·█')
  expect(sparkline([5, 5])).toBe('▄▄')
  expect(sparkline([])).toBe('')
})

test('a gauge shows the value and the target inside its scale', () => {
  expect(gauge(50, { low: 0, high: 100, target: 100 }, 5)).toBe('├──●─┼┤')
  expect(gauge(null, { low: 0, high: 100 }, 5)).toBe('├─────┤')
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 60 }), (value, width) => {
      expect(gauge(value, { low: -100, high: 100, target: 30 }, width)).toHaveLength(width + 2)
      expect([...gauge(value, { low: -100, high: 100 }, width)].filter((mark) => mark === '●')).toHaveLength(1)
      expect(bar(value, 100, width).length).toBeLessThanOrEqual(width)
    }),
  )
})
