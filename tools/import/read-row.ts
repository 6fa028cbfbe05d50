/** One record as staged rows: every value read by its field's type, or the reason why the record is refused. */

import { hash } from 'node:crypto'
import { IANAZone } from 'luxon'
import { uuidv7 } from 'uuidv7'
import { type ImportEntity, stagingColumns } from '../../db/queries/import/staging.ts'
import { UserError } from '../../errors.ts'
import { type Field, fields, usageOwners, writtenIn } from './fields.ts'
import type { CheckedMapping, FieldSource, FileMapping } from './mapping.ts'
import { nearest } from './nearest.ts'
import { dateReader, dayOf } from './read-date.ts'
import { currencyDigits, readMoney } from './read-money.ts'
import type { SourceFile, SourceRecord } from './read-records.ts'

/** Why a record is refused, in words for the person who can correct it. */
export interface Refusal {
  line: number
  column: string
  value: string
  reason: string
  fix: string
}

/** Staged values by column; `entity` says which table they are for. */
export interface StagedRow {
  entity: ImportEntity
  values: (string | null)[]
}

export interface RowReading {
  mapping: CheckedMapping
  currency: string
  now: Date
}

type Values = Record<string, string | null>
type Problem = { field?: string; reason: string; fix: string; value?: string }
type ReadValue = (text: string, row: Values) => string | Problem

interface CompiledField {
  name: string
  column: number
  constant: string | null
  values: Map<string, string | null> | undefined
  field: Field
  read: ReadValue
}

interface CompiledEntity {
  entity: ImportEntity
  fields: CompiledField[]
  /** For each staging column the field it is staged from. */
  staged: readonly string[]
}

const DAY_MS = 86_400_000

/**
 * Compiles what the mapping says of a file into a function from record to staged rows (several where the file feeds
 * several entities) or a refusal. Throws UserError when the mapping names a column that the file lacks, when a constant
 * does not fit its field, or (from the function) at a date that no format makes unambiguous.
 */
export function rowReader(
  file: SourceFile,
  fileNo: number,
  feeds: FileMapping,
  reading: RowReading,
): (record: SourceRecord) => StagedRow[] | Refusal {
  const entities = (Object.entries(feeds) as [ImportEntity, Record<string, FieldSource>][]).map(([entity, columns]) =>
    compileEntity(file, entity, columns, reading),
  )
  const columnOf = (compiled: CompiledEntity, name: string | undefined) => {
    const source = compiled.fields.find((one) => one.name === name)
    return source && source.column >= 0 ? (file.columns[source.column] ?? name ?? '') : (name ?? '')
  }
  return (record) => {
    if (record.problem) {
      return {
        line: record.line,
        column: '',
        value: record.values.join(file.delimiter || ' ').slice(0, 200),
        reason: record.problem,
        fix: file.format === 'csv' ? 'Quote values that contain the delimiter.' : 'Write one JSON object a line.',
      }
    }
    const rows: StagedRow[] = []
    for (const compiled of entities) {
      const row: Values = {}
      const problem = readFields(compiled, record, row) ?? finish(compiled.entity, row)
      if (problem) {
        const source = compiled.fields.find((one) => one.name === problem.field)
        const value = problem.value ?? (source && source.column >= 0 ? record.values[source.column] : '') ?? ''
        const { reason, fix } = problem
        return { line: record.line, column: columnOf(compiled, problem.field), value: value.slice(0, 200), reason, fix }
      }
      stage(compiled, row, [String(fileNo), String(record.line)], rows)
    }
    return rows
  }
}

/** Which staging columns a file speaks of, by entity: the others keep what stands. */
export function spokenColumns(feeds: FileMapping): Partial<Record<ImportEntity, string[]>> {
  const spoken: Partial<Record<ImportEntity, string[]>> = {}
  for (const [entity, columns] of Object.entries(feeds) as [ImportEntity, Record<string, FieldSource>][]) {
    spoken[entity] = Object.keys(columns).map((name) => fields[entity][name]?.column ?? name)
    const written = entity in writtenIn ? writtenIn[entity as keyof typeof writtenIn] : undefined
    if (written && written.field in columns) {
      const derived = [...('user' in columns ? ['user_ref'] : []), ...('reason_code' in columns ? ['category'] : [])]
      spoken.feedback = [...new Set([...(spoken.feedback ?? []), ...derived])]
    }
  }
  return spoken
}

