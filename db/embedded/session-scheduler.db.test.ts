/** What only time or another process would bring about: the scheduler run here, with short times. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Backend } from './backend.ts'
import { connectionUrl, USER } from './holder-files.ts'
import { keepHouse } from './housekeeping.ts'
import { scramSecret } from './scram.ts'
import { SessionScheduler } from './session-scheduler.ts'
import { SharedSession } from './shared-session.ts'
import { SocketServer } from './socket-server.ts'

const IDLE_MS = 600
let backend: Backend
let scheduler: SessionScheduler
let server: SocketServer
let url: string
const clients: pg.Client[] = []
const broken: string[] = []

async function connect(): Promise<pg.Client & { errors: Error[] }> {
  const client = Object.assign(new pg.Client({ connectionString: url }), { errors: [] as Error[] })
  client.on('error', (error) => client.errors.push(error))
  clients.push(client)
  await client.connect()
  return client
}

beforeAll(async () => {
  backend = await Backend.open(join(mkdtempSync(join(tmpdir(), 'crew-scheduler-')), 'pgdata'))
  scheduler = new SessionScheduler(new SharedSession(backend), {
    idleInTransactionMs: IDLE_MS,
    broken: (reason) => broken.push(reason),
  })
  server = new SocketServer(scheduler, {
    greeting: { user: USER, secret: scramSecret('open sesame'), parameters: new Map([['server_version', '18']]) },
    lingerMs: 60_000,
    deserted: () => undefined,
  })
  url = connectionUrl(await server.listen(0), 'open sesame')
}, 60_000)

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)))
  server.stop()
  await backend.close()
  expect(broken).toEqual([])
})

test('a transaction that idles is ended, and the others go on', async () => {
  const [sleeper, other] = [await connect(), await connect()]
  await sleeper.query('CREATE TABLE slept (id int)')
  await sleeper.query('BEGIN')
  await sleeper.query('INSERT INTO slept VALUES (1)')
  const asked = performance.now()
  expect((await other.query('SELECT count(*)::int AS count FROM slept')).rows).toEqual([{ count: 0 }])
  expect(performance.now() - asked).toBeGreaterThan(IDLE_MS / 2)
  await expect.poll(() => sleeper.errors[0]).toMatchObject({ code: '25P03' })
})

test('a transaction that works is left alone for longer than that', async () => {
  const client = await connect()
  await client.query('BEGIN')
  // In small steps: a machine that stalls for a moment must not look like a client that idles.
  const startedAt = performance.now()
  while (performance.now() - startedAt < 1.5 * IDLE_MS) {
    await sleep(IDLE_MS / 12)
    await client.query('SELECT 1')
  }
  await client.query('COMMIT')
  expect(client.errors).toEqual([])
})

test('a cancel reaches what has not begun', async () => {
  const [first, second] = [await connect(), await connect()]
  await first.query('BEGIN')
  const waiting = second.query('SELECT 1')
  const cancel = new pg.Client({ connectionString: url }) as pg.Client & {
    cancel(client: pg.Client, query: unknown): void
  }
  cancel.on('error', () => undefined)
  cancel.cancel(second, (second as unknown as { _activeQuery: unknown })._activeQuery)
  await expect(waiting).rejects.toMatchObject({ code: '57014' })
  await first.query('COMMIT')
  expect((await second.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }])
})

test('a recursion without end fails its query and nothing else', async () => {
  const client = await connect()
  await client.query(`CREATE FUNCTION endless(i int) RETURNS int LANGUAGE plpgsql AS
    $$ BEGIN RETURN endless(i + 1); END $$`)
  await expect(client.query('SELECT endless(1)')).rejects.toMatchObject({ code: '54001' })
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

test('tables that changed are vacuumed and analysed', async () => {
  const client = await connect()
  await client.query('CREATE TABLE busy AS SELECT i FROM generate_series(1, 5000) AS i')
  await client.query('DELETE FROM busy WHERE i % 2 = 0')
  keepHouse(scheduler, (line) => broken.push(line), 50)
  const upkeep = async () =>
    (
      await client.query(
        "SELECT n_dead_tup::int AS dead, last_analyze IS NOT NULL AS analysed FROM pg_stat_user_tables WHERE relname = 'busy'",
      )
    ).rows
  await expect.poll(upkeep, { timeout: 5_000 }).toEqual([{ dead: 0, analysed: true }])
})
