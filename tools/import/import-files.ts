/**
 * Files into facts: read and checked row by row into staging, checked against each other there, merged in one
 * transaction. Good rows load, bad ones are refused with a reason; too many bad ones and nothing loads.
 */
import { basename, extname } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { countStagedRefusals, refuseStagedRows, stagedRefusals } from '../../db/queries/import/checks.ts'
import { ensureUsagePartitions } from '../../db/queries/import/partitions.ts'
import {
  analyzeLoaded,
  analyzeStaging,
  createStaging,
  dropStaging,
  type ImportEntity,
  importEntities,
  planForBulk,
  type Staging,
  StagingCopy,
  sweepStaging,
} from '../../db/queries/import/staging.ts'
import { findWarnings } from '../../db/queries/import/warnings.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Venture } from '../define-tool.ts'
import { type CheckedMapping, type FileMapping, type Mapping, mappingOf, readMapping } from './mapping.ts'
import { mergeStaged } from './merge-staged.ts'
import { inspectFile, readRecords, type SourceFile, type SourceRecord } from './read-records.ts'
import { type Refusal, rowReader, type StagedRow, spokenColumns } from './read-row.ts'
import { RejectedFile } from './rejected-file.ts'
import { type ImportWarning, refusalOf, warningMessages } from './wording.ts'

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

interface EntityCount {
  read: number
  added: number
  changed: number
  unchanged: number
  refused: number
  /** Event ids that came with more than one time. */
  reusedIds: number
}

export interface ImportResult {
  /** Null: nothing changed, and there is no batch. */
  batchId: string | null
  recordedAt: Date | null
  source: string
  entities: Partial<Record<ImportEntity, EntityCount>>
  /** The first 20; all of them are in the rejected files. */
  refusals: (Refusal & { file: string })[]
  refusedCount: number
  rejectedFiles: string[]
  warnings: ImportWarning[]
  seconds: number
}

interface OpenFile extends SourceFile {
  fileNo: number
  feeds: FileMapping
  read: (record: SourceRecord) => StagedRow[] | Refusal
  rejected: RejectedFile
  rows: number
  refused: number
}

interface Tally {
  entities: Map<ImportEntity, { read: number; refused: number; staged: number }>
  refusals: (Refusal & { file: string })[]
}

const DEFAULT_MAX_REFUSED_PERCENT = 5
const REFUSALS_SHOWN = 20
const ROWS_BETWEEN_PROGRESS = 2_000

/**
 * Loads `files` as `mapping` says. All files of one import may refer to each other's rows, whatever their order; the
 * same file again changes nothing. Throws UserError, with nothing loaded, for a mapping or file that cannot be used, a
 * date that could be two, more than `maxRefusedPercent` refused rows, or an abort.
 */
