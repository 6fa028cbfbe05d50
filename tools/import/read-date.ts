/**
 * Dates as files have them. ISO 8601 needs no format; every other way of writing needs one, for 03-04-2024 is a day in
 * March to one reader and in April to another, and a wrong guess is found by nobody.
 */
import { DateTime } from 'luxon'

export type ReadDate =
  | { kind: 'date'; ms: number; hasTime: boolean }
  | { kind: 'ambiguous'; readings: string[] }
  | { kind: 'two_digit_year' }
  | { kind: 'unreadable' }

const ISO =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i
const DAY_AND_MONTH_FIRST = /^\d{1,2}([-/. ])\d{1,2}\1\d{4}(?!\d)/
const SHORT_YEAR = /^(\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}|\d{2}[-/. ]\d{1,2}[-/. ]\d{1,2})(?!\d)/

/**
 * A reader for one column. `formats` are Luxon tokens and all are tried; ISO is always read. A value with a time and no
 * offset is in `zone`; one without a time is that day in UTC, for a day is a UTC day.
 */
export function dateReader(formats: readonly string[], zone: string): (text: string) => ReadDate {
  const readers = formats.map((format) => formatReader(format, zone))
  const cache = new Map<string, ReadDate>()
  return (text) => {
    const known = cache.get(text)
    if (known) return known
    // Files repeat their dates; a file that does not must not fill the memory.
    if (cache.size >= 20_000) cache.clear()
    const read = readDate(text, formats, readers, zone)
    cache.set(text, read)
    return read
  }
}

type FormatReader = (text: string) => { ms: number; hasTime: boolean } | undefined

function readDate(text: string, formats: readonly string[], readers: FormatReader[], zone: string): ReadDate {
  const readings = readers.flatMap((read, at) => {
    const date = read(text)
    return date ? [{ ...date, format: formats[at] }] : []
  })
  const [first] = readings
  if (first) {
    const differs = readings.some((reading) => reading.ms !== first.ms)
    return differs
      ? { kind: 'ambiguous', readings: readings.map(({ ms, format }) => `${dayOf(ms)} by ${format}`) }
      : { kind: 'date', ms: first.ms, hasTime: first.hasTime }
  }
  const iso = readIso(text, zone)
  if (iso) return { kind: 'date', ...iso }
  if (DAY_AND_MONTH_FIRST.test(text) && formats.length === 0) {
    return { kind: 'ambiguous', readings: ['day first (dd-MM-yyyy)', 'month first (MM-dd-yyyy)'] }
  }
  return SHORT_YEAR.test(text) ? { kind: 'two_digit_year' } : { kind: 'unreadable' }
}

function readIso(text: string, zone: string): { ms: number; hasTime: boolean } | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, offset] = match
  const parts = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
  }
  if (hour === undefined) return instantOf(parts, 'utc', false)
  if (offset === undefined) return instantOf(parts, zone, true)
  return instantOf(parts, /^z$/i.test(offset) ? 'utc' : `UTC${offset.length === 3 ? `${offset}:00` : offset}`, true)
}

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
}

function instantOf(parts: Parts, zone: string, hasTime: boolean): { ms: number; hasTime: boolean } | undefined {
  if (zone.toLowerCase() === 'utc') {
    const ms = Date.UTC(
      parts.year,
      parts.month - 1,
      parts.day,
      parts.hour,
      parts.minute,
      parts.second,
      parts.millisecond,
    )
    const back = new Date(ms)
    const exists =
      back.getUTCDate() === parts.day && back.getUTCMonth() === parts.month - 1 && back.getUTCFullYear() === parts.year
    const clock = parts.hour < 24 && parts.minute < 60 && parts.second < 60
    return exists && clock ? { ms, hasTime } : undefined
  }
  const date = DateTime.fromObject(parts, { zone })
  return date.isValid ? { ms: date.toMillis(), hasTime } : undefined
}

/** Numeric tokens as expressions; a format with others (month names, AM/PM) goes through Luxon, ten times slower. */
const numericTokens: Record<string, [keyof Parts, string]> = {
  yyyy: ['year', '(\\d{4})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  dd: ['day', '(\\d{2})'],
  d: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  SSS: ['millisecond', '(\\d{3})'],
}
const TIME_TOKENS = /[HhmsSTtaZX]/

function formatReader(format: string, zone: string): FormatReader {
  const hasTime = TIME_TOKENS.test(format.replaceAll(/'[^']*'/g, ''))
  const effectiveZone = hasTime ? zone : 'utc'
  const names: (keyof Parts)[] = []
  let isNumeric = true
  const pattern = format.replaceAll(/'[^']*'|([a-zA-Z])\1*|[^a-zA-Z']+/g, (token) => {
    const numeric = numericTokens[token]
    if (numeric) {
      names.push(numeric[0])
      return numeric[1]
    }
    if (/^[a-zA-Z]/.test(token)) isNumeric = false
    return escapeExpression(token.startsWith("'") ? token.slice(1, -1) : token)
  })
  if (!isNumeric || new Set(names).size !== names.length) {
    return (text) => {
      const date = DateTime.fromFormat(text, format, { zone: effectiveZone, locale: 'en' })
      return date.isValid ? { ms: date.toMillis(), hasTime } : undefined
    }
  }
  const expression = new RegExp(`^${pattern}$`)
  return (text) => {
    const match = expression.exec(text)
    if (!match) return undefined
    const parts: Parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 }
    names.forEach((name, at) => {
      parts[name] = Number(match[at + 1])
    })
    return instantOf(parts, effectiveZone, hasTime)
  }
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/** The UTC day of an instant, YYYY-MM-DD. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** What is wrong with a format, or undefined. */
export function formatProblem(format: string): string | undefined {
  const bare = format.replaceAll(/'[^']*'/g, '')
  if (/(?<!y)y{1,2}(?!y)/.test(bare)) return 'has a two-digit year (yy), which does not say the century; use yyyy'
  if (!/yyyy/.test(bare) || !/[ML]/.test(bare) || !/d/.test(bare)) {
    return 'needs a year (yyyy), a month (MM) and a day (dd), as in dd-MM-yyyy'
  }
  return undefined
}
