/**
 * Files into facts: read and checked row by row into staging, checked against each other there, merged in one
 * transaction. Good rows load, bad ones are refused with a reason; too many bad ones and nothing loads.
 */
import { uuidv7 } from 'uuidv7'
import { refuseStagedRows } from '../../db/queries/import/checks.ts'
import { takesBinaryCopy } from '../../db/queries/import/direct-usage.ts'
import { ensureUsagePartitions, summarizeUsage } from '../../db/queries/import/partitions.ts'
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
import type { Venture } from '../define-tool.ts'
import { type Loaded, loadUsage } from './load-usage.ts'
import { readMapping } from './mapping.ts'
import { mergeStaged } from './merge-staged.ts'
import { assertNotAborted, type ImportOptions, type OpenFile, openFiles, total } from './open-files.ts'
import { readRecords } from './read-records.ts'
import { type Refusal, type StagedRow, spokenColumns } from './read-row.ts'
import { assertFewRefused, closeRejected, countOf, refuse, type Tally, writeStagedRefusals } from './refused-rows.ts'
import { type ImportWarning, warningMessages } from './wording.ts'

export type { ImportOptions, ImportProgress } from './open-files.ts'

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

/** From here on the detour through staging costs more than what the shorter way has to prepare. */
const DIRECT_BYTES = 4_000_000
const ROWS_BETWEEN_PROGRESS = 2_000

/**
 * Loads `files` as `mapping` says. All files of one import may refer to each other's rows, whatever their order; the
 * same file again changes nothing. Throws UserError, with nothing loaded, for a mapping or file that cannot be used, a
 * date that could be two, more than `maxRefusedPercent` refused rows, or an abort.
 */
export async function importFiles(db: VentureDb, venture: Venture, options: ImportOptions): Promise<ImportResult> {
  const startedAt = performance.now()
  const mapping = await readMapping(options.mapping)
  let files = await openFiles(mapping, venture, options)
  const staging: Staging = {
    batchId: uuidv7(),
    source: mapping.source,
    fields: Object.fromEntries(files.map((file) => [file.fileNo, spokenColumns(file.feeds)])),
  }
  await sweepStaging(db, options.now)
  try {
    await createStaging(db, staging)
    let loaded: Loaded | undefined
    if (await isDirect(db, staging, files, options)) {
      loaded = await loadUsage(db, staging, files, options)
      if (!loaded) {
        await Promise.all(files.map((file) => file.rejected.discard()))
        files = await openFiles(mapping, venture, options)
      }
    }
    loaded ??= await loadStaged(db, staging, files, options)
    const reusedIds = loaded.warnings.find((warning) => warning.code === 'usage_id_reused')?.count ?? 0
    const entities: ImportResult['entities'] = {}
    for (const [entity, { read, refused }] of loaded.tally.entities) {
      const { added, changed } = loaded.counts.get(entity) ?? { added: 0, changed: 0 }
      const unchanged = Math.max(0, read - refused - added - changed)
      entities[entity] = { read, added, changed, unchanged, refused, reusedIds: entity === 'usage' ? reusedIds : 0 }
    }
    return {
      batchId: loaded.recordedAt ? staging.batchId : null,
      recordedAt: loaded.recordedAt,
      source: mapping.source,
      entities,
      refusals: loaded.tally.refusals,
      refusedCount: total(files, 'refused'),
      rejectedFiles: loaded.rejectedFiles,
      warnings: loaded.warnings.map((warning) => ({ ...warning, message: warningMessages[warning.code] })),
      seconds: (performance.now() - startedAt) / 1000,
    }
  } catch (error) {
    await Promise.all(files.map((file) => file.rejected.discard()))
    throw error
  } finally {
    await dropStaging(db, staging)
  }
}

/** Large files of usage and nothing else go straight into their tables, where the database lets them. */
async function isDirect(db: VentureDb, staging: Staging, files: OpenFile[], options: ImportOptions): Promise<boolean> {
  const isUsage = files.every((file) => Object.keys(file.feeds).every((entity) => entity === 'usage'))
  const isLarge = total(files, 'byteCount') >= (options.directFromBytes ?? DIRECT_BYTES)
  return isUsage && isLarge && (await takesBinaryCopy(db, staging))
}

async function loadStaged(db: VentureDb, staging: Staging, files: OpenFile[], options: ImportOptions): Promise<Loaded> {
  const tally: Tally = { entities: new Map(), refusals: [] }
  await readFiles(db, staging, files, tally, options)
  const staged = importEntities.filter((entity) => tally.entities.has(entity))
  await analyzeStaging(db, staging, staged)
  const rowCount = total(files, 'rows')
  const left = await inBulk(db, rowCount, (tx) => refuseStagedRows(tx, staging, staged))
  for (const [entity, count] of tally.entities) count.refused += count.staged - (left.get(entity) ?? 0)
  await writeStagedRefusals(db, staging, files, tally)
  const rejectedFiles = await closeRejected(files)
  assertFewRefused(files, rejectedFiles, options.maxRefusedPercent)
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
  if (staged.includes('usage')) await summarizeUsage(db)
  const warnings = await inBulk(db, rowCount, (tx) => findWarnings(tx, staging, staged))
  return { ...merged, tally, rejectedFiles, warnings }
}

function inBulk<T>(db: VentureDb, rowCount: number, work: (tx: VentureDb) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await planForBulk(tx, rowCount)
    return work(tx)
  })
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
