/** What a great many calls leave behind in the process that answered them: memory, handles, connections of the database. */
import { Agent } from 'node:http'
import { AT_ONCE, type Call, load, openSession } from './mcp-client.ts'
import type { Held, McpServers } from './start-mcp-servers.ts'

/** Opens what stays open: the pool's connections, and what is made once. */
const WARM_UP = 500
const STEP_MS = 250
const LONGEST_REST_MS = 20_000

export interface Left {
  callsASecond: number
  /** After collecting, less what there was before. */
  heapMb: number
  handles: number
  /** Undefined on the embedded database, which has one for everybody. */
  connections: number | undefined
}

export async function leftBehind(
  servers: McpServers,
  calls: number,
  call: (session: Call, n: number) => Promise<void>,
): Promise<Left> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const session = await openSession(agent, servers.crew, servers.token)
    await load(WARM_UP, (n) => call(session, n))
    const before = { ...(await atRest(agent, servers)), connections: await servers.connections() }
    const startedAt = performance.now()
    await load(calls, (n) => call(session, n))
    const seconds = (performance.now() - startedAt) / 1000
    const after = { ...(await atRest(agent, servers)), connections: await servers.connections() }
    return {
      callsASecond: calls / seconds,
      heapMb: after.heapMb - before.heapMb,
      handles: after.resources - before.resources,
      connections:
        after.connections === undefined || before.connections === undefined
          ? undefined
          : after.connections - before.connections,
    }
  } finally {
    agent.destroy()
  }
}

/** With the client's connections closed and nothing more closing: what then is there stays. */
async function atRest(agent: Agent, servers: McpServers): Promise<Held> {
  agent.destroy()
  const until = performance.now() + LONGEST_REST_MS
  let held = await servers.held()
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
    const next = await servers.held()
    const isStill = next.resources === held.resources && Math.abs(next.heapMb - held.heapMb) < 0.1
    held = next
    if (isStill) break
  }
  return held
}
