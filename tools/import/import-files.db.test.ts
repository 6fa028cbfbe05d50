import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { customerSignals } from '../../db/queries/customers.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { type ImportOptions, importFiles } from './import-files.ts'
import type { Mapping } from './mapping.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-import-'))
const now = new Date('2024-06-30T12:00:00Z')
let sql: Sql
let shop: TestVenture
let made = 0

beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
beforeEach(async () => {
  shop = await createTestVenture(sql)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sql.end()
})

const mapping: Mapping = {
  source: 'shop',
  files: {
    'customers*': { customers: { external_id: 'id', name: 'name', plan: 'plan', signed_up_at: 'since' } },
    'users*': {
      users: {
        external_id: 'id',
        customer: 'customer',
        email: 'email',
        email_consent: 'consent',
        consent_at: 'consent_at',
        created_at: 'since',
      },
    },
    'subscriptions*': {
      subscriptions: { external_id: 'id', customer: 'customer', mrr: 'mrr', started_at: 'start', ended_at: 'end' },
    },
    'usage*': {
      usage: {
        event_id: 'id',
        subscription: 'subscription',
        occurred_at: 'at',
        kind: { value: 'feature' },
        feature: 'feature',
      },
    },
    'logins*': { usage: { user: 'user', occurred_at: 'at', kind: { value: 'login' } } },
    'tickets*': {
      tickets: {
        external_id: 'id',
        customer: 'customer',
        opened_at: 'opened',
        closed_at: 'closed',
        priority: { column: 'priority', values: { P1: 'urgent', none: null } },
        body: 'text',
      },
    },
    'invoices*': {
      invoices: {
        external_id: 'id',
        customer: 'customer',
        issued_on: 'issued',
        due_on: 'due',
        amount: 'amount',
        currency: 'currency',
      },
    },
  },
}

function file(name: string, content: string | Buffer): string {
  const path = join(mkdtempSync(join(folder, 'f-')), name)
  writeFileSync(path, content)
  return path
}

const customers = (...rows: string[]) => file('customers.csv', `id,name,plan,since\n${rows.join('\n')}\n`)
const tickets = (...rows: string[]) =>
  file('tickets.csv', `id,customer,opened,closed,priority,text\n${rows.join('\n')}\n`)
const THREE = ['A,Acme,Pro,2024-01-01', 'B,Blue,Basic,2024-02-01', 'C,Corp,Pro,2024-03-01']

function load(files: string[], options: Partial<ImportOptions> = {}, into: TestVenture = shop) {
  const venture = { id: into.ventureId, slug: 'shop', name: 'Shop', currency: 'USD', timeZone: 'UTC', simulated: false }
  const dataDir = join(folder, `data-${made}`)
  return importFiles(into.db, venture, { files, mapping, dataDir, now, ...options })
}

function ownDataDir(): string {
  made++
  return join(folder, `data-${made}`)
}

/** How many imports of this process have left staging; other test files may be importing at the same time. */
async function staging(): Promise<number> {
  const rows = await sql`select relname from pg_class
    where relname ~ '^staging_.*_refusals$' and obj_description(oid, 'pg_class') like ${`% ${process.pid}`}`
  return rows.length
}

