import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClient, type Sql } from '../db/client.ts'
import type { Database } from '../db/connect.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../db/test-database.ts'
import { VentureDb } from '../db/venture-db.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { createApiKey } from '../tools/ingest/create-api-key.ts'
import { listApiKeys } from '../tools/ingest/list-api-keys.ts'
import { revokeApiKey } from '../tools/ingest/revoke-api-key.ts'
import { runTool } from '../tools/run-tool.ts'
import { testContext } from '../tools/test-context.ts'
import { type IngestServer, serveIngest } from './serve-ingest.ts'

let sql: Sql
let venture: TestVenture
let context: ToolContext
let server: IngestServer
let key: string
const servers: IngestServer[] = []
const EARLIER = '2025-05-05T05:05:05Z'
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString()

beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
beforeEach(async () => {
  venture = await createTestVenture(sql)
  context = await testContext(venture)
  key = (await runTool(createApiKey, { name: 'web', source: 'app' }, context)).output.key
  server = await open()
})
afterAll(async () => {
  await Promise.all(servers.map((each) => each.close()))
  await sql.end()
})

async function open(maxWaitingRows?: number): Promise<IngestServer> {
  const database: Database = {
    url: testDatabaseUrl(),
    kind: 'server',
    sql,
    forVenture: (id) => new VentureDb(sql, id, sql),
    listen: async () => async () => {},
    close: async () => {},
  }
  const crew = { database, db: venture.db, dataDir: context.dataDir }
  const opened = await serveIngest(crew, { port: 0, ...(maxWaitingRows === undefined ? {} : { maxWaitingRows }) })
  servers.push(opened)
  return opened
}

/** What the door answers: an account of a batch, or a refusal. */
interface Body {
  errors?: unknown[]
  added?: number
  batchId?: string
  fix?: string
  incidentId?: string
}

interface Answer {
  status: number
  headers: Headers
  body: Body
}

async function post(
  name: string,
  rows: unknown,
  more: { headers?: Record<string, string>; at?: IngestServer } = {},
): Promise<Answer> {
  const body = typeof rows === 'string' || rows instanceof Uint8Array ? (rows as string) : JSON.stringify(rows)
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...more.headers }
  const response = await fetch(`${(more.at ?? server).url}/v1/${name}`, { method: 'POST', headers, body })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
}

const customers = (...ids: string[]) => ids.map((id) => ({ external_id: id, name: id, signed_up_at: '2024-01-01' }))
const use = (id: string, customer: string, occurred_at = day(0)) => ({
  event_id: id,
  customer,
  occurred_at,
  kind: 'feature',
  feature: 'export',
})
const events = async () => {
  const [row] = await sql<{ events: number; uses: number }[]>`
    select (select count(*) from usage_events where venture_id = ${venture.ventureId}) as events,
      (select coalesce(sum(event_count), 0)::bigint from usage_daily where venture_id = ${venture.ventureId}) as uses`
  return row
}

describe('a key', () => {
  test('is asked for, and ends when it is revoked; nothing but its hash is kept', async () => {
    const none = await fetch(`${server.url}/v1/events`, { method: 'POST', body: '[]' })
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toBe('Bearer')
    expect((await post('events', [], { headers: { Authorization: 'Bearer crew_key_guess' } })).body).toMatchObject({
      code: 'forbidden',
      field: 'Authorization',
      fix: expect.stringContaining('crew keys create'),
    })
    expect((await post('customers', customers('A'))).status).toBe(200)
    const { keys } = (await runTool(listApiKeys, {}, context)).output
    expect(keys).toMatchObject([{ name: 'web', source: 'app', lastUsedAt: expect.any(String), revokedAt: null }])
    await expect(runTool(createApiKey, { name: 'Web', source: 'app' }, context)).rejects.toMatchObject({
      answer: { code: 'conflict', field: 'name' },
    })
    expect((await runTool(revokeApiKey, { key: 'web' }, context)).output).toMatchObject({ wasRevokedBefore: false })
    const other = await open()
    expect((await post('customers', customers('B'), { at: other })).body).toMatchObject({
      message: expect.stringContaining('revoked'),
    })
    const everything = JSON.stringify([
      await sql`select * from api_keys where venture_id = ${venture.ventureId}`,
      await sql`select * from receipts where venture_id = ${venture.ventureId}`,
      await sql`select * from ledger where venture_id = ${venture.ventureId}`,
    ])
    expect(everything).not.toContain(key)
  })

  test('sends for its own venture only', async () => {
    const other = await createTestVenture(sql)
    await post('customers', customers('A'))
    const foreign = (await runTool(createApiKey, { name: 'web', source: 'app' }, await testContext(other))).output.key
    const answer = await post('events', [use('e', 'A')], { headers: { Authorization: `Bearer ${foreign}` } })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ index: 0, field: 'customer', value: 'A' }] } })
  })
})

