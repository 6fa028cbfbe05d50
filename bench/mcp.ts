/**
 * `tools/call` of a read tool at EVA's door against that of a bare echo tool on the same SDK and transport, side by side, 50 at
 * once: with the caller asked of the database, a receipt and a row in the ledger each. And 10,000 calls, to see what stays.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { atMost, type BenchRow, percentile, shown, under } from './row.ts'

const AT_ONCE = 50
const ROUNDS = 6
const CALLS_A_ROUND = 500
const LONG_RUN = 10_000
const P50_BAR = 2
const P99_BAR = 3
/** What 10,000 calls may leave behind in the heap, after collecting. */
const LEAK_BAR_MB = 10
const SERVERS = fileURLToPath(new URL('./mcp-servers.ts', import.meta.url))

export interface McpPlace {
  databaseUrl: string | undefined
  dataDir: string
  venture: string
}

/** The venture is scored; `customer` is one of its. */
export async function benchMcp(place: McpPlace, customer: string, calls = LONG_RUN): Promise<BenchRow[]> {
  const servers = spawn(process.execPath, ['--expose-gc', SERVERS], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: {
      PATH: dirname(process.execPath),
      CREW_DATA_DIR: place.dataDir,
      CREW_VENTURE: place.venture,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
    },
  })
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const line = await firstLine(servers)
    const at = JSON.parse(line) as { crew: string; token: string; echo: string }
    const crew = await openSession(agent, at.crew, at.token)
    const echo = await openSession(agent, at.echo)
    const tools: [name: string, input: object, isBar: boolean][] = [
      ['get_settings', {}, false],
      ['get_usage', { customer }, true],
      ['get_customer', { customer }, false],
    ]
    const rows: BenchRow[] = []
    for (const [name, input, isBar] of tools) {
      const times = { echo: [] as number[], tool: [] as number[] }
      // The first round of each warms up; then they take turns, so that what else the machine does meets both.
      for (let round = 0; round <= ROUNDS; round++) {
        const echoed = await load(CALLS_A_ROUND, () => echo('echo', { text: 'hello' }))
        const called = await load(CALLS_A_ROUND, () => crew(name, input))
        if (round > 0) times.echo.push(...echoed)
        if (round > 0) times.tool.push(...called)
      }
      rows.push(...compared(name, times, isBar))
    }
    const before = await measure(servers)
    const startedAt = performance.now()
    await load(calls, () => crew('get_settings', {}))
    const seconds = (performance.now() - startedAt) / 1000
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const after = await measure(servers)
    rows.push(
      shown(`MCP: ${calls} calls, 50 at once`, calls / seconds, 'calls/s'),
      under(`MCP: heap that ${calls} calls left`, after.heapMb - before.heapMb, 'MB', LEAK_BAR_MB),
      under(`MCP: handles that ${calls} calls left`, after.resources - before.resources, 'handles', 0),
    )
    return rows
  } finally {
    agent.destroy()
    servers.stdin?.end()
    if (servers.exitCode === null) await once(servers, 'exit')
  }
}

function compared(name: string, { echo, tool }: { echo: number[]; tool: number[] }, isBar: boolean): BenchRow[] {
  return ([0.5, 0.99] as const).flatMap((share) => {
    const [bare, ours] = [percentile(echo, share), percentile(tool, share)]
    const title = `MCP: ${name}, ${AT_ONCE} at once, p${share * 100}`
    const row = isBar
      ? atMost(title, ours, 'ms', ours / bare, share === 0.5 ? P50_BAR : P99_BAR)
      : { ...shown(title, ours, 'ms'), ratio: ours / bare }
    return isBar ? [shown(`MCP: bare echo, ${AT_ONCE} at once, p${share * 100}`, bare, 'ms'), row] : [row]
  })
}

/** Milliseconds of each call. */
async function load(calls: number, call: () => Promise<void>): Promise<number[]> {
  const times: number[] = []
  let started = 0
  const worker = async () => {
    while (started < calls) {
      started += 1
      const at = performance.now()
      await call()
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return times
}

async function openSession(agent: Agent, url: string, token?: string) {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const send = async (message: object) => {
    const asked = request(url, { agent, method: 'POST', headers })
    asked.end(JSON.stringify({ jsonrpc: '2.0', ...message }))
    const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
    const body = await text(response)
    const isFine = response.statusCode === 200 || response.statusCode === 202
    if (!isFine || body.includes('"isError":true') || body.includes('"error":{'))
      throw new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 500)}`)
    return response.headers
  }
  const clientInfo = { name: 'bench', version: '1' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  const begun = await send({ id: 0, method: 'initialize', params })
  headers['mcp-session-id'] = String(begun['mcp-session-id'])
  headers['mcp-protocol-version'] = '2025-11-25'
  await send({ method: 'notifications/initialized' })
  let id = 0
  return async (name: string, input: object): Promise<void> => {
    id += 1
    await send({ id, method: 'tools/call', params: { name, arguments: input } })
  }
}

async function firstLine(servers: ChildProcess): Promise<string> {
  if (!servers.stdout) throw new Error('the servers have no output to read')
  for await (const chunk of servers.stdout as AsyncIterable<Buffer>) return chunk.toString()
  throw new Error('the servers did not start')
}

async function measure(servers: ChildProcess): Promise<{ heapMb: number; resources: number }> {
  servers.send('measure')
  const [measured] = (await once(servers, 'message')) as [{ heapMb: number; resources: number }]
  return measured
}
