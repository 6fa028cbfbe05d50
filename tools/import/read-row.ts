/** One record as staged rows: every value read by its field's type, or the reason why the record is refused. */

import { uuidv7 } from 'uuidv7'
import { type ImportEntity, stagingColumns } from '../../db/queries/import/staging.ts'
import { UserError } from '../../errors.ts'
import { type Field, fields, writtenIn } from './fields.ts'
import { finishRow } from './finish-row.ts'
import type { FieldSource, FileMapping } from './mapping.ts'
import { nearest } from './nearest.ts'
import type { SourceFile, SourceRecord } from './read-records.ts'
import { type Problem, type ReadValue, type RowReading, type Values, valueReader } from './read-value.ts'

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
      const problem = readFields(compiled, record, row) ?? finishRow(compiled.entity, row)
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
