/**
 * The PostgreSQL wire protocol, version 3, as far as a server needs it: cutting a byte stream into messages and
 * building the messages the scheduler itself speaks. https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

/** One message with its type byte and length, as it stood in the stream. */
export interface Frame {
  type: number
  bytes: Buffer
}

const code = (letter: string): number => letter.charCodeAt(0)

/** Letters a backend sends. */
export const BACKEND = {
  commandComplete: code('C'),
  copyInResponse: code('G'),
  dataRow: code('D'),
  error: code('E'),
  notification: code('A'),
  readyForQuery: code('Z'),
} as const

/** Letters a client sends. */
export const CLIENT = {
  bind: code('B'),
  close: code('C'),
  copyData: code('d'),
  copyDone: code('c'),
  copyFail: code('f'),
  describe: code('D'),
  execute: code('E'),
  flush: code('H'),
  functionCall: code('F'),
  parse: code('P'),
  query: code('Q'),
  sasl: code('p'),
  sync: code('S'),
  terminate: code('X'),
} as const

/** PostgreSQL itself stops at 1 GB; a longer length is not this protocol. */
const LONGEST_MESSAGE = 1 << 30

/** Cuts a stream of messages into frames. A message in many chunks is joined once, when it is whole. */
export class FrameSplitter {
  #chunks: Buffer[] = []
  #size = 0
  #needed = 5

  /** @throws RangeError when the stream cannot be this protocol. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size < this.#needed) return []

    const buffer = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    const frames: Frame[] = []
    let at = 0
    this.#needed = 5
    while (buffer.length - at >= 5) {
      const length = 1 + buffer.readInt32BE(at + 1)
      if (length < 5 || length > LONGEST_MESSAGE) throw new RangeError(`a message of ${length} bytes`)
      if (buffer.length - at < length) {
        this.#needed = length
        break
      }
      frames.push({ type: buffer[at] ?? 0, bytes: buffer.subarray(at, at + length) })
      at += length
    }
    this.#chunks = at < buffer.length ? [buffer.subarray(at)] : []
    this.#size = buffer.length - at
    return frames
  }
}

export function message(type: number, ...parts: Array<Buffer | string>): Buffer {
  const bodies = parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part))
  const head = Buffer.allocUnsafe(5)
  head[0] = type
  head.writeInt32BE(4 + bodies.reduce((sum, body) => sum + body.length, 0), 1)
  return Buffer.concat([head, ...bodies])
}

function int32(...values: number[]): Buffer {
  const buffer = Buffer.allocUnsafe(4 * values.length)
  for (const [index, value] of values.entries()) buffer.writeInt32BE(value, 4 * index)
  return buffer
}

export const SYNC = message(CLIENT.sync)
export const COPY_DONE = message(CLIENT.copyDone)

export const query = (sql: string): Buffer => message(CLIENT.query, sql)
export const closeStatement = (name: string): Buffer => message(CLIENT.close, Buffer.from('S'), name)
export const authentication = (kind: number, body: Buffer = Buffer.alloc(0)): Buffer =>
  message(code('R'), int32(kind), body)
export const parameterStatus = (name: string, value: string): Buffer => message(code('S'), name, value)
export const backendKeyData = (processId: number, secret: number): Buffer =>
  message(code('K'), int32(processId, secret))
export const commandComplete = (tag: string): Buffer => message(BACKEND.commandComplete, tag)
export const readyForQuery = (status: string): Buffer => message(BACKEND.readyForQuery, Buffer.from(status))

export interface ErrorFields {
  severity: 'ERROR' | 'FATAL'
  /** SQLSTATE, five characters */
  state: string
  text: string
  hint?: string
}

export function errorResponse({ severity, state, text, hint }: ErrorFields): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${state}`, `M${text}`, ...(hint ? [`H${hint}`] : [])]
  return message(BACKEND.error, ...fields, Buffer.from([0]))
}

/** The text of an error message's field: `C` SQLSTATE, `M` message, `W` where. */
export function errorField(bytes: Buffer, field: string): string | undefined {
  const found = bytes
    .toString('utf8', 5)
    .split('\0')
    .find((part) => part.startsWith(field))
  return found?.slice(1)
}

/** The zero-terminated string at `start` and where the next field begins. */
export function textAt(bytes: Buffer, start: number): { text: string; next: number } {
  const end = bytes.indexOf(0, start)
  if (end < 0) throw new RangeError('a string without an end')
  return { text: bytes.toString('utf8', start, end), next: end + 1 }
}

/** The columns of a DataRow in text format; null stays null. */
export function rowValues(bytes: Buffer): Array<string | null> {
  const values: Array<string | null> = []
  let at = 7
  for (let left = bytes.readInt16BE(5); left > 0; left--) {
    const length = bytes.readInt32BE(at)
    at += 4
    values.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
    at += Math.max(length, 0)
  }
  return values
}
