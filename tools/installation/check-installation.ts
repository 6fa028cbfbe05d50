/** What an installation stands on: its folder, key, disk, and the services its configuration names. */
import { access, constants, stat, statfs } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import type { Config, LanguageModelConfig } from '../../config.ts'
import { type Check, failed, off, ok, warning } from './check.ts'

const PATIENCE_MS = 5_000
const GIGABYTE = 1024 ** 3
/** A venture of the benchmark's size loads into ten times this. */
const COMFORTABLE_BYTES = 2 * GIGABYTE
const SCARCE_BYTES = GIGABYTE / 4

/** What can be looked at without a database. */
export async function checkSurroundings(config: Config): Promise<Check[]> {
  return Promise.all([
    checkFolder(config.dataDir),
    checkDisk(config.dataDir),
    checkLedgerKey(config),
    checkAddress('Redis', config.redisUrl, 6379, 'Jobs are kept in Postgres.', 'REDIS_URL'),
    checkAddress('Mail', config.smtpUrl, 25, 'Mail is written to files in outbox.', 'SMTP_URL'),
    checkLanguageModel(config.languageModel),
  ])
}

async function checkFolder(dataDir: string): Promise<Check> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok('Data folder', dataDir)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing) return warning('Data folder', `${dataDir} is not there yet`, 'crew start makes it.')
    return failed(
      'Data folder',
      `${dataDir} cannot be written to`,
      'Give this user the folder, or name another: CREW_DATA_DIR.',
    )
  }
}

async function checkDisk(dataDir: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const free = bavail * bsize
    const found = `${(free / GIGABYTE).toFixed(1)} GB free`
    if (free >= COMFORTABLE_BYTES) return ok('Disk', found)
    const fix = 'Make room, or move CREW_DATA_DIR to a larger disk: a database that runs full stops.'
    return free < SCARCE_BYTES ? failed('Disk', found, fix) : warning('Disk', found, fix)
  } catch {
    return off('Disk', 'not measured: the data folder is not there yet')
  }
}

async function checkLedgerKey({ ledgerKey, dataDir }: Config): Promise<Check> {
  if (ledgerKey !== undefined) return ok('Ledger key', 'in CREW_LEDGER_KEY')
  const file = join(dataDir, 'ledger.key')
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) === 0) return ok('Ledger key', 'in the data folder, readable by its owner only')
    return warning('Ledger key', `${file} can be read by others`, `chmod 600 ${file}`)
  } catch {
    return warning('Ledger key', 'there is none yet', 'crew start makes it; keep a copy apart from the database.')
  }
}

/** Whether somebody answers at the address; says nothing about its password. */
async function checkAddress(
  what: string,
  url: string | undefined,
  usualPort: number,
  without: string,
  variable: string,
): Promise<Check> {
  if (url === undefined) return off(what, without)
  const { hostname, port } = new URL(url)
  const at = `${hostname}:${port || usualPort}`
  const problem = await connectionProblem(hostname, Number(port) || usualPort)
  if (problem === undefined) return ok(what, `${at} answers`)
  return failed(what, `no answer from ${at} (${problem})`, `Start it, or correct or unset ${variable}.`)
}

function connectionProblem(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: host.replace(/^\[|\]$/g, ''), port, timeout: PATIENCE_MS })
    const end = (problem?: string) => {
      socket.destroy()
      resolve(problem)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end('timed out'))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'no connection'))
  })
}

/** Lists models, which costs nothing and needs the key. */
async function checkLanguageModel(model: LanguageModelConfig | undefined): Promise<Check> {
  const what = 'Language model'
  if (!model) return off(what, 'Offline: texts come from templates.')
  const base = (model.baseUrl ?? 'https://api.openai.com/v1').replace(/\/$/, '')
  try {
    const response = await fetch(`${base}/models`, {
      headers: { authorization: `Bearer ${model.apiKey}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.body?.cancel()
    if (response.status === 401 || response.status === 403) {
      return failed(
        what,
        `${new URL(base).host} refuses the key`,
        'Correct OPENAI_API_KEY, or unset it to run offline.',
      )
    }
    return ok(what, `${model.model} at ${new URL(base).host}`)
  } catch {
    return failed(
      what,
      `no answer from ${new URL(base).host}`,
      'Correct OPENAI_BASE_URL, or unset OPENAI_API_KEY to run offline.',
    )
  }
}
