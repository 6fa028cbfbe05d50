/** A value as its field's type reads it: the text to stage, or what is wrong with it and what to do. */
import { IANAZone } from 'luxon'
import { UserError } from '../../errors.ts'
import type { Field } from './fields.ts'
import type { CheckedMapping, FieldSource } from './mapping.ts'
import { dateReader, dayOf } from './read-date.ts'
import { currencyDigits, readMoney } from './read-money.ts'
import type { SourceFile } from './read-records.ts'

export interface RowReading {
  mapping: CheckedMapping
  currency: string
  now: Date
}

/** A row's values by field, as read. */
export type Values = Record<string, string | null>
export type Problem = { field?: string; reason: string; fix: string; value?: string }
export type ReadValue = (text: string, row: Values) => string | Problem

const DAY_MS = 86_400_000

/** The reader of one field in one file. It throws UserError at a date that no format makes unambiguous. */
export function valueReader(
  file: SourceFile,
  name: string,
  field: Field,
  from: FieldSource,
  reading: RowReading,
): ReadValue {
  const { mapping } = reading
  switch (field.type) {
    case 'text':
    case 'reference':
      return readText
    case 'email':
      return (text) =>
        /^[^@\s]+@[^@\s]+$/.test(text)
          ? readText(text)
          : { reason: 'is not a mail address', fix: 'Write it as name@example.com or leave it empty.' }
    case 'boolean':
      return readBoolean
    case 'time_zone':
      return (text) =>
        IANAZone.isValidZone(text) ? text : { reason: 'is not a time zone', fix: 'Use one such as Europe/Berlin.' }
    case 'currency':
      return (text) =>
        /^[A-Za-z]{3}$/.test(text)
          ? text.toUpperCase()
          : { reason: 'is not a currency code', fix: 'Use one such as USD.' }
    case 'choice':
      return (text) =>
        field.choices.includes(text.toLowerCase())
          ? text.toLowerCase()
          : {
              reason: `is not one of ${field.choices.join(', ')}`,
              fix: `Translate it in the mapping: ${name}: { column: …, values: { ${text.slice(0, 40)}: ${field.choices[0]} } }.`,
            }
    case 'integer':
      return (text) => readInteger(text, field.low, field.high)
    case 'money':
      return (text, row) => readAmount(text, row.currency ?? mapping.currency ?? reading.currency, reading)
    case 'instant':
    case 'day': {
      const own = typeof from === 'object' && 'date_format' in from ? from.date_format : undefined
      const read = dateReader([own ?? mapping.date_format ?? []].flat(), mapping.time_zone ?? 'UTC')
      return (text) => readMoment(text, field, read, file, name, reading.now)
    }
  }
}

function readText(text: string): string | Problem {
  if (text.includes('\0')) return { reason: 'contains a zero byte', fix: 'Export the file as text in UTF-8.' }
  if (text.includes('\uFFFD')) return { reason: 'is not valid UTF-8', fix: 'Export the file in UTF-8.' }
  return text
}

const TRUE = new Set(['true', 't', 'yes', 'y', '1'])
const FALSE = new Set(['false', 'f', 'no', 'n', '0'])

function readBoolean(text: string): string | Problem {
  const lower = text.toLowerCase()
  if (TRUE.has(lower)) return 'true'
  if (FALSE.has(lower)) return 'false'
  return {
    reason: 'is neither true nor false',
    fix: 'Write true or false, or translate it with values in the mapping.',
  }
}

function readInteger(text: string, low: number, high: number): string | Problem {
  if (!/^[+-]?\d{1,15}(\.0+)?$/.test(text)) return { reason: 'is not a whole number', fix: 'Write digits only.' }
  const value = Number(text)
  return value >= low && value <= high
    ? String(value)
    : { reason: `is not between ${low} and ${high}`, fix: 'Correct the number.' }
}

function readAmount(text: string, from: string, { mapping, currency }: RowReading): string | Problem {
  const rate = from === currency ? undefined : mapping.rates?.[from]
  if (from !== currency && rate === undefined) {
    return {
      field: 'currency',
      value: from,
      reason: `is in ${from} but the venture reports in ${currency}`,
      fix: `Give the rate in the mapping: rates: { ${from}: … }.`,
    }
  }
  const read = readMoney(text, currency, {
    decimal: mapping.decimal ?? '.',
    ...(rate ? { rate: decimalText(rate) } : {}),
  })
  if (read.kind === 'minor') return String(read.minor)
  return read.kind === 'too_precise'
    ? { reason: `has more decimals than ${currency} has (${currencyDigits(currency)})`, fix: 'Round it in the source.' }
    : {
        reason: 'is not an amount of money',
        fix: `Write it like 1234${mapping.decimal ?? '.'}50, without currency sign or thousands marks (decimal: "," in the mapping reads decimal commas).`,
      }
}

/** A rate as YAML reads it may print as 1e-7. */
function decimalText(rate: number): string {
  return rate.toFixed(12).replace(/\.?0+$/, '')
}

function readMoment(
  text: string,
  field: Extract<Field, { type: 'instant' | 'day' }>,
  read: ReturnType<typeof dateReader>,
  file: SourceFile,
  name: string,
  now: Date,
): string | Problem {
  const date = read(text)
  if (date.kind === 'ambiguous') {
    throw new UserError({
      code: 'invalid_input',
      message: `${file.name}: ${name}: ${text} can be read in two ways: ${date.readings.join(', or ')}. Nothing was loaded.`,
      field: name,
      value: text,
      fix: 'Say how this source writes dates in the mapping: date_format: dd-MM-yyyy (or MM-dd-yyyy).',
    })
  }
  if (date.kind === 'two_digit_year') {
    return { reason: 'has a two-digit year', fix: 'Write the year with four digits.' }
  }
  if (date.kind === 'unreadable') {
    return {
      reason: 'is not a date this mapping can read',
      fix: 'Write it as 2024-05-31, or add its date_format to the mapping.',
    }
  }
  if (date.ms < 0) return { reason: 'lies before 1970', fix: 'Correct the year.' }
  if (field.past && date.ms > now.getTime() + DAY_MS) {
    return {
      reason: `lies in the future (today is ${dayOf(now.getTime())})`,
      fix: 'Correct the date, or import it when it has come.',
    }
  }
  return field.type === 'day' ? dayOf(date.ms) : new Date(date.ms).toISOString()
}
