/** Large files of usage, in one transaction and without staging as far as rows are proved to be new. */
import { announceBatch, beginBatch, insertBatch } from '../../db/queries/import/batches.ts'
import { refuseStagedRows } from '../../db/queries/import/checks.ts'
import {
  contradictsDirect,
  directBeforeSignup,
  foldUsageDaily,
  knownUsageDays,
  markDirect,
  rememberUsageDays,
  reusedEventIds,
} from '../../db/queries/import/direct-usage.ts'
import { countLateEvents } from '../../db/queries/import/late-events.ts'
import { type FirstUsageDays, firstStagedDays, markIfUsageBegan } from '../../db/queries/import/marks.ts'
import { mergeUsage } from '../../db/queries/import/merge-usage.ts'
import { ensureUsageMonths, summarizeUsage } from '../../db/queries/import/partitions.ts'
import type { Merge, MergeCount } from '../../db/queries/import/reconcile.ts'
import {
  analyzeStaging,
  type ImportEntity,
  planForBulk,
  type Staging,
  settleUsage,
} from '../../db/queries/import/staging.ts'
import { findWarnings, type WarningRow } from '../../db/queries/import/warnings.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { assertNotAborted, type ImportOptions, type OpenFile, total } from './open-files.ts'
import { dayOf } from './read-date.ts'
import { readUsage } from './read-usage.ts'
import { assertFewRefused, closeRejected, countOf, type Tally, writeStagedRefusals } from './refused-rows.ts'
import { NotDirect } from './usage-chunk.ts'
import { UsageStream } from './usage-stream.ts'

/** What one way or the other of loading brought. */
export interface Loaded {
  recordedAt: Date | null
  counts: Map<ImportEntity, MergeCount>
  tally: Tally
  rejectedFiles: string[]
  warnings: WarningRow[]
}

/**
 * Loads `files`, which feed usage only, as staging and merging them would: the same rows, counts, refusals and warnings.
 * Undefined, with nothing loaded, where they must be loaded that way.
 */
export async function loadUsage(
  db: VentureDb,
  staging: Staging,
  files: OpenFile[],
  options: ImportOptions,
): Promise<Loaded | undefined> {
  const tally: Tally = { entities: new Map(), refusals: [] }
  try {
    const done = await db.transaction(async (tx) => {
      const recordedAt = await beginBatch(tx)
      const known = await knownUsageDays(tx, staging.source)
      const stream = new UsageStream(db, tx, staging, recordedAt, known)
      try {
        await readUsage(files, stream, tally, options)
        await stream.end()
      } catch (error) {
        await stream.settle()
        throw error
      }
      const merge = { ...staging, recordedAt, effectiveAt: options.now }
      return { ...(await settleBatch(db, tx, merge, stream, files, tally, options)), stream, merge, known }
    })
    const [warnings] = await Promise.all([
      warningsOf(db, done.merge, done.stream, done.known),
      settleUsage(db, done.count.added),
      summarizeUsage(db),
    ])
    const { isNews, merge, count, rejectedFiles } = done
    return {
      recordedAt: isNews ? merge.recordedAt : null,
      counts: new Map([['usage', count]]),
      tally,
      rejectedFiles,
      warnings,
    }
  } catch (error) {
    if (error instanceof NotDirect) return undefined
    throw error
  }
}

/** After the last row: what was left to staging, refusals, marks and the batch itself. */
async function settleBatch(
  db: VentureDb,
  tx: VentureDb,
  merge: Merge,
  stream: UsageStream,
  files: OpenFile[],
  tally: Tally,
  options: ImportOptions,
) {
  const count: MergeCount = { added: stream.added, changed: 0 }
  await rememberUsageDays(tx, merge.source, [...stream.freshDays].map(isoDay))
  if (stream.staged > 0) count.added += await mergeLeft(db, tx, merge, stream, tally)
  await writeStagedRefusals(tx, merge, files, tally)
  const rejectedFiles = await closeRejected(files)
  assertFewRefused(files, rejectedFiles, options.maxRefusedPercent)
  assertNotAborted(options.signal)
  const bytesTotal = total(files, 'byteCount')
  const [rows, refused] = [total(files, 'rows'), total(files, 'refused')]
  options.onProgress?.({ phase: 'merging', file: 'usage', bytesRead: bytesTotal, bytesTotal, rows, refused })
  const isNews = count.added > 0
  if (isNews) {
    count.late = await countLateEvents(tx, merge, dayOf(stream.firstMs))
    await markUsage(tx, merge, stream)
    await insertBatch(tx, {
      id: merge.batchId,
      recordedAt: merge.recordedAt,
      source: merge.source,
      description: files.map((file) => file.name).join(', '),
      counts: { usage: count },
    })
    await announceBatch(tx)
  }
  return { isNews, count, rejectedFiles }
}