describe('rows', () => {
  test('are recorded one by one, the bad ones refused by place, field and value', async () => {
    await post('customers', customers('A', 'B'))
    const answer = await post('events', {
      events: [
        use('1', 'A'),
        use('2', 'Nobody'),
        { ...use('3', 'A'), occurred_at: '03-04-2024' },
        { ...use('4', 'A'), kind: 'logout' },
        { ...use('5', 'A'), fature: 'x' },
        'text',
        { ...use('7', 'A'), quantity: { of: 1 } },
        { event_id: '8', customer: 'A', kind: 'login', occurred_at: day(1) },
        use('1', 'A', EARLIER),
      ],
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ received: 9, accepted: 3, added: 3, repeated: 0, late: 0, refused: 6 })
    expect(answer.body.errors).toEqual([
      {
        index: 1,
        field: 'customer',
        value: 'Nobody',
        reason: expect.stringContaining('never loaded'),
        fix: expect.any(String),
      },
      {
        index: 2,
        field: 'occurred_at',
        value: '03-04-2024',
        reason: 'can be read in two ways',
        fix: expect.stringContaining('ISO 8601'),
      },
      { index: 3, field: 'kind', value: 'logout', reason: expect.any(String), fix: 'Write one of login, feature.' },
      { index: 4, field: 'fature', value: 'x', reason: 'is not a field of usage', fix: 'Did you mean feature?' },
      { index: 5, field: '', value: 'text', reason: 'is not an object', fix: expect.any(String) },
      { index: 6, field: 'quantity', value: '{"of":1}', reason: 'is not a single value', fix: expect.any(String) },
    ])
    expect(await events()).toEqual({ events: 3, uses: 3 })
    const again = await post('events', [use('1', 'A', EARLIER), use('new', 'B')])
    expect(again.body).toMatchObject({ accepted: 2, added: 1, repeated: 1 })
    expect(await events()).toEqual({ events: 4, uses: 4 })
  })

  test('of other kinds go the same way, and a row that is silent about a field leaves it as it was', async () => {
    await post('customers', [{ ...customers('A')[0], plan: 'Pro', seats: 5 }])
    const ticket = {
      external_id: 'T',
      customer: 'A',
      opened_at: '2024-05-01T10:00:00Z',
      priority: 'high',
      body: 'It broke',
    }
    expect((await post('tickets', [ticket])).body).toMatchObject({ accepted: 1, refused: 0 })
    const { body: _, ...silent } = { ...ticket, closed_at: '2024-05-02T10:00:00Z' }
    await post('tickets', [silent])
    await post('customers', [{ ...customers('A')[0], seats: 7 }])
    await post('surveys', [
      { external_id: 'S', customer: 'A', kind: 'nps', sent_at: '2024-05-01', answered_at: '2024-05-02', score: 9 },
    ])
    const [row] = await sql`
      select (select row(plan, seats)::text from customer_versions where venture_id = ${venture.ventureId} and superseded_at is null
          and valid_to is null) as customer,
        (select count(*) from feedback where venture_id = ${venture.ventureId} and superseded_at is null) as texts,
        (select status from support_ticket_versions where venture_id = ${venture.ventureId} and superseded_at is null
          and valid_to is null) as ticket,
        (select score from survey_responses where venture_id = ${venture.ventureId}) as score`
    expect(row).toEqual({ customer: '(Pro,7)', texts: 1, ticket: 'closed', score: 9 })
  })

  test('all or none on request, and what it took along is recorded for another', async () => {
    await post('customers', customers('A'))
    const [whole, other] = await Promise.all([
      post('events?atomic', [use('1', 'A'), use('2', 'Nobody')]),
      post('events', [use('1', 'A'), use('3', 'A')]),
    ])
    expect(whole).toMatchObject({
      status: 422,
      body: { received: 2, accepted: 0, refused: 2, batchId: null, errors: [{ index: 1, field: 'customer' }] },
    })
    expect(other.body).toMatchObject({ accepted: 2, added: 2 })
    expect(await post('events?atomic', [use('4', 'A'), 'x'])).toMatchObject({ status: 422 })
    expect(await events()).toEqual({ events: 2, uses: 2 })
  })

  test('of a day that was scored already are marked late', async () => {
    await post('customers', customers('A'))
    await sql`insert into score_refreshes (venture_id, id, as_of, known_at, settings_version, customer_count, changed_count)
      values (${venture.ventureId}, gen_random_uuid(), ${day(1).slice(0, 10)}, now(), 1, 1, 1)`
    const answer = await post('events', [use('1', 'A', day(0)), use('2', 'A', day(1)), use('3', 'A', day(2))])
    expect(answer.body).toMatchObject({ added: 3, late: 1 })
    const [batch] =
      await sql`select counts from batches where venture_id = ${venture.ventureId} and id = ${answer.body.batchId ?? null}`
    expect(batch?.counts).toMatchObject({ usage: { added: 3, late: 1 } })
  })
})

