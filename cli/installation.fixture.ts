/**
 * A data folder of its own with a fresh database, the embedded one or one on the server of TEST_DATABASE_URL, and the
 * command as a person types it: another process, seen only by its output and exit status.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { readTestConfig } from '../config.ts'

const LAUNCHER = fileURLToPath(new URL('./crew.js', import.meta.url))

export interface Finished {
  status: number | null
  stdout: string
  stderr: string
  seconds: number
}

export interface Installation {
  folder: string
  dataDir: string
  isEmbedded: boolean
  /** Runs one command to its end. Words with blanks stay one argument. */
  crew(...args: string[]): Promise<Finished>
  /** The same with its standard input and with more environment. */
  crewWith(options: { stdin?: string; env?: Record<string, string> }, ...args: string[]): Promise<Finished>
  /** Runs a command that must succeed, and parses the one document it prints. */
  json<Document>(...args: string[]): Promise<Document>
  /** Leaves the command running; `stop` ends it if the test did not. */
  start(...args: string[]): Serving
  /** The process that holds the embedded database; undefined when none does. */
  holderPid(): number | undefined
  /** Ends every process this installation started, by its id, and removes what it made. */
  stop(): Promise<void>
}

export interface Serving {
  child: ChildProcess
  /** Resolves once stdout or stderr shows `words`. */
  shows(words: string): Promise<void>
  /** All it has shown so far. */
  output(): string
  ended: Promise<Finished>
}

export async function openInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'crew-cli-'))
  const dataDir = join(folder, 'data')
  const server = readTestConfig().databaseUrl
  const database = server === undefined ? undefined : await createDatabase(server)
  const children = new Set<ChildProcess>()
  const environment = {
    CREW_DATA_DIR: dataDir,
    DATABASE_URL: database?.url ?? '',
    CREW_HTTP_PORT: '0',
    CREW_MCP_PORT: '0',
    NO_COLOR: '1',
  }

  const launch = (args: string[], env: Record<string, string> = {}): ChildProcess => {
    const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder, env: { ...environment, ...env } })
    children.add(child)
    child.on('close', () => children.delete(child))
    return child
  }
  const installation: Installation = {
    folder,
    dataDir,
    isEmbedded: database === undefined,
    crew: (...args) => installation.crewWith({}, ...args),
    async crewWith({ stdin = '', env = {} }, ...args) {
      const child = launch(args, env)
      child.stdin?.end(stdin)
      return finish(child)
    },
    async json<Document>(...args: string[]) {
      const { status, stdout, stderr } = await installation.crew(...args, '--json')
      if (status !== 0) throw new Error(`crew ${args.join(' ')} exited with ${status}: ${stderr}`)
      return JSON.parse(stdout) as Document
    },
    start(...args) {
      const child = launch(args)
      let shown = ''
      const listen = (chunk: Buffer) => {
        shown += chunk.toString()
      }
      const ended = finish(child)
      child.stdout?.on('data', listen)
      child.stderr?.on('data', listen)
      return {
        child,
        ended,
        output: () => shown,
        async shows(words) {
          while (!shown.includes(words)) {
            if (child.exitCode !== null) throw new Error(`ended without showing “${words}”: ${shown}`)
            await sleep(20)
          }
        },
      }
    },
    holderPid() {
      try {
        const state = JSON.parse(readFileSync(join(dataDir, 'embedded/holder.json'), 'utf8')) as { pid: number | null }
        return state.pid !== null && isAlive(state.pid) ? state.pid : undefined
      } catch {
        return undefined // nothing was started here yet
      }
    },
    async stop() {
      for (const child of children) child.kill('SIGKILL')
      const holder = installation.holderPid()
      if (holder !== undefined) {
        process.kill(holder, 'SIGKILL')
        while (isAlive(holder)) await sleep(20)
      }
      await database?.drop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
  return installation
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function finish(child: ChildProcess): Promise<Finished> {
  const startedAt = performance.now()
  if (!child.stdout || !child.stderr) throw new Error('the command has no output to read')
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ])
  return { status: child.exitCode, stdout, stderr, seconds: (performance.now() - startedAt) / 1000 }
}

async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `crew_cli_${uuidv7().replaceAll('-', '').slice(8)}`
  const asAdmin = async (statement: string) => {
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    try {
      await admin.query(statement)
    } finally {
      await admin.end()
    }
  }
  await asAdmin(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(`drop database ${name} with (force)`) }
}
