/** COPY through the embedded database, in and out. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EmbeddedDatabase } from './open-embedded.ts'
import { openEmbedded } from './open-embedded.ts'
import { ignoring, socketOf } from './raw-client.ts'

let database: EmbeddedDatabase
let sql: postgres.Sql
const clients: pg.Client[] = []

beforeAll(async () => {
  database = await openEmbedded(mkdtempSync(join(tmpdir(), 'crew-copy-')), { lingerSeconds: 0 })
  sql = postgres(database.url, { max: 2, onnotice: () => undefined })
}, 60_000)

afterAll(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)))
  await sql.end({ timeout: 1 })
  await database.close()
})

async function connectPg(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  clients.push(client)
  return client
}

test('in and out, of many pieces, with newlines inside quotes and a header', async () => {
  await sql`CREATE TABLE loaded (id int, note text)`
  const note = 'a "quoted" word\nand another line, '.repeat(3)
  const csv = `id,note\n${Array.from({ length: 50_000 }, (_, id) => `${id},"${note.replaceAll('"', '""')}${id}"\n`).join('')}`
  const before = performance.now()
  await pipeline([csv], await sql`COPY loaded FROM STDIN WITH (FORMAT csv, HEADER)`.writable())
  expect(performance.now() - before).toBeLessThan(10_000)
  const [sums] = await sql`SELECT count(*)::int AS count, count(DISTINCT id)::int AS ids, min(note) AS note FROM loaded`
  expect(sums).toEqual({ count: 50_000, ids: 50_000, note: `${note}0` })

  const copied = await text(await sql`COPY (SELECT * FROM loaded WHERE id < 2 ORDER BY id) TO STDOUT CSV`.readable())
  expect(copied).toBe(`0,"${note.replaceAll('"', '""')}0"\n1,"${note.replaceAll('"', '""')}1"\n`)
}, 20_000)

test('a bad row undoes all of it, and is named by its line in the whole', async () => {
  await sql`CREATE TABLE refused (id int, filler text)`
  const filler = 'x'.repeat(500)
  const rows = Array.from({ length: 9_000 }, (_, n) => `${n === 8_500 ? 'bad' : n}\t${filler}\n`).join('')
  // By node-postgres: the writable of postgres.js never ends when the server refuses a row.
  const client = await connectPg()
  await expect(copyIn(client, 'COPY refused FROM STDIN', rows)).rejects.toMatchObject({
    code: '22P02',
    where: expect.stringContaining('line 8501'),
  })
  expect((await client.query('SELECT count(*)::int AS count FROM refused')).rows).toEqual([{ count: 0 }])
})

test('inside a transaction it is undone with it', async () => {
  await sql`CREATE TABLE undone (id int)`
  const attempt = sql.begin(async (tx) => {
    await pipeline(['1\n2\n'], await tx`COPY undone FROM STDIN`.writable())
    expect(await tx`SELECT count(*)::int AS count FROM undone`).toEqual([{ count: 2 }])
    throw new Error('changed my mind')
  })
  await expect(attempt).rejects.toThrow('changed my mind')
  expect(await sql`SELECT count(*)::int AS count FROM undone`).toEqual([{ count: 0 }])
})

test('into nowhere, or binary, it is refused and the connection goes on', async () => {
  await expect(sql`COPY nowhere FROM STDIN`.writable()).rejects.toMatchObject({ code: '42P01' })
  await expect(sql`COPY loaded FROM STDIN (FORMAT binary)`.writable()).rejects.toMatchObject({ code: '0A000' })
  expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
})

test('a client that dies in the middle of its rows leaves none', async () => {
  await sql`CREATE TABLE halfway (id int, filler text)`
  const client = await connectPg()
  const { connection } = client as unknown as {
    connection: pg.Connection & { sendCopyFromChunk(chunk: Buffer): void }
  }
  connection.query('COPY halfway FROM STDIN')
  connection.sendCopyFromChunk(Buffer.from(`1\t${'x'.repeat(1000)}\n`.repeat(4000)))
  await sleep(50)
  socketOf(client).destroy()
  expect(await sql`SELECT count(*)::int AS count FROM halfway`).toEqual([{ count: 0 }])
})

interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** COPY FROM STDIN with node-postgres, which leaves the protocol's part to its caller. */
function copyIn(client: pg.Client, statement: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      ...ignoring,
      submit: (connection) => connection.query(statement),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(rows))
        connection.endCopyFrom()
      },
      handleError: reject,
      handleReadyForQuery: resolve,
    } as pg.Submittable)
  })
}