describe('a body', () => {
  test('may be gzip, and is refused when it is too large inflated, cut off, not JSON or not rows', async () => {
    await post('customers', customers('A'))
    const gzip = { headers: { 'Content-Encoding': 'gzip' } }
    expect((await post('events', gzipSync(JSON.stringify([use('1', 'A')])), gzip)).body).toMatchObject({ added: 1 })
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 32))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await post('events', bomb, gzip)).toMatchObject({ status: 413, body: { field: 'size' } })
    expect((await post('events', gzipSync('[]').subarray(0, 12), gzip)).status).toBe(400)
    expect(await post('events', '{"events": [')).toMatchObject({
      status: 400,
      body: { message: 'The body is not JSON.' },
    })
    expect((await post('events', '{"rows": []}')).body.fix).toContain('"events"')
    expect((await post('events', 'x', { headers: { 'Content-Encoding': 'br' } })).status).toBe(415)
    expect((await post('events', 'x', { headers: { 'Content-Type': 'text/csv' } })).status).toBe(415)
    expect(await post('events', Array(10_001).fill(1))).toMatchObject({ status: 400, body: { value: '10001' } })
    expect(await post('evnts', [])).toMatchObject({ status: 404, body: { fix: expect.stringContaining('/v1/events') } })
    expect((await fetch(`${server.url}/v1/events`)).status).toBe(405)
    expect(await (await fetch(`${server.url}/v1/health`)).json()).toEqual({ status: 'ok' })
    expect(await post('events', [])).toMatchObject({ status: 200, body: { received: 0, batchId: null } })
  })

  test('of a request that went wrong stays out of the log', async () => {
    await sql`alter table usage_daily add constraint broken check (feature <> 'breaks') not valid`
    try {
      await post('customers', customers('A'))
      const bad = { ...use('1', 'A'), feature: 'breaks', user: undefined }
      const [failed, fine] = await Promise.all([post('events', [bad]), post('events', [use('2', 'A')])])
      expect(failed).toMatchObject({ status: 500, body: { code: 'bug', incidentId: expect.stringMatching(/^I-/) } })
      expect(fine.body).toMatchObject({ added: 1 })
      const log = await readFile(join(context.dataDir, 'incidents.jsonl'), 'utf8')
      expect(log).toContain(failed.body.incidentId)
      expect(log).not.toContain('breaks')
    } finally {
      await sql`alter table usage_daily drop constraint broken`
    }
  })
})

