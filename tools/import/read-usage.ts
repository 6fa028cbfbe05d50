/** The rows of usage files into a stream: plain lines from their bytes, all others as records. */
import { assertNotAborted, type ImportOptions, type OpenFile, total } from './open-files.ts'
import { problemOf, readBlocks, recordsIn, type SourceRecord } from './read-records.ts'
import { countOf, refuse, type Tally } from './refused-rows.ts'
import type { UsageChunk } from './usage-chunk.ts'
import { UsageLines } from './usage-lines.ts'
import type { UsageStream } from './usage-stream.ts'

/** Reads `files` to their end. Counts what is read and refused in the files and in `tally`; throws what readers throw. */
export async function readUsage(
  files: OpenFile[],
  stream: UsageStream,
  tally: Tally,
  options: ImportOptions,
): Promise<void> {
  let bytesBefore = 0
  for (const file of files) {
    const reading = new UsageReading(file, stream, tally)
    let bytesRead = 0
    const progress = () =>
      options.onProgress?.({
        phase: 'reading',
        file: file.name,
        bytesRead: bytesBefore + bytesRead,
        bytesTotal: total(files, 'byteCount'),
        rows: total(files, 'rows'),
        refused: total(files, 'refused'),
      })
    const blocks = readBlocks(file, (bytes) => {
      bytesRead = bytes
    })
    await reading.all(blocks, () => {
      assertNotAborted(options.signal)
      progress()
    })
    bytesRead = file.byteCount
    progress()
    bytesBefore += file.byteCount
  }
}

const NEWLINE = 0x0a
/** The reader of records says what is wrong with a longer one. */
const LONGEST_LINE = 4 * 1024 * 1024

class UsageReading {
  readonly #file: OpenFile
  readonly #stream: UsageStream
  readonly #tally: Tally
  readonly #lines: UsageLines
  #chunk: UsageChunk

  constructor(file: OpenFile, stream: UsageStream, tally: Tally) {
    this.#file = file
    this.#stream = stream
    this.#tally = tally
    this.#lines = new UsageLines(file, file.feeds, file.reading, stream)
    this.#chunk = stream.chunk(file.fileNo)
  }

  async all(blocks: AsyncGenerator<Buffer>, onBlock: () => void): Promise<void> {
    let rest: Buffer = Buffer.alloc(0)
    let at: number | undefined
    let isQuoted = this.#file.format !== 'csv'
    try {
      while (!isQuoted) {
        const { value: block, done } = await blocks.next()
        onBlock()
        // The last line may lack its end.
        if (done)
          rest = Buffer.concat([rest, Buffer.from(rest.length > 0 && at !== undefined ? this.#lines.lineEnd : '')])
        else if (at === undefined || rest.length === 0) rest = block
        else {
          // Only the line that two blocks share is put together, not every block with what came before it.
          const end = block.indexOf(NEWLINE) + 1
          const shared = await this.#plain(Buffer.concat([rest, block.subarray(0, end)]), 0)
          if (end === 0 || shared.isQuoted) {
            isQuoted = shared.isQuoted
            rest = Buffer.concat([rest, block])
            if (rest.length > LONGEST_LINE) isQuoted = true
            continue
          }
          rest = block.subarray(end)
        }
        if (at === undefined) {
          at = this.#lines.skipHeader(rest)
          if (at === undefined) {
            isQuoted = true
            this.#lines.line = 0
            break
          }
        }
        const left = await this.#plain(rest, at)
        isQuoted = left.isQuoted
        rest = rest.subarray(left.at)
        at = 0
        if (done) break
      }
      if (isQuoted) {
        for await (const record of recordsIn(this.#file, joined(rest, blocks), this.#lines.line)) {
          if (this.#file.rows % 2_000 === 0) onBlock()
          await this.#record(record)
        }
      }
      await this.#stream.take(this.#chunk)
    } finally {
      await blocks.return(undefined)
    }
  }

  /** The plain lines of `block` from `at`; returns where its last, unfinished line starts, or the first with a quote. */
  async #plain(block: Buffer, from: number): Promise<{ at: number; isQuoted: boolean }> {
    const lines = this.#lines
    let at = from
    for (;;) {
      const before = this.#chunk.rows
      const stop = lines.read(block, at, this.#chunk)
      this.#file.rows += this.#chunk.rows - before
      if (this.#chunk.rows > before) countOf(this.#tally, 'usage').read += this.#chunk.rows - before
      if (stop === 'end' || stop === 'quote') return { at: lines.start, isQuoted: stop === 'quote' }
      at = lines.start
      if (stop === 'full') await this.#next()
      else {
        at = lines.next
        const values = block.toString('utf8', lines.start, lines.end).split(this.#file.delimiter)
        await this.#record({ line: lines.line, values, ...problemOf(this.#file, values) })
      }
    }
  }

  async #record(record: SourceRecord): Promise<void> {
    this.#file.rows++
    const rows = this.#file.read(record)
    if (!Array.isArray(rows)) return refuse(this.#file, rows, record, this.#tally)
    for (const { values } of rows) {
      countOf(this.#tally, 'usage').read++
      if (this.#chunk.isFull) await this.#next()
      this.#add(record.line, values)
    }
  }

  /** A staged row's values: file, line, event id, customer, user, subscription, time, kind, feature, quantity, duration. */
  #add(line: number, values: readonly (string | null)[]): void {
    const [, , eventId, customer, user, subscription, occurredAt, kind, feature, quantity, duration] = values
    const id = Buffer.from(eventId ?? '')
    const owner = this.#stream.owners.number({
      customer: customer ?? null,
      user: user ?? null,
      subscription: subscription ?? null,
    })
    const kindNumber = this.#stream.kinds.number(kind ?? '', feature ?? null)
    const seconds = duration === null || duration === undefined ? -1 : Number(duration)
    const ms = Date.parse(occurredAt ?? '')
    this.#chunk.add(line, id, 0, id.length, ms, owner, kindNumber, Number(quantity), seconds)
  }

  async #next(): Promise<void> {
    await this.#stream.take(this.#chunk)
    this.#chunk = this.#stream.chunk(this.#file.fileNo)
  }
}

async function* joined(rest: Buffer, blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (rest.length > 0) yield rest
  yield* blocks
}
