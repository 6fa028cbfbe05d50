/** Rows as other systems send them, in JSON with the names of a mapping's fields: read by the reader of imported files. */
import { type ImportEntity, stagingColumns } from '../../db/queries/import/staging.ts'
import { UserError } from '../../errors.ts'
import { fields } from '../import/fields.ts'
import type { FileMapping } from '../import/mapping.ts'
import { nearest } from '../import/nearest.ts'
import { type Refusal, rowReader, type StagedRow, spokenColumns } from '../import/read-row.ts'

/** Why one row was not recorded, in words for who sent it. */
export interface RowProblem {
  /** Its place in the request, from 0. */
  index: number
  field: string
  value: string
  reason: string
  fix: string
}

/** Rows of one request that speak of the same fields: what they do not speak of keeps what stands. */
export interface RowGroup {
  spoken: Partial<Record<ImportEntity, string[]>>
  rows: { index: number; staged: StagedRow[] }[]
}

interface Compiled {
  spoken: RowGroup['spoken']
  names: readonly string[]
  read(index: number, values: string[]): StagedRow[] | Refusal
}

export interface JsonReading {
  /** ISO 4217; amounts come in its major unit. */
  currency: string
  now: Date
}

const COMPILED_KEPT = 500
const tableColumns = new Map<ImportEntity, readonly string[]>()

/** Reads the rows of requests. Keeps what it compiled, so that a stream of small requests costs no more than one file. */
export class JsonRowReader {
  readonly #compiled = new Map<string, Compiled>()
  /** Compiled readers look at the time of the request in hand, not at when they were made. */
  #now = new Date(0)

  /** Every row is either in a group or among the problems. */
  read(
    entity: ImportEntity,
    rows: readonly unknown[],
    { currency, now }: JsonReading,
  ): { groups: RowGroup[]; problems: RowProblem[] } {
    this.#now = now
    const groups = new Map<Compiled, RowGroup>()
    const problems: RowProblem[] = []
    for (const [index, row] of rows.entries()) {
      const problem = shapeProblem(entity, row)
      if (problem) {
        problems.push({ index, ...problem })
        continue
      }
      const record = row as Record<string, unknown>
      const compiled = this.#readerOf(entity, record, currency)
      const staged = readValues(compiled, record, index)
      if (!Array.isArray(staged)) {
        problems.push({ index, ...inJsonWords(entity, staged, currency) })
        continue
      }
      let group = groups.get(compiled)
      if (!group) {
        group = { spoken: compiled.spoken, rows: [] }
        groups.set(compiled, group)
      }
      group.rows.push({ index, staged })
    }
    return { groups: [...groups.values()], problems }
  }

  #readerOf(entity: ImportEntity, record: Record<string, unknown>, currency: string): Compiled {
    const names = Object.keys(fields[entity]).filter((name) => fields[entity][name]?.required || name in record)
    const key = `${entity} ${currency} ${names.join()}`
    let compiled = this.#compiled.get(key)
    if (!compiled) {
      if (this.#compiled.size >= COMPILED_KEPT) this.#compiled.clear()
      compiled = this.#compile(entity, names, currency)
      this.#compiled.set(key, compiled)
    }
    return compiled
  }

  #compile(entity: ImportEntity, names: string[], currency: string): Compiled {
    const feeds: FileMapping = { [entity]: Object.fromEntries(names.map((name) => [name, name])) }
    const file = {
      path: '',
      name: entity,
      format: 'jsonl' as const,
      isGzip: false,
      delimiter: '',
      columns: names,
      byteCount: 0,
    }
    const now = () => this.#now
    const read = rowReader(file, 0, feeds, {
      mapping: { source: 'ingest', files: {} },
      currency,
      get now() {
        return now()
      },
    })
    return { spoken: spokenColumns(feeds), names, read: (line, values) => read({ line, values }) }
  }
}

/** A staged row as the columns of its table; `fileNo` says which group of which request it came in. */
export function stagedRecord({ entity, values }: StagedRow, fileNo: number): Record<string, string | null> {
  const columns = stagedColumns(entity)
  const record: Record<string, string | null> = {}
  for (const [at, column] of columns.entries()) record[column] = values[at] ?? null
  record.file_no = String(fileNo)
  return record
}

/** The columns of an entity's staging table, in the order of a staged row's values. */
export function stagedColumns(entity: ImportEntity): readonly string[] {
  let columns = tableColumns.get(entity)
  if (!columns) {
    columns = ['file_no', 'line', ...(entity === 'usage' ? [] : ['new_id']), ...stagingColumns(entity)]
    tableColumns.set(entity, columns)
  }
  return columns
}
type Problem = Omit<RowProblem, 'index'>

function shapeProblem(entity: ImportEntity, row: unknown): Problem | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { field: '', value: shown(row), reason: 'is not an object', fix: 'Send each row as { "field": value, … }.' }
  }
  for (const [name, value] of Object.entries(row)) {
    if (!Object.hasOwn(fields[entity], name)) {
      const known = Object.keys(fields[entity])
      const meant = nearest(name, known)
      const fix = meant ? `Did you mean ${meant}?` : `The fields are ${known.join(', ')}.`
      return { field: name.slice(0, 100), value: shown(value), reason: `is not a field of ${entity}`, fix }
    }
    if (typeof value === 'object' && value !== null) {
      const fix = 'Send a text, a number, true, false or null.'
      return { field: name, value: shown(value), reason: 'is not a single value', fix }
    }
  }
  return undefined
}

function readValues(compiled: Compiled, record: Record<string, unknown>, index: number): StagedRow[] | Refusal {
  const values = compiled.names.map((name) => {
    const value = record[name]
    return value === null || value === undefined ? '' : String(value)
  })
  try {
    return compiled.read(index, values)
  } catch (error) {
    // In a file a date that could be two stops the whole import; here it is one sender's one row.
    if (!(error instanceof UserError)) throw error
    const { field = '', value = '' } = error.answer
    return { line: index, column: field, value, reason: 'can be read in two ways', fix: '' }
  }
}

/** The reader speaks to people with a mapping; a program that sends JSON has none. */
function inJsonWords(entity: ImportEntity, refusal: Refusal, currency: string): Problem {
  const { column: name, value, reason } = refusal
  const field = fields[entity][name]
  const fix = (() => {
    switch (field?.type) {
      case 'instant':
        return 'Write it in ISO 8601, as 2024-05-31T14:30:00Z.'
      case 'day':
        return 'Write it as 2024-05-31.'
      case 'choice':
        return `Write one of ${field.choices.join(', ')}.`
      case 'boolean':
        return 'Send true or false.'
      case 'money':
        return 'Write it like 1234.50, without currency sign or thousands marks.'
      case 'currency':
        return `Send amounts in ${currency}.`
      default:
        return refusal.fix
    }
  })()
  const isEmpty = value === '' && reason.endsWith('is empty')
  return { field: name, value, reason, fix: isEmpty ? refusal.fix : fix }
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200)
}
