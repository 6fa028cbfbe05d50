/** The one place where values become text. Plain ASCII spaces, English, the same on every machine. */
import { DateTime } from 'luxon'
import type { Fact } from './facts.ts'

export type FactUnit = Fact['unit']

export const NO_DATA = 'no data'

// Making one takes as long as formatting fifty numbers.
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'negative' })
const twoDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2, signDisplay: 'negative' })

const firstDigit = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 1 })
/** By currency: its exponent, and its format by the digits shown. */
const currencies = new Map<string, { exponent: number; formats: Map<number, Intl.NumberFormat> }>()

/** Digits after the point of a currency: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError when it is not ISO 4217. */
export function currencyExponent(currency: string): number {
  return currencyOf(currency).exponent
}

/** `$1,240`, `$1,240.50`, `¥1,240`, `KWD 1.234`: decimals only where there are any. `minor` is in the minor unit. */
export function formatMoney(minor: number, currency: string): string {
  const { exponent, formats } = currencyOf(currency)
  const digits = minor % 10 ** exponent === 0 ? 0 : exponent
  const format =
    formats.get(digits) ??
    new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: 'negative',
    })
  formats.set(digits, format)
  return plainSpaces(format.format(decimalText(minor, exponent)))
}

function currencyOf(currency: string) {
  const known = currencies.get(currency)
  if (known) return known
  const { maximumFractionDigits } = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions()
  const made = { exponent: maximumFractionDigits ?? 2, formats: new Map<number, Intl.NumberFormat>() }
  currencies.set(currency, made)
  return made
}

/** `12 %`, `12.5 %`; a value under a twentieth keeps its first digit (`0.004 %`), so that little is not shown as none. */
export function formatPercent(percent: number): string {
  const tiny = percent !== 0 && Math.abs(percent) < 0.05
  return `${(tiny ? firstDigit : oneDecimal).format(percent)} %`
}

/** `38`, `38.5`: whole, or with one decimal when it is not. */
export function formatPoints(points: number): string {
  return oneDecimal.format(points)
}

/** `25,000` */
export function formatCount(count: number): string {
  return twoDecimals.format(count)
}

/** `1 day`, `14 days` */
export function formatDays(days: number): string {
  return `${formatCount(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`
}

/** `31 Dec 2024` of `2024-12-31`. */
export function formatDate(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-US' }).toFormat('d LLL yyyy')
}

/** `1 to 31 Dec 2024` of the half-open `2024-12-01/2025-01-01`, `1 Jul to 30 Sep 2024`; a single day is written as one. */
export function formatPeriod(period: string): string {
  const [from = period, until] = period.split('/')
  if (until === undefined) return formatDate(from)
  const last = DateTime.fromISO(until, { zone: 'utc' }).minus({ days: 1 }).toISODate()
  if (last === null || last <= from) return formatDate(from)
  return `${dayBefore(from, last)} to ${formatDate(last)}`
}

/** Of the first day what the last does not say as well. */
function dayBefore(from: string, last: string): string {
  const shared =
    from.slice(0, 7) === last.slice(0, 7) ? 'd' : from.slice(0, 4) === last.slice(0, 4) ? 'd LLL' : undefined
  return shared ? DateTime.fromISO(from, { zone: 'utc', locale: 'en-US' }).toFormat(shared) : formatDate(from)
}

/** A fact's value as people read it, by its unit. Null is `no data`, never 0. */
export function formatValue(value: number | string | null, unit: FactUnit, currency: string): string {
  if (value === null) return NO_DATA
  if (typeof value === 'string') {
    if (unit === 'date') return formatDate(value)
    return unit === 'period' ? formatPeriod(value) : value
  }
  switch (unit) {
    case 'money':
      return formatMoney(value, currency)
    case 'percent':
      return formatPercent(value)
    case 'probability':
      return formatPercent(value * 100)
    case 'points':
      return formatPoints(value)
    case 'days':
      return formatDays(value)
    default:
      return formatCount(value)
  }
}

/** Exact where a division would not be: a double has no room for two decimals past 2^53 / 100. */
function decimalText(minor: number, exponent: number): `${number}` {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = minor < 0 ? '-' : ''
  const text = exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`
  return text as `${number}`
}

function plainSpaces(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ')
}
