/** The two doors of `mcp-servers.ts` in a process of their own, and what that process holds. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '../db/client.ts'

const LONGEST_END_MS = 20_000
const SERVERS = fileURLToPath(new URL('./mcp-servers.ts', import.meta.url))

export interface McpPlace {
  databaseUrl: string | undefined
  dataDir: string
  venture: string
}

/** What the process holds after collecting: its heap, and what keeps it busy or waits (sockets, timers, files). */
export interface Held {
  heapMb: number
  resources: number
}

export interface McpServers {
  /** EVA's door, with a token for it. */
  crew: string
  token: string
  /** A bare echo tool on the same SDK and transport. */
  echo: string
  held(): Promise<Held>
  /** Connections it has to the database server; undefined on an embedded database of its own. */
  connections(): Promise<number | undefined>
  close(): Promise<void>
}

export async function startMcpServers(place: McpPlace): Promise<McpServers> {
  const applicationName = `mcp-servers-${randomUUID()}`
  const sql = place.databaseUrl === undefined ? undefined : createClient(place.databaseUrl, { max: 1 })
  const servers = spawn(process.execPath, ['--expose-gc', SERVERS], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: {
      PATH: dirname(process.execPath),
      CREW_DATA_DIR: place.dataDir,
      CREW_VENTURE: place.venture,
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: named(place.databaseUrl, applicationName) }),
    },
  })
  const close = async () => {
    servers.stdin?.end()
    // What leaked a handle does not end by itself, and must not keep whoever found it.
    const late = setTimeout(() => servers.kill('SIGKILL'), LONGEST_END_MS)
    if (servers.exitCode === null && servers.signalCode === null) await once(servers, 'exit')
    clearTimeout(late)
    await sql?.end()
  }
  const line = await firstLine(servers.stdout)
  if (line === undefined) {
    await close()
    throw new Error('The servers did not start; what they said is above.')
  }
  const at = JSON.parse(line) as { crew: string; token: string; echo: string }
  return {
    ...at,
    async held() {
      servers.send('measure')
      const [held] = (await once(servers, 'message')) as [Held]
      return held
    },
    async connections() {
      if (!sql) return undefined
      const [row] = await sql<{ count: number }[]>`
        select count(*) as count from pg_stat_activity where application_name = ${applicationName}`
      return row?.count
    },
    close,
  }
}

/** The server then says of each connection whose it is. */
function named(databaseUrl: string, applicationName: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('application_name', applicationName)
  return url.href
}

async function firstLine(output: AsyncIterable<Buffer> | null): Promise<string | undefined> {
  for await (const chunk of output ?? []) return chunk.toString()
  return undefined
}
