import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import { runTool } from '../run-tool.ts'
import { testContext } from '../test-context.ts'
import { openReceipt } from './open-receipt.ts'
import { type Replay, replayReceipt } from './replay.ts'

/** Open tickets and usage events of each customer at { asOf, knownAt }: small, and a function of source rows alone. */
const countWork = defineTool({
  name: 'count_work',
  title: 'Count work',
  description: 'Counts.',
  effect: 'read',
  capability: 'compute',
  input: z.object({}),
  output: z.object({ penalty: z.number(), customers: z.array(z.object({ externalId: z.string(), events: z.int() })) }),
  async run(_input, { db, asOf, knownAt, settings, venture }) {
    const rows = await db.sql<{ id: string; externalId: string; tickets: number; events: number }[]>`
      select c.id, c.external_id,
        (select count(*) from support_ticket_versions t where t.venture_id = c.venture_id and t.customer_id = c.id
          and t.status = 'open' and t.recorded_at <= ${knownAt}
          and (t.superseded_at is null or t.superseded_at > ${knownAt})
          and t.valid_from < ${asOf}::date + 1 and (t.valid_to is null or t.valid_to >= ${asOf}::date + 1)) as tickets,
        (select coalesce(sum(u.event_count), 0)::bigint from usage_daily u where u.venture_id = c.venture_id
          and u.customer_id = c.id and u.recorded_at <= ${knownAt} and u.used_on <= ${asOf}::date) as events
      from customers c where c.venture_id = ${db.ventureId} and c.recorded_at <= ${knownAt} order by c.external_id`
    const facts = rows.flatMap((row, index) => {
      const subject = { kind: 'customer' as const, id: row.id, name: row.externalId }
      const stated = (name: 'tickets' | 'events') =>
        factDraft(
          { key: `row_${index}.${name}`, metric: name, subject, period: asOf, value: row[name], unit: 'count' },
          venture.currency,
        )
      return [stated('tickets'), stated('events')]
    })
    const customers = rows.map(({ externalId, events }) => ({ externalId, events }))
    return { output: { penalty: settings.ticketPenalty, customers }, facts, rowCount: rows.length }
  },
})

let shared: TestVenture
let venture: TestVenture
let context: ToolContext
let reference: string
const ids = { acme: uuidv7(), bolt: uuidv7() }

