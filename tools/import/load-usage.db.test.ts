/** Usage that goes straight into its tables is what staging and merging would have made of it, row by row. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { importFiles } from './import-files.ts'
import type { Mapping } from './mapping.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-direct-'))
const now = new Date('2024-06-30T12:00:00Z')
let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sql.end()
})

const columns = 'id,user,subscription,at,kind,feature,quantity,seconds'
const mapping: Mapping = {
  source: 'shop',
  files: {
    customers: { customers: { external_id: 'id', name: 'id', signed_up_at: 'since' } },
    users: { users: { external_id: 'id', customer: 'customer', created_at: 'since' } },
    subscriptions: {
      subscriptions: { external_id: 'id', customer: 'customer', mrr: 'mrr', started_at: 'start', ended_at: 'end' },
    },
    'usage*': {
      usage: {
        event_id: 'id',
        user: 'user',
        subscription: 'subscription',
        occurred_at: 'at',
        kind: { column: 'kind', values: { use: 'feature' } },
        feature: 'feature',
        quantity: 'quantity',
        duration_seconds: 'seconds',
      },
    },
  },
}

function write(name: string, content: string): string {
  const path = join(mkdtempSync(join(folder, 'f-')), name)
  writeFileSync(path, content)
  return path
}

async function load(shop: TestVenture, files: string[], directFromBytes: number) {
  const dataDir = mkdtempSync(join(folder, 'd-'))
  const venture = { id: shop.ventureId, slug: 's', name: 'S', currency: 'USD', timeZone: 'UTC', simulated: false }
  const options = { files, mapping, dataDir, now, maxRefusedPercent: 100, directFromBytes }
  const { entities, refusals, refusedCount, rejectedFiles, warnings, recordedAt } = await importFiles(
    shop.db,
    venture,
    options,
  )
  const lines = rejectedFiles.map((path) => readFileSync(path, 'utf8').split('\n').sort())
  const sorted = refusals.map((refusal) => JSON.stringify(refusal)).sort()
  return { entities, refused: refusedCount > 20 ? [] : sorted, refusedCount, lines, warnings, recordedAt }
}

async function shop(): Promise<TestVenture> {
  const venture = await createTestVenture(sql)
  const files = [
    write('customers.csv', 'id,since\nA,2024-01-01\nB,2024-01-01\nC,2024-04-03\n'),
    write('users.csv', 'id,customer,since\nU1,A,2024-01-01\nU2,B,2024-01-01\nU3,B,2024-01-01\nU4,C,2024-01-01\n'),
    write('subscriptions.csv', 'id,customer,mrr,start,end\nS1,A,10,2024-01-01,2024-04-04\nS2,B,10,2024-04-02,\n'),
  ]
  await load(venture, files, Number.POSITIVE_INFINITY)
  return venture
}

/** Everything usage leaves behind, by names instead of ids. */
async function traces({ ventureId }: TestVenture, recordedAt: Date | null) {
  const named = sql`join customers c on c.venture_id = t.venture_id and c.id = t.customer_id`
  const user = sql`(select u.external_id from customer_users u where u.venture_id = t.venture_id and u.id = t.user_id)`
  return {
    events: await sql`
      select t.event_id, t.occurred_at, c.external_id, ${user} as user, t.kind, t.feature, t.quantity, t.duration_seconds,
        (select n.external_id from subscriptions n where n.venture_id = t.venture_id and n.id = t.subscription_id) as subscription,
        t.recorded_at = ${recordedAt} as is_new, t.source
      from usage_events t ${named} where t.venture_id = ${ventureId} order by 1, 2`,
    daily: await sql`
      select t.used_on, c.external_id, ${user} as user, t.kind, t.feature, t.event_count, t.quantity, t.duration_seconds,
        t.recorded_at = ${recordedAt} as is_new
      from usage_daily t ${named} where t.venture_id = ${ventureId} order by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    marks: await sql`
      select c.external_id, min(t.since_on) as since_on from score_marks t ${named}
      where t.venture_id = ${ventureId} and t.recorded_at = ${recordedAt} group by 1 order by 1`,
    days: await sql`select source, used_on from usage_days where venture_id = ${ventureId} order by 2`,
    batches: await sql`select counts from batches where venture_id = ${ventureId} order by recorded_at`,
  }
}

const minute = fc.integer({ min: 0, max: 4 * 24 * 60 })
const time = (at: number) => new Date(Date.UTC(2024, 3, 1) + at * 60_000).toISOString()
/** Mostly plain lines, some of every unusual kind. */
const line = fc
  .record({
    id: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 400 }).map((n) => `E${n}`) },
      { weight: 1, arbitrary: fc.constantFrom('E1', ' E2 ', 'é3', '"E""4"', '') },
    ),
    who: fc.constantFrom('U1,', 'U1,', 'U2,', 'U3,S2', 'U1,S1', ',S1', ',S2', 'U4,', 'nobody,', ',', 'U2,S1'),
    at: fc.oneof(
      { weight: 12, arbitrary: minute.map(time) },
      { weight: 1, arbitrary: minute.map((at) => time(at).slice(0, 10)) },
      { weight: 1, arbitrary: minute.map((at) => time(at).slice(0, 16).replace('T', ' ')) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '2024-04-31',
          '2024-04-02T03:04:05.6Z',
          '2024-04-02T05:00:00+02:00',
          '2031-01-01',
          '',
        ),
      },
    ),
    what: fc.constantFrom(
      'login,',
      'login,boards',
      'use,boards',
      'feature,charts',
      'feature,charts',
      'use,',
      'other,boards',
    ),
    much: fc.constantFrom(',', '1,', '3,20', '+4,007', '2.0,1', '-1,5', '99999999999,1', '5, 6 '),
  })
  .map(({ id, who, at, what, much }) => `${id},${who},${at},${what},${much}`)
const special = fc.constantFrom('', 'E9,U1', '"E10",U1,,2024-04-02,login,,"1\n",', '   ')
const file = fc
  .record({
    lines: fc.array(fc.oneof({ weight: 60, arbitrary: line }, { weight: 1, arbitrary: special }), { maxLength: 60 }),
    isSorted: fc.boolean(),
    end: fc.constantFrom('\n', '\n', '\r\n'),
    isEnded: fc.boolean(),
  })
  .map(({ lines, isSorted, end, isEnded }) => {
    const at = (text: string) => text.split(',')[3] ?? ''
    const rows = isSorted ? [...lines].sort((a, b) => at(a).localeCompare(at(b))) : lines
    return [columns, ...rows].join(end) + (isEnded ? end : '')
  })

test('straight into the tables or through staging, any files leave the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(file, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      async (imports) => {
        const [direct, staged] = [await shop(), await shop()]
        for (const contents of imports) {
          const files = contents.map((content, at) => write(`usage${at}.csv`, content))
          const { recordedAt: directAt, ...one } = await load(direct, files, 0)
          const { recordedAt: stagedAt, ...other } = await load(staged, files, Number.POSITIVE_INFINITY)
          expect(one).toEqual(other)
          expect(await traces(direct, directAt)).toEqual(await traces(staged, stagedAt))
        }
      },
    ),
    { numRuns: propertyRuns(12), endOnFailure: true },
  )
}, 240_000)

test('so does a file of several chunks, with unknown users, reused ids and lines that end in two signs', async () => {
  const [direct, staged] = [await shop(), await shop()]
  const lines = Array.from({ length: 70_000 }, (_, at) => {
    const who = at % 1000 === 0 ? 'nobody' : `U${1 + (at % 4)}`
    return `E${at % 69_990},${who},,${time(at / 20)},feature,f${at % 7},${at % 3},${at % 5}`
  })
  const path = write('usage.csv', [columns, ...lines, ''].join('\r\n'))
  const one = await load(direct, [path], 0)
  const other = await load(staged, [path], Number.POSITIVE_INFINITY)
  expect({ ...one, recordedAt: null }).toEqual({ ...other, recordedAt: null })
  expect(one.entities.usage).toMatchObject({ read: 70_000, added: 69_930, refused: 70, reusedIds: 9 }) // E0 comes first without a known user
  const sums = ({ ventureId }: TestVenture) => sql`
    select used_on, kind, feature, count(*), sum(event_count) as events, sum(quantity) as quantity, sum(duration_seconds) as seconds,
      (select count(*) from usage_events where venture_id = ${ventureId}) as loaded
    from usage_daily where venture_id = ${ventureId} group by 1, 2, 3 order by 1, 2, 3`
  expect(await sums(direct)).toEqual(await sums(staged))
}, 120_000)
