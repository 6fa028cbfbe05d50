import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from './client.ts'
import { openListener } from './listener.ts'
import { testDatabaseUrl } from './test-database.ts'

/** Between the listener and the database, so that their connection can be broken. */
let between: { url: string; cut(): void; close(): void }
let sql: Sql

beforeAll(async () => {
  const url = new URL(testDatabaseUrl())
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  const through = new URL(url)
  through.host = `127.0.0.1:${address.port}`
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  between = {
    url: through.href,
    cut,
    close: () => {
      cut()
      server.close()
    },
  }
  sql = createClient(url.href)
})
afterAll(async () => {
  between.close()
  await sql.end()
})

test('tells what is said, and after a broken connection that there was a gap; a stop holds then too', async () => {
  const listener = openListener(between.url)
  const channel = `test_${process.pid}`
  const heard: (string | null)[] = []
  const others: (string | null)[] = []
  const stop = await listener.listen(channel, (payload) => heard.push(payload))
  await listener.listen(`${channel}_other`, (payload) => others.push(payload))
  const say = (what: string) => sql`select pg_notify(${channel}, ${what})`
  await say('one')
  await expect.poll(() => heard).toEqual([null, 'one'])

  between.cut()
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([null, 'one', null])
  await say('two')
  await expect.poll(() => heard).toEqual([null, 'one', null, 'two'])

  await stop()
  await say('three')
  await sql`select pg_notify(${`${channel}_other`}, 'last')`
  await expect.poll(() => others.at(-1)).toBe('last')
  expect(heard).not.toContain('three')
  await listener.close()
})

test('closes at once while the database is away', async () => {
  const listener = openListener(between.url)
  await listener.listen('test_away', () => {})
  between.close()
  const startedAt = performance.now()
  await listener.close()
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

test('says that it cannot connect, and tries again when asked again', async () => {
  const listener = openListener('postgres://nobody@127.0.0.1:1/none')
  await expect(listener.listen('test_none', () => {})).rejects.toThrow()
  await expect(listener.listen('test_none', () => {})).rejects.toThrow()
  await listener.close()
})
