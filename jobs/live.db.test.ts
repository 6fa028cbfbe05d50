/** From a row that another system sends to the alert in its channel, with two workers listening. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connectDatabase, type Database } from '../db/connect.ts'
import { createTestVenture, type TestVenture, testDatabaseUrl } from '../db/test-database.ts'
import { openChannels } from '../tools/alerts/open-channels.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import { createApiKey } from '../tools/ingest/create-api-key.ts'
import { type Ingest, openIngest } from '../tools/ingest/open-ingest.ts'
import { runTool } from '../tools/run-tool.ts'
import { changeSettings } from '../tools/settings/change-settings.ts'
import { testContext } from '../tools/test-context.ts'
import { coalesce } from './coalesce.ts'
import { type Live, startLive } from './live.ts'

let database: Database
let venture: TestVenture
let context: ToolContext
let ingest: Ingest
const lives: Live[] = []
const problems: unknown[] = []
let rescheduled = 0
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

beforeAll(async () => {
  database = await connectDatabase({ databaseUrl: testDatabaseUrl(), dataDir: '' })
  venture = await createTestVenture(database.sql)
  context = await testContext(venture, { now: new Date() })
  ingest = await openIngest({ database, db: venture.db })
  for (const worker of ['one', 'two']) lives.push(await listen(worker))
})
afterAll(async () => {
  await ingest.close()
  await Promise.all(lives.map((live) => live.close()))
  await database.close()
})

function listen(worker: string): Promise<Live> {
  const now = () =>
    testContext(venture, { now: new Date(), dataDir: context.dataDir, actor: { ...context.actor, id: worker } })
  const channels = openChannels({
    dataDir: context.dataDir,
    smtpUrl: undefined,
    mailFrom: 'success@crew.invalid',
    alertWebhook: undefined,
  })
  const crew = {
    listen: (channel: string, heard: () => void) =>
      database.listen(channel, (payload) => {
        if (payload === null || payload === venture.ventureId) heard()
      }),
  } as Parameters<typeof startLive>[0]['crew']
  const reschedule = async () => {
    rescheduled++
  }
  return startLive({ crew, channels, context: now }, reschedule, (error) => problems.push(error))
}

async function send(name: string, rows: unknown[]): Promise<void> {
  const { output } = await runTool(createApiKey, { name: `${name} ${Date.now()}`, source: 'app' }, context)
  const key = await ingest.authorize(`Bearer ${output.key}`)
  const body = Buffer.from(JSON.stringify(rows))
  const answer = await ingest.record({ key, name, body, isAtomic: true, idempotencyKey: undefined })
  expect(answer).toMatchObject({ status: 200 })
}

const status = async () => {
  const [row] = await database.sql<
    { status: string }[]
  >`select status from customer_states where venture_id = ${venture.ventureId}`
  return row?.status
}

test('three tickets make a customer critical, and the team is told once', async () => {
  await send('customers', [{ external_id: 'A', name: 'Acme', signed_up_at: ago(300), owner_email: 'ann@example.com' }])
  await send('tickets', [{ external_id: 'old', customer: 'A', opened_at: ago(90), closed_at: ago(80) }])
  // 20 of 40 for a login 20 days ago, 5 of 30 for one feature, 30 of 30 without an open ticket: 55.
  await send('events', [
    { event_id: '1', customer: 'A', kind: 'login', occurred_at: ago(20) },
    { event_id: '2', customer: 'A', kind: 'feature', feature: 'export', occurred_at: ago(20) },
  ])
  await vi.waitFor(async () => expect(await status()).toBe('at_risk'), { timeout: 10_000 })
  await send(
    'tickets',
    ['x', 'y', 'z'].map((id) => ({ external_id: id, customer: 'A', opened_at: ago(0) })),
  )
  await vi.waitFor(async () => expect(await readdir(join(context.dataDir, 'outbox/alerts'))).not.toHaveLength(0), {
    timeout: 10_000,
    interval: 20,
  })
  expect(await status()).toBe('critical')
  await Promise.all(lives.map((live) => live.catchUp()))
  const [counts] = await database.sql`
    select (select count(*) from alerts where venture_id = ${venture.ventureId}) as alerts,
      (select count(*) from trigger_firings where venture_id = ${venture.ventureId} and trigger = 'retention_001') as firings,
      (select count(*) from score_marks where venture_id = ${venture.ventureId}) as marks`
  expect(counts).toEqual({ alerts: 1, firings: 1, marks: 0 })
  expect(problems).toEqual([])
}, 30_000)

test('a changed setting is heard', async () => {
  const before = rescheduled
  await runTool(changeSettings, { changes: [{ parameter: 'weekly_digest_hour', to: 7 }], reason: 'Earlier' }, context)
  await vi.waitFor(() => expect(rescheduled).toBeGreaterThan(before), { timeout: 10_000 })
})

test('what is asked for while it runs is done once more, however often it was asked', async () => {
  const gates: (() => void)[] = []
  const failures: unknown[] = []
  let runs = 0
  const work = coalesce(
    async () => {
      runs++
      await new Promise<void>((resolve) => gates.push(resolve))
      if (runs === 1) throw new Error('once')
    },
    (error) => failures.push(error),
  )
  for (let asked = 0; asked < 5; asked++) work.ask()
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  for (let asked = 0; asked < 5; asked++) work.ask()
  gates[0]?.()
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  const stopped = work.stop()
  work.ask()
  gates[1]?.()
  await stopped
  expect({ runs, failures: failures.length }).toEqual({ runs: 2, failures: 1 })
})