function readFields(compiled: CompiledEntity, record: SourceRecord, row: Values): Problem | undefined {
  for (const one of compiled.fields) {
    let text: string | null = one.column < 0 ? one.constant : (record.values[one.column] ?? '').trim()
    if (one.values && text !== null) text = mapped(one.values, text)
    if (text === null || text === '') {
      if (one.field.required) {
        return { field: one.name, reason: `${one.name} is empty`, fix: 'Fill it in; it is required.' }
      }
      row[one.name] = null
      continue
    }
    const read = one.read(text, row)
    if (typeof read !== 'string') return { field: one.name, ...read }
    row[one.name] = read
  }
  return undefined
}

function mapped(values: Map<string, string | null>, text: string): string | null {
  const value = values.get(text)
  return value === undefined ? text : value
}

function compileEntity(
  file: SourceFile,
  entity: ImportEntity,
  columns: Record<string, FieldSource>,
  reading: RowReading,
): CompiledEntity {
  const compiled = Object.entries(columns).map(([name, from]): CompiledField => {
    const field = fields[entity][name]
    if (!field) throw new Error(`unchecked field ${entity}.${name}`)
    const read = valueReader(file, name, field, from, reading)
    if (typeof from === 'object' && 'value' in from) {
      const constant = read(String(from.value), {})
      if (typeof constant !== 'string')
        throw mappingError(file, `${entity} → ${name}: ${constant.reason}`, constant.fix)
      return { name, column: -1, constant, values: undefined, field, read: (text) => text }
    }
    const values = typeof from === 'object' && from.values ? from.values : undefined
    return {
      name,
      column: columnIndex(file, entity, name, from),
      constant: null,
      values:
        values && new Map(Object.entries(values).map(([key, value]) => [key, value === null ? null : String(value)])),
      field,
      read,
    }
  })
  // An amount is read in its row's currency, so that has to be read first.
  compiled.sort((a, b) => Number(a.field.type === 'money') - Number(b.field.type === 'money'))
  const money = compiled.find((one) => one.field.type === 'money')
  const { mapping, currency } = reading
  if (
    money &&
    !('currency' in columns) &&
    (mapping.currency ?? currency) !== currency &&
    !mapping.rates?.[mapping.currency ?? '']
  ) {
    throw mappingError(
      file,
      `amounts are in ${mapping.currency} but the venture reports in ${currency}`,
      `Give the rate in the mapping: rates: { ${mapping.currency}: … } (${currency} for one ${mapping.currency}).`,
    )
  }
  return { entity, fields: compiled, staged: stagingColumns(entity).map((column) => sourceField(entity, column)) }
}

function columnIndex(file: SourceFile, entity: string, name: string, from: FieldSource): number {
  const wanted = typeof from === 'string' ? from : 'column' in from ? from.column : ''
  const at = file.columns.indexOf(wanted)
  if (at === -1) {
    if (typeof from === 'object' && 'optional' in from && from.optional) return -1
    throw mappingError(
      file,
      `has no column ${wanted}, which the mapping names for ${entity} → ${name}; it has ${file.columns.join(', ')}`,
      `Did you mean ${nearest(wanted, file.columns)}? If only some files have the column, write { column: ${wanted}, optional: true }.`,
    )
  }
  if (file.columns.lastIndexOf(wanted) !== at) {
    throw mappingError(file, `has two columns named ${wanted}`, 'Rename one of them in the file.')
  }
  return at
}

