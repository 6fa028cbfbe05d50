/**
 * `npm run bench`: how fast, as ratios side by side in one run. On the server of TEST_DATABASE_URL with 1,000,000 customers
 * and 10,000,000 events (`--scale 0.1` a tenth of it), or with `--embedded` on the embedded database with a tenth of
 * that. `--json` prints one row a line.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig, readTestConfig } from '../config.ts'
import { createClient, type Sql } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { isoDay } from '../db/queries/scores.ts'
import { openCrew } from '../tools/open-crew.ts'
import { benchLive } from './live.ts'
import { benchLoad } from './load-events.ts'
import { benchMcp } from './mcp.ts'
import { benchReads } from './reads.ts'
import { benchHistory, benchRefresh, refreshSeconds } from './refresh.ts'
import type { BenchRow } from './row.ts'
import { benchSlack } from './slack.ts'
import { END_ON, makeVenture } from './venture.ts'

const CUSTOMERS = 1_000_000
const EVENTS_A_CUSTOMER = 10
const EMBEDDED_SHARE = 0.1

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('npm run bench -- [--scale 0.1] [--json] [--embedded]\nWithout --embedded it needs TEST_DATABASE_URL.')
  process.exit(0)
}
const scale = Number(values.scale)
if (!(scale > 0 && scale <= 10)) throw new Error(`--scale ${values.scale}: give a number above 0 and up to 10.`)
const { databaseUrl: serverUrl } = readTestConfig()
if (!values.embedded && serverUrl === undefined)
  throw new Error('TEST_DATABASE_URL names no server: set it, or measure the embedded database with --embedded.')

const rows: BenchRow[] = []
const say = (text: string) => process.stderr.write(`${text}\n`)
const customers = Math.round(CUSTOMERS * scale * (values.embedded ? EMBEDDED_SHARE : 1))
const dataDir = await mkdtemp(join(tmpdir(), 'crew-bench-'))
const place = values.embedded ? await embeddedPlace(dataDir) : await serverPlace(serverUrl ?? '')
try {
  await measure(place.sql, place.url)
} finally {
  await place.drop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
if (values.json) for (const row of rows) console.log(JSON.stringify(row))
else printTable()
process.exitCode = rows.some(({ ok }) => ok === false) ? 1 : 0

async function measure(sql: Sql, url: string | undefined): Promise<void> {
  const step = async (name: string, work: () => Promise<BenchRow[]>) => {
    say(`${new Date().toISOString().slice(11, 19)} ${name}`)
    const measured = await work()
    for (const row of measured) say(`  ${lineOf(row).join('  ')}`)
    rows.push(...measured)
  }
  say(`${customers} customers, ${customers * EVENTS_A_CUSTOMER} events`)
  const venture = await makeVenture(sql, customers)
  await step('loading', () => benchLoad(sql, venture, customers * EVENTS_A_CUSTOMER))
  await step('refreshing', () => benchRefresh(sql, venture))
  const config = readConfig({ CREW_DATA_DIR: dataDir, ...(url === undefined ? {} : { DATABASE_URL: url }) })
  const crew = await openCrew(config, { venture: `bench-${venture.id}` })
  try {
    const context = await crew.context({ asOf: isoDay(END_ON, 3) })
    await step('reading', () => benchReads(context, customers))
  } finally {
    await crew.close()
  }
  const place = { databaseUrl: url, dataDir, venture: `bench-${venture.id}` }
  await step('MCP', () => benchMcp(place, customers))
  await step('Slack', () => benchSlack(place))
  await step('live', async () => {
    await refreshSeconds(sql, venture, new Date().toISOString().slice(0, 10), 'changed')
    return benchLive(sql, venture, place)
  })
  await step('history', () => benchHistory(sql, Math.max(1000, Math.round(customers / 10))))
}

interface BenchPlace {
  sql: Sql
  /** Undefined for the embedded database, which a crew opens by its folder. */
  url: string | undefined
  drop(): Promise<void>
}

async function serverPlace(server: string): Promise<BenchPlace> {
  const name = `crew_bench_${process.pid}`
  const admin = createClient(server, { max: 1 })
  await admin.unsafe(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const sql = createClient(url.href)
  await migrate(sql)
  return {
    sql,
    url: url.href,
    drop: async () => {
      await sql.end()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

async function embeddedPlace(folder: string): Promise<BenchPlace> {
  const { openEmbedded } = await import('../db/embedded/open-embedded.ts')
  const embedded = await openEmbedded(folder, { lingerSeconds: 0 })
  const sql = createClient(embedded.url)
  await migrate(sql)
  return {
    sql,
    url: undefined,
    drop: async () => {
      await sql.end({ timeout: 5 })
      await embedded.close()
    },
  }
}

function printTable(): void {
  const cells = [['what', 'value', 'ratio', 'bar', ''], ...rows.map(lineOf)]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  for (const line of cells)
    console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
}

function lineOf({ name, value, unit, ratio, bar, ok }: BenchRow): string[] {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  const figure = `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`
  const verdict = ok === null ? '' : ok ? 'met' : 'missed'
  return [name, figure, ratio === null ? '' : ratio.toFixed(2), bar === null ? '' : String(bar), verdict]
}
