/**
 * Loading events as `crew import` does it, with dedupe, rollups and marks, against a bare COPY of the same file into a
 * plain table of the same server.
 */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { uuidv7 } from 'uuidv7'
import { createClient, type Sql } from '../db/client.ts'
import { VentureDb } from '../db/venture-db.ts'
import { importFiles } from '../tools/import/import-files.ts'
import type { Mapping } from '../tools/import/mapping.ts'
import { writeEvents } from './generate-events.ts'

export interface LoadRow {
  name: string
  value: number
  unit: string
  ratio: number | null
  bar: number | null
  ok: boolean | null
}

const LEAST_SHARE_OF_COPY = 0.2
const MOST_MEMORY_MB = 500
const END_ON = '2026-03-31'
const SEED = 1

const mapping: Mapping = {
  source: 'bench',
  files: {
    'events.csv': {
      usage: {
        event_id: 'event_id',
        user: 'user',
        occurred_at: 'occurred_at',
        kind: 'kind',
        feature: 'feature',
        quantity: 'quantity',
        duration_seconds: 'duration_seconds',
      },
    },
  },
}

/**
 * Loads a made-up file of `events` events of `customers` customers (three users for two customers) into a venture of
 * its own in the migrated database of `databaseUrl`, after a bare COPY of it. Leaves the venture there when `keep`.
 */
export async function benchLoad(options: {
  databaseUrl: string
  customers: number
  events: number
}): Promise<LoadRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crew-bench-load-'))
  const sql = createClient(options.databaseUrl)
  try {
    const users = Math.ceil(options.customers * 1.5)
    const path = join(folder, 'events.csv')
    await writeEvents(path, { users, events: options.events, endOn: END_ON, seed: SEED })
    const ventureId = await makeCustomers(sql, options.customers, users)
    const copySeconds = await bareCopy(sql, path)
    const memory = watchMemory()
    const venture = { id: ventureId, slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC', simulated: true }
    const { seconds, entities } = await importFiles(new VentureDb(sql, ventureId, sql), venture, {
      files: [path],
      mapping,
      dataDir: folder,
      now: new Date(`${END_ON}T23:59:59Z`),
    })
    const memoryMb = memory.end()
    if (entities.usage?.added !== options.events)
      throw new Error(`loaded ${entities.usage?.added} of ${options.events} events`)
    const ratio = copySeconds / seconds
    return [
      row('bare COPY of the events', options.events / copySeconds, 'rows/s', null, null),
      row('import of the events', options.events / seconds, 'rows/s', ratio, LEAST_SHARE_OF_COPY),
      {
        ...row('memory of the importing process', memoryMb, 'MB', null, MOST_MEMORY_MB),
        ok: memoryMb < MOST_MEMORY_MB,
      },
    ]
  } finally {
    await sql.end()
    await rm(folder, { recursive: true })
  }
}

function row(name: string, value: number, unit: string, ratio: number | null, bar: number | null): LoadRow {
  return { name, value, unit, ratio, bar, ok: ratio === null || bar === null ? null : ratio >= bar }
}

async function bareCopy(sql: Sql, path: string): Promise<number> {
  await sql`create table bench_plain_events (
    event_id text, user_id text, occurred_at timestamptz, kind text, feature text, quantity integer, duration_seconds integer)`
  const startedAt = performance.now()
  await pipeline(
    createReadStream(path, { highWaterMark: 256 * 1024 }),
    await sql`copy bench_plain_events from stdin (format csv, header)`.writable(),
  )
  const seconds = (performance.now() - startedAt) / 1000
  await sql`drop table bench_plain_events`
  return seconds
}

/** Customers and users as an import would have made them, straight in SQL, for they are not what is measured. */
async function makeCustomers(sql: Sql, customers: number, users: number): Promise<string> {
  const ventureId = uuidv7()
  const recordedAt = new Date('2026-01-01T00:00:00Z')
  await sql.begin(async (tx) => {
    await tx`insert into ventures (id, slug, name, currency) values (${ventureId}, ${`bench-${ventureId}`}, 'Bench', 'USD')`
    await tx`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
      values (${ventureId}, 1, '{}', '2000-01-01', 'system', 'defaults')`
    await tx`insert into batches (venture_id, recorded_at, id, kind, source, description)
      values (${ventureId}, ${recordedAt}, ${uuidv7()}, 'import', 'bench', 'customers')`
    await tx`insert into customers (venture_id, id, source, external_id, recorded_at)
      select ${ventureId}::uuid, gen_random_uuid(), 'bench', 'C' || n, ${recordedAt} from generate_series(1, ${customers}) n`
    await tx`insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, signed_up_on)
      select venture_id, id, '2025-01-01', recorded_at, external_id, '2025-01-01' from customers where venture_id = ${ventureId}`
    await tx`insert into customer_users (venture_id, id, customer_id, source, external_id, recorded_at)
      select ${ventureId}::uuid, gen_random_uuid(), c.id, 'bench', 'U' || n, ${recordedAt}
      from generate_series(1, ${users}) n join customers c
        on c.venture_id = ${ventureId} and c.source = 'bench' and c.external_id = 'C' || (1 + n % ${customers}::int)`
  })
  await sql`analyze customers, customer_versions, customer_users`
  return ventureId
}

/** The most resident memory this process has from now on, beyond what the file's making left. */
function watchMemory(): { end(): number } {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  return {
    end: () => {
      clearInterval(timer)
      return Math.round(most / 1024 / 1024)
    },
  }
}
