import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestVenture, type TestVenture } from './test-database.ts'

let made: TestVenture
beforeAll(async () => {
  made = await createTestVenture()
})
afterAll(() => made.sql.end())

// postgres.js 3.4.9 began the next result where the failed one had stopped (porsager/postgres#1181); `patches/` mends it.
test('after a statement that fails in the middle of its rows, the next one’s rows begin at the first', async () => {
  const one = await made.sql.reserve()
  await expect(one`select 10 / (3 - n) as share from generate_series(1, 5) as n`).rejects.toThrow('division by zero')
  const [row] = await one<{ answer: number }[]>`select 42 as answer`
  one.release()
  expect(row).toEqual({ answer: 42 })
})
