/**
 * The plain lines of a usage file, read from its bytes: no quotes, printable ASCII, every value in its usual form. That is
 * nearly every line of a large export, at a tenth of what reading it as records and texts costs. Any other line goes the
 * way of all files, and so does the rest of a file from its first quote on, for a quote may hide a line's end.
 */
import { type Field, fields, usageOwners } from './fields.ts'
import type { FieldSource, FileMapping } from './mapping.ts'
import type { SourceFile } from './read-records.ts'
import { type RowReading, valueReader } from './read-value.ts'
import type { UsageChunk, UsageKinds } from './usage-chunk.ts'
import type { UsageOwners } from './usage-owners.ts'

const DAY_MS = 86_400_000
const MOST_WORDS = 4_095
const [QUOTE, NEWLINE, RETURN, SPACE] = [0x22, 0x0a, 0x0d, 0x20]

/** Where each value of a plain line stands; -1 for what the file does not say. */
interface Plan {
  event_id: number
  customer: number
  user: number
  subscription: number
  occurred_at: number
  kind: number
  feature: number
  quantity: number
  duration_seconds: number
  /** The one column that says whose usage it is, when there is only one. */
  alone: 'customer' | 'user' | 'subscription' | undefined
}

/** What stopped the reading of a block: its end, a full chunk, a line that is not plain, or a quote. */
export type Stop = 'end' | 'full' | 'unusual' | 'quote'

export class UsageLines {
  readonly #plan: Plan | undefined
  readonly #delimiter: number
  readonly #columns: number
  readonly #latestMs: number
  readonly #isUtc: boolean
  readonly #sink: { owners: UsageOwners; kinds: UsageKinds }
  readonly #readKind: (kind: string) => string | undefined
  readonly #readFeature: (feature: string) => string | null | undefined
  /** Kinds and features are few: each text's number, and by a rough hash the text met last. */
  readonly #words = new Map<string, number>()
  readonly #recent: ({ text: Buffer; word: number } | undefined)[] = new Array(256)
  readonly #kindNumbers = new Map<number, number>()
  /** The last day and its first moment: a file in the order of time repeats it. */
  #dayKey = -1
  #dayMs = Number.NaN
  readonly #ends: Int32Array
  #hasReturns = false

  /** Lines read so far, the header among them. */
  line = 0
  /** Where the line that stopped the reading starts and ends, and where the next one starts. */
  start = 0
  end = 0
  next = 0

  constructor(
    file: SourceFile,
    feeds: FileMapping,
    reading: RowReading,
    /** Asked anew for each row: owners are numbered anew when there are too many of them. */
    sink: { owners: UsageOwners; kinds: UsageKinds },
  ) {
    const columns = feeds.usage ?? {}
    this.#plan = planOf(file, columns, reading)
    this.#delimiter = file.delimiter.charCodeAt(0)
    this.#columns = file.columns.length
    this.#ends = new Int32Array(file.columns.length + 1)
    this.#latestMs = reading.now.getTime() + DAY_MS
    this.#isUtc = (reading.mapping.time_zone ?? 'UTC').toLowerCase() === 'utc'
    this.#sink = sink
    const kind = textReader(file, 'kind', columns.kind, reading)
    this.#readKind = (text) => kind(text) ?? undefined
    this.#readFeature = textReader(file, 'feature', columns.feature, reading)
  }

  /** How this file ends its lines. */
  get lineEnd(): string {
    return this.#hasReturns ? '\r\n' : '\n'
  }

