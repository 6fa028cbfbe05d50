/**
 * From a ticket that takes a customer below the threshold to the alert in the hands of its channel, while a thousand usage
 * events a second arrive: through the HTTP door, a worker of its own, and a webhook.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sql } from '../db/client.ts'
import { type BenchRow, percentile, shown, under } from './row.ts'
import type { BenchVenture } from './venture.ts'

const LIVE_BAR_MS = 1_000
const EVENTS_A_SECOND = 1_000
const EVENTS_A_REQUEST = 50
const SECONDS = 30
const CROSSINGS = 100
const CREW = fileURLToPath(new URL('../cli/crew.js', import.meta.url))

interface Place {
  databaseUrl: string | undefined
  dataDir: string
  venture: string
}

/** The venture is scored; its day is today's, for live data is of today. */
export async function benchLive(sql: Sql, venture: BenchVenture, place: Place): Promise<BenchRow[]> {
  const arrived = new Map<string, number>()
  const webhook = createServer((request, response) => {
    const at = performance.now()
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      for (const [name] of body.matchAll(/Company \d+/g)) if (!arrived.has(name)) arrived.set(name, at)
      response.end('ok')
    })
  }).listen(0, '127.0.0.1')
  await once(webhook, 'listening')
  const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
  const environment = {
    CREW_DATA_DIR: place.dataDir,
    CREW_VENTURE: place.venture,
    CREW_HTTP_PORT: '8799',
    ALERT_WEBHOOK_URL: url,
    ALERT_WEBHOOK_SECRET: 'a secret of the benchmark',
    ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
  }
  const key = await run(['keys', 'create', 'bench', '--source', 'bench', '--json'], environment)
  const { key: token } = JSON.parse(key) as { key: string }
  // What crossed while the venture was made is not what is measured.
  await sql`
    insert into event_cursors (venture_id, reader, seq)
    select ${venture.id}, 'triggers', coalesce(max(seq), 0) from score_crossings where venture_id = ${venture.id}
    on conflict (venture_id, reader) do update set seq = excluded.seq`
  const worker = spawn(process.execPath, [CREW, 'worker', '--ingest'], {
    env: { PATH: dirname(process.execPath), ...environment },
  })
  try {
    await answering('http://127.0.0.1:8799/v1/health')
    const post = (what: string, rows: object[]) => send(`http://127.0.0.1:8799/v1/${what}`, token, rows)
    const crossing = await nearThreshold(sql, venture)
    const told = new Map<string, number>()
    const requestMs: number[] = []
    let events = 0
    const startedAt = performance.now()
    const sending: Promise<void>[] = []
    for (let tick = 0; tick < SECONDS * (EVENTS_A_SECOND / EVENTS_A_REQUEST); tick++) {
      const due = startedAt + tick * ((1000 * EVENTS_A_REQUEST) / EVENTS_A_SECOND)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
      const at = new Date().toISOString()
      const rows = Array.from({ length: EVENTS_A_REQUEST }, (_, n) => ({
        event_id: `live-${tick}-${n}`,
        customer: `C${1 + ((tick * 131 + n * 17) % venture.customers)}`,
        occurred_at: at,
        kind: 'feature',
        feature: 'reports',
      }))
      const sentAt = performance.now()
      sending.push(
        post('events', rows).then(() => {
          requestMs.push(performance.now() - sentAt)
          events += rows.length
        }),
      )
      const next = tick % 5 === 0 ? crossing.pop() : undefined
      if (next) {
        told.set(next.name, performance.now())
        const ticket = (n: number) => ({
          external_id: `live-${next.externalId}-${n}`,
          customer: next.externalId,
          opened_at: at,
          status: 'open',
        })
        sending.push(post('tickets', [1, 2, 3, 4].map(ticket)).then(() => {}))
      }
    }
    await Promise.all(sending)
    const seconds = (performance.now() - startedAt) / 1000
    for (let waited = 0; waited < 100 && [...told.keys()].some((name) => !arrived.has(name)); waited++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const latencies = [...told].map(([name, at]) => (arrived.get(name) ?? Number.POSITIVE_INFINITY) - at)
    return [
      shown('events a second taken over HTTP', events / seconds, 'events/s'),
      shown('a request of 50 events, p99', percentile(requestMs, 0.99), 'ms'),
      shown('threshold crossed to alert handed over, median', percentile(latencies, 0.5), 'ms'),
      under('threshold crossed to alert handed over, p99', percentile(latencies, 0.99), 'ms', LIVE_BAR_MS),
    ]
  } finally {
    worker.kill('SIGTERM')
    await once(worker, 'exit')
    webhook.close()
  }
}

/** Customers whose score is a few points above critical, so that tickets take them below. */
async function nearThreshold(sql: Sql, venture: BenchVenture): Promise<{ externalId: string; name: string }[]> {
  return sql<{ externalId: string; name: string }[]>`
    select c.external_id, 'Company ' || substr(c.external_id, 2) as name
    from customer_states s
    join customers c on c.venture_id = s.venture_id and c.id = s.customer_id
    where s.venture_id = ${venture.id} and s.status = 'at_risk' and s.score between 40 and 69 and s.open_ticket_count = 0
      and s.engagement < 40
    order by s.score, c.external_id limit ${CROSSINGS}`
}

async function send(url: string, token: string, rows: object[]): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(rows),
    })
    const body = await response.text()
    if (response.ok) return
    if (response.status !== 429) throw new Error(`${url} answered ${response.status}: ${body.slice(0, 300)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`${url} had no room`)
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the worker did not start')
}

async function run(args: string[], environment: Record<string, string>): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [CREW, ...args], {
    env: { PATH: dirname(process.execPath), ...environment },
  })
  let out = ''
  let problem = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    problem += chunk.toString()
  })
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error(`crew ${args.join(' ')} failed: ${problem}`)
  return out
}
