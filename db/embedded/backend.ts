/**
 * PGlite as one PostgreSQL backend that takes wire messages and gives wire messages. Only this file knows PGlite.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { DurableFolder } from './durable-folder.ts'
import { copyTemplate } from './template.ts'
import type { Frame } from './wire.ts'
import { FrameSplitter } from './wire.ts'

/** A backend's output comes in pieces of 8 KB; joined to this size a large result is handled in few steps. */
const GATHER_BYTES = 256 * 1024

/** PGlite starts with fsync off (`-F`), and its fdatasync does nothing; its fsync can be made to. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  ...['-c', 'timezone=UTC'],
  // WebAssembly's frames lie on Node's own stack of 1 MB: at PostgreSQL's 2 MB a deep recursion ends the process
  // instead of the query (600 kB already does).
  ...['-c', 'max_stack_depth=256kB'],
]

export class Backend {
  readonly #pglite: PGlite

  private constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  /**
   * Opens the database in `folder`, creating it when there is none. The caller holds the lock of the folder.
   * A creation that was cut short leaves a folder without the mark beside it, and is begun again.
   */
  static async open(folder: string): Promise<Backend> {
    const created = `${folder}.created`
    if (!existsSync(created)) {
      rmSync(folder, { recursive: true, force: true })
      copyTemplate(folder)
    }
    // Nobody else can be in the folder, so a leftover of a killed process means nothing.
    rmSync(join(folder, 'postmaster.pid'), { force: true })
    const pglite = new PGlite({ fs: new DurableFolder(folder), extensions: { vector }, startParams: START_PARAMETERS })
    await pglite.waitReady
    if (!existsSync(created)) writeFileSync(created, '')
    return new Backend(pglite)
  }

  /** Runs whole messages and hands over the reply's frames as they come. The backend is synchronous: nothing else runs meanwhile. */
  async run(messages: Buffer, onFrames: (frames: Frame[]) => void): Promise<void> {
    const splitter = new FrameSplitter()
    let gathered: Buffer[] = []
    let size = 0
    const handOver = (): void => {
      const frames = splitter.push(Buffer.concat(gathered))
      gathered = []
      size = 0
      if (frames.length > 0) onFrames(frames)
    }
    await this.#pglite.execProtocolRawStream(messages, {
      onRawData: (bytes) => {
        gathered.push(Buffer.from(bytes)) // a copy: the bytes lie in the backend's own memory
        size += bytes.length
        if (size >= GATHER_BYTES) handOver()
      },
    })
    if (size > 0) handOver()
  }

  /** Writes a checkpoint and ends; the next open needs no recovery. */
  async close(): Promise<void> {
    await this.#pglite.close()
  }
}