describe('the same rows', () => {
  test('a second time change nothing and make no batch', async () => {
    const files = [customers(...THREE), tickets('T1,A,2024-04-01,,P1,help')]
    expect((await load(files)).batchId).not.toBeNull()
    const again = await load(files)
    expect(again).toMatchObject({ batchId: null, recordedAt: null })
    expect(again.entities.customers).toMatchObject({ read: 3, added: 0, changed: 0, unchanged: 3 })
    expect(again.entities.feedback).toMatchObject({ read: 1, added: 0, unchanged: 1 })
  })

  test('as CSV, gzip, JSONL, or with other delimiters and line ends are the same', async () => {
    await load([customers(...THREE)])
    const semicolons = `\uFEFFid;name;plan;since\r\n${THREE.map((row) => row.replaceAll(',', ';')).join('\r\n')}\r\n`
    const jsonl = THREE.map((row) => {
      const [id, name, plan, since] = row.split(',')
      return JSON.stringify({ id, name, plan, since })
    }).join('\n')
    for (const path of [
      file('customers.csv', semicolons),
      file('customers.csv.gz', gzipSync(semicolons)),
      file('customers.jsonl', jsonl),
      file('customers.jsonl.gz', gzipSync(jsonl)),
    ]) {
      expect(await load([path]), basename(path)).toMatchObject({
        batchId: null,
        entities: { customers: { unchanged: 3 } },
      })
    }
  })

  test('in another venture are another venture’s', async () => {
    await load([customers(...THREE)])
    const other = await createTestVenture(sql)
    expect((await load([customers(...THREE)], {}, other)).entities.customers).toMatchObject({ added: 3 })
    expect((await load([customers('A,Renamed,Pro,2024-01-01')], {}, other)).entities.customers).toMatchObject({
      changed: 1,
    })
    expect((await load([customers(...THREE)])).batchId).toBeNull()
  })

  test('without event ids count once, and a reused id with another time counts twice', async () => {
    const base = [
      customers(...THREE),
      file('users.csv', 'id,customer,email,consent,consent_at,since\nU,A,,,,2024-01-01\n'),
    ]
    const logins = file(
      'logins.csv',
      'user,at\nU,2024-05-01T10:00:00Z\nU,2024-05-01T10:00:00Z\nU,2024-05-01T11:00:00Z\n',
    )
    expect((await load([...base, logins])).entities.usage).toMatchObject({ read: 3, added: 2, unchanged: 1 })
    const subscriptions = file('subscriptions.csv', 'id,customer,mrr,start,end\nS,A,10,2024-01-01,\n')
    const usage = file('usage.csv', 'id,subscription,at,feature\nE,S,2024-05-01,a\nE,S,2024-05-02,a\n')
    expect((await load([subscriptions, usage])).entities.usage).toMatchObject({ added: 2, reusedIds: 1 })
  })
})