export async function importFiles(db: VentureDb, venture: Venture, options: ImportOptions): Promise<ImportResult> {
  const startedAt = performance.now()
  const mapping = await readMapping(options.mapping)
  const files = await openFiles(mapping, venture, options)
  const staging: Staging = {
    batchId: uuidv7(),
    source: mapping.source,
    fields: Object.fromEntries(files.map((file) => [file.fileNo, spokenColumns(file.feeds)])),
  }
  await sweepStaging(db, options.now)
  try {
    await createStaging(db, staging)
    const tally: Tally = { entities: new Map(), refusals: [] }
    await readFiles(db, staging, files, tally, options)
    const staged = importEntities.filter((entity) => tally.entities.has(entity))
    await analyzeStaging(db, staging, staged)
    const rowCount = total(files, 'rows')
    const left = await inBulk(db, rowCount, (tx) => refuseStagedRows(tx, staging, staged))
    for (const [entity, count] of tally.entities) count.refused += count.staged - (left.get(entity) ?? 0)
    await writeStagedRefusals(db, staging, files, tally)
    const rejectedFiles = await closeRejected(files)
    assertFewRefused(files, rejectedFiles, options.maxRefusedPercent ?? DEFAULT_MAX_REFUSED_PERCENT)
    assertNotAborted(options.signal)
    if (staged.includes('usage')) await ensureUsagePartitions(db, staging)
    const bytesTotal = total(files, 'byteCount')
    const merged = await mergeStaged(db, staging, {
      staged: new Set(staged),
      rowCount,
      now: options.now,
      description: files.map((file) => file.name).join(', '),
      onEntity: (entity) =>
        options.onProgress?.({
          phase: 'merging',
          file: entity,
          bytesRead: bytesTotal,
          bytesTotal,
          rows: rowCount,
          refused: total(files, 'refused'),
        }),
    })
    await analyzeLoaded(db)
    const warnings = await inBulk(db, rowCount, (tx) => findWarnings(tx, staging, staged))
    const reusedIds = warnings.find((warning) => warning.code === 'usage_id_reused')?.count ?? 0
    const entities: ImportResult['entities'] = {}
    for (const [entity, { read, refused }] of tally.entities) {
      const { added, changed } = merged.counts.get(entity) ?? { added: 0, changed: 0 }
      const unchanged = Math.max(0, read - refused - added - changed)
      entities[entity] = { read, added, changed, unchanged, refused, reusedIds: entity === 'usage' ? reusedIds : 0 }
    }
    return {
      batchId: merged.recordedAt ? staging.batchId : null,
      recordedAt: merged.recordedAt,
      source: mapping.source,
      entities,
      refusals: tally.refusals,
      refusedCount: total(files, 'refused'),
      rejectedFiles,
      warnings: warnings.map((warning) => ({ ...warning, message: warningMessages[warning.code] })),
      seconds: (performance.now() - startedAt) / 1000,
    }
  } catch (error) {
    await Promise.all(files.map((file) => file.rejected.discard()))
    throw error
  } finally {
    await dropStaging(db, staging)
  }
}

function inBulk<T>(db: VentureDb, rowCount: number, work: (tx: VentureDb) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await planForBulk(tx, rowCount)
    return work(tx)
  })
}

/** Everything that can be told before a row is read: that the files exist, and have the columns the mapping names. */
async function openFiles(mapping: CheckedMapping, venture: Venture, options: ImportOptions): Promise<OpenFile[]> {
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
    const file = await inspectFile(path, columnsOf(feeds), mapping.delimiter)
    const read = rowReader(file, fileNo, feeds, { mapping, currency: venture.currency, now: options.now })
    const times = (taken.get(file.name) ?? 0) + 1
    taken.set(file.name, times)
    const extension = extname(file.name)
    const name = times === 1 ? file.name : `${basename(file.name, extension)}-${times}${extension}`
    const rejected = new RejectedFile(options.dataDir, name, file.columns)
    files.push({ ...file, fileNo, feeds, read, rejected, rows: 0, refused: 0 })
  }
  return files
}

function columnsOf(feeds: FileMapping): string[] {
  return Object.values(feeds)
    .flatMap((columns) => Object.values(columns))
    .flatMap((from) => (typeof from === 'string' ? [from] : 'column' in from ? [from.column] : []))
}

async function readFiles(
  db: VentureDb,
  staging: Staging,
  files: OpenFile[],
  tally: Tally,
  options: ImportOptions,
): Promise<void> {
  const bytesTotal = total(files, 'byteCount')
  let bytesBefore = 0
  for (const file of files) {
    let bytesRead = 0
    const progress = () =>
      options.onProgress?.({
        phase: 'reading',
        file: file.name,
        bytesRead: bytesBefore + bytesRead,
        bytesTotal,
        rows: total(files, 'rows'),
        refused: total(files, 'refused'),
      })
    const copies = new Map<ImportEntity, StagingCopy>()
    try {
      for await (const record of readRecords(file, (bytes) => {
        bytesRead = bytes
      })) {
        if (file.rows % ROWS_BETWEEN_PROGRESS === 0) {
          assertNotAborted(options.signal)
          progress()
        }
        file.rows++
        const rows = file.read(record)
        if (!Array.isArray(rows)) await refuse(file, rows, record, tally)
        else await stageRows(db, staging, copies, rows, tally)
      }
      for (const copy of copies.values()) await copy.end()
    } catch (error) {
      // A COPY still under way would hold the table against its removal.
      await Promise.allSettled([...copies.values()].map((copy) => copy.settle()))
      throw error
    }
    bytesRead = file.byteCount
    progress()
    bytesBefore += file.byteCount
  }
}

