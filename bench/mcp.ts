/**
 * `tools/call` of a read tool at EVA's door against that of a bare echo tool on the same SDK and transport, side by side, 50 at
 * once: with the caller asked of the database, a receipt and a row in the ledger each, every call about another customer. And
 * 10,000 calls, to see what stays.
 */
import { Agent } from 'node:http'
import { AT_ONCE, load, openSession } from './mcp-client.ts'
import { leftBehind } from './mcp-leaks.ts'
import { atMost, type BenchRow, percentile, shown, under } from './row.ts'
import { type McpPlace, startMcpServers } from './start-mcp-servers.ts'

const ROUNDS = 6
const CALLS_A_ROUND = 500
const LONG_RUN = 10_000
const P50_BAR = 2
const P99_BAR = 3
/** What 10,000 calls may leave behind in the heap, after collecting. */
const LEAK_BAR_MB = 10

/** The venture is scored; its customers are `C1` up to `C<customers>`. */
export async function benchMcp(place: McpPlace, customers: number, calls = LONG_RUN): Promise<BenchRow[]> {
  const servers = await startMcpServers(place)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const crew = await openSession(agent, servers.crew, servers.token)
    const echo = await openSession(agent, servers.echo)
    const another = (n: number) => ({ customer: `C${1 + ((n * 7919) % customers)}` })
    const tools: [name: string, input: (n: number) => object, isBar: boolean][] = [
      ['get_settings', () => ({}), false],
      ['get_usage', another, true],
      ['get_customer', another, false],
    ]
    const rows: BenchRow[] = []
    for (const [name, input, isBar] of tools) {
      const times = { echo: [] as number[], tool: [] as number[] }
      // The first round of each warms up; then they take turns, so that what else the machine does meets both.
      for (let round = 0; round <= ROUNDS; round++) {
        const echoed = await load(CALLS_A_ROUND, () => echo('echo', { text: 'hello' }))
        const called = await load(CALLS_A_ROUND, (n) => crew(name, input(round * CALLS_A_ROUND + n)))
        if (round > 0) times.echo.push(...echoed)
        if (round > 0) times.tool.push(...called)
      }
      rows.push(...compared(name, times, isBar))
    }
    agent.destroy()
    const left = await leftBehind(servers, calls, (session) => session('get_settings', {}))
    rows.push(
      shown(`MCP: ${calls} calls, 50 at once`, left.callsASecond, 'calls/s'),
      under(`MCP: heap that ${calls} calls left`, left.heapMb, 'MB', LEAK_BAR_MB),
      under(`MCP: handles that ${calls} calls left`, left.handles, 'handles', 0),
    )
    if (left.connections !== undefined)
      rows.push(under(`MCP: database connections that ${calls} calls left`, left.connections, 'connections', 0))
    return rows
  } finally {
    agent.destroy()
    await servers.close()
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
