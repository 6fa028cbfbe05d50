/**
 * PGlite as one PostgreSQL backend that takes wire messages and gives wire messages. Only this file knows PGlite.
 */
import { existsSync, fsyncSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { vector } from '@electric-sql/pglite-pgvector'
import { copyTemplate, saveTemplate } from './template.ts'
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

/**
 * Keeps the database in a folder. Writes through to the disk when the database asks for it, so that a power cut loses nothing acknowledged either,
 * and keeps a new database as a template at the one moment when it is whole and not started: PGlite's first sync.
 */
class DurableFolder extends NodeFS {
  #isNew: boolean

  constructor(folder: string) {
    super(folder)
    this.#isNew = !existsSync(join(folder, 'PG_VERSION'))
  }

  override async syncToFs(): Promise<void> {
    if (this.#isNew) saveTemplate(this.rootDir)
    this.#isNew = false
  }

  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const installFsync = (module: unknown): void => {
      const { FS } = module as { FS: { filesystems: { NODEFS: { stream_ops: { fsync?: unknown } } } } }
      FS.filesystems.NODEFS.stream_ops.fsync = ({ nfd }: { nfd: number }) => {
        fsyncSync(nfd)
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), installFsync] } }
  }
}

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