describe('bad rows', () => {
  test('are refused one by one with line, column, value, reason and remedy, and written down as they came', async () => {
    const many = Array.from({ length: 100 }, (_, at) => `T${at},A,2024-04-01,,,`)
    const bad = [
      'X1,A,2024-04-31,,,"two\nlines"',
      'X2,Nobody,2024-04-01,,,',
      'X3,A,2024-04-02,2024-04-01,,',
      'X4,A,2031-01-01,,,',
      'X5,A,01-04-24,,,',
    ]
    const dataDir = ownDataDir()
    const result = await load([tickets(...many, ...bad), customers(...THREE)], { dataDir })
    expect(result.entities.tickets).toMatchObject({ read: 105, added: 100, refused: 5 })
    expect(result.refusals).toEqual(
      expect.arrayContaining([
        {
          file: 'tickets.csv',
          line: 102,
          column: 'opened',
          value: '2024-04-31',
          reason: expect.any(String),
          fix: expect.any(String),
        },
        expect.objectContaining({
          line: 104,
          column: 'customer',
          value: 'Nobody',
          reason: expect.stringContaining('never loaded'),
        }),
        expect.objectContaining({ line: 105, column: 'closed', reason: 'lies before opened_at' }),
        expect.objectContaining({ line: 106, reason: expect.stringContaining('future') }),
        expect.objectContaining({ line: 107, reason: 'has a two-digit year' }),
      ]),
    )
    expect(result.rejectedFiles).toEqual([join(dataDir, 'rejected', 'tickets.csv.rejected.csv')])
    const rejected: Record<string, string>[] = parse(readFileSync(result.rejectedFiles[0] ?? ''), { columns: true })
    expect(rejected.map((row) => [row.line, row.id])).toEqual([
      ['102', 'X1'],
      ['105', 'X3'],
      ['106', 'X4'],
      ['107', 'X5'],
      ['104', 'X2'],
    ])
    expect(rejected[0]).toMatchObject({ column: 'opened', value: '2024-04-31', text: 'two\nlines' })
  })

  test('above the limit load nothing at all, are still written down, and leave no staging', async () => {
    const dataDir = ownDataDir()
    const files = [customers(...THREE), tickets('T1,A,2024-04-01,,,', 'T2,Nobody,2024-04-01,,,')]
    await expect(load(files, { dataDir })).rejects.toMatchObject({
      answer: {
        code: 'invalid_input',
        message: expect.stringMatching(/1 of 5 rows.*tickets.csv: 1 of 2.*Nothing was loaded/),
      },
    })
    expect(readFileSync(join(dataDir, 'rejected', 'tickets.csv.rejected.csv'), 'utf8')).toContain('Nobody')
    const [left] = await sql`select count(*) as count from customers where venture_id = ${shop.ventureId}`
    expect(left).toEqual({ count: 0 })
    expect(await staging()).toBe(0)
    expect(await load(files, { maxRefusedPercent: 20 })).toMatchObject({
      refusedCount: 1,
      entities: { customers: { added: 3 } },
    })
  })

  test('one id with two contents in a file is refused; the same line twice is not', async () => {
    const rows = [
      ...THREE,
      'D,Dup,Pro,2024-01-01',
      'D,Other,Pro,2024-01-01',
      'E,Eve,Pro,2024-01-01',
      'E,Eve,Pro,2024-01-01',
    ]
    const result = await load([customers(...rows)], { maxRefusedPercent: 50 })
    expect(result.entities.customers).toMatchObject({ read: 7, added: 4, refused: 2, unchanged: 1 })
    expect(result.refusals.map((refusal) => [refusal.line, refusal.column, refusal.value])).toEqual([
      [5, 'id', 'D'],
      [6, 'id', 'D'],
    ])
  })

  test('an id never moves to another customer, and a refused customer takes what names it along', async () => {
    await load([customers(...THREE), tickets('T1,A,2024-04-01,,,')])
    const moved = await load([tickets('T1,B,2024-04-01,,,')], { maxRefusedPercent: 100 })
    expect(moved.refusals[0]).toMatchObject({
      column: 'customer',
      value: 'B',
      reason: expect.stringContaining('another customer than A'),
    })
    const dragged = await load([customers('D,,Pro,2024-01-01'), tickets('T2,D,2024-04-01,,,text')], {
      maxRefusedPercent: 100,
    })
    expect(dragged).toMatchObject({ batchId: null, refusedCount: 2, entities: { feedback: { refused: 1, added: 0 } } })
  })

  test('money in another currency needs a rate', async () => {
    const invoices = file(
      'invoices.csv',
      'id,customer,issued,due,amount,currency\nI,A,2024-05-01,2024-06-01,10.50,EUR\n',
    )
    const refused = await load([customers(...THREE), invoices], { maxRefusedPercent: 50 })
    expect(refused.refusals[0]).toMatchObject({
      column: 'currency',
      value: 'EUR',
      fix: expect.stringContaining('rates'),
    })
    await load([invoices], { mapping: { ...mapping, rates: { EUR: 1.1 } } })
    const [invoice] = await sql`select amount_minor from invoices where venture_id = ${shop.ventureId}`
    expect(invoice).toEqual({ amountMinor: 1155 })
  })
})

