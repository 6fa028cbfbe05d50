import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factUnits } from './facts.ts'
import {
  currencyExponent,
  formatDate,
  formatDays,
  formatMoney,
  formatPercent,
  formatPeriod,
  formatPoints,
  formatValue,
  NO_DATA,
} from './format.ts'

describe('money', () => {
  test.each([
    [124_000, 'USD', '$1,240'],
    [124_050, 'USD', '$1,240.50'],
    [5, 'USD', '$0.05'],
    [-124_050, 'USD', '-$1,240.50'],
    [0, 'EUR', '€0'],
    [1_240, 'JPY', '¥1,240'],
    [1_234, 'KWD', 'KWD 1.234'],
    [1_000, 'KWD', 'KWD 1'],
  ])('%i in the minor unit of %s is %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text)
  })

  test('keeps every minor unit, in every exponent, up to the largest safe number', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLP', 'BHD'), (minor, currency) => {
        const text = formatMoney(minor, currency)
        const [whole = '', decimals = ''] = text.replaceAll(/[^\d.]/g, '').split('.')
        const back = BigInt(whole + decimals.padEnd(currencyExponent(currency), '0'))
        expect(minor < 0 ? -back : back).toBe(BigInt(minor))
        expect(text.includes('-')).toBe(minor < 0)
        expect(text).not.toMatch(/[\u00a0\u202f]/)
      }),
    )
  })

  test('a currency that does not exist is an error', () => {
    expect(() => formatMoney(1, 'DOLLARS')).toThrow(RangeError)
  })
})

test('per cent has at most one decimal, and little is not shown as none', () => {
  expect(formatPercent(12)).toBe('12 %')
  expect(formatPercent(12.45)).toBe('12.5 %')
  expect(formatPercent(0)).toBe('0 %')
  expect(formatPercent(0.004)).toBe('0.004 %')
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 100, noNaN: true }), (percent) => {
      expect(Number.parseFloat(formatPercent(percent))).toBeGreaterThan(0)
      expect(Math.abs(Number.parseFloat(formatPercent(percent)) - percent)).toBeLessThanOrEqual(0.0501)
    }),
  )
})

test('points are whole, or have one decimal', () => {
  expect(formatPoints(38)).toBe('38')
  expect(formatPoints(38.45)).toBe('38.5')
  expect(formatPoints(-0.01)).toBe('0')
})

test('days, dates and periods', () => {
  expect([formatDays(1), formatDays(14), formatDays(0)]).toEqual(['1 day', '14 days', '0 days'])
  expect(formatDate('2024-12-31')).toBe('31 Dec 2024')
  expect(formatPeriod('2024-12-31')).toBe('31 Dec 2024')
  expect(formatPeriod('2024-12-01/2025-01-01')).toBe('1 to 31 Dec 2024')
  expect(formatPeriod('2024-07-01/2024-10-01')).toBe('1 Jul to 30 Sep 2024')
  expect(formatPeriod('2023-12-01/2024-02-01')).toBe('1 Dec 2023 to 31 Jan 2024')
  expect(formatPeriod('2024-12-01/2024-12-02')).toBe('1 Dec 2024')
})

test('no data is said, never shown as 0, whatever the unit', () => {
  for (const unit of factUnits) expect(formatValue(null, unit, 'USD')).toBe(NO_DATA)
})

test('a value is written by its unit', () => {
  expect(formatValue(0.125, 'probability', 'USD')).toBe('12.5 %')
  expect(formatValue(25_000, 'count', 'USD')).toBe('25,000')
  expect(formatValue(124_000, 'money', 'EUR')).toBe('€1,240')
  expect(formatValue('Company_7', 'name', 'USD')).toBe('Company_7')
  expect(formatValue('2024-12-31', 'date', 'USD')).toBe('31 Dec 2024')
})
