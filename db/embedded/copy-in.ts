/**
 * A client's COPY FROM STDIN. The backend cannot wait for data that is still on its way: it would take the end of its
 * input for the end of the connection. So rows are gathered, and each piece is run as a COPY of its own, all in one
 * transaction: the client's, or one opened here when the client has none.
 */
import type { CopyInStatement } from './statement-scan.ts'
import type { Frame } from './wire.ts'
import {
  BACKEND,
  CLIENT,
  COPY_DONE,
  commandComplete,
  errorField,
  errorResponse,
  message,
  query,
  textAt,
} from './wire.ts'

const NEWLINE = 0x0a

/** Runs messages on the backend and returns the reply's frames, notifications already delivered. */
export type RunMessages = (messages: Buffer) => Promise<Frame[]>

export class CopyIn {
  readonly #statement: CopyInStatement
  readonly #run: RunMessages
  readonly #startsInTransaction: boolean
  #opened = false
  #rows = 0
  #lines = 0
  #headerLine: Buffer | null = null

  constructor(statement: CopyInStatement, startsInTransaction: boolean, run: RunMessages) {
    this.#statement = statement
    this.#startsInTransaction = startsInTransaction
    this.#run = run
  }

  /** Runs one piece of whole rows. Returns the error to send, or null. */
  async piece(rows: Buffer, isLast = false): Promise<Buffer | null> {
    const isFirst = this.#lines === 0
    if (rows.length === 0 && !isFirst) return null
    // Data of one piece is one statement, which needs no transaction around it.
    if (!isLast && !this.#startsInTransaction && !this.#opened) {
      await this.#run(query('BEGIN'))
      this.#opened = true
    }
    // Every COPY reads a header, so every piece after the first gets it again.
    const header = isFirst || !this.#headerLine ? [] : [message(CLIENT.copyData, this.#headerLine)]
    if (isFirst && this.#statement.header) this.#headerLine = firstLine(rows)
    const copy = [query(this.#statement.sql), ...header, message(CLIENT.copyData, rows), COPY_DONE]
    const reply = await this.#run(Buffer.concat(copy))

    const error = reply.find(({ type }) => type === BACKEND.error)
    if (error) {
      await this.#rollback()
      return withLineNumber(error.bytes, this.#lines - (header.length > 0 ? 1 : 0))
    }
    const complete = reply.find(({ type }) => type === BACKEND.commandComplete)
    this.#rows += Number(complete && /\d+$/.exec(textAt(complete.bytes, 5).text)?.[0])
    this.#lines += countLines(rows)
    return null
  }

  /** Ends it with the last rows: the frame that tells the client how many there were, or why none. */
  async end(rows: Buffer, failure: string | null): Promise<Buffer> {
    if (failure !== null) {
      await this.#fail()
      return errorResponse({ severity: 'ERROR', state: '57014', text: `COPY from stdin failed: ${failure}` })
    }
    const refused = await this.piece(rows, true)
    if (refused) return refused
    if (this.#opened) {
      this.#opened = false
      const reply = await this.#run(query('COMMIT'))
      const error = reply.find(({ type }) => type === BACKEND.error)
      if (error) return error.bytes
    }
    return commandComplete(`COPY ${this.#rows}`)
  }

  /** Undoes what was copied. A client's own transaction is left failed, as a server leaves it. */
  async #fail(): Promise<void> {
    if (this.#startsInTransaction) await this.#run(query("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '57014'; END $$"))
    else await this.#rollback()
  }

  async #rollback(): Promise<void> {
    if (this.#opened) await this.#run(query('ROLLBACK'))
    this.#opened = false
  }
}

/** A piece counts its lines from 1; the client counts from the start of its data. */
function withLineNumber(error: Buffer, linesBefore: number): Buffer {
  const where = errorField(error, 'W')
  if (linesBefore <= 0 || !where) return error
  const moved = where.replace(/\bline (\d+)/, (_, line: string) => `line ${Number(line) + linesBefore}`)
  const fields = error.toString('utf8', 5).replace(`\0W${where}\0`, `\0W${moved}\0`)
  return message(BACKEND.error, Buffer.from(fields))
}

function firstLine(rows: Buffer): Buffer {
  const end = rows.indexOf(NEWLINE)
  return end < 0 ? rows : rows.subarray(0, end + 1)
}

function countLines(rows: Buffer): number {
  let lines = 0
  for (let at = rows.indexOf(NEWLINE); at >= 0; at = rows.indexOf(NEWLINE, at + 1)) lines++
  return Math.max(lines, 1)
}
