/** What lies in `<data folder>/embedded`: the password, where the holder listens, its lock, its log, the database. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'

export const USER = 'crew'
export const HOST = '127.0.0.1'

/** The holder's exit status when another process has the lock: not a failure. */
export const LOCKED_EXIT = 75

const LONGEST_LOG_BYTES = 1024 * 1024

export interface HolderState {
  port: number
  /** null after a clean stop; the port is kept, for those that still know it */
  pid: number | null
  /** of PostgreSQL */
  version: string
  startedAt: string
}

export interface HolderFiles {
  database: string
  lock: string
  log: string
  password: string
  state: string
}

/** Makes the folder, readable by its owner alone, and names what is in it. */
export function holderFiles(dataDir: string): HolderFiles {
  const folder = resolve(dataDir, 'embedded')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  return {
    database: join(folder, 'pgdata'),
    lock: join(folder, 'holder.lock'),
    log: join(folder, 'holder.log'),
    password: join(folder, 'password'),
    state: join(folder, 'holder.json'),
  }
}

/** The password, made once. Of several processes that make one at the same time, one wins and all read that one. */
export function readPassword(files: HolderFiles): string {
  if (!existsSync(files.password)) {
    const own = `${files.password}.${process.pid}-${randomBytes(4).toString('hex')}`
    writeFileSync(own, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(own, files.password)
    } catch (error) {
      if (!existsSync(files.password)) throw error
    } finally {
      rmSync(own)
    }
  }
  return readFileSync(files.password, 'utf8')
}

export function readState(files: HolderFiles): HolderState | null {
  try {
    const state: unknown = JSON.parse(readFileSync(files.state, 'utf8'))
    const isState = typeof state === 'object' && state !== null && 'port' in state && typeof state.port === 'number'
    return isState ? (state as HolderState) : null
  } catch {
    return null // none yet, or cut short: the next holder writes it again
  }
}

/** Readers see the old state or the new one, never half of one. */
export function writeState(files: HolderFiles, state: HolderState): void {
  const next = `${files.state}.${process.pid}`
  writeFileSync(next, JSON.stringify(state))
  renameSync(next, files.state)
}

/** Keeps one old log beside the new one. */
export function rotateLog(files: HolderFiles): void {
  if (existsSync(files.log) && statSync(files.log).size > LONGEST_LOG_BYTES) renameSync(files.log, `${files.log}.old`)
}

/** Usable by postgres.js, node-postgres and BullMQ at once. */
export function connectionUrl(port: number, password: string): string {
  return `postgres://${USER}:${password}@${HOST}:${port}/${USER}`
}
