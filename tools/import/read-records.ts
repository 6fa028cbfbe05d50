/** A file as records with line numbers: CSV or JSONL, plain or gzip, read as a stream, so that its length does not matter. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib'
import { CsvError, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { UserError } from '../../errors.ts'

export interface SourceFile {
  path: string
  name: string
  format: 'csv' | 'jsonl'
  isGzip: boolean
  delimiter: string
  /** A CSV's header, or the keys found at a JSONL file's start. */
  columns: string[]
  byteCount: number
}

/** `line` is where the record starts; a record that is not a row of the file's columns has a `problem` instead of values. */
export interface SourceRecord {
  line: number
  values: string[]
  problem?: string
}

const DELIMITERS = [',', ';', '\t', '|']
const SAMPLE_BYTES = 256 * 1024
/** A quote that is never closed would otherwise read the rest of the file into memory. */
const LONGEST_RECORD = 16 * 1024 * 1024

/**
 * Looks at the file's start: compressed by its first bytes, JSONL by a leading brace, the delimiter by which one finds
 * most of `expectedColumns` in the header. Throws UserError for a file that is missing, empty or not text in UTF-8.
 */
export async function inspectFile(
  path: string,
  expectedColumns: readonly string[],
  delimiter?: string,
): Promise<SourceFile> {
  const name = basename(path)
  const { sample, isGzip, byteCount } = await readSample(path, name)
  const bytes = sample.subarray(0, 2)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw fileError(name, 'is UTF-16', 'Save it as UTF-8.')
  }
  const text = sample.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw fileError(name, 'is empty', 'Give a file with a header and rows.')
  if (text.includes('\0')) throw fileError(name, 'is not a text file', 'Give CSV or JSONL, plain or gzip.')
  const file = { path, name, isGzip, byteCount }
  if (/^\s*\{/.test(text)) {
    return { ...file, format: 'jsonl', delimiter: '', columns: jsonColumns(text) }
  }
  const candidates = (delimiter ? [delimiter] : DELIMITERS).map((mark) => {
    const columns = headerOf(text, mark)
    return { mark, columns, found: expectedColumns.filter((column) => columns.includes(column)).length }
  })
  candidates.sort((a, b) => b.found - a.found || b.columns.length - a.columns.length)
  const [best] = candidates
  if (!best || best.columns.length === 0)
    throw fileError(name, 'has no header', 'Its first line must name the columns.')
  return { ...file, format: 'csv', delimiter: best.mark, columns: best.columns }
}

async function readSample(path: string, name: string) {
  try {
    const { size } = await stat(path)
    const handle = await open(path)
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(SAMPLE_BYTES), position: 0 })
      const start = buffer.subarray(0, bytesRead)
      const isGzip = start[0] === 0x1f && start[1] === 0x8b
      const sample = isGzip ? gunzipSync(start, { finishFlush: zlib.Z_SYNC_FLUSH }) : start
      return { sample, isGzip, byteCount: size }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw fileError(name, 'is a damaged gzip file', 'Export it again.')
    throw fileError(
      path,
      code === 'ENOENT' ? 'does not exist' : 'cannot be read',
      'Check the path and its permissions.',
    )
  }
}

function headerOf(text: string, delimiter: string): string[] {
  try {
    const [header] = parseSync(text, {
      delimiter,
      to: 1,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][]
    return (header ?? []).map((column) => column.trim())
  } catch {
    // This delimiter does not make a header of the first line; another one will.
    return []
  }
}

function jsonColumns(text: string): string[] {
  const keys = new Set<string>()
  for (const line of text.split('\n')) {
    const record = jsonObject(line)
    for (const key of Object.keys(record ?? {})) keys.add(key)
  }
  return [...keys]
}

function jsonObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The file's records after the header. `onBytes` is told how much of the file (as it lies on disk) has been read. */
export async function* readRecords(
  file: SourceFile,
  onBytes?: (bytesRead: number) => void,
): AsyncGenerator<SourceRecord> {
  yield* recordsIn(file, readBlocks(file, onBytes))
}

/** The file's bytes, unpacked. */
export async function* readBlocks(file: SourceFile, onBytes?: (bytesRead: number) => void): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path, { highWaterMark: SAMPLE_BYTES })
  if (onBytes) raw.on('data', () => onBytes(raw.bytesRead))
  const text: Readable = file.isGzip ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => text.destroy(error))
  try {
    yield* text
  } catch (error) {
    throw readProblem(file.name, error)
  } finally {
    raw.destroy()
    text.destroy()
  }
}

/** The records of a file's bytes, or of the rest of them after `linesBefore` lines, the header among those. */
export async function* recordsIn(
  file: SourceFile,
  blocks: AsyncIterable<Buffer>,
  linesBefore = 0,
): AsyncGenerator<SourceRecord> {
  const text = Readable.from(blocks, { objectMode: false })
  try {
    yield* file.format === 'csv' ? csvRecords(file, text, linesBefore) : jsonRecords(file, text)
  } catch (error) {
    throw readProblem(file.name, error)
  } finally {
    text.destroy()
  }
}

async function* csvRecords(file: SourceFile, text: Readable, linesBefore: number): AsyncGenerator<SourceRecord> {
  const parser = parse({
    bom: true,
    delimiter: file.delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  })
  text.on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  let endedAt = linesBefore
  let isHeader = linesBefore === 0
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    // The parser tells where a record ends; it starts as many lines earlier as it has line breaks inside.
    const ended = linesBefore + info.lines
    const line = ended === endedAt + 1 ? ended : ended - lineBreaks(record)
    endedAt = ended
    if (isHeader) {
      isHeader = false
      continue
    }
    yield { line, values: record, ...problemOf(file, record) }
  }
}

/** A record's problem, when it is not a row of the file's columns. */
export function problemOf(file: SourceFile, record: readonly string[]): { problem?: string } {
  if (record.length === file.columns.length) return {}
  const values = record.length === 1 ? 'value' : 'values'
  return { problem: `${record.length} ${values} where the header has ${file.columns.length}` }
}

function lineBreaks(record: string[]): number {
  let count = 0
  for (const value of record) {
    for (let at = value.indexOf('\n'); at !== -1; at = value.indexOf('\n', at + 1)) count++
  }
  return count
}

async function* jsonRecords(file: SourceFile, text: Readable): AsyncGenerator<SourceRecord> {
  let line = 0
  for await (const written of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    const content = line === 1 ? written.replace(/^\uFEFF/, '') : written
    if (content.trim() === '') continue
    const record = jsonObject(content)
    yield record
      ? { line, values: file.columns.map((column) => jsonText(record[column])) }
      : { line, values: [content], problem: 'not a JSON object' }
  }
}

function jsonText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function readProblem(name: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = 'lines' in error ? ` near line ${String(error.lines)}` : ''
    return fileError(
      name,
      `cannot be read as CSV${line}: ${error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : 'its quotes do not match'}`,
      'Correct the quotes there, or export the file again.',
    )
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') ? fileError(name, 'is a damaged gzip file', 'Export it again.') : error
}

function fileError(file: string, problem: string, fix: string): UserError {
  return new UserError({ code: 'invalid_input', message: `${file} ${problem}.`, field: 'file', value: file, fix })
}
