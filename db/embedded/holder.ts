/**
 * The child process that holds the embedded database: `node holder.ts <data folder> <linger seconds>`.
 * It ends by itself when its last client has left, and on SIGTERM, both with a clean close of the database.
 */
import { holderFiles, LOCKED_EXIT, readPassword, readState, USER, writeState } from './holder-files.ts'
import { takeLock } from './lock.ts'

const IDLE_IN_TRANSACTION_MS = 30_000

/** What a server tells its clients about itself at the start. */
const REPORTED = `server_version server_encoding client_encoding application_name is_superuser session_authorization
  DateStyle IntervalStyle TimeZone integer_datetimes standard_conforming_strings in_hot_standby
  default_transaction_read_only scram_iterations search_path`.split(/\s+/)

const log = (line: string): void => {
  process.stdout.write(`${new Date().toISOString()} [${process.pid}] ${line}\n`)
}

async function hold(dataDir: string, lingerMs: number): Promise<void> {
  const files = holderFiles(dataDir)
  const lock = takeLock(files.lock)
  if (!lock) process.exit(LOCKED_EXIT)

  // Only the process that has the lock pays for loading the database.
  const [{ Backend }, { SharedSession }, { SessionScheduler }, { SocketServer }, { scramSecret }, { keepHouse }] =
    await Promise.all([
      import('./backend.ts'),
      import('./shared-session.ts'),
      import('./session-scheduler.ts'),
      import('./socket-server.ts'),
      import('./scram.ts'),
      import('./housekeeping.ts'),
    ])

  const backend = await Backend.open(files.database)
  const scheduler = new SessionScheduler(new SharedSession(backend), {
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    broken: (reason) => {
      log(`stopping at once, the backend is broken: ${reason}`)
      process.exit(1)
    },
  })
  const [reported = []] = await scheduler.maintain(
    `SELECT ${REPORTED.map((name) => `current_setting('${name}')`).join(', ')}`,
  )
  const parameters = new Map(REPORTED.map((name, index) => [name, reported[index] ?? '']))

  let stopping = false
  const stop = async (reason: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log(`stopping: ${reason}`)
    server.stop()
    await scheduler.maintain('CHECKPOINT') // after every turn that was asked for
    await backend.close()
    writeState(files, { ...state, pid: null })
    process.exit(0)
  }
  const server = new SocketServer(scheduler, {
    greeting: { user: USER, secret: scramSecret(readPassword(files)), parameters },
    lingerMs,
    deserted: () => void stop('the last client has left'),
  })
  const version = parameters.get('server_version') ?? ''
  const port = await server.listen(readState(files)?.port ?? 0)
  const state = { port, pid: process.pid, version, startedAt: new Date().toISOString() }
  writeState(files, state)
  keepHouse(scheduler, log)
  log(`PostgreSQL ${version} on port ${port}, ready in ${Math.round(performance.now())} ms`)

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  process.on('SIGHUP', () => log('the terminal is gone; staying'))
}

const [dataDir, lingerSeconds] = process.argv.slice(2)
if (!dataDir) throw new Error('which data folder?')
await hold(dataDir, Number(lingerSeconds) * 1000)
