/** A batch marks everybody whose score it moves, no later than from the first day on which it does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, type Sql } from '../../db/client.ts'
import { dayScores } from '../../db/queries/scores.ts'
import { createTestVenture, propertyRuns, type TestVenture, testDatabaseUrl } from '../../db/test-database.ts'
import { defaultSettings } from '../settings/settings.ts'
import { importFiles } from './import-files.ts'
import type { Mapping } from './mapping.ts'

const folder = mkdtempSync(join(tmpdir(), 'crew-marks-'))
let sql: Sql
beforeAll(() => {
  sql = createClient(testDatabaseUrl())
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await sql.end()
})

const LAST_DAY = 180
const on = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
const noon = (day: number | null) => (day === null ? '' : `${on(day)}T12:00:00Z`)

const columns = {
  customers: ['external_id', 'name', 'signed_up_at', 'is_trial'],
  subscriptions: ['external_id', 'customer', 'mrr', 'is_trial', 'started_at', 'ended_at'],
  usage: ['event_id', 'customer', 'occurred_at', 'kind', 'feature'],
  tickets: ['external_id', 'customer', 'opened_at', 'closed_at'],
  churn_events: ['external_id', 'customer', 'churned_on', 'is_reactivation'],
} as const
type Entity = keyof typeof columns
const mapping: Mapping = {
  source: 'made',
  files: Object.fromEntries(
    Object.entries(columns).map(([entity, names]) => [
      `${entity}.csv`,
      { [entity]: Object.fromEntries(names.map((name) => [name, name])) },
    ]),
  ),
}

const day = fc.integer({ min: 0, max: LAST_DAY })
const customer = fc.constantFrom('A', 'B', 'C', 'D')
/** Few ids, so that later loads correct what earlier ones said. Each is always of one customer. */
const id = fc.tuple(customer, fc.integer({ min: 1, max: 3 }))
const length = fc.option(fc.integer({ min: 1, max: 70 }))
const rows: { [E in Entity]: fc.Arbitrary<string[]> } = {
  customers: fc
    .tuple(customer, fc.integer({ min: 0, max: 40 }), fc.boolean(), fc.constantFrom('One', 'Two'))
    .map(([name, since, isTrial, title]) => [name, title, noon(since), String(isTrial)]),
  subscriptions: fc
    .tuple(id, fc.constantFrom('0', '50'), fc.boolean(), day, length)
    .map(([[of, n], mrr, isTrial, from, days]) => [
      `${of}${n}`,
      of,
      mrr,
      String(isTrial),
      noon(from),
      noon(days === null ? null : from + days),
    ]),
  usage: fc
    .tuple(customer, day, fc.constantFrom('login', 'feature'), fc.constantFrom('boards', 'charts', 'export'))
    .map(([of, at, kind, feature]) => [`${of}${at}${kind}${feature}`, of, noon(at), kind, feature]),
  tickets: fc
    .tuple(id, day, length)
    .map(([[of, n], opened, days]) => [
      `${of}${n}`,
      of,
      noon(opened),
      noon(days === null ? null : Math.min(opened + days, LAST_DAY)),
    ]),
  churn_events: fc
    .tuple(id, day, fc.boolean())
    .map(([[of, n], at, isReactivation]) => [`${of}${n}`, of, on(at), String(isReactivation)]),
}
const entities = Object.keys(columns) as Entity[]
const loadOf = fc
  .subarray(entities, { minLength: 1 })
  .chain((some) =>
    fc.record(Object.fromEntries(some.map((entity) => [entity, fc.array(rows[entity], { maxLength: 6 })]))),
  )
const firstLoad = fc.constant({
  customers: ['A', 'B', 'C', 'D'].map((name) => [name, 'One', noon(0), 'false']),
})

async function load(
  venture: TestVenture,
  content: Partial<Record<Entity, string[][]>>,
  now: Date,
): Promise<Date | null> {
  const place = mkdtempSync(join(folder, 'l-'))
  const files = entities.flatMap((entity) => {
    const of = content[entity] ?? []
    if (of.length === 0) return []
    const path = join(place, `${entity}.csv`)
    writeFileSync(path, stringify([columns[entity], ...of]))
    return [path]
  })
  if (files.length === 0) return null
  const { recordedAt } = await importFiles(
    venture.db,
    { id: venture.ventureId, slug: 'made', name: 'Made', currency: 'USD', timeZone: 'UTC', simulated: false },
    { files, mapping, dataDir: place, now, maxRefusedPercent: 100 },
  )
  return recordedAt
}

