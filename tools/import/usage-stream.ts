/**
 * Usage rows on their way into the tables, a chunk at a time: while the database takes one chunk, the owners of the next
 * are looked up and the one after it is read. A row that is proved to be new goes straight in; any other is left to staging, where the
 * database compares it with everything.
 */
import { copyBinary } from '../../db/queries/import/direct-usage.ts'
import { ensureUsageMonths } from '../../db/queries/import/partitions.ts'
import { type Staging, StagingCopy } from '../../db/queries/import/staging.ts'
import type { WarningCode } from '../../db/queries/import/warnings.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { DayRollup } from './day-rollup.ts'
import { dayOf } from './read-date.ts'
import { ReusedIds, SeenEvents } from './seen-events.ts'
import { NotDirect, UsageChunk, UsageKinds } from './usage-chunk.ts'
import { UsageOwners } from './usage-owners.ts'
import { type BatchFields, dailyRows, eventRows } from './usage-rows.ts'

const DAY_MS = 86_400_000
/** Beyond it those that open days no longer need are forgotten: about 100 bytes each, and the text of its name. */
const MOST_OWNERS = 150_000
/** So many in two days, and their names alone take what a process may. */
const MOST_OWNERS_OF_OPEN_DAYS = 1_000_000

type CountedWarning = Extract<WarningCode, 'usage_before_subscription' | 'usage_after_subscription'>

/** A chunk that has been judged. */
interface Judged {
  chunk: UsageChunk
  owners: UsageOwners
  /** The rows that go straight in, and those left to staging. */
  fresh: Int32Array
  left: number[]
  /** Days that are over: what they add to the rollup is known. */
  closed: DayRollup[]
}

export class UsageStream {
  readonly #pool: VentureDb
  readonly #tx: VentureDb
  readonly #staging: Staging
  readonly #batch: BatchFields
  readonly #knownDays: ReadonlySet<string>
  readonly #seen = new SeenEvents()
  readonly #months = new Set<string>()
  #rollups: DayRollup[] = []
  #waiting: { chunk: UsageChunk; owners: UsageOwners; found: Promise<void> } | undefined
  #copying: Promise<void> = Promise.resolve()
  /** The transaction has one connection: what is asked of it waits for what was asked before. */
  #asked: Promise<unknown> = Promise.resolve()
  /** The day judged last, and whether this source had given events of it. */
  #day = -1
  #isKnownDay = false
  #forgetAt = MOST_OWNERS
  readonly #spare: UsageChunk[] = []

  readonly kinds = new UsageKinds()
  readonly reused = new ReusedIds()
  owners: UsageOwners
  added = 0
  staged = 0
  readonly freshDays = new Set<number>()
  readonly leftDays = new Set<number>()
  firstLoginDay = Number.POSITIVE_INFINITY
  firstFeatureDay = Number.POSITIVE_INFINITY
  firstMs = Number.POSITIVE_INFINITY
  lastMs = Number.NEGATIVE_INFINITY
  readonly warnings = new Map<CountedWarning, { count: number; examples: string[] }>()

  /** `pool` is for what need not wait for `tx`, or must not; `knownDays` are those of which the source has given events. */
  constructor(pool: VentureDb, tx: VentureDb, staging: Staging, recordedAt: Date, knownDays: readonly string[]) {
    this.#pool = pool
    this.#tx = tx
    this.#staging = staging
    this.#batch = { ventureId: tx.ventureId, source: staging.source, recordedAt }
    this.#knownDays = new Set(knownDays)
    this.owners = new UsageOwners(staging.source)
  }

  /** An empty chunk to fill and give to `take`. */
  chunk(fileNo: number): UsageChunk {
    return (this.#spare.pop() ?? new UsageChunk()).start(fileNo)
  }

  /** Takes a chunk over; resolves when the next one may be filled. No chunk may be partly filled meanwhile. */
  async take(chunk: UsageChunk): Promise<void> {
    if (chunk.rows === 0) {
      this.#spare.push(chunk)
      return
    }
    const before = this.#copying
    await this.#sendWaiting()
    const { owners } = this
    // Beside the transaction, so that both cores of the database work: nobody it names can change under the venture's lock.
    const found = owners.find(this.#pool, owners.count)
    found.catch(() => {}) // heard of when the chunk's turn comes
    this.#waiting = { chunk, owners, found }
    await before
    if (owners.count > this.#forgetAt) await this.#forgetOwners()
  }

  /** Sends what is left, that of days still open too. */
  async end(): Promise<void> {
    await this.#drain()
    const rollups = this.#rollups
    this.#rollups = []
    for (const rollup of rollups) await this.#copyDay(rollup, this.owners)
  }

  /** Waits for everything under way, after a failure. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.#copying, this.#asked, this.#waiting?.found])
  }

  async #drain(): Promise<void> {
    await this.#sendWaiting()
    await this.#copying
  }

  /** Judges the chunk whose owners were being looked up while the next one was read, and sends it. */
  async #sendWaiting(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (!waiting) return
    await waiting.found
    const judged = this.#judge(waiting.chunk, waiting.owners)
    const before = this.#copying
    this.#copying = this.#ask(() => this.#copy(judged)).then(() => before)
    this.#copying.catch(() => {}) // whoever waits for it next hears of it
  }

  #ask<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#asked.then(work)
    this.#asked = answer.catch(() => {})
    return answer
  }

  #judge(chunk: UsageChunk, owners: UsageOwners): Judged {
    const fresh = new Int32Array(chunk.rows)
    const left: number[] = []
    let count = 0
    for (let row = 0; row < chunk.rows; row++) {
      const ms = chunk.ms[row] ?? 0
      const day = Math.floor(ms / DAY_MS)
      if (ms < this.firstMs) this.firstMs = ms
      if (ms > this.lastMs) this.lastMs = ms
      if (!this.#isFresh(chunk, row, owners, day, ms)) {
        left.push(row)
        this.leftDays.add(day)
        continue
      }
      fresh[count++] = row
      this.#count(chunk, row, owners, day, ms)
    }
    this.added += count
    this.staged += left.length
    return { chunk, owners, fresh: fresh.subarray(0, count), left, closed: this.#closeDays() }
  }

  #isFresh(chunk: UsageChunk, row: number, owners: UsageOwners, day: number, ms: number): boolean {
    if (owners.isRefused[chunk.owner[row] ?? 0] !== 0) return false
    if (day !== this.#day) {
      this.#day = day
      this.#isKnownDay = this.#knownDays.has(dayOf(ms))
    }
    if (this.#isKnownDay) return false
    const time = Math.imul(ms % 86_399_981, 0x9e3779b1)
    return this.#seen.isFirst(day, ((chunk.low[row] ?? 0) ^ time) >>> 0, ((chunk.high[row] ?? 0) + time) >>> 0)
  }

  #count(chunk: UsageChunk, row: number, owners: UsageOwners, day: number, ms: number): void {
    const owner = chunk.owner[row] ?? 0
    const kind = chunk.kind[row] ?? 0
    const duration = chunk.duration[row] ?? -1
    this.#rollup(day).add(owners.groupOf[owner] ?? owner, kind, chunk.quantity[row] ?? 0, duration < 0 ? 0 : duration)
    this.reused.add(chunk.low[row] ?? 0, chunk.high[row] ?? 0, () => chunk.id(row))
    if (this.kinds.isLogin(kind)) {
      if (day < this.firstLoginDay) this.firstLoginDay = day
    } else if (day < this.firstFeatureDay) this.firstFeatureDay = day
    if (ms < (owners.startsMs[owner] ?? 0)) this.#warn('usage_before_subscription', chunk, row)
    if (ms >= (owners.endsMs[owner] ?? 0)) this.#warn('usage_after_subscription', chunk, row)
  }

