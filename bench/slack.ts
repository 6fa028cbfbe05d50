/**
 * How long Slack waits for an acknowledgement when 50 requests come at once, each kept in the database before it is
 * acknowledged; beside it a bare Bolt app that keeps nothing, in turns. Slack gives up after 3,000 ms.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BenchRow, percentile, shown, under } from './row.ts'
import type { McpPlace } from './start-mcp-servers.ts'

const AT_ONCE = 50
const BURSTS = 10
/** Fifty people's answers are there by then. */
const PAUSE_MS = 3_000
const P99_BAR_MS = 200
const SERVER = fileURLToPath(new URL('./slack-server.ts', import.meta.url))
const SECRET = 'a secret of the benchmark'
const TEAM = 'T0BENCH'

export async function benchSlack(place: McpPlace): Promise<BenchRow[]> {
  const slack = await serveSlack()
  const bot = spawn(process.execPath, [SERVER], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: dirname(process.execPath),
      CREW_DATA_DIR: place.dataDir,
      CREW_VENTURE: place.venture,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: `${slack.url}/api/`,
      CREW_SLACK_PORT: '0',
    },
  })
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const at = JSON.parse(await firstLine(bot)) as { crew: string; bare: string }
    const times = { bare: [] as number[], crew: [] as number[] }
    // The first burst warms up; then they take turns, so that what else the machine does meets both.
    for (let burst = 0; burst <= BURSTS; burst++) {
      for (const door of ['bare', 'crew'] as const) {
        const asked = Array.from({ length: AT_ONCE }, (_, index) => ask(agent, at[door], burst, index))
        const took = await Promise.all(asked)
        if (burst > 0) times[door].push(...took)
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    const what = (name: string, share: string) => `Slack: ${name}, ${AT_ONCE} at once, ${share}`
    return [
      shown(what('a bare Bolt app', 'p50'), percentile(times.bare, 0.5), 'ms'),
      shown(what('a bare Bolt app', 'p99'), percentile(times.bare, 0.99), 'ms'),
      shown(what('kept and acknowledged', 'p50'), percentile(times.crew, 0.5), 'ms'),
      under(what('kept and acknowledged', 'p99'), percentile(times.crew, 0.99), 'ms', P99_BAR_MS),
    ]
  } finally {
    agent.destroy()
    bot.stdin?.end()
    if (bot.exitCode === null) await once(bot, 'exit')
    slack.close()
  }
}

/** Signed as Slack signs; half are direct messages, half commands. Returns the milliseconds to the acknowledgement. */
async function ask(agent: Agent, url: string, burst: number, index: number): Promise<number> {
  const ts = `1795${String(burst).padStart(3, '0')}${String(index).padStart(3, '0')}.000100`
  const isEvent = index % 2 === 0
  // Of fifty people, each where they talk to the bot.
  const [user, channel] = [`U0BENCH${index}`, `D0BENCH${index}`]
  const said = {
    type: 'message',
    channel_type: 'im',
    user,
    text: 'help',
    channel,
    ts,
    event_ts: ts,
  }
  const typed = {
    command: '/crew',
    text: 'help',
    user_id: user,
    channel_id: channel,
    team_id: TEAM,
    trigger_id: `trigger.${ts}`,
    response_url: 'https://hooks.slack.com/none',
  }
  const body = isEvent
    ? JSON.stringify({ type: 'event_callback', team_id: TEAM, event_id: `Ev${ts}`, event: said, authorizations: [] })
    : new URLSearchParams(typed).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')
  const at = performance.now()
  const asked = request(url, {
    agent,
    method: 'POST',
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  response.resume()
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`the bot answered ${response.statusCode}`)
  return performance.now() - at
}

/** A Slack that agrees with everything and knows one person, of nobody's address. */
async function serveSlack(): Promise<{ url: string; close(): void }> {
  const answer = {
    ok: true,
    team_id: TEAM,
    team: 'Bench',
    user_id: 'U0BOT',
    ts: '1.1',
    channel: { id: 'D0BENCH', is_im: true },
    user: { id: 'U0BENCH', team_id: TEAM, profile: { email: 'bench@example.com' } },
  }
  const server = createServer((asked, response) => {
    asked.resume()
    const isPost = asked.url?.includes('chat.') === true
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(isPost ? { ...answer, channel: 'D0BENCH' } : answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the bot has no output to read')
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) return chunk.toString()
  throw new Error('the bot did not start')
}