const days = Array.from({ length: 61 }, (_, at) => on(at * 3))

async function scores(venture: TestVenture, knownAt: Date, definition: 'auto' | 'inactivity') {
  const settings = { ...defaultSettings, coreFeatures: ['boards', 'export'], churnDefinition: definition }
  const found = await sql<{ customerId: string; asOf: string; score: string | null; status: string }[]>`
    select customer_id, as_of, score, status from (${dayScores(venture.db, { days, knownAt }, settings)}) scores`
  return new Map(found.map((row) => [`${row.customerId} ${row.asOf}`, `${row.score} ${row.status}`]))
}

test('whoever’s score a load moves is marked, from the first day it moves or before', async () => {
  const moved: number[] = []
  await fc.assert(
    fc.asyncProperty(firstLoad, fc.array(loadOf, { minLength: 1, maxLength: 4 }), async (first, later) => {
      const venture = await createTestVenture(sql)
      let known = await load(venture, first, new Date(noon(LAST_DAY)))
      for (const [at, content] of later.entries()) {
        const recordedAt = await load(venture, content, new Date(noon(LAST_DAY - 30 + at)))
        if (!recordedAt || !known) continue
        const marks = await sql<{ customerId: string; sinceOn: string }[]>`
          select customer_id, min(since_on) as since_on from score_marks
          where venture_id = ${venture.ventureId} and recorded_at = ${recordedAt} group by customer_id`
        const since = new Map(marks.map((mark) => [mark.customerId, mark.sinceOn]))
        for (const definition of ['auto', 'inactivity'] as const) {
          const [before, after] = [
            await scores(venture, known, definition),
            await scores(venture, recordedAt, definition),
          ]
          for (const key of new Set([...before.keys(), ...after.keys()])) {
            if (before.get(key) === after.get(key)) continue
            moved.push(at)
            const [customerId = '', asOf = ''] = key.split(' ')
            expect(since.get(customerId) ?? 'not marked', `${key}: ${before.get(key)} → ${after.get(key)}`).toSatisfy(
              (marked: string) => marked <= asOf,
            )
          }
        }
        known = recordedAt
      }
    }),
    { numRuns: propertyRuns(20) },
  )
  expect(moved.length).toBeGreaterThan(100)
}, 120_000)

test('who is not concerned is not marked, and a late event marks its own customer from its day', async () => {
  const venture = await createTestVenture(sql)
  const now = new Date(noon(LAST_DAY))
  const event = (of: string, at: number) => [`${of}${at}`, of, noon(at), 'login', '']
  await load(
    venture,
    {
      customers: ['A', 'B', 'C'].map((name) => [name, 'One', noon(0), 'false']),
      usage: [event('A', 10), event('B', 20)],
    },
    now,
  )
  const marksOf = async (recordedAt: Date | null) =>
    sql`select c.external_id, m.since_on from score_marks m join customers c on c.venture_id = m.venture_id and c.id = m.customer_id
      where m.venture_id = ${venture.ventureId} and m.recorded_at = ${recordedAt}`
  expect(await marksOf(await load(venture, { usage: [event('B', 20), event('B', 15), event('B', 30)] }, now))).toEqual([
    { externalId: 'B', sinceOn: on(15) },
  ])
  // C's ticket is the venture's first: from that day on everybody has support points.
  const first = await marksOf(await load(venture, { tickets: [['T1', 'C', noon(40), '']] }, now))
  expect(first.filter((mark) => mark.externalId === 'A')).toEqual([{ externalId: 'A', sinceOn: on(40) }])
  expect(await marksOf(await load(venture, { tickets: [['T1', 'C', noon(40), noon(60)]] }, now))).toEqual([
    { externalId: 'C', sinceOn: on(60) },
  ])
  // Only the name changes: no score reads it.
  const renamed = await marksOf(await load(venture, { customers: [['A', 'Two', noon(0), 'false']] }, now))
  expect(renamed.every((mark) => mark.sinceOn >= on(LAST_DAY))).toBe(true)
})

test('a batch is announced once it is there, and a load that says nothing new is not', async () => {
  const venture = await createTestVenture(sql)
  const heard: string[] = []
  const listening = await sql.listen('batch.recorded', (ventureId) => {
    if (ventureId === venture.ventureId) heard.push(ventureId)
  })
  const content = { customers: [['A', 'One', noon(0), 'false']] }
  await load(venture, content, new Date(noon(LAST_DAY)))
  await load(venture, content, new Date(noon(LAST_DAY)))
  await expect.poll(() => heard).toEqual([venture.ventureId])
  await listening.unlisten()
})