  #warn(code: CountedWarning, chunk: UsageChunk, row: number): void {
    const warning = this.warnings.get(code) ?? { count: 0, examples: [] }
    this.warnings.set(code, warning)
    warning.count++
    const id = chunk.id(row)
    if (warning.examples.length === 3 && id >= (warning.examples[2] ?? '')) return
    warning.examples = [...warning.examples, id].sort().slice(0, 3)
  }

  #rollup(day: number): DayRollup {
    for (const rollup of this.#rollups) if (rollup.day === day) return rollup
    const rollup = new DayRollup(day)
    this.#rollups.push(rollup)
    this.freshDays.add(day)
    return rollup
  }

  #closeDays(): DayRollup[] {
    const oldest = this.#seen.newestDay - 1
    const closed = this.#rollups.filter((rollup) => rollup.day < oldest)
    if (closed.length > 0) this.#rollups = this.#rollups.filter((rollup) => rollup.day >= oldest)
    return closed
  }

  async #copy({ chunk, owners, fresh, left, closed }: Judged): Promise<void> {
    if (fresh.length > 0) {
      await this.#ensureMonths(chunk, fresh)
      await copyBinary(this.#tx, 'usage_events', eventRows(this.#batch, chunk, fresh, owners, this.kinds))
    }
    if (left.length > 0) await this.#stage(chunk, left, owners)
    for (const rollup of closed) await this.#copyDay(rollup, owners)
    this.#spare.push(chunk)
  }

  #copyDay(rollup: DayRollup, owners: UsageOwners): Promise<void> {
    return copyBinary(this.#tx, 'usage_daily', dailyRows(this.#batch, rollup, owners, this.kinds))
  }

  async #ensureMonths(chunk: UsageChunk, rows: Int32Array): Promise<void> {
    const found = new Set<string>()
    let day = -1
    for (const row of rows) {
      const ms = chunk.ms[row] ?? 0
      if (Math.floor(ms / DAY_MS) === day) continue
      day = Math.floor(ms / DAY_MS)
      found.add(dayOf(ms).slice(0, 7))
    }
    const missing = [...found].filter((month) => !this.#months.has(month))
    if (missing.length > 0) await ensureUsageMonths(this.#pool, missing)
    for (const month of missing) this.#months.add(month)
  }

  async #stage(chunk: UsageChunk, rows: readonly number[], owners: UsageOwners): Promise<void> {
    const copy = new StagingCopy(this.#tx, this.#staging, 'usage')
    for (const row of rows) {
      const { customer, user, subscription } = owners.names(chunk.owner[row] ?? 0)
      const { kind, feature } = this.kinds.names(chunk.kind[row] ?? 0)
      const duration = chunk.duration[row] ?? -1
      await copy.add([
        ...[String(chunk.fileNo), String(chunk.line[row]), chunk.id(row), customer, user, subscription],
        ...[new Date(chunk.ms[row] ?? 0).toISOString(), kind, feature, String(chunk.quantity[row])],
        duration < 0 ? null : String(duration),
      ])
    }
    await copy.end()
  }

  /** Starts a new numbering of owners with those whose days are still open. */
  async #forgetOwners(): Promise<void> {
    await this.#drain()
    const [old, next] = [this.owners, new UsageOwners(this.#staging.source)]
    for (const rollup of this.#rollups) {
      rollup.renumber((owner) => next.number(old.names(owner)))
    }
    if (next.count > MOST_OWNERS_OF_OPEN_DAYS) throw new NotDirect()
    await next.find(this.#pool, next.count)
    this.#forgetAt = Math.max(MOST_OWNERS, 2 * next.count)
    this.owners = next
  }
}
