/**
 * Requests of one venture and source on their way into the database, some of them together. While one group is recorded
 * the next gathers, so that the more arrives the larger the groups become.
 */
import { uuidv7 } from 'uuidv7'
import { createStaging, dropStaging, type Staging } from '../../db/queries/import/staging.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { type IngestAnswer, type IngestRequest, recordGroup } from './record-group.ts'

/** Beyond this many rows a merge is planned otherwise; a request has at most as many. */
export const GROUP_ROWS = 10_000
/** Each batch leaves rows of its own in the rollups and wakes the scorer, so there are at most ten a second. */
const MS_BETWEEN_GROUPS = 100
/** Staging tables are replaced from time to time: what was deleted from them is scanned until then. */
const STAGING_ROWS = 50_000
const STAGING_MS = 60 * 60_000

interface Waiting {
  request: IngestRequest
  resolve(answer: IngestAnswer): void
  reject(error: unknown): void
}

export class IngestLane {
  readonly #db: VentureDb
  readonly #source: string
  #waiting: Waiting[] = []
  #working: Promise<void> | undefined
  #lastGroupAt = 0
  #staging: { area: Staging; rows: number; madeAt: number } | undefined

  constructor(db: VentureDb, source: string) {
    this.#db = db
    this.#source = source
  }

  /** Resolves when the request is committed, with its answer. Rejects when nothing of it was recorded. */
  record(request: IngestRequest): Promise<IngestAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined
      })
    })
  }

  /** Waits for what was accepted, then drops the staging area. */
  async close(): Promise<void> {
    await this.#working
    await this.#dropStaging()
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const pause = this.#lastGroupAt + MS_BETWEEN_GROUPS - performance.now()
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
      this.#lastGroupAt = performance.now()
      await this.#recordTogether(this.#nextGroup())
    }
  }

  /** The oldest that fit together. Of requests with one Idempotency-Key the first goes; the second then gets its answer. */
  #nextGroup(): Waiting[] {
    const group: Waiting[] = []
    const later: Waiting[] = []
    const keys = new Set<string>()
    let rows = 0
    for (const one of this.#waiting) {
      const { received, keyId, idempotency } = one.request
      const key = idempotency ? `${keyId} ${idempotency.key}` : undefined
      const isFull = later.length > 0 && rows >= GROUP_ROWS
      if (isFull || (group.length > 0 && rows + received > GROUP_ROWS) || (key !== undefined && keys.has(key))) {
        later.push(one)
        continue
      }
      if (key !== undefined) keys.add(key)
      rows += received
      group.push(one)
    }
    this.#waiting = later
    return group
  }

  /** A group that fails is tried request by request, so that one which cannot be recorded takes no other along. */
  async #recordTogether(group: Waiting[]): Promise<void> {
    try {
      const answers = await this.#recordNow(group.map(({ request }) => request))
      for (const [at, { resolve, reject }] of group.entries()) {
        const answer = answers[at]
        if (answer) resolve(answer)
        else reject(new Error('a request of the group has no answer'))
      }
    } catch (error) {
      const [only, ...others] = group
      if (only && others.length === 0) only.reject(error)
      else if (isDatabaseGone(error)) for (const { reject } of group) reject(error)
      else for (const one of group) await this.#recordTogether([one])
    }
  }

  async #recordNow(requests: IngestRequest[]): Promise<IngestAnswer[]> {
    const staging = await this.#openStaging(requests.reduce((sum, { received }) => sum + received, 0))
    try {
      return await recordGroup(this.#db, staging, requests, new Date())
    } catch (error) {
      await this.#dropStaging().catch(() => {})
      throw error
    }
  }

  async #openStaging(rows: number): Promise<Staging> {
    const now = performance.now()
    const isWorn = this.#staging && (this.#staging.rows > STAGING_ROWS || now - this.#staging.madeAt > STAGING_MS)
    if (isWorn) await this.#dropStaging()
    if (!this.#staging) {
      const area: Staging = { batchId: uuidv7(), source: this.#source, fields: {} }
      await createStaging(this.#db, area)
      this.#staging = { area, rows: 0, madeAt: now }
    }
    this.#staging.rows += rows
    return this.#staging.area
  }

  async #dropStaging(): Promise<void> {
    const staging = this.#staging
    this.#staging = undefined
    if (staging) await dropStaging(this.#db, staging.area)
  }
}

/** No connection, or a server that is stopping: trying request by request would only take longer. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return /^(ECONN|CONNECT|ENOTFOUND|EPIPE|08|57P)/.test(String(error.code))
}
