/** Usage as binary COPY rows: the columns are those that `copyBinary` names for each table, in that order. */
import type { DayRollup } from './day-rollup.ts'
import type { UsageChunk, UsageKinds } from './usage-chunk.ts'
import { OWNER_BYTES, type UsageOwners } from './usage-owners.ts'

const EPOCH_2000_MS = 946_684_800_000
const EPOCH_2000_DAY = 10_957
const PIECE_BYTES = 256 * 1024
/** More than the fixed part of any row. */
const ROW_BYTES = 512
const TWO_32 = 4_294_967_296

export interface BatchFields {
  ventureId: string
  source: string
  recordedAt: Date
}

/** Rows `places` of `chunk` for usage_events, in pieces of about 256 kB. A piece is good until the next is asked for. */
export function* eventRows(
  batch: BatchFields,
  chunk: UsageChunk,
  places: Int32Array,
  owners: UsageOwners,
  kinds: UsageKinds,
): Generator<Buffer> {
  const prefix = Buffer.concat([
    int16(12),
    field(uuid(batch.ventureId)),
    field(batch.source),
    field(instant(batch.recordedAt)),
  ])
  let piece = Buffer.allocUnsafe(PIECE_BYTES + ROW_BYTES)
  let to = 0
  for (const row of places) {
    const idStart = chunk.idEnd[row - 1] ?? 0
    const idLength = (chunk.idEnd[row] ?? 0) - idStart
    const kind = kinds.event(chunk.kind[row] ?? 0)
    if (to + idLength + kind.length + prefix.length + ROW_BYTES / 2 > piece.length) {
      yield piece.subarray(0, to)
      const needed = PIECE_BYTES + ROW_BYTES + idLength + kind.length + prefix.length
      if (needed > piece.length) piece = Buffer.allocUnsafe(needed)
      to = 0
    }
    to += prefix.copy(piece, to)
    to = putInt32(piece, to, idLength)
    to += chunk.ids.copy(piece, to, idStart, idStart + idLength)
    to = putInstant(piece, to, chunk.ms[row] ?? 0)
    const owner = chunk.owner[row] ?? 0
    const from = owner * OWNER_BYTES
    to += owners.fields.copy(piece, to, from, from + (owners.fieldsLength[owner] ?? 0))
    to += kind.copy(piece, to)
    to = putInt32(piece, to, 4)
    to = putInt32(piece, to, chunk.quantity[row] ?? 0)
    const duration = chunk.duration[row] ?? -1
    to = putInt32(piece, to, duration < 0 ? -1 : 4)
    if (duration >= 0) to = putInt32(piece, to, duration)
  }
  if (to > 0) yield piece.subarray(0, to)
}

/**
 * A day's sums for usage_daily, in the order of the index by customer: each page of it is then visited once a day
 * and not once a row.
 */
export function* dailyRows(
  batch: BatchFields,
  rollup: DayRollup,
  owners: UsageOwners,
  kinds: UsageKinds,
): Generator<Buffer> {
  const usedOn = Buffer.concat([int32(4), int32(rollup.day - EPOCH_2000_DAY)])
  const prefix = Buffer.concat([int16(10), field(uuid(batch.ventureId)), field(instant(batch.recordedAt)), usedOn])
  let piece = Buffer.allocUnsafe(PIECE_BYTES + ROW_BYTES)
  let to = 0
  for (const at of byCustomer(rollup, owners)) {
    const kind = kinds.daily(rollup.kind[at] ?? 0)
    if (to + kind.length + prefix.length + ROW_BYTES / 2 > piece.length) {
      yield piece.subarray(0, to)
      const needed = PIECE_BYTES + ROW_BYTES + kind.length + prefix.length
      if (needed > piece.length) piece = Buffer.allocUnsafe(needed)
      to = 0
    }
    to += prefix.copy(piece, to)
    const owner = rollup.owner[at] ?? 0
    const from = owner * OWNER_BYTES
    to += owners.fields.copy(piece, to, from, from + (owners.groupLength[owner] ?? 0))
    to += kind.copy(piece, to)
    to = putInt32(piece, to, 4)
    to = putInt32(piece, to, rollup.events[at] ?? 0)
    to = putInt64(piece, putInt32(piece, to, 8), rollup.quantity[at] ?? 0)
    to = putInt64(piece, putInt32(piece, to, 8), rollup.duration[at] ?? 0)
  }
  if (to > 0) yield piece.subarray(0, to)
}

/** By the first 53 bits of the customer's id: the order need not be exact. */
function byCustomer(rollup: DayRollup, owners: UsageOwners): Int32Array {
  const key = new Float64Array(rollup.count)
  const places = new Int32Array(rollup.count)
  for (let at = 0; at < rollup.count; at++) {
    const from = (rollup.owner[at] ?? 0) * OWNER_BYTES + 4
    key[at] = owners.fields.readUIntBE(from, 6) * 32 + (owners.fields.readUInt8(from + 6) & 31)
    places[at] = at
  }
  return places.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0))
}

/** kind and feature, as the two tables have them. */
export function kindFields(kind: string, feature: string | null): { event: Buffer; daily: Buffer } {
  return {
    event: Buffer.concat([field(kind), feature === null ? int32(-1) : field(feature)]),
    daily: Buffer.concat([field(kind), field(feature ?? '')]),
  }
}

function field(value: Buffer | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([int32(bytes.length), bytes])
}

function uuid(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function instant(at: Date): Buffer {
  const bytes = Buffer.alloc(12)
  putInstant(bytes, 0, at.getTime())
  return bytes.subarray(4)
}

function putInstant(piece: Buffer, to: number, ms: number): number {
  return putInt64(piece, putInt32(piece, to, 8), (ms - EPOCH_2000_MS) * 1000)
}

function putInt32(piece: Buffer, to: number, value: number): number {
  piece[to] = value >>> 24
  piece[to + 1] = value >>> 16
  piece[to + 2] = value >>> 8
  piece[to + 3] = value
  return to + 4
}

/** Of a whole number within 2^53, negative ones too. */
function putInt64(piece: Buffer, to: number, value: number): number {
  const high = Math.floor(value / TWO_32)
  return putInt32(piece, putInt32(piece, to, high), value - high * TWO_32)
}