function stageRows(
  db: VentureDb,
  staging: Staging,
  copies: Map<ImportEntity, StagingCopy>,
  rows: StagedRow[],
  tally: Tally,
): Promise<unknown> | undefined {
  let waiting: Promise<unknown> | undefined
  for (const { entity, values } of rows) {
    let copy = copies.get(entity)
    if (!copy) {
      copy = new StagingCopy(db, staging, entity)
      copies.set(entity, copy)
    }
    const full = copy.add(values)
    if (full) waiting = waiting ? Promise.all([waiting, full]) : full
    const count = countOf(tally, entity)
    // A ticket without text is staged without a body, to end a text it had before; there is no feedback in it.
    const isText = entity !== 'feedback' || values.at(-1) !== null
    if (isText) {
      count.read++
      count.staged++
    }
  }
  return waiting
}

function countOf(tally: Tally, entity: ImportEntity) {
  let count = tally.entities.get(entity)
  if (!count) {
    count = { read: 0, refused: 0, staged: 0 }
    tally.entities.set(entity, count)
  }
  return count
}

async function refuse(file: OpenFile, refusal: Refusal, record: SourceRecord, tally: Tally): Promise<void> {
  for (const entity of Object.keys(file.feeds) as ImportEntity[]) {
    const count = countOf(tally, entity)
    count.read++
    count.refused++
  }
  await reject(file, refusal, record, tally)
}

async function reject(file: OpenFile, refusal: Refusal, record: SourceRecord, tally: Tally): Promise<void> {
  file.refused++
  if (tally.refusals.length < REFUSALS_SHOWN) tally.refusals.push({ file: file.name, ...refusal })
  await file.rejected.add(refusal, record.values)
}

/** The rows that the database refused are fetched from their files again: staging has what was read, not what was written. */
async function writeStagedRefusals(db: VentureDb, staging: Staging, files: OpenFile[], tally: Tally): Promise<void> {
  const counts = await countStagedRefusals(db, staging)
  for (const file of files.filter(({ fileNo }) => counts.has(fileNo))) {
    const refused = stagedRefusals(db, staging, file.fileNo)
    let next = await refused.next()
    for await (const record of readRecords(file)) {
      if (next.done) break
      if (record.line !== next.value.line) continue
      await reject(file, refusalOf(next.value, file.feeds), record, tally)
      next = await refused.next()
    }
  }
}

async function closeRejected(files: OpenFile[]): Promise<string[]> {
  const paths: string[] = []
  for (const { rejected } of files) if (await rejected.close()) paths.push(rejected.path)
  return paths
}

function assertFewRefused(files: OpenFile[], rejectedFiles: string[], maxPercent: number): void {
  const [rows, refused] = [total(files, 'rows'), total(files, 'refused')]
  if (refused === 0 || (refused / rows) * 100 <= maxPercent) return
  const each = files.filter((file) => file.refused > 0).map((file) => `${file.name}: ${file.refused} of ${file.rows}`)
  throw new UserError({
    code: 'invalid_input',
    message: `${refused} of ${rows} rows are refused, more than ${maxPercent} % (${each.join('; ')}). Nothing was loaded.`,
    field: 'maxRefusedPercent',
    value: `${((refused / rows) * 100).toFixed(1)} %`,
    fix: `The rows and reasons are in ${rejectedFiles.join(', ')}. Correct the files or the mapping, or allow more refused rows.`,
  })
}

function assertNotAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new UserError({
    code: 'conflict',
    message: 'The import was stopped. Nothing was loaded.',
    fix: 'Run it again.',
  })
}

function total(files: readonly OpenFile[], what: 'rows' | 'refused' | 'byteCount'): number {
  return files.reduce((sum, file) => sum + file[what], 0)
}
