import { afterAll, beforeAll, expect, test } from 'vitest'
import { askTogether } from './ask-together.ts'
import { createTestVenture, type TestVenture } from './test-database.ts'
import type { VentureDb } from './venture-db.ts'

let venture: TestVenture
beforeAll(async () => {
  venture = await createTestVenture()
})
afterAll(() => venture.sql.end())

/** Casts texts to numbers in one statement, and says how many went into each. */
function doubling(options?: { most: number }) {
  const groups: number[] = []
  const double = askTogether<VentureDb, string, number>(async ({ sql }, texts) => {
    groups.push(texts.length)
    // All of it before the first row is sent: after a statement that fails between rows, the client's next one on that
    // connection is answered with gaps (porsager/postgres#1181).
    const rows = await sql<{ doubled: number }[]>`
      with answers as materialized (
        select place, 2 * number::int as doubled from unnest(${[...texts]}::text[]) with ordinality as asked(number, place)
      )
      select doubled from answers order by place`
    return rows.map(({ doubled }) => doubled)
  }, options)
  return { groups, ask: (text: string) => double(venture.db, text) }
}

test('questions of one moment are one statement, and each gets its own answer', async () => {
  const { groups, ask } = doubling()
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(String(index))))
  expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index))
  expect(groups).toEqual([50])
})

test('what comes while a group is answered is the next group, and none is larger than said', async () => {
  const { groups, ask } = doubling({ most: 20 })
  const first = ask('1')
  await new Promise((resolve) => setImmediate(resolve))
  const others = Array.from({ length: 30 }, (_, index) => ask(String(index)))
  expect(await first).toBe(2)
  expect(await Promise.all(others)).toHaveLength(30)
  expect(groups).toEqual([1, 20, 10])
})

test('a question that the database refuses fails alone', async () => {
  const { ask } = doubling()
  const settled = await Promise.allSettled(['1', 'two', '3'].map(ask))
  expect(settled).toMatchObject([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: { code: '22P02' } },
    { status: 'fulfilled', value: 6 },
  ])
})

test('an answer is never older than its question', async () => {
  const { sql, db, ventureId } = venture
  const nameOf = askTogether<VentureDb, string, string>(async (place, ids) => {
    const [row] = await place.sql<{ name: string }[]>`
      select name from ventures where id = ${place.ventureId} and pg_sleep(0.1) is not null`
    return ids.map(() => row?.name ?? '')
  })
  const before = nameOf(db, ventureId)
  await new Promise((resolve) => setImmediate(resolve))
  await sql`update ventures set name = 'Renamed' where id = ${ventureId}`
  // The group of the first is still under way; the second does not join it.
  expect(await nameOf(db, ventureId)).toBe('Renamed')
  expect(['Test', 'Renamed']).toContain(await before)
})

test('questions of another kind, or inside a transaction, go by themselves', async () => {
  const groups: string[][] = []
  const ask = askTogether<VentureDb, string, string>(
    async ({ sql }, texts) => {
      groups.push([...texts])
      await sql`select 1`
      return texts
    },
    { alike: (text) => text.slice(0, 1) },
  )
  await Promise.all([
    ...['a1', 'b1', 'a2'].map((text) => ask(venture.db, text)),
    venture.db.transaction((tx) => ask(tx, 'a3')),
  ])
  expect(groups.sort()).toEqual([['a1', 'a2'], ['a3'], ['b1']])
})
