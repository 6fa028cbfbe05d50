/** Some thousand usage rows, column by column: an object a row would cost more than all that is done with it. */
import { kindFields } from './usage-rows.ts'

const CHUNK_ROWS = 65_536
const MOST_KINDS = 4_096

/** These files cannot go straight into the tables, for what they say or how much of it; through staging they can. */
export class NotDirect extends Error {}

export class UsageChunk {
  rows = 0
  fileNo = 0
  readonly line = new Float64Array(CHUNK_ROWS)
  readonly ms = new Float64Array(CHUNK_ROWS)
  readonly owner = new Int32Array(CHUNK_ROWS)
  readonly kind = new Int32Array(CHUNK_ROWS)
  readonly quantity = new Int32Array(CHUNK_ROWS)
  /** -1 where the row has none. */
  readonly duration = new Int32Array(CHUNK_ROWS)
  readonly idEnd = new Int32Array(CHUNK_ROWS)
  /** Two hashes of each id. */
  readonly low = new Uint32Array(CHUNK_ROWS)
  readonly high = new Uint32Array(CHUNK_ROWS)
  ids: Buffer = Buffer.allocUnsafe(CHUNK_ROWS * 40)

  /** Makes it an empty one, for a file. A new one each time would be 4 MB to allot, clear and take away. */
  start(fileNo: number): this {
    this.fileNo = fileNo
    this.rows = 0
    return this
  }

  get isFull(): boolean {
    return this.rows === CHUNK_ROWS
  }

  /** Adds a row; its id is `bytes[start, end)`. */
  add(
    line: number,
    bytes: Buffer,
    start: number,
    end: number,
    ms: number,
    owner: number,
    kind: number,
    quantity: number,
    duration: number,
  ): void {
    const row = this.rows++
    let to = row === 0 ? 0 : (this.idEnd[row - 1] ?? 0)
    if (to + end - start > this.ids.length) this.ids = Buffer.concat([this.ids], 2 * this.ids.length + end - start)
    const ids = this.ids
    // FNV-1a, and a second hash that shares nothing with it but the bytes.
    let low = 0x811c9dc5
    let high = 0x2545f491
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0
      ids[to++] = byte
      low = Math.imul(low ^ byte, 0x01000193)
      high = Math.imul((high << 5) ^ (high >>> 27) ^ byte, 0x9e3779b1)
    }
    this.idEnd[row] = to
    this.low[row] = low ^ (low >>> 15)
    this.high[row] = high ^ (high >>> 13)
    this.line[row] = line
    this.ms[row] = ms
    this.owner[row] = owner
    this.kind[row] = kind
    this.quantity[row] = quantity
    this.duration[row] = duration
  }

  id(row: number): string {
    return this.ids.toString('utf8', row === 0 ? 0 : this.idEnd[row - 1], this.idEnd[row])
  }
}

/** The kinds and features of an import, numbered as they are met. */
export class UsageKinds {
  readonly #numbers = new Map<string, number>()
  readonly #kinds: { kind: string; feature: string | null; event: Buffer; daily: Buffer }[] = []

  /** Throws NotDirect when they are too many to number. */
  number(kind: string, feature: string | null): number {
    const key = feature === null ? kind : `${kind} ${feature}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#kinds.length
    if (number === MOST_KINDS) throw new NotDirect()
    this.#numbers.set(key, number)
    this.#kinds.push({ kind, feature, ...kindFields(kind, feature) })
    return number
  }

  names(number: number): { kind: string; feature: string | null } {
    return this.#at(number)
  }

  isLogin(number: number): boolean {
    return this.#at(number).feature === null
  }

  event(number: number): Buffer {
    return this.#at(number).event
  }

  daily(number: number): Buffer {
    return this.#at(number).daily
  }

  #at(number: number) {
    const kind = this.#kinds[number]
    if (!kind) throw new Error(`no kind ${number}`)
    return kind
  }
}