describe('before anything is loaded', () => {
  test('an ambiguous date is an error, never a guess', async () => {
    const path = customers('A,Acme,Pro,2024-01-01', 'B,Blue,Pro,03-04-2024')
    await expect(load([path])).rejects.toMatchObject({
      answer: { value: '03-04-2024', fix: expect.stringContaining('date_format') },
    })
    const [none] = await sql`select count(*) as count from customers where venture_id = ${shop.ventureId}`
    expect(none).toEqual({ count: 0 })
    expect(await staging()).toBe(0)
    await load([path], { mapping: { ...mapping, date_format: 'dd-MM-yyyy' } })
    const [blue] =
      await sql`select signed_up_on from customer_versions where venture_id = ${shop.ventureId} and name = 'Blue'`
    expect(blue).toEqual({ signedUpOn: '2024-04-03' })
  })

  test('a column the file lacks is named with the nearest', async () => {
    await expect(load([file('customers.csv', 'id,nmae,plan,since\nA,Acme,Pro,2024-01-01\n')])).rejects.toThrow(
      'Did you mean nmae?',
    )
  })

  test('an import can be stopped', async () => {
    await expect(load([customers(...THREE)], { signal: AbortSignal.abort() })).rejects.toThrow('was stopped')
    expect(await staging()).toBe(0)
  })

  test('what a crashed import left is swept', async () => {
    const batch = '0190000000007000800000000000dead'
    await sql.unsafe(
      `create unlogged table staging_${batch}_refusals (x int); create unlogged table staging_${batch}_usage (x int)`,
    )
    await sql.unsafe(`comment on table staging_${batch}_refusals is 'another-machine 1'`)
    await load([customers(...THREE)], { now: new Date(Date.now() + 1000) })
    expect(await sql`select relname from pg_class where relname like ${`staging_${batch}%`}`).toHaveLength(0)
  })
})

