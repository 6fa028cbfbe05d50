/** Rows of other systems: whose key it is, what the body says, and whether there is room for it. */
import { apiKeyByHash, type KnownKey } from '../../db/queries/api-keys.ts'
import { type ImportEntity, sweepStaging } from '../../db/queries/import/staging.ts'
import { UserError } from '../../errors.ts'
import { fields } from '../import/fields.ts'
import { nearest } from '../import/nearest.ts'
import type { Crew } from '../open-crew.ts'
import { sha256 } from '../receipts/receipt-content.ts'
import { GROUP_ROWS, IngestLane, isDatabaseGone } from './ingest-lane.ts'
import { JsonRowReader } from './read-json-rows.ts'
import type { IngestAnswer } from './record-group.ts'

const MAX_ROWS = GROUP_ROWS
/** Rows accepted and not yet recorded, over all senders; about a quarter of a gigabyte at the most. */
const MAX_WAITING_ROWS = 50_000
/** How long a revoked key may go on: looked up for each request, a thousand a second would ask for nothing else. */
const KEY_KEPT_MS = 5_000
const KEYS_KEPT = 1_000
const LONGEST_IDEMPOTENCY_KEY = 200

/** How a request names what it brings; events are usage. */
export const ingestNames: readonly string[] = Object.keys(fields).map((entity) =>
  entity === 'usage' ? 'events' : entity,
)

interface IngestPayload {
  key: KnownKey
  /** One of `ingestNames`. */
  name: string
  /** JSON, inflated. */
  body: Buffer
  isAtomic: boolean
  idempotencyKey: string | undefined
}

export interface Ingest {
  /** The key of an `Authorization` header. Throws `forbidden`. */
  authorize(authorization: string | undefined): Promise<KnownKey>
  /** Throws `rate_limited` while too much waits. A door asks before it reads a body. */
  checkRoom(): void
  /** Resolves once the rows are committed. Throws UserError: `invalid_input`, `not_found`, `rate_limited`, `unavailable`. */
  record(payload: IngestPayload): Promise<IngestAnswer>
  /** Seconds until what waits now should be recorded. */
  retryAfterSeconds(): number
  /** Records what was accepted and takes no more. */
  close(): Promise<void>
}

/** For every venture of the database: the key of a request says which one it is for. */
export async function openIngest(
  { database, db }: Pick<Crew, 'database' | 'db'>,
  { maxWaitingRows = MAX_WAITING_ROWS }: { maxWaitingRows?: number } = {},
): Promise<Ingest> {
  await sweepStaging(db, new Date())
  const lanes = new Map<string, IngestLane>()
  const keys = new Map<string, { key: KnownKey; until: number }>()
  const reader = new JsonRowReader()
  const rate = new RecordingRate()
  let waitingRows = 0
  let isClosed = false

  const laneOf = ({ ventureId, source }: KnownKey): IngestLane => {
    const name = `${ventureId} ${source}`
    const lane = lanes.get(name) ?? new IngestLane(database.forVenture(ventureId), source)
    lanes.set(name, lane)
    return lane
  }
  const checkRoom = (rows = 0) => {
    if (isClosed) throw unavailable()
    if (waitingRows === 0 || waitingRows + rows <= maxWaitingRows) return
    throw new UserError({
      code: 'rate_limited',
      message: 'More rows arrive than are recorded.',
      fix: 'Send the same request again after the seconds of Retry-After.',
    })
  }

  return {
    async authorize(authorization) {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
      if (!token) throw forbidden('No API key was sent.')
      const hash = sha256(token)
      const kept = keys.get(hash)
      if (kept && kept.until > performance.now()) return kept.key
      const key = await apiKeyByHash(database.sql, hash).catch((error: unknown) => {
        throw isDatabaseGone(error) ? unavailable() : error
      })
      if (!key || key.revokedAt) {
        keys.delete(hash)
        throw forbidden(key ? 'This API key was revoked.' : 'This API key is not known.')
      }
      if (keys.size >= KEYS_KEPT) keys.clear()
      keys.set(hash, { key, until: performance.now() + KEY_KEPT_MS })
      return key
    },
    checkRoom: () => checkRoom(1),
    async record({ key, name, body, isAtomic, idempotencyKey }) {
      const entity = entityOf(name)
      const idempotency =
        idempotencyKey === undefined
          ? undefined
          : { key: checkedKey(idempotencyKey), bodyHash: sha256(`${name} ${isAtomic} ${body.toString('latin1')}`) }
      const rows = rowsOf(name, body)
      checkRoom(rows.length)
      const now = new Date()
      const { groups, problems } = reader.read(entity, rows, { currency: key.currency, now })
      const request = { keyId: key.id, entity, received: rows.length, groups, problems, isAtomic, idempotency }
      waitingRows += rows.length
      try {
        const answer = await laneOf(key).record(request)
        rate.recorded(rows.length)
        return answer
      } catch (error) {
        throw isDatabaseGone(error) ? unavailable() : error
      } finally {
        waitingRows -= rows.length
      }
    },
    retryAfterSeconds: () => Math.min(30, Math.max(1, Math.ceil(waitingRows / rate.rowsPerSecond()))),
    async close() {
      isClosed = true
      await Promise.all([...lanes.values()].map((lane) => lane.close()))
    },
  }
}