function valueReader(file: SourceFile, name: string, field: Field, from: FieldSource, reading: RowReading): ReadValue {
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

/** What one field cannot tell: rules between fields, and what follows from them. */
function finish(entity: ImportEntity, row: Values): Problem | undefined {
  switch (entity) {
    case 'usage':
      return finishUsage(row)
    case 'subscriptions':
      return before(row, 'ended_at', 'started_at')
    case 'tickets': {
      if (row.status === 'closed' && !row.closed_at) {
        return { field: 'closed_at', reason: 'is empty though the ticket is closed', fix: 'Say when it was closed.' }
      }
      if (row.closed_at && row.status && row.status !== 'closed') {
        return {
          field: 'status',
          reason: 'contradicts closed_at',
          fix: 'Empty closed_at, or set the status to closed.',
        }
      }
      return before(row, 'closed_at', 'opened_at')
    }
    case 'surveys': {
      if (row.score && !row.answered_at) {
        return { field: 'answered_at', reason: 'is empty though there is a score', fix: 'Say when it was answered.' }
      }
      if (row.answered_at && !row.score) {
        return {
          field: 'score',
          reason: 'is empty though the survey was answered',
          fix: 'Give the score, or empty answered_at.',
        }
      }
      if (row.kind === 'csat' && row.score && (Number(row.score) < 1 || Number(row.score) > 5)) {
        return { field: 'score', reason: 'is not between 1 and 5', fix: 'A csat score goes from 1 to 5.' }
      }
      return before(row, 'answered_at', 'sent_at')
    }
    case 'invoices':
      return before(row, 'due_on', 'issued_on')
    default:
      return undefined
  }
}

/** Both are ISO text of one kind, so text order is time order. */
function before(row: Values, later: string, earlier: string): Problem | undefined {
  const [end, start] = [row[later], row[earlier]]
  return end && start && end < start
    ? { field: later, reason: `lies before ${earlier}`, fix: 'Correct one of the two dates.' }
    : undefined
}

function finishUsage(row: Values): Problem | undefined {
  if (!usageOwners.some((name) => row[name])) {
    return {
      field: usageOwners.find((name) => name in row) ?? 'customer',
      reason: 'is empty, so it is nobody’s usage',
      fix: `Fill in one of ${usageOwners.join(', ')}.`,
    }
  }
  if (row.kind === 'feature' && !row.feature) {
    return { field: 'feature', reason: 'is empty', fix: 'Say which feature was used.' }
  }
  if (row.kind === 'login') row.feature = null
  row.quantity ??= '1'
  // A source without event ids: what the row says is its identity, so the same row twice is one event.
  row.event_id ??= hash('md5', JSON.stringify(fieldNames.map((name) => row[name] ?? null)))
  return undefined
}

const fieldNames = Object.keys(fields.usage).filter((name) => name !== 'event_id')

function stage(compiled: CompiledEntity, row: Values, place: string[], rows: StagedRow[]): void {
  const { entity } = compiled
  const values = compiled.staged.map((name) => row[name] ?? null)
  rows.push({
    entity,
    values: entity === 'usage' ? [...place, ...values] : [...place, uuidv7(), ...feedbackOrigin(entity, values)],
  })
  if (!(entity in writtenIn)) return
  const { field, origin } = writtenIn[entity as keyof typeof writtenIn]
  if (!(field in row)) return
  const occurredAt = writtenAt(entity, row)
  const category = entity === 'churn_events' ? (row.reason_code ?? null) : null
  const about = [
    origin,
    row.external_id ?? null,
    row.customer ?? null,
    row.user ?? null,
    occurredAt,
    category,
    row[field] ?? null,
  ]
  rows.push({ entity: 'feedback', values: [...place, uuidv7(), ...about] })
}

function feedbackOrigin(entity: ImportEntity, values: (string | null)[]): (string | null)[] {
  return entity === 'feedback' ? ['other', ...values.slice(1)] : values
}

function writtenAt(entity: ImportEntity, row: Values): string | null {
  if (entity === 'tickets') return row.opened_at ?? null
  return entity === 'surveys'
    ? (row.answered_at ?? row.sent_at ?? null)
    : row.churned_on
      ? `${row.churned_on}T00:00:00Z`
      : null
}

function sourceField(entity: ImportEntity, column: string): string {
  return Object.entries(fields[entity]).find(([, field]) => field.column === column)?.[0] ?? column
}

function mappingError(file: SourceFile, problem: string, fix: string): UserError {
  return new UserError({
    code: 'invalid_input',
    message: `${file.name}: ${problem}.`,
    field: 'mapping',
    value: file.name,
    fix,
  })
}
