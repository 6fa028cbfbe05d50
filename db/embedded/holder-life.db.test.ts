/** Starting, finding, losing and ending the process that holds the embedded database. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import postgres from 'postgres'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { holderFiles, readState, writeState } from './holder-files.ts'
import { takeLock } from './lock.ts'
import type { EmbeddedDatabase } from './open-embedded.ts'
import { openEmbedded } from './open-embedded.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'crew-holder-'))
const files = holderFiles(dataDir)
const open: EmbeddedDatabase[] = []

async function openHere(): Promise<EmbeddedDatabase> {
  const database = await openEmbedded(dataDir, { lingerSeconds: 0 })
  open.push(database)
  return database
}

const holderPid = (): number => {
  const pid = readState(files)?.pid
  if (!pid) throw new Error('no holder is running')
  return pid
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const holderEnds = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)

async function query<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  const { url } = await openHere()
  await query(url, 'CREATE TABLE acknowledged (id bigint PRIMARY KEY)')
  await open.pop()?.close()
}, 60_000)

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()))
})

describe('one holder', () => {
  test('of eight that start at the same time one becomes the holder', async () => {
    await expect.poll(() => readState(files)?.pid ?? null).toBe(null)
    const script = `
      import { openEmbedded } from ${JSON.stringify(new URL('./open-embedded.ts', import.meta.url).href)}
      const database = await openEmbedded(${JSON.stringify(dataDir)}, { lingerSeconds: 0 })
      process.stdout.write(JSON.stringify({ started: database.started, url: database.url }))
      process.stdin.on('end', () => database.close()).resume()`
    const racers = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['pipe', 'pipe', 'pipe'] }),
    )
    const noise: string[] = []
    const answers = await Promise.all(
      racers.map(
        (racer) =>
          new Promise<{ started: boolean; url: string }>((resolve) => {
            racer.stderr.on('data', (chunk) => noise.push(String(chunk)))
            racer.stdout.on('data', (chunk) => resolve(JSON.parse(String(chunk))))
          }),
      ),
    )
    expect(answers.filter(({ started }) => started)).toHaveLength(1)
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1)
    const exits = racers.map((racer) => new Promise((resolve) => racer.on('exit', resolve)))
    for (const racer of racers) racer.stdin.end()
    expect(await Promise.all(exits)).toEqual(Array(8).fill(0))
    expect(noise).toEqual([])
  }, 30_000)

  test('a second command finds the first one’s, and it ends after the last', async () => {
    const first = await openHere()
    const pid = holderPid()
    const second = await openHere()
    expect([first.started, second.started]).toEqual([true, false])
    expect(second.url).toBe(first.url)
    await first.close()
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await second.close()
    await holderEnds(pid)
    expect(readState(files)).toMatchObject({ pid: null })
  }, 30_000)

  test('SIGTERM ends it cleanly', async () => {
    const { url } = await openHere()
    const pid = holderPid()
    const client = new pg.Client({ connectionString: url })
    const ended = new Promise<Error>((resolve) => client.on('error', resolve))
    await client.connect()
    await open.pop()?.close()
    process.kill(pid, 'SIGTERM')
    expect(await ended).toMatchObject({ code: '57P01' })
    await holderEnds(pid)
    expect(readFileSync(files.log, 'utf8')).toContain('stopping: SIGTERM')
  }, 30_000)

  test('the lock is free as soon as its process is dead', async () => {
    const lockFile = join(mkdtempSync(join(tmpdir(), 'crew-lock-')), 'lock')
    const script = `
      import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
      process.stdout.write(takeLock(${JSON.stringify(lockFile)}) ? 'locked' : 'refused')
      setInterval(() => undefined, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', script])
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    expect(takeLock(lockFile)).toBeNull()
    holder.kill('SIGKILL')
    await new Promise((resolve) => holder.once('exit', resolve))
    const lock = takeLock(lockFile)
    expect(lock).not.toBeNull()
    lock?.release()
  })

  test('a stale state file and another program on its port are stepped over', async () => {
    await expect.poll(() => readState(files)?.pid ?? null).toBe(null)
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => stranger.listen(readState(files)?.port ?? 0, '127.0.0.1', resolve))
    const port = readState(files)?.port ?? 0
    writeState(files, { port, pid: 999_999, version: '18', startedAt: new Date(0).toISOString() })
    const { url, started } = await openHere()
    expect(started).toBe(true)
    expect(new URL(url).port).not.toBe(String(port))
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    stranger.close()
  }, 30_000)
})

test('the password is asked for, and lies where only the owner reads it', async () => {
  const { url } = await openHere()
  const wrong = new URL(url)
  wrong.password = 'guess'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  wrong.password = new URL(url).password
  wrong.username = 'postgres'
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28000' })
  expect(statSync(files.password).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, 'embedded')).mode & 0o777).toBe(0o700)
}, 30_000)

describe('kill -9', () => {
  test('loses nothing acknowledged, and the next command starts again', async () => {
    let acknowledged = 0
    for (let round = 0; round < 3; round++) {
      const { url } = await openHere()
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => undefined)
      await client.connect()
      const pid = holderPid()
      const enough = acknowledged + 20 * (round + 1)
      const kill = (async () => {
        while (acknowledged < enough) await sleep(5)
        for (const database of open.splice(0)) void database.close() // so that the next opening is what starts it
        process.kill(pid, 'SIGKILL')
      })()
      const writing = (async () => {
        for (;;) {
          await client.query('INSERT INTO acknowledged VALUES ($1)', [acknowledged])
          acknowledged++
        }
      })()
      await expect(writing).rejects.toThrow()
      await kill
      const next = await openHere()
      const [found] = await query<{ rows: number }>(next.url, 'SELECT count(*)::int AS rows FROM acknowledged')
      // The last insert may have been kept without the client having heard of it.
      expect(found?.rows).toBeGreaterThanOrEqual(acknowledged)
      expect(found?.rows).toBeLessThanOrEqual(acknowledged + 1)
      acknowledged = found?.rows ?? 0
    }
    expect(acknowledged).toBeGreaterThan(50)
  }, 60_000)

  test('a command that runs on has it back, on the same port, for its pool', async () => {
    const lines: string[] = []
    const database = await openEmbedded(dataDir, { lingerSeconds: 0, log: (line) => lines.push(line) })
    open.push(database)
    // By itself postgres.js waits up to 20 s between attempts.
    const sql = postgres(database.url, { max: 3, backoff: () => 0.1, onnotice: () => undefined })
    await sql`SELECT 1`
    const pid = holderPid()
    process.kill(pid, 'SIGKILL')
    const recovered = async () => (await sql<Array<{ one: number }>>`SELECT 1 AS one`.catch(() => []))[0]?.one
    await expect.poll(recovered, { timeout: 20_000, interval: 100 }).toBe(1)
    expect(holderPid()).not.toBe(pid)
    expect(lines).toEqual(['the embedded database has stopped; starting it again'])
    await sql.end({ timeout: 1 }) // without it, postgres.js waits for ever on a connection that once failed
  }, 30_000)
})

test('a creation that was cut short is begun again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crew-cut-'))
  const { database } = holderFiles(folder)
  mkdirSync(database)
  writeFileSync(join(database, 'PG_VERSION'), '18\n')
  const reopened = await openEmbedded(folder, { lingerSeconds: 0 })
  open.push(reopened)
  expect(await query(reopened.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
}, 30_000)