/** Rows recorded in the last ten seconds. */
class RecordingRate {
  #since = performance.now()
  #rows = 0
  #before = 1_000

  recorded(rows: number): void {
    this.#rows += rows
    const seconds = (performance.now() - this.#since) / 1000
    if (seconds < 10) return
    this.#before = this.#rows / seconds
    this.#rows = 0
    this.#since = performance.now()
  }

  rowsPerSecond(): number {
    return Math.max(100, this.#before)
  }
}

function entityOf(name: string): ImportEntity {
  const entity = name === 'events' ? 'usage' : name
  if (ingestNames.includes(name)) return entity as ImportEntity
  throw new UserError({
    code: 'not_found',
    message: 'There is nothing of this name to send.',
    field: 'path',
    value: name.slice(0, 100),
    fix: `Post to /v1/${nearest(name, ingestNames)}; there are ${ingestNames.join(', ')}.`,
  })
}

/** The rows of a body: an array, or an object that holds one under the request's name. */
function rowsOf(name: string, body: Buffer): unknown[] {
  const parsed = parseJson(body)
  const rows =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)[name]
      : parsed
  if (!Array.isArray(rows)) throw malformed('The body holds no rows.', `Send { "${name}": [ … ] } or an array.`)
  if (rows.length > MAX_ROWS) {
    const fix = `Send at most ${MAX_ROWS} rows a request.`
    throw new UserError({
      code: 'invalid_input',
      message: 'Too many rows.',
      field: name,
      value: String(rows.length),
      fix,
    })
  }
  return rows
}

function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.', 'Send JSON in UTF-8.')
  }
}

function checkedKey(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= LONGEST_IDEMPOTENCY_KEY) return key
  throw new UserError({
    code: 'invalid_input',
    message: 'The Idempotency-Key cannot be used.',
    field: 'Idempotency-Key',
    value: key.slice(0, 50),
    fix: `Use up to ${LONGEST_IDEMPOTENCY_KEY} letters, digits and marks, such as a UUID.`,
  })
}

function malformed(message: string, fix: string): UserError {
  return new UserError({ code: 'invalid_input', message, field: 'body', fix })
}

function forbidden(message: string): UserError {
  const fix = 'Send Authorization: Bearer <key>; crew keys create makes one.'
  return new UserError({ code: 'forbidden', message, field: 'Authorization', fix })
}

function unavailable(): UserError {
  return new UserError({
    code: 'unavailable',
    message: 'Nothing can be recorded at the moment.',
    fix: 'Send it again shortly.',
  })
}
