/** The files of one import, opened: what each feeds, how its records are read, and how far the reading has come. */
import { basename, extname } from 'node:path'
import { UserError } from '../../errors.ts'
import type { Venture } from '../define-tool.ts'
import { type CheckedMapping, type FileMapping, type Mapping, mappingOf } from './mapping.ts'
import { inspectFile, type SourceFile, type SourceRecord } from './read-records.ts'
import { type Refusal, rowReader, type StagedRow } from './read-row.ts'
import type { RowReading } from './read-value.ts'
import { RejectedFile } from './rejected-file.ts'

export interface ImportOptions {
  files: readonly string[]
  /** A path to a YAML file, or the mapping itself. */
  mapping: string | Mapping
  /** Refused rows are written to `rejected/` in it. */
  dataDir: string
  /** Above this share of refused rows nothing is loaded. */
  maxRefusedPercent?: number
  /** Later dates are mistakes, and changes without a date of their own take effect now. */
  now: Date
  /** Usage files of at least so many bytes are loaded without staging. */
  directFromBytes?: number
  onProgress?: (progress: ImportProgress) => void
  signal?: AbortSignal
}

export interface ImportProgress {
  phase: 'reading' | 'merging'
  /** The file being read, or the entity being merged. */
  file: string
  /** Over all files, as they lie on disk. */
  bytesRead: number
  bytesTotal: number
  rows: number
  refused: number
}

export interface OpenFile extends SourceFile {
  fileNo: number
  feeds: FileMapping
  reading: RowReading
  read: (record: SourceRecord) => StagedRow[] | Refusal
  rejected: RejectedFile
  rows: number
  refused: number
}

/** Everything that can be told before a row is read: that the files exist, and have the columns the mapping names. */
export async function openFiles(
  mapping: CheckedMapping,
  venture: Venture,
  options: ImportOptions,
): Promise<OpenFile[]> {
  if (options.files.length === 0) {
    throw new UserError({
      code: 'invalid_input',
      message: 'No file was given.',
      fix: 'Name one or more files to import.',
    })
  }
  const taken = new Map<string, number>()
  const files: OpenFile[] = []
  for (const [fileNo, path] of options.files.entries()) {
    const feeds = mappingOf(mapping, path)
    const reading = { mapping, currency: venture.currency, now: options.now }
    const file = await inspectFile(path, columnsOf(feeds), mapping.delimiter)
    const read = rowReader(file, fileNo, feeds, reading)
    const times = (taken.get(file.name) ?? 0) + 1
    taken.set(file.name, times)
    const extension = extname(file.name)
    const name = times === 1 ? file.name : `${basename(file.name, extension)}-${times}${extension}`
    const rejected = new RejectedFile(options.dataDir, name, file.columns)
    files.push({ ...file, fileNo, feeds, reading, read, rejected, rows: 0, refused: 0 })
  }
  return files
}

function columnsOf(feeds: FileMapping): string[] {
  return Object.values(feeds)
    .flatMap((columns) => Object.values(columns))
    .flatMap((from) => (typeof from === 'string' ? [from] : 'column' in from ? [from.column] : []))
}

export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new UserError({
    code: 'conflict',
    message: 'The import was stopped. Nothing was loaded.',
    fix: 'Run it again.',
  })
}

export function total(files: readonly OpenFile[], what: 'rows' | 'refused' | 'byteCount'): number {
  return files.reduce((sum, file) => sum + file[what], 0)
}
