/**
 * A data folder of its own with a fresh database, the embedded one or one on the server of TEST_DATABASE_URL, and the
 * command as a person types it, seen only by its output and exit status: in a process of its own, or, where the test is
 * not about the process, in a terminal, one process that runs one command after another.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { readTestConfig } from '../config.ts'
import type { Answered } from './terminal.fixture.ts'

const TERMINAL = fileURLToPath(new URL('./terminal.fixture.ts', import.meta.url))
/** A terminal where nothing is typed any more has ended by then, if no command left anything open. */
const END_MS = 20_000
const LAUNCHER = fileURLToPath(new URL('./crew.js', import.meta.url))

export interface Finished {
  status: number | null
  stdout: string
  stderr: string
  seconds: number
}

interface Terminal {
  /** Runs one command to its end. Words with blanks stay one argument. */
  crew(...args: string[]): Promise<Finished>
  /** Runs a command that must succeed, and parses the one document it prints. */
  json<Document>(...args: string[]): Promise<Document>
}

export interface Installation extends Terminal {
  folder: string
  dataDir: string
  isEmbedded: boolean
  /** Another terminal, with more environment. */
  terminal(env: Record<string, string>): Terminal
  /** Runs one command in a process of its own, as a shell starts it, with more environment. */
  launch(env: Record<string, string>, ...args: string[]): Promise<Finished>
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

  const keep = (child: ChildProcess): ChildProcess => {
    children.add(child)
    child.on('close', () => children.delete(child))
    return child
  }
  const spawnCrew = (args: string[], env: Record<string, string> = {}): ChildProcess =>
    keep(spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder, env: { ...environment, ...env } }))

  const ends: (() => Promise<void>)[] = []
  const terminal = (env: Record<string, string>): Terminal => {
    const options = { cwd: folder, env: { ...environment, ...env }, execArgv: [], silent: true }
    const opened = openTerminal(() => keep(fork(TERMINAL, options)))
    ends.push(opened.end)
    const { crew } = opened
    const json: Terminal['json'] = async (...args) => document(args, await crew(...args, '--json'))
    return { crew, json }
  }
  const installation: Installation = {
    ...terminal({}),
    folder,
    dataDir,
    isEmbedded: database === undefined,
    terminal,
    launch(env, ...args) {
      const child = spawnCrew(args, env)
      child.stdin?.end()
      return finish(child)
    },
    start(...args) {
      const child = spawnCrew(args)
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
      const ended = await Promise.allSettled(ends.map((end) => end()))
      for (const child of children) child.kill('SIGKILL')
      const holder = installation.holderPid()
      if (holder !== undefined) {
        process.kill(holder, 'SIGKILL')
        while (isAlive(holder)) await sleep(20)
      }
      await database?.drop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
      for (const result of ended) if (result.status === 'rejected') throw result.reason
    },
  }
  return installation
}

/** Starts with the first command; commands wait for each other. */
function openTerminal(launch: () => ChildProcess): { crew: Terminal['crew']; end(): Promise<void> } {
  let process: ChildProcess | undefined
  let noise = ''
  let last: Promise<unknown> = Promise.resolve()
  const typed: string[] = []
  const run = async (args: string[]): Promise<Finished> => {
    if (!process) {
      process = launch()
      process.stderr?.on('data', (chunk: Buffer) => {
        noise += chunk.toString()
      })
    }
    typed.push(args[0] ?? 'crew')
    const terminal = process
    const startedAt = performance.now()
    const answered = new Promise<Answered>((resolve, reject) => {
      const ended = () => reject(new Error(`crew ${args.join(' ')} ended its terminal: ${noise}`))
      terminal.once('exit', ended)
      terminal.once('message', (answer: Answered) => {
        terminal.off('exit', ended)
        resolve(answer)
      })
    })
    terminal.send(args)
    return { ...(await answered), seconds: (performance.now() - startedAt) / 1000 }
  }
  return {
    crew: (...args) => {
      const finished = last.catch(() => {}).then(() => run(args))
      last = finished
      return finished
    },
    async end() {
      if (!process || process.exitCode !== null || !process.connected) return
      process.disconnect()
      const hasEnded = await Promise.race([
        once(process, 'exit').then(() => true),
        sleep(END_MS, false, { ref: false }),
      ])
      if (!hasEnded) throw new Error(`One of these commands left something open: ${typed.join(', ')}`)
    },
  }
}

function document<Document>(args: string[], { status, stdout, stderr }: Finished): Document {
  if (status !== 0) throw new Error(`crew ${args.join(' ')} exited with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Document
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
