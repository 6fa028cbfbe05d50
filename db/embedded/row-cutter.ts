/** Cuts a stream of COPY data into pieces of whole rows. */

/** Large enough that a piece's own cost does not show, small enough for the backend's memory. */
const PIECE_BYTES = 2 * 1024 * 1024

const NEWLINE = 0x0a
const BACKSLASH = 0x5c

export class RowCutter {
  readonly #csv: { quote: number; escapeWith: number } | null
  #chunks: Buffer[] = []
  #size = 0
  #inQuotes = false
  #escaped = false

  /** @param csv its quote and escape characters, or null for the text format */
  constructor(csv: { quote: string; escapeWith: string } | null) {
    this.#csv = csv && { quote: csv.quote.charCodeAt(0), escapeWith: csv.escapeWith.charCodeAt(0) }
  }

  /** Adds data; returns the pieces that are full. */
  push(data: Buffer): Buffer[] {
    const rowEnd = this.#lastRowEnd(data)
    this.#size += data.length
    if (rowEnd === 0 || this.#size < PIECE_BYTES) {
      this.#chunks.push(data)
      return []
    }
    const piece = Buffer.concat([...this.#chunks, data.subarray(0, rowEnd)])
    this.#chunks = [data.subarray(rowEnd)]
    this.#size = data.length - rowEnd
    return [piece]
  }

  /** What is left when the client is done; the last row may lack its newline. */
  rest(): Buffer {
    const piece = Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#size = 0
    return piece
  }

  /** Just past the last newline in `data` that ends a row, or 0. Follows quotes and backslashes across calls. */
  #lastRowEnd(data: Buffer): number {
    if (!this.#csv) return this.#lastTextRowEnd(data)
    const { quote, escapeWith } = this.#csv
    let rowEnd = 0
    for (let at = 0; at < data.length; at++) {
      const byte = data[at]
      if (this.#escaped) this.#escaped = false
      else if (byte === escapeWith && escapeWith !== quote) this.#escaped = this.#inQuotes
      else if (byte === quote)
        this.#inQuotes = !this.#inQuotes // a doubled quote changes it twice
      else if (byte === NEWLINE && !this.#inQuotes) rowEnd = at + 1
    }
    return rowEnd
  }

  /** In the text format a newline ends a row unless a backslash makes it data. */
  #lastTextRowEnd(data: Buffer): number {
    const isEscaped = (at: number): boolean => {
      let start = at
      while (start > 0 && data[start - 1] === BACKSLASH) start--
      const startsEscaped = start === 0 && this.#escaped
      return (at - start) % 2 === (startsEscaped ? 0 : 1)
    }
    let newline = data.lastIndexOf(NEWLINE)
    while (newline >= 0 && isEscaped(newline)) newline = newline > 0 ? data.lastIndexOf(NEWLINE, newline - 1) : -1
    this.#escaped = isEscaped(data.length)
    return newline + 1
  }
}
