/** postgres.js, LangGraph's checkpointer and BullMQ on one embedded database at the same time. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { emptyCheckpoint } from '@langchain/langgraph-checkpoint'
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres'
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmbeddedDatabase } from './open-embedded.ts'
import { openEmbedded } from './open-embedded.ts'
import { ignoring, socketOf } from './raw-client.ts'

let database: EmbeddedDatabase
let sql: postgres.Sql
const closers: Array<() => Promise<unknown>> = []

beforeAll(async () => {
  database = await openEmbedded(mkdtempSync(join(tmpdir(), 'crew-embedded-')), { lingerSeconds: 0 })
  sql = postgres(database.url, { max: 10, onnotice: () => undefined })
}, 60_000)

afterAll(async () => {
  await Promise.all(closers.map((close) => close()))
  await sql.end({ timeout: 1 })
  await database.close()
})

async function connectPg(options: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, ...options })
  client.on('error', () => undefined)
  await client.connect()
  closers.push(() => client.end().catch(() => undefined))
  return client
}

describe('all at once', () => {
  test('a queue, a checkpointer and a pool keep out of each other’s way', async () => {
    const saver = PostgresSaver.fromConnString(database.url)
    closers.push(() => saver.end())
    const connection = { connectionString: database.url, migrate: true } as never
    const queue = new Queue('crowd', { connection }, createPostgresBackend as never)
    closers.push(() => queue.close())
    const done: number[] = []
    const worker = new Worker(
      'crowd',
      async (job) => {
        await sql`SELECT ${job.data.n}::int`
        done.push(job.data.n)
      },
      { connection, concurrency: 4 },
      createPostgresBackend as never,
    )
    closers.push(() => worker.close())
    await Promise.all([saver.setup(), queue.waitUntilReady(), worker.waitUntilReady()])
    await sql`CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL)`
    await sql`INSERT INTO accounts SELECT i, 100 FROM generate_series(1, 10) AS i`

    const jobs = Array.from({ length: 30 }, (_, n) => queue.add('job', { n }))
    const transfers = Array.from({ length: 60 }, (_, i) =>
      sql
        .begin(async (tx) => {
          await tx`UPDATE accounts SET balance = balance - 1 WHERE id = ${(i % 10) + 1}`
          await tx`UPDATE accounts SET balance = balance + 1 WHERE id = ${((i + 3) % 10) + 1}`
          if (i % 3 === 0) throw new Error('rolled back')
        })
        .catch((error: Error) => expect(error.message).toBe('rolled back')),
    )
    const threads = Array.from({ length: 20 }, async (_, i) => {
      const config = { configurable: { thread_id: `thread-${i}`, checkpoint_ns: '' } }
      const checkpoint = {
        ...emptyCheckpoint(),
        channel_values: { answer: `of ${i}` },
        channel_versions: { answer: 1 },
      }
      const saved = await saver.put(config, checkpoint, { source: 'input', step: i, parents: {} }, { answer: 1 })
      const found = await saver.getTuple(saved)
      expect(found?.metadata?.step).toBe(i)
      expect(found?.checkpoint.channel_values).toEqual({ answer: `of ${i}` })
    })
    await Promise.all([...jobs, ...transfers, ...threads])
    await expect.poll(() => done.length, { timeout: 10_000 }).toBe(30)
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n))
    const [total] = await sql`SELECT sum(balance)::int AS total FROM accounts`
    expect(total).toEqual({ total: 1000 })
  }, 30_000)

  test('a job added to an idle worker starts by notification', async () => {
    const connection = { connectionString: database.url, migrate: true } as never
    const queue = new Queue('idle', { connection }, createPostgresBackend as never)
    const started: number[] = []
    const worker = new Worker(
      'idle',
      async () => void started.push(performance.now()),
      { connection },
      createPostgresBackend as never,
    )
    closers.push(() => Promise.all([queue.close(), worker.close()]))
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
    const waits: number[] = []
    for (let n = 0; n < 7; n++) {
      await sleep(150) // the worker is idle again, and listening
      const added = performance.now()
      await queue.add('job', { n })
      await expect.poll(() => started.length, { timeout: 6_000, interval: 1 }).toBe(n + 1)
      waits.push((started[n] ?? Number.NaN) - added)
    }
    waits.sort((a, b) => a - b)
    // A poll would find it 5 s after the worker began to listen, 150 ms before; a notification takes 10 ms, or what a busy
    // machine makes of it.
    expect(waits[3]).toBeLessThan(1_000)
    expect(waits[6]).toBeLessThan(4_000)
  }, 30_000)

  test('50 connections each get their own replies', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => connectPg()))
    await Promise.all(
      clients.map(async (client, id) => {
        for (let round = 0; round < 6; round++) {
          // The same statement name means something else in every connection.
          const named = await client.query({
            name: 'mine',
            text: `SELECT ${id} AS id, $1::int AS round`,
            values: [round],
          })
          expect(named.rows).toEqual([{ id, round }])
          if (round % 3 === 0) {
            await client.query('BEGIN')
            await client.query('SELECT set_config($1, $2, true)', ['crew.owner', String(id)])
            const inside = await client.query("SELECT current_setting('crew.owner') AS owner")
            expect(inside.rows).toEqual([{ owner: String(id) }])
            await client.query(round === 0 ? 'COMMIT' : 'ROLLBACK')
          }
          await expect(client.query(`SELECT 'client ${id}'::int`)).rejects.toThrow(`client ${id}`)
        }
      }),
    )
    await Promise.all(clients.map((client) => client.end()))
  }, 30_000)
})

describe('one client among others', () => {
  test('a client that dies inside a transaction is rolled back', async () => {
    await sql`CREATE TABLE promises (id int)`
    const client = await connectPg()
    await client.query('BEGIN')
    await client.query('INSERT INTO promises VALUES (1)')
    const waiting = sql`SELECT count(*)::int AS count FROM promises`.execute()
    socketOf(client).destroy()
    expect(await waiting).toEqual([{ count: 0 }])
  })

  test('a client that leaves after a Flush leaves nothing behind', async () => {
    const client = await connectPg()
    const { connection } = client as unknown as { connection: pg.Connection }
    connection.parse({ name: '', text: 'SELECT 1/0', types: [] } as never, true)
    connection.flush()
    await sleep(20)
    socketOf(client).destroy()
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })

  test('an error inside a pipelined batch skips the rest of that batch only', async () => {
    await sql`CREATE TABLE pipelined (id int)`
    const results = await Promise.allSettled([
      sql`INSERT INTO pipelined VALUES (1)`,
      sql`INSERT INTO pipelined SELECT 1/0`,
      sql`INSERT INTO pipelined VALUES (3)`,
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await sql`SELECT id FROM pipelined ORDER BY id`).toEqual([{ id: 1 }, { id: 3 }])

    // One batch of three statements up to a single Sync: an implicit transaction.
    const client = await connectPg()
    const replies: string[] = []
    const noting = (reply: string) => () => void replies.push(reply)
    client.query({
      ...ignoring,
      handleCommandComplete: noting('complete'),
      handleError: noting('error'),
      submit: (connection) => {
        connection.once('readyForQuery', noting('ready'))
        for (const id of ['11', "'x'::int", '13']) {
          connection.parse({ name: '', text: `INSERT INTO pipelined VALUES (${id})`, types: [] }, true)
          connection.bind({}, true)
          connection.execute({}, true)
        }
        connection.sync()
      },
    } as pg.Submittable)
    await expect.poll(() => replies).toEqual(['complete', 'error', 'ready'])
    expect(await sql`SELECT id FROM pipelined WHERE id > 10`).toEqual([])
  })

  test('a row of 10 MB goes in and comes out', async () => {
    await sql`CREATE TABLE large (body text)`
    const body = randomBytes(5 * 1024 * 1024).toString('hex')
    await sql`INSERT INTO large VALUES (${body})`
    const [row] = await sql`SELECT body FROM large`
    expect(row?.body === body).toBe(true)
  })

  test('start-up options and SET hold for their own client only', async () => {
    await sql`CREATE SCHEMA elsewhere`
    const one = await connectPg({ options: '-c search_path=elsewhere -c extra_float_digits=0' })
    const two = await connectPg()
    await two.query("SET TIME ZONE 'Asia/Tokyo'")
    const settings = "SELECT current_setting('search_path') AS path, current_setting('TimeZone') AS zone"
    for (let round = 0; round < 2; round++) {
      expect((await one.query(settings)).rows).toEqual([{ path: 'elsewhere', zone: 'UTC' }])
      expect((await two.query(settings)).rows).toEqual([{ path: 'public', zone: 'Asia/Tokyo' }])
      expect(await sql.unsafe(settings)).toEqual([{ path: 'public', zone: 'UTC' }])
    }
  })

  test('what would drop other clients’ statements is refused, with its reason', async () => {
    await expect(sql`DISCARD ALL`).rejects.toMatchObject({ code: '0A000' })
    await expect(sql`DEALLOCATE ALL`.simple()).rejects.toThrow(/other connections/)
  })

  test('a large result to a client that does not read does not stop the others', async () => {
    const slow = await connectPg()
    socketOf(slow).pause()
    const reply = slow.query("SELECT repeat('x', 1000) FROM generate_series(1, 30000)")
    await sleep(100)
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
    socketOf(slow).resume()
    expect((await reply).rowCount).toBe(30_000)
  })

  test('the vector extension is there', async () => {
    await sql`CREATE EXTENSION vector`
    expect(await sql`SELECT '[1,2]'::vector <-> '[1,4]'::vector AS distance`).toEqual([{ distance: 2 }])
  })
})

describe('LISTEN and NOTIFY', () => {
  test('a notification reaches those that listen, and nobody else', async () => {
    const [one, two, deaf] = await Promise.all([connectPg(), connectPg(), connectPg()])
    const heard: string[] = []
    for (const [name, client] of Object.entries({ one, two, deaf })) {
      client.on('notification', ({ channel, payload }) => heard.push(`${name} ${channel} ${payload}`))
    }
    await one.query('/* why */ -- and how\n LISTEN "score.crossed"')
    await two.query('LISTEN "score.crossed"; LISTEN other')
    await deaf.query('BEGIN; LISTEN other; ROLLBACK')
    await deaf.query("NOTIFY other, 'a'")
    await sql.notify('score.crossed', 'b')
    await one.query('NOTIFY "score.crossed", \'own\'')
    await expect.poll(() => heard.length).toBe(5)
    expect(heard.filter((line) => line.startsWith('one'))).toEqual(['one score.crossed b', 'one score.crossed own'])
    expect(heard.filter((line) => line.startsWith('two'))).toEqual([
      'two other a',
      'two score.crossed b',
      'two score.crossed own',
    ])

    await one.query('UNLISTEN *')
    await sql.notify('score.crossed', 'c')
    await expect.poll(() => heard.at(-1)).toBe('two score.crossed c')
    expect(heard).toHaveLength(6)
  })

  test('postgres.js listens too, and hears what a transaction says when it commits', async () => {
    const heard: string[] = []
    const { unlisten } = await sql.listen('proposal.filed', (payload) => heard.push(payload))
    await sql.begin(async (tx) => {
      await tx`SELECT pg_notify('proposal.filed', 'committed')`
      expect(heard).toEqual([])
    })
    await expect.poll(() => heard).toEqual(['committed'])
    await unlisten()
  })
})
