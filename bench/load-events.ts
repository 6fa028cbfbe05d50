/**
 * Loading events as `crew import` does it, with dedupe, rollups and marks, against a bare COPY of the same file into a
 * plain table of the same server.
 */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Sql } from '../db/client.ts'
import { VentureDb } from '../db/venture-db.ts'
import { importFiles } from '../tools/import/import-files.ts'
import type { Mapping } from '../tools/import/mapping.ts'
import { writeEvents } from './generate-events.ts'
import { atLeast, type BenchRow, shown, under } from './row.ts'
import { type BenchVenture, END_ON } from './venture.ts'

const LEAST_SHARE_OF_COPY = 0.2
const MOST_MEMORY_MB = 500
const SEED = 1

export const eventMapping: Mapping = {
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

/** Loads a made-up file of `events` events into the venture, after a bare COPY of it into a table of the same database. */
export async function benchLoad(sql: Sql, venture: BenchVenture, events: number): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crew-bench-load-'))
  try {
    const path = join(folder, 'events.csv')
    await writeEvents(path, { users: venture.users, events, endOn: END_ON, seed: SEED })
    const copySeconds = await bareCopy(sql, path)
    const memory = watchMemory()
    const named = { id: venture.id, slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC', simulated: true }
    const { seconds, entities } = await importFiles(new VentureDb(sql, venture.id, sql), named, {
      files: [path],
      mapping: eventMapping,
      dataDir: folder,
      now: new Date(`${END_ON}T23:59:59Z`),
    })
    const memoryMb = memory.end()
    if (entities.usage?.added !== events) throw new Error(`loaded ${entities.usage?.added} of ${events} events`)
    return [
      shown('bare COPY of the events', events / copySeconds, 'rows/s'),
      atLeast('import of the events', events / seconds, 'rows/s', copySeconds / seconds, LEAST_SHARE_OF_COPY),
      under('memory of the importing process', memoryMb, 'MB', MOST_MEMORY_MB),
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
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