describe('an Idempotency-Key', () => {
  const named = (name: string) => ({ headers: { 'Idempotency-Key': name } })

  test('gets the same request the same answer, at any server, and another body a conflict', async () => {
    const other = await open()
    await post('customers', customers('A'))
    const rows = [use('1', 'A')]
    const [first, second, third] = await Promise.all([
      post('events', rows, named('k')),
      post('events', rows, named('k')),
      post('events', rows, { ...named('k'), at: other }),
    ])
    expect([first.body, second.body, third.body]).toEqual(
      Array(3).fill(expect.objectContaining({ added: 1, repeated: 0 })),
    )
    const replayed = [first, second, third].filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(replayed).toHaveLength(2)
    expect(await post('events', [use('2', 'A')], named('k'))).toMatchObject({
      status: 409,
      body: { code: 'conflict', field: 'Idempotency-Key', value: 'k' },
    })
    expect((await post('events?atomic', rows, named('k'))).status).toBe(409)
    expect((await post('events', [use('2', 'A')], named('with space'))).status).toBe(400)
    expect(await events()).toEqual({ events: 1, uses: 1 })
  })
})

test('too much at once is turned away with the time to come back, and nothing accepted is lost', async () => {
  const small = await open(500)
  await post('customers', customers('A'))
  const sent = Array.from({ length: 30 }, (_, request) =>
    Array.from({ length: 100 }, (_, at) => use(`${request}-${at}`, 'A')),
  )
  const answers = await Promise.all(sent.map((rows) => post('events', rows, { at: small })))
  const turnedAway = answers.filter(({ status }) => status === 429)
  expect(turnedAway.length).toBeGreaterThan(0)
  for (const { headers } of turnedAway) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  const added = answers.filter(({ status }) => status === 200).reduce((sum, { body }) => sum + (body.added ?? 0), 0)
  expect(await events()).toEqual({ events: added, uses: added })
  for (const rows of sent) {
    while ((await post('events', rows, { at: small })).status === 429) await new Promise((done) => setTimeout(done, 50))
  }
  expect(await events()).toEqual({ events: 3_000, uses: 3_000 })
})

test('five thousand mixed requests at two servers: no row lost, none twice', async () => {
  const pair = [server, await open()]
  const ids = Array.from({ length: 20 }, (_, at) => `C${at}`)
  await post('customers', customers(...ids))
  const expected = new Set<string>()
  let next = 0
  const send = async () => {
    for (let at = next++; at < 5_000; at = next++) {
      const to = { at: pair[at % 2] ?? server }
      const customer = ids[at % ids.length] ?? ''
      if (at % 50 === 0) {
        const ticket = { external_id: `T${at % 500}`, customer: ids[(at % 500) % ids.length], opened_at: day(3) }
        expect((await post('tickets', [ticket], to)).status).toBe(200)
      } else if (at % 7 === 0) {
        expect((await post('events', [use(`bad${at}`, 'Nobody')], to)).status).toBe(422)
      } else {
        // Every third is sent by two requests, often at the same time to different servers.
        const id = at % 3 === 0 ? `twice${Math.floor(at / 6)}` : `once${at}`
        expected.add(id)
        const answer = await post('events', [use(id, ids[0] ?? '', EARLIER), use(`c${at}`, customer)], to)
        expected.add(`c${at}`)
        expect(answer).toMatchObject({ status: 200, body: { accepted: 2 } })
      }
    }
  }
  await Promise.all(Array.from({ length: 40 }, send))
  expect(await events()).toEqual({ events: expected.size, uses: expected.size })
  const [tickets] = await sql`select count(*) as count from support_tickets where venture_id = ${venture.ventureId}`
  expect(tickets).toEqual({ count: 10 })
}, 120_000)