  /** Where the records begin, when `block` holds the whole header and it is a plain one; else undefined. */
  skipHeader(block: Buffer): number | undefined {
    let at = block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? 3 : 0
    for (;;) {
      const end = block.indexOf(NEWLINE, at)
      if (end === -1) return undefined
      this.line++
      this.#hasReturns = block[end - 1] === RETURN
      const header = block.subarray(at, this.#hasReturns ? end - 1 : end)
      at = end + 1
      if (header.length === 0) continue
      return header.includes(QUOTE) || header.includes(RETURN) ? undefined : at
    }
  }

  /** Reads lines of `block` from `from` into `chunk` until something stops it; `start` says where. */
  read(block: Buffer, from: number, chunk: UsageChunk): Stop {
    let at = from
    const [delimiter, columns, ends] = [this.#delimiter, this.#columns, this.#ends]
    for (;;) {
      this.start = at
      if (chunk.isFull) return 'full'
      let found = 0
      let isPlain = true
      let byte = 0
      for (; at < block.length; at++) {
        byte = block[at] ?? 0
        if (byte === delimiter) {
          if (found < columns) ends[found] = at
          found++
        } else if (byte < SPACE || byte > 0x7e) {
          if (byte === NEWLINE) break
          if (byte !== RETURN || !this.#hasReturns || block[at + 1] !== NEWLINE) isPlain = false
        } else if (byte === QUOTE) return 'quote'
      }
      if (at === block.length) return 'end'
      this.end = this.#hasReturns ? at - 1 : at
      // Lines that end in another way than the first one did are for the reader that knows all ways.
      if (this.#hasReturns && block[at - 1] !== RETURN) return 'quote'
      this.line++
      at++
      if (this.end === this.start) continue
      ends[columns - 1] = this.end
      if (!isPlain || found !== columns - 1 || !this.#add(block, chunk)) {
        this.next = at
        return 'unusual'
      }
    }
  }

  #add(block: Buffer, chunk: UsageChunk): boolean {
    const plan = this.#plan
    if (!plan) return false
    const ms = this.#instant(block, this.#from(plan.occurred_at), this.#to(plan.occurred_at))
    if (!(ms >= 0 && ms <= this.#latestMs)) return false
    const [idFrom, idTo] = [this.#from(plan.event_id), this.#to(plan.event_id)]
    if (!isTrimmed(block, idFrom, idTo)) return false
    const kind = this.#kind(this.#word(block, plan.kind), this.#word(block, plan.feature))
    if (kind < 0) return false
    const quantity = this.#number(block, plan.quantity, 1)
    const duration = this.#number(block, plan.duration_seconds, -1)
    if (quantity === undefined || duration === undefined) return false
    const owner = this.#owner(block, plan)
    if (owner < 0) return false
    chunk.add(this.line, block, idFrom, idTo, ms, owner, kind, quantity, duration)
    return true
  }

  /** -1 when it needs another reader, for a value's form or for there being none. */
  #owner(block: Buffer, plan: Plan): number {
    if (plan.alone !== undefined) {
      const [from, to] = [this.#from(plan[plan.alone]), this.#to(plan[plan.alone])]
      return isTrimmed(block, from, to) ? this.#sink.owners.numberOf(plan.alone, block, from, to) : -1
    }
    const customer = this.#text(block, plan.customer)
    const user = this.#text(block, plan.user)
    const subscription = this.#text(block, plan.subscription)
    if (customer === undefined || user === undefined || subscription === undefined) return -1
    if (customer === null && user === null && subscription === null) return -1
    return this.#sink.owners.number({ customer, user, subscription })
  }

  #from(column: number): number {
    return column === 0 ? this.start : (this.#ends[column - 1] ?? 0) + 1
  }

  #to(column: number): number {
    return this.#ends[column] ?? 0
  }

  /** Null when the value is empty or the file has none; undefined when it needs another reader. */
  #text(block: Buffer, column: number): string | null | undefined {
    if (column < 0) return null
    const [from, to] = [this.#from(column), this.#to(column)]
    if (from === to) return null
    return isTrimmed(block, from, to) ? block.toString('latin1', from, to) : undefined
  }

  /** A value that repeats, as a number: 0 when it is empty, -1 when it needs another reader. */
  #word(block: Buffer, column: number): number {
    if (column < 0) return 0
    const [from, to] = [this.#from(column), this.#to(column)]
    if (from === to) return 0
    if (!isTrimmed(block, from, to)) return -1
    const place = ((to - from) * 31 + (block[from] ?? 0) * 7 + (block[to - 1] ?? 0) * 3 + (block[to - 2] ?? 0)) & 255
    const recent = this.#recent[place]
    if (recent && recent.text.length === to - from) {
      let at = from
      while (at < to && recent.text[at - from] === block[at]) at++
      if (at === to) return recent.word
    }
    const text = block.toString('latin1', from, to)
    const word = this.#words.get(text) ?? this.#words.size + 1
    if (word > MOST_WORDS) return -1
    this.#words.set(text, word)
    this.#recent[place] = { text: Buffer.from(text), word }
    return word
  }

  #kind(kind: number, feature: number): number {
    if (kind < 0 || feature < 0) return -1
    const key = kind * (MOST_WORDS + 1) + feature
    const known = this.#kindNumbers.get(key)
    if (known !== undefined) return known
    const texts = ['', ...this.#words.keys()]
    const read = this.#readKind(texts[kind] ?? '')
    const used = read === 'login' ? null : this.#readFeature(texts[feature] ?? '')
    const isGood = read === 'login' || (read === 'feature' && typeof used === 'string')
    const number = isGood ? this.#sink.kinds.number(read, used ?? null) : -1
    this.#kindNumbers.set(key, number)
    return number
  }

  /** Of one to nine digits; `missing` when the value is empty. */
  #number(block: Buffer, column: number, missing: number): number | undefined {
    if (column < 0) return missing
    const [from, to] = [this.#from(column), this.#to(column)]
    if (from === to) return missing
    return to - from > 9 ? undefined : digits(block, from, to)
  }

  /** `YYYY-MM-DD`, and `T` or a space, `hh:mm`, `:ss`, `.sss` and `Z` after it; NaN for any other writing. */
  #instant(block: Buffer, from: number, to: number): number {
    if (to - from < 10 || block[from + 4] !== 0x2d || block[from + 7] !== 0x2d) return Number.NaN
    const year = digits(block, from, from + 4)
    const month = digits(block, from + 5, from + 7)
    const day = digits(block, from + 8, from + 10)
    if (year === undefined || month === undefined || day === undefined) return Number.NaN
    const key = year * 10_000 + month * 100 + day
    if (key !== this.#dayKey) {
      this.#dayKey = key
      this.#dayMs = Date.UTC(year, month - 1, day)
      const back = new Date(this.#dayMs)
      if (back.getUTCDate() !== day || back.getUTCMonth() !== month - 1 || year < 1970) this.#dayMs = Number.NaN
    }
    if (to - from === 10) return this.#dayMs
    const mark = block[from + 10]
    if ((mark !== 0x54 && mark !== SPACE) || block[from + 13] !== 0x3a || to - from < 16) return Number.NaN
    const hour = digits(block, from + 11, from + 13)
    const minute = digits(block, from + 14, from + 16)
    if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return Number.NaN
    let end = to
    if (block[to - 1] === 0x5a) end--
    else if (!this.#isUtc) return Number.NaN
    let ms = this.#dayMs + hour * 3_600_000 + minute * 60_000
    if (end === from + 16) return ms
    const second = end >= from + 19 && block[from + 16] === 0x3a ? digits(block, from + 17, from + 19) : undefined
    if (second === undefined || second > 59) return Number.NaN
    ms += second * 1000
    if (end === from + 19) return ms
    const fraction = block[from + 19] === 0x2e && end <= from + 23 ? digits(block, from + 20, end) : undefined
    if (fraction === undefined) return Number.NaN
    const length = end - from - 20
    return ms + (length === 3 ? fraction : length === 2 ? fraction * 10 : fraction * 100)
  }
}

/** Undefined for anything but digits, and for nothing. */
function digits(block: Buffer, from: number, to: number): number | undefined {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = (block[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return to > from ? value : undefined
}

function isTrimmed(block: Buffer, from: number, to: number): boolean {
  return to > from && block[from] !== SPACE && block[to - 1] !== SPACE
}

function planOf(file: SourceFile, columns: Record<string, FieldSource>, reading: RowReading): Plan | undefined {
  if (file.format !== 'csv' || file.delimiter.length !== 1 || reading.mapping.date_format !== undefined)
    return undefined
  const plan: Plan = {
    ...{ event_id: -1, customer: -1, user: -1, subscription: -1, occurred_at: -1 },
    ...{ kind: -1, feature: -1, quantity: -1, duration_seconds: -1, alone: undefined },
  }
  for (const [name, from] of Object.entries(columns)) {
    if (!(name in plan)) return undefined
    const isNamed = name === 'kind' || name === 'feature'
    if (typeof from === 'object' && 'value' in from) {
      if (!isNamed) return undefined
      continue
    }
    if (typeof from === 'object' && (from.date_format !== undefined || (from.values !== undefined && !isNamed))) {
      return undefined
    }
    plan[name as Exclude<keyof Plan, 'alone'>] = file.columns.indexOf(typeof from === 'string' ? from : from.column)
  }
  const owners = usageOwners.filter((name) => plan[name] >= 0)
  if (owners.length === 1) plan.alone = owners[0]
  return plan.event_id >= 0 && plan.occurred_at >= 0 ? plan : undefined
}

/** Reads a kind or a feature as every other reader would; undefined when it is refused, null when it is missing. */
function textReader(
  file: SourceFile,
  name: 'kind' | 'feature',
  from: FieldSource | undefined,
  reading: RowReading,
): (text: string) => string | null | undefined {
  const field = fields.usage[name] as Field
  if (from === undefined) return () => null
  const read = valueReader(file, name, field, from, reading)
  return (text) => {
    let value: string | null = text
    if (typeof from === 'object' && 'value' in from) value = String(from.value)
    else if (typeof from === 'object' && from.values && Object.hasOwn(from.values, text)) {
      const mapped = from.values[text]
      value = mapped === null || mapped === undefined ? null : String(mapped)
    }
    if (value === null || value === '') return null
    const result = read(value, {})
    return typeof result === 'string' ? result : undefined
  }
}
