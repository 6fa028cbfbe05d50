import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { defaultSettings } from '../settings/settings.ts'
import { testContext } from '../test-context.ts'
import { type CustomerHistory, knownAt, on, writeHistories } from './history.fixture.ts'
import { refreshScores } from './refresh-scores.ts'

let sql: Sql
let venture: TestVenture
let ids: string[]

// One logs in on day 50 only, so its engagement falls on days 52, 58 and 81; the other logs in every day.
const nothing: CustomerHistory = {
  signedUp: 0,
  isTrial: null,
  logins: [],
  uses: [],
  tickets: [{ opened: 1, closed: 2, isPending: false }],
  subscriptions: [{ from: 0, until: null, isTrial: false, mrrMinor: 5_000 }],
  events: [],
}

beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
beforeEach(async () => {
  venture = await createTestVenture(sql)
  ids = await writeHistories(venture, [
    { ...nothing, logins: [50] },
    { ...nothing, logins: Array.from({ length: 80 }, (_, day) => day) },
  ])
})
afterAll(() => sql.end())

async function refresh(day: number, settings = defaultSettings) {
  return (await refreshScores.run({ scope: 'all' }, await testContext(venture, { asOf: on(day), knownAt, settings })))
    .output
}

/** The first customer's stored intervals and their scores. */
function intervals(of: string | undefined = ids[0]) {
  return sql<{ scoredFrom: string; scoredTo: string | null; score: string }[]>`
    select scored_from, scored_to, score from health_snapshots
    where venture_id = ${venture.ventureId} and customer_id = ${of ?? ''} order by scored_from`
}

// Without value loaded the known weight is 70: 40 + 30 of 70 = 100, 30 + 30 = 85.71, 20 + 30 = 71.43.
test('a row is written when something changed; the view has one a day', async () => {
  expect(await refresh(50)).toMatchObject({ customers: 2, changed: 2, isStored: true })
  expect(await refresh(51)).toMatchObject({ customers: 2, changed: 0 })
  expect(await refresh(52)).toMatchObject({ changed: 1 })
  await refresh(58)
  // The first refresh scores the month before too: nobody had logged in, so 0 + 30 of 70 = 42.86.
  expect(await intervals()).toEqual([
    { scoredFrom: on(20), scoredTo: on(50), score: '42.86' },
    { scoredFrom: on(50), scoredTo: on(52), score: '100.00' },
    { scoredFrom: on(52), scoredTo: on(58), score: '85.71' },
    { scoredFrom: on(58), scoredTo: null, score: '71.43' },
  ])
  // Always 100.00; from day 50 on there is a month ago to call it stable by.
  expect(await intervals(ids[1])).toHaveLength(2)
  const days = await sql<{ asOf: string; score: string }[]>`
    select as_of, score from health_snapshots_daily
    where venture_id = ${venture.ventureId} and customer_id = ${ids[0] ?? ''} and as_of >= ${on(50)} order by as_of`
  expect(days.map(({ asOf }) => asOf)).toEqual(Array.from({ length: 9 }, (_, index) => on(50 + index)))
  expect(days.map(({ score }) => score)).toEqual([
    '100.00',
    '100.00',
    ...Array.from({ length: 6 }, () => '85.71'),
    '71.43',
  ])
})

test('the same day again replaces itself', async () => {
  await refresh(50)
  await refresh(52)
  await refresh(52, { ...defaultSettings, moderateEngagementPoints: 25 })
  // 40 × 25 ÷ 40 + 30 = 55 of 70 = 78.57.
  expect(await intervals()).toEqual([
    { scoredFrom: on(20), scoredTo: on(50), score: '42.86' },
    { scoredFrom: on(50), scoredTo: on(52), score: '100.00' },
    { scoredFrom: on(52), scoredTo: null, score: '78.57' },
  ])
  // And back to what stood before that day: the interval is one again.
  await refresh(52, { ...defaultSettings, activeLoginDays: 2 })
  expect((await intervals()).slice(1)).toEqual([{ scoredFrom: on(50), scoredTo: null, score: '100.00' }])
  const refreshes = await sql`select 1 from score_refreshes where venture_id = ${venture.ventureId}`
  expect(refreshes).toHaveLength(2)
})

test('a day before the newest refresh is computed and not stored', async () => {
  await refresh(52)
  const before = await intervals()
  expect(await refresh(50)).toMatchObject({ customers: 2, changed: 0, isStored: false })
  expect(await intervals()).toEqual(before)
})

test('two refreshes at once leave what one would', async () => {
  await refresh(50)
  await Promise.all([refresh(52), refresh(52), refresh(58), refresh(58)])
  expect((await intervals()).filter(({ scoredTo }) => scoredTo === null)).toEqual([
    { scoredFrom: on(58), scoredTo: null, score: '71.43' },
  ])
  // Other files of the run are importing, and have staging tables of their own.
  const left = await sql`select 1 from pg_tables where tablename ~ '^staging_(due|set|scored|before)_'`
  expect(left).toHaveLength(0)
})