describe('joins and late data', () => {
  test('usage finds its customer through the subscription, whatever the order of the files', async () => {
    const usage = file(
      'usage.csv',
      'id,subscription,at,feature\nE1,S1,2024-05-01T10:00:00Z,export\nE2,S1,2023-12-31,export\n',
    )
    const subscriptions = file('subscriptions.csv', 'id,customer,mrr,start,end\nS1,B,99.95,2024-02-01,\n')
    const result = await load([usage, subscriptions, customers(...THREE)])
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'usage_before_subscription', count: 1, examples: ['E2'] }),
    )
    const daily = await sql`
      select c.external_id, d.used_on, d.feature, d.event_count from usage_daily d join customers c on c.id = d.customer_id
      where d.venture_id = ${shop.ventureId} order by used_on`
    expect(daily).toEqual([
      { externalId: 'B', usedOn: '2023-12-31', feature: 'export', eventCount: 1 },
      { externalId: 'B', usedOn: '2024-05-01', feature: 'export', eventCount: 1 },
    ])
    const earlier = file('usage.csv', 'id,subscription,at,feature\nE3,S1,2023-11-05,export\n')
    const late = await load([earlier])
    const firstUse = async (knownAt: Date | null) =>
      (await customerSignals(shop.db, { asOf: '2024-06-29', knownAt: knownAt ?? now }, null, []))
        .map((row) => row.firstFeatureUsedOn)
        .filter((day) => day !== null)
    expect(await firstUse(result.recordedAt)).toEqual(['2023-12-31'])
    expect(await firstUse(late.recordedAt)).toEqual(['2023-11-05'])
  })

  test('a ticket that a later file closes is open before and closed after, and was open as then known', async () => {
    const first = await load([customers(...THREE), tickets('T1,A,2024-04-01,,P1,it broke')])
    const second = await load([tickets('T1,A,2024-04-01,2024-04-10T08:00:00Z,P1,it broke')])
    expect(second.entities.tickets).toMatchObject({ added: 0, changed: 1 })
    expect(second.entities.feedback).toMatchObject({ added: 0, changed: 0, unchanged: 1 })
    const state = (knownAt: Date | null, day: string) => sql`
      select status, priority from support_ticket_versions where venture_id = ${shop.ventureId}
        and recorded_at <= ${knownAt} and (superseded_at is null or superseded_at > ${knownAt})
        and valid_from < ${day}::date + 1 and (valid_to is null or valid_to >= ${day}::date + 1)`
    expect(await state(second.recordedAt, '2024-04-05')).toEqual([{ status: 'open', priority: 'urgent' }])
    expect(await state(second.recordedAt, '2024-04-10')).toEqual([{ status: 'closed', priority: 'urgent' }])
    expect(await state(first.recordedAt, '2024-04-10')).toEqual([{ status: 'open', priority: 'urgent' }])
  })

  test('a customer’s change holds from the import on; a file that does not speak of a field leaves it', async () => {
    await load([customers('A,Acme,Pro,2024-01-01')])
    const nameless: Mapping = {
      source: 'shop',
      files: { 'customers*': { customers: { external_id: 'id', name: 'name', signed_up_at: 'since' } } },
    }
    const renamed = await load([customers('A,Acme Ltd,ignored,2024-01-01')], { mapping: nameless })
    expect(renamed.entities.customers).toMatchObject({ changed: 1 })
    expect(
      await sql`select name, plan, valid_from, valid_to from customer_versions
        where venture_id = ${shop.ventureId} and superseded_at is null order by valid_from`,
    ).toEqual([
      { name: 'Acme', plan: 'Pro', validFrom: new Date('2024-01-01'), validTo: now },
      { name: 'Acme Ltd', plan: 'Pro', validFrom: now, validTo: null },
    ])
  })

  test('consent holds from the moment it was given or withdrawn', async () => {
    const user = (...rows: string[]) =>
      file('users.csv', `id,customer,email,consent,consent_at,since\n${rows.join('\n')}\n`)
    await load([customers(...THREE), user('U,A,u@example.com,granted,2024-02-01,2024-01-15')])
    await load([user('U,A,u@example.com,withdrawn,2024-05-01,2024-01-15')])
    expect(
      await sql`select email_consent, valid_from, valid_to from customer_user_versions
        where venture_id = ${shop.ventureId} and superseded_at is null order by valid_from`,
    ).toEqual([
      { emailConsent: null, validFrom: new Date('2024-01-15'), validTo: new Date('2024-02-01') },
      { emailConsent: 'granted', validFrom: new Date('2024-02-01'), validTo: new Date('2024-05-01') },
      { emailConsent: 'withdrawn', validFrom: new Date('2024-05-01'), validTo: null },
    ])
  })

  test('two imports at once load each row once', async () => {
    const usage = file(
      'usage.csv',
      `id,subscription,at,feature\n${Array.from({ length: 300 }, (_, at) => `E${at},S1,2019-0${1 + (at % 9)}-01,f`).join('\n')}\n`,
    )
    const subscriptions = file('subscriptions.csv', 'id,customer,mrr,start,end\nS1,B,10,2019-01-01,\n')
    const files = [usage, subscriptions, customers(...THREE)]
    const results = await Promise.all([load(files), load(files, { dataDir: ownDataDir() })])
    expect(results.map((result) => result.entities.usage?.added).sort()).toEqual([0, 300])
    expect(results.filter((result) => result.batchId === null)).toHaveLength(1)
    const [counts] = await sql`
      select (select count(*) from usage_events where venture_id = ${shop.ventureId}) as events,
        (select sum(event_count)::int from usage_daily where venture_id = ${shop.ventureId}) as daily`
    expect(counts).toEqual({ events: 300, daily: 300 })
  })
})

test('progress tells rows and bytes, and ends with everything read', async () => {
  const seen: string[] = []
  let last = { bytesRead: 0, bytesTotal: -1, rows: 0 }
  await load([customers(...THREE)], {
    onProgress: (progress) => {
      seen.push(progress.phase)
      last = progress
    },
  })
  expect(seen).toContain('merging')
  expect(last).toMatchObject({ bytesRead: last.bytesTotal, rows: 3 })
})