async function mergeLeft(
  db: VentureDb,
  tx: VentureDb,
  merge: Merge,
  stream: UsageStream,
  tally: Tally,
): Promise<number> {
  await analyzeStaging(tx, merge, ['usage'])
  await planForBulk(tx, stream.staged)
  // Which of two contradicting rows to refuse can be told only of rows that are staged side by side.
  if (stream.added > 0 && (await contradictsDirect(tx, merge))) throw new NotDirect()
  const left = await refuseStagedRows(tx, merge, ['usage'])
  countOf(tally, 'usage').refused += stream.staged - (left.get('usage') ?? 0)
  await ensureUsageMonths(db, [...new Set([...stream.leftDays].map((day) => isoDay(day).slice(0, 7)))])
  const { added } = await mergeUsage(tx, merge)
  if (added > 0 && [...stream.leftDays].some((day) => stream.freshDays.has(day))) await foldUsageDaily(tx, merge)
  return added
}

/** The merge of what was staged has marked its own customers. */
async function markUsage(tx: VentureDb, merge: Merge, stream: UsageStream): Promise<void> {
  const staged: FirstUsageDays = stream.staged > 0 ? await firstStagedDays(tx, merge) : { login: null, feature: null }
  const since = await markIfUsageBegan(tx, merge, {
    login: earlier(staged.login, stream.firstLoginDay),
    feature: earlier(staged.feature, stream.firstFeatureDay),
  })
  if (stream.added === 0) return
  const days = [...stream.freshDays]
  const span = { firstOn: isoDay(Math.min(...days)), lastOn: isoDay(Math.max(...days)) }
  if (since === null || since > span.firstOn) await markDirect(tx, merge, span)
}

function earlier(day: string | null, other: number): string | null {
  if (!Number.isFinite(other)) return day
  const iso = isoDay(other)
  return day !== null && day < iso ? day : iso
}

function isoDay(day: number): string {
  return dayOf(day * 86_400_000)
}

/** The same warnings as of rows that are all staged; of those that are not, the stream has counted. */
async function warningsOf(
  db: VentureDb,
  merge: Merge,
  stream: UsageStream,
  known: readonly string[],
): Promise<WarningRow[]> {
  const staged = stream.staged > 0 ? await findWarnings(db, merge, ['usage']) : []
  if (stream.added === 0) return staged
  const span = { first: new Date(stream.firstMs), last: new Date(stream.lastMs) }
  const days = { first: dayOf(stream.firstMs), last: dayOf(stream.lastMs) }
  const isAmongKnown = known.some((day) => day >= days.first && day <= days.last)
  const candidates = isAmongKnown ? null : stream.reused.candidates
  const [early, reused] = await Promise.all([
    directBeforeSignup(db, merge, span),
    candidates?.length === 0 && stream.staged === 0 ? none : reusedEventIds(db, merge, span, candidates),
  ])
  const all = new Map(staged.map((warning) => [warning.code, warning]))
  for (const [code, { count, examples }] of [...stream.warnings, ['usage_before_signup', early] as const]) {
    const other = all.get(code)
    const shown = [...examples, ...(other?.examples ?? [])].sort().slice(0, 3)
    if (count > 0) all.set(code, { code, count: count + (other?.count ?? 0), examples: shown })
  }
  // Counted over all of them, the staged ones too.
  all.delete('usage_id_reused')
  if (reused.count > 0) all.set('usage_id_reused', { code: 'usage_id_reused', ...reused })
  return order.flatMap((code) => all.get(code) ?? [])
}

const none = { count: 0, examples: [] }

const order = [
  'usage_before_subscription',
  'usage_after_subscription',
  'usage_before_signup',
  'usage_id_reused',
  'usage_differs_from_loaded',
] as const
