/** The `.rejected.csv` of one source file: each refused row as it came, after the reason why and what to do. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import type { Refusal } from './read-row.ts'

export class RejectedFile {
  readonly path: string
  readonly #folder: string
  readonly #columns: readonly string[]
  #stream: WriteStream | undefined

  constructor(dataDir: string, name: string, columns: readonly string[]) {
    this.#folder = join(dataDir, 'rejected')
    this.path = join(this.#folder, `${name}.rejected.csv`)
    this.#columns = columns
  }

  async add(refusal: Refusal, row: readonly string[]): Promise<void> {
    this.#stream ??= await this.#open()
    const stream = this.#stream
    const { line, column, value, reason, fix } = refusal
    if (!stream.write(stringify([[line, column, value, reason, fix, ...row]]))) {
      await new Promise<void>((resolve) => stream.once('drain', resolve))
    }
  }

  /** Puts the file in its place, or takes away that of an earlier import when nothing was refused. True: there is one. */
  async close(): Promise<boolean> {
    const stream = this.#stream
    if (!stream) {
      await rm(this.path, { force: true })
      return false
    }
    stream.end()
    await finished(stream)
    await rename(`${this.path}.partial`, this.path)
    return true
  }

  /** For an import that was given up. */
  async discard(): Promise<void> {
    if (!this.#stream) return
    this.#stream.destroy()
    await rm(`${this.path}.partial`, { force: true })
  }

  async #open(): Promise<WriteStream> {
    // Refused rows may hold people's names and addresses: only the owner reads them.
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const stream = createWriteStream(`${this.path}.partial`, { mode: 0o600 })
    stream.write(stringify([['line', 'column', 'value', 'reason', 'fix', ...this.#columns]]))
    return stream
  }
}
