/**
 * The embedded default: PGlite in a process of its own behind a loopback socket. The first command that needs it
 * starts it, later ones find it, and it ends when the last has left.
 */

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { HolderFiles } from './holder-files.ts'
import { connectionUrl, holderFiles, LOCKED_EXIT, readPassword, readState, rotateLog } from './holder-files.ts'

export interface EmbeddedDatabase {
  /** postgres://… usable by postgres.js, node-postgres and BullMQ at once */
  url: string
  /** true when this call started the holder, false when it found one running */
  started: boolean
  /** drops this process's hold; the holder stops by itself `lingerSeconds` after its last client has left */
  close(): Promise<void>
}

export interface EmbeddedOptions {
  /** default 10 */
  lingerSeconds?: number
  log?: (line: string) => void
}

const HOLDER = fileURLToPath(new URL('./holder.ts', import.meta.url))
const START_DEADLINE_MS = 120_000
const POLL_MS = 20
/** Whoever has the port must answer like our holder within this, or is not it. */
const CONNECT_MS = 5_000

/**
 * Opens the embedded database in `<dataDir>/embedded`, starting its holder when none is running; several processes may
 * do so at once. While open, a holder that dies is started again, on the same port, so that pools find it.
 * @throws Error with the end of the holder's log when it cannot be started.
 */
export async function openEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const files = holderFiles(dataDir)
  const password = readPassword(files)
  const log = options.log ?? (() => undefined)
  let closed = false
  let hold = await connectOrStart(dataDir, files, password, options)
  const { port, started } = hold

  const heal = async (): Promise<void> => {
    log('the embedded database has stopped; starting it again')
    for (let pauseMs = 100; !closed; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      try {
        hold = await connectOrStart(dataDir, files, password, options)
        if (closed) return await hold.client.end()
        if (hold.port !== port) log(`another program has taken port ${port}: restart this command`)
        watch()
        return
      } catch (error) {
        log(error instanceof Error ? error.message : String(error))
        await sleep(pauseMs, undefined, { ref: false })
      }
    }
  }
  const watch = (): void => {
    hold.client.on('end', () => {
      if (!closed) void heal()
    })
  }
  watch()

  return {
    url: connectionUrl(port, password),
    started,
    close: async () => {
      closed = true
      hold.socket.ref()
      await hold.client.end().catch(() => undefined) // it may be broken already
    },
  }
}

/** A connection that does nothing but keep the holder alive, and shows when it dies. */
interface Hold {
  client: pg.Client
  /** does not keep this process alive, except while it is being closed */
  socket: Socket
  port: number
  started: boolean
}

async function connectOrStart(
  dataDir: string,
  files: HolderFiles,
  password: string,
  { lingerSeconds = 10 }: EmbeddedOptions,
): Promise<Hold> {
  const deadline = Date.now() + START_DEADLINE_MS
  let child: ChildProcess | null = null
  for (;;) {
    const state = readState(files)
    const connected = state?.pid ? await connect(state.port, password) : null
    if (state && connected) return { ...connected, port: state.port, started: state.pid === child?.pid }

    if (child && child.exitCode !== null && child.exitCode !== LOCKED_EXIT) throw startFailure(files)
    if (child?.signalCode) throw startFailure(files)
    if (Date.now() > deadline) throw startFailure(files)
    // Another process has the lock: it is starting, and will be found, or stopping, and then it is our turn.
    if (child?.exitCode === LOCKED_EXIT) await sleep(10 * POLL_MS)
    if (!child || child.exitCode === LOCKED_EXIT) child = startHolder(dataDir, files, lingerSeconds)
    await sleep(POLL_MS)
  }
}

function startHolder(dataDir: string, files: HolderFiles, lingerSeconds: number): ChildProcess {
  rotateLog(files)
  const log = openSync(files.log, 'a', 0o600)
  const flags = ['--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, HOLDER, dataDir, String(lingerSeconds)], {
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  return child
}

/** A client of our holder, or null when there is none: nobody, somebody else, or one that is just stopping. */
async function connect(port: number, password: string): Promise<Pick<Hold, 'client' | 'socket'> | null> {
  const socket = new Socket()
  const client = new pg.Client({
    connectionString: connectionUrl(port, password),
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'crew hold',
    stream: () => socket,
  })
  client.on('error', () => undefined) // 'end' follows and is what counts
  try {
    await client.connect()
  } catch {
    await client.end().catch(() => undefined)
    return null
  }
  socket.unref()
  return { client, socket }
}

function startFailure(files: HolderFiles): Error {
  const lines = readFileSync(files.log, 'utf8').trimEnd().split('\n').slice(-15)
  return new Error(`The embedded database could not be started. The end of ${files.log}:\n${lines.join('\n')}`)
}
