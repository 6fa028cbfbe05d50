/** Refreshing scores: everyone anew, after one customer in a hundred changed, and with ten times the history. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from '../db/client.ts'
import { isoDay } from '../db/queries/scores.ts'
import { lockScores } from '../db/queries/snapshots.ts'
import { VentureDb } from '../db/venture-db.ts'
import { storeScores } from '../tools/health/store-scores.ts'
import { importFiles } from '../tools/import/import-files.ts'
import { defaultSettings } from '../tools/settings/settings.ts'
import { eventMapping } from './load-events.ts'
import { atMost, type BenchRow, median, shown } from './row.ts'
import { makeSeedsView, refreshSeedsView } from './seeds-view.ts'
import { type BenchVenture, END_ON, KNOWN_AT, makeVenture } from './venture.ts'

const ROUNDS = 3
const FULL_BAR = 1.5
const CHANGED_BAR = 0.1
const HISTORY_BAR = 1.2

/** Seconds of one refresh of the venture as of `day`. */
export async function refreshSeconds(
  sql: Sql,
  venture: BenchVenture,
  day: string,
  scope: 'all' | 'changed',
): Promise<number> {
  const db = new VentureDb(sql, venture.id, sql)
  const startedAt = performance.now()
  await db.transaction(async (tx) => {
    await lockScores(tx)
    const knownAt = KNOWN_AT
    await storeScores(tx, { day, knownAt, settings: defaultSettings, settingsVersion: 1, now: new Date(), scope })
  })
  return (performance.now() - startedAt) / 1000
}

/** The venture's usage is loaded. Leaves it scored until some days after `END_ON`. */
export async function benchRefresh(sql: Sql, venture: BenchVenture): Promise<BenchRow[]> {
  const first = await refreshSeconds(sql, venture, END_ON, 'all')
  await sql`vacuum analyze customer_states, health_snapshots`
  await makeSeedsView(sql, venture)
  await refreshSeedsView(sql)
  const seconds = { seeds: [] as number[], daily: [] as number[], changed: [] as number[], full: [] as number[] }
  for (let round = 1; round <= ROUNDS; round++) {
    const day = isoDay(END_ON, round)
    seconds.daily.push(await refreshSeconds(sql, venture, day, 'changed'))
    await loadOnePercent(sql, venture, day, round)
    seconds.seeds.push(await refreshSeedsView(sql))
    seconds.changed.push(await refreshSeconds(sql, venture, day, 'changed'))
    seconds.seeds.push(await refreshSeedsView(sql))
    seconds.full.push(await refreshSeconds(sql, venture, day, 'all'))
  }
  await sql`drop schema seeds cascade`
  const seeds = median(seconds.seeds)
  return [
    shown('the seeds’ materialized view, refreshed', seeds, 's'),
    shown('first scores, with the month before', first, 's'),
    shown('a day passes: who is moved by it', median(seconds.daily), 's'),
    atMost(
      'full refresh: components, status, snapshot',
      median(seconds.full),
      's',
      median(seconds.full) / seeds,
      FULL_BAR,
    ),
    atMost('refresh after 1 % changed', median(seconds.changed), 's', median(seconds.changed) / seeds, CHANGED_BAR),
  ]
}

/** Events of one customer in a hundred on the day, loaded as any import is. */
async function loadOnePercent(sql: Sql, venture: BenchVenture, day: string, round: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'crew-bench-day-'))
  try {
    const path = join(folder, 'events.csv')
    const users = Array.from(
      { length: Math.round(venture.customers / 100) },
      (_, n) => 1 + ((n * 97 + round) % venture.users),
    )
    const lines = users.flatMap((user, n) => [
      `day-${round}-${n}-a,U${user},${day}T10:00:00.000Z,login,,1,`,
      `day-${round}-${n}-b,U${user},${day}T10:05:00.000Z,feature,reports,1,60`,
    ])
    await writeFile(path, `event_id,user,occurred_at,kind,feature,quantity,duration_seconds\n${lines.join('\n')}\n`)
    const named = { id: venture.id, slug: 'bench', name: 'Bench', currency: 'USD', timeZone: 'UTC', simulated: true }
    const now = new Date(`${day}T23:59:59Z`)
    await importFiles(new VentureDb(sql, venture.id, sql), named, {
      files: [path],
      mapping: eventMapping,
      dataDir: folder,
      now,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Two ventures alike but for history: one has used the product for ninety days, the other for nine hundred. */
export async function benchHistory(sql: Sql, customers: number): Promise<BenchRow[]> {
  const short = await withUsage(sql, await makeVenture(sql, customers), 1)
  const long = await withUsage(sql, await makeVenture(sql, customers), 10)
  for (const venture of [short, long]) await refreshSeconds(sql, venture, END_ON, 'all')
  await sql`vacuum analyze`
  const seconds = { short: [] as number[], long: [] as number[] }
  for (let round = 1; round <= ROUNDS; round++) {
    const day = isoDay(END_ON, round)
    seconds.short.push(await dayCost(sql, short, day))
    seconds.long.push(await dayCost(sql, long, day))
  }
  const [one, ten] = [median(seconds.short), median(seconds.long)]
  return [
    shown(`a day of ${customers} customers with 90 days of history`, one, 's'),
    atMost('the same with ten times the history', ten, 's', ten / one, HISTORY_BAR),
  ]
}

/** A night's work: whoever the day moved, then everyone weighed anew. */
async function dayCost(sql: Sql, venture: BenchVenture, day: string): Promise<number> {
  return (await refreshSeconds(sql, venture, day, 'changed')) + (await refreshSeconds(sql, venture, day, 'all'))
}

/** Ten events a customer in the last ninety days, and the same again in each ninety days before. */
async function withUsage(sql: Sql, venture: BenchVenture, times: number): Promise<BenchVenture> {
  for (let back = 0; back < times; back++) {
    await sql`
      insert into usage_daily (venture_id, customer_id, used_on, kind, feature, recorded_at, event_count, quantity, duration_seconds)
      select c.venture_id, c.id, ${END_ON}::date - ${back * 90}::int - (substr(c.external_id, 2)::int * 7 + s * 31) % 90,
        case when k = 0 then 'login' else 'feature' end, case when k = 0 then '' else 'feature_' || (s + k) % 8 end,
        ${KNOWN_AT}::timestamptz, 1 + k, 1 + k, 60
      from customers c, generate_series(0, 1) s, generate_series(0, 3) k where c.venture_id = ${venture.id}`
  }
  return venture
}