beforeAll(async () => {
  shared = await createTestVenture()
  // Named and locked as the importer does it: test files share the database.
  await shared.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7305113)`
    await tx`create table if not exists usage_events_y2026m01 partition of usage_events
      for values from ('2026-01-01T00:00:00Z') to ('2026-02-01T00:00:00Z')`
  })
})
afterAll(() => shared.sql.end())
beforeEach(async () => {
  venture = await createTestVenture(shared.sql)
  ids.acme = uuidv7()
  ids.bolt = uuidv7()
  const added = { customers: { added: 2 }, tickets: { added: 2 }, usage: { added: 6 } }
  await load('2026-01-10T00:00:00Z', 'first', added, async (db, recordedAt) => {
    for (const [name, id] of Object.entries(ids)) {
      await db.sql`insert into customers (venture_id, id, source, external_id, recorded_at)
        values (${db.ventureId}, ${id}, 'crm', ${name}, ${recordedAt})`
      await db.sql`insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, signed_up_on)
        values (${db.ventureId}, ${id}, '2025-12-01', ${recordedAt}, ${name.toUpperCase()}, '2025-12-01')`
      await addTicket(db, recordedAt, id, `${name}-1`)
      for (const day of [1, 2, 3]) await addUsage(db, recordedAt, id, `${name}-${day}`, `2026-01-0${day}T09:00:00Z`)
    }
  })
  context = await testContext(venture)
  reference = (await runTool(countWork, {}, context)).receipt
})

async function load(
  at: string,
  description: string,
  counts: Record<string, { added: number }>,
  rows: (db: VentureDb, at: Date) => Promise<void>,
): Promise<void> {
  const recordedAt = new Date(at)
  await venture.db.transaction(async (db) => {
    await rows(db, recordedAt)
    await db.sql`insert into batches (venture_id, recorded_at, id, kind, source, description, counts)
      values (${db.ventureId}, ${recordedAt}, ${uuidv7()}, 'import', 'crm', ${description},
        ${JSON.stringify(counts)}::text::jsonb)`
  })
}

async function addTicket(db: VentureDb, recordedAt: Date, customerId: string, externalId: string): Promise<void> {
  const id = uuidv7()
  await db.sql`insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
    values (${db.ventureId}, ${id}, ${customerId}, 'crm', ${externalId}, '2026-01-05', ${recordedAt})`
  await db.sql`insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, recorded_at, status)
    values (${db.ventureId}, ${id}, ${customerId}, '2026-01-05', ${recordedAt}, 'open')`
}

async function addUsage(db: VentureDb, recordedAt: Date, customerId: string, id: string, at: string): Promise<void> {
  await db.sql`insert into usage_events (venture_id, source, event_id, occurred_at, customer_id, kind, recorded_at)
    values (${db.ventureId}, 'crm', ${id}, ${at}, ${customerId}, 'login', ${recordedAt})`
  await db.sql`insert into usage_daily
      (venture_id, customer_id, used_on, kind, feature, recorded_at, event_count, quantity, duration_seconds)
    values (${db.ventureId}, ${customerId}, ${at.slice(0, 10)}, 'login', '', ${recordedAt}, 1, 1, 0)`
}

async function replay(): Promise<Replay> {
  const now = await testContext(venture, { dataDir: context.dataDir })
  return replayReceipt(countWork, await openReceipt(venture.db, reference), now)
}

describe('at what was known then', () => {
  test('untouched rows give an equal result', async () => {
    const { atReceipt, now } = await replay()
    expect(atReceipt).toEqual({
      isEqual: true,
      difference: { facts: [], output: [] },
      alteredRows: [],
      canTellRows: true,
    })
    expect(now).toMatchObject({ isEqual: true, steps: [] })
  })

  test('a later batch, with corrections, leaves it equal', async () => {
    await load('2026-01-11T00:00:00Z', 'second', {}, async (db, recordedAt) => {
      await db.sql`update support_ticket_versions set superseded_at = ${recordedAt} where venture_id = ${db.ventureId}`
      await addUsage(db, recordedAt, ids.acme, 'late', '2026-01-04T09:00:00Z')
    })
    const { atReceipt } = await replay()
    expect(atReceipt).toMatchObject({ isEqual: true, alteredRows: [] })
  })

  test('an altered row is named: the fact, the customer and the row', async () => {
    await venture.sql`update support_ticket_versions set status = 'closed'
      where venture_id = ${venture.ventureId} and customer_id = ${ids.bolt}`
    const { atReceipt } = await replay()
    expect(atReceipt.isEqual).toBe(false)
    expect(atReceipt.difference.facts).toMatchObject([
      { metric: 'tickets', subject: { id: ids.bolt }, before: '1', after: '0' },
    ])
    expect(atReceipt.alteredRows).toMatchObject([
      { table: 'support_ticket_versions', row: 'bolt-1', customerId: ids.bolt, how: 'changed' },
    ])
  })

  test('a row added by hand is named', async () => {
    await addTicket(venture.db, new Date('2026-01-09T00:00:00Z'), ids.acme, 'forged')
    const { atReceipt } = await replay()
    expect(atReceipt.difference.facts).toMatchObject([{ metric: 'tickets', before: '1', after: '2' }])
    expect(atReceipt.alteredRows.map(({ table, row, how }) => [table, row, how])).toEqual([
      ['support_tickets', 'forged', 'added'],
      ['support_ticket_versions', 'forged', 'added'],
    ])
  })

  test('a usage event altered behind its roll-up is named, and counted as it stands', async () => {
    await venture.sql`update usage_events set customer_id = ${ids.acme}
      where venture_id = ${venture.ventureId} and event_id = 'bolt-2'`
    const { atReceipt } = await replay()
    expect(atReceipt.difference.facts).toMatchObject([
      { metric: 'events', subject: { id: ids.acme }, before: '3', after: '4' },
      { metric: 'events', subject: { id: ids.bolt }, before: '3', after: '2' },
    ])
    expect(atReceipt.alteredRows).toContainEqual(expect.objectContaining({ table: 'usage_events', row: 'bolt-2' }))
  })

  test('a usage event that was removed shows at its customer', async () => {
    await venture.sql`delete from usage_events where venture_id = ${venture.ventureId} and event_id = 'bolt-2'`
    const { atReceipt } = await replay()
    expect(atReceipt.difference.facts).toMatchObject([{ metric: 'events', before: '3', after: '2' }])
    expect(atReceipt.alteredRows).toMatchObject([
      { table: 'usage_events', row: '2 events where 3 were loaded', customerId: ids.bolt },
    ])
  })

  test('a ticket that was removed shows at its batch, its state alone at the ticket', async () => {
    await venture.sql`delete from support_ticket_versions
      where venture_id = ${venture.ventureId} and customer_id = ${ids.bolt}`
    const { atReceipt } = await replay()
    expect(atReceipt.difference.facts).toMatchObject([{ metric: 'tickets', before: '1', after: '0' }])
    expect(atReceipt.alteredRows).toMatchObject([
      { table: 'support_ticket_versions', row: 'bolt-1', customerId: ids.bolt, how: 'removed' },
    ])
    await venture.sql`delete from support_tickets where venture_id = ${venture.ventureId} and customer_id = ${ids.bolt}`
    expect((await replay()).atReceipt.alteredRows).toMatchObject([
      { table: 'support_tickets', row: '1 rows where 2 were loaded', how: 'removed' },
    ])
  })

  test('replaying changes nothing', async () => {
    await venture.sql`delete from usage_events where venture_id = ${venture.ventureId} and event_id = 'bolt-2'`
    const count = () =>
      venture.sql`select count(*), sum(event_count) from usage_daily where venture_id = ${venture.ventureId}`
    const before = await count()
    await replay()
    expect([...(await count())]).toEqual([...before])
  })

  test('a stored result that was altered does not match its hash', async () => {
    await venture.sql`update receipts set result = replace(result, '"value":3', '"value":9')
      where venture_id = ${venture.ventureId}`
    expect((await openReceipt(venture.db, reference)).isUnaltered).toBe(false)
  })
})

describe('at what is known now', () => {
  test('each difference is put down to its batch', async () => {
    await load('2026-01-11T00:00:00Z', 'nothing of this', {}, async (db, recordedAt) => {
      await addUsage(db, recordedAt, ids.acme, 'future', '2026-01-20T09:00:00Z')
    })
    await load('2026-01-12T00:00:00Z', 'a late event', {}, async (db, recordedAt) => {
      await addUsage(db, recordedAt, ids.acme, 'late', '2026-01-04T09:00:00Z')
    })
    await load('2026-01-13T00:00:00Z', 'a ticket', {}, (db, at) => addTicket(db, at, ids.bolt, 'bolt-2'))
    const { now } = await replay()
    expect(now.isEqual).toBe(false)
    expect(now.difference.facts).toHaveLength(2)
    expect(
      now.steps.map((step) => [step.batches.map((batch) => batch.description), step.facts.map((f) => f.metric)]),
    ).toEqual([
      [['a late event'], ['events']],
      [['a ticket'], ['tickets']],
    ])
  })

  test('and to the settings, where they changed', async () => {
    await venture.sql`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
      values (${venture.ventureId}, 2, ${JSON.stringify({ ticketPenalty: 9 })}::text::jsonb, '2026-01-12', 'test', 'test')`
    const { atReceipt, now } = await replay()
    expect(atReceipt.isEqual).toBe(true)
    expect(now.steps).toMatchObject([
      { batches: [], settings: { from: 1, to: 2 }, output: [{ path: 'penalty', before: '10', after: '9' }] },
    ])
  })

  test('many batches share steps, and none is lost', async () => {
    for (let hour = 0; hour < 20; hour += 1) {
      await load(`2026-01-11T${String(hour).padStart(2, '0')}:00:00Z`, `batch ${hour}`, {}, (db, at) =>
        addUsage(db, at, ids.acme, `late-${hour}`, '2026-01-04T09:00:00Z'),
      )
    }
    const { now } = await replay()
    expect(now.steps.length).toBeLessThanOrEqual(12)
    expect(now.steps.flatMap((step) => step.batches)).toHaveLength(20)
  })
})
