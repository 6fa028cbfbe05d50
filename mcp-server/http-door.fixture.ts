/** EVA's door over HTTP on a venture of its own, with tokens, for tests: seen by requests only. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { createTestVenture, testDatabaseUrl } from '../db/test-database.ts'
import { openDoorTools } from '../graphs/door-tools.ts'
import type { Tool } from '../tools/define-tool.ts'
import { type Crew, openCrew, openPremises } from '../tools/open-crew.ts'
import { createToken } from '../tools/people/create-token.ts'
import type { Role } from '../tools/role-matrix.ts'
import { runTool } from '../tools/run-tool.ts'
import { testChairman } from '../tools/test-context.ts'
import type { Limits } from './limits.ts'
import { type McpDoor, serveMcp } from './serve-http.ts'

export interface HttpDoor {
  door: McpDoor
  crew: Crew
  dataDir: string
  tools: readonly Tool[]
  /** A token of this venture. */
  token(role: Role, name?: string): Promise<string>
  /** A request as a client sends it; `session` is the id of one that began. */
  post(message: unknown, options?: RequestOptions): Promise<Response>
  /** Begins a session and returns its id. */
  initialize(token: string): Promise<string>
  /** Opens the stream of a session, on which a client hears what nobody asked for. */
  listen(token: string, session: string): Promise<Response>
  /** Another venture in the same database, served by the same door. */
  addVenture(): Promise<{ crew: Crew; token: string }>
  close(): Promise<void>
}

interface RequestOptions {
  token?: string
  session?: string
  headers?: Record<string, string>
  /** Sent as it is instead of the message. */
  body?: string
}

export const initializeRequest = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

export async function openHttpDoor(
  options: {
    limits?: Partial<Limits>
    readTimeoutMs?: number
    sweepMs?: number
    publicUrl?: URL
    /** Offered beside those there are. */
    tool?: Tool
  } = {},
): Promise<HttpDoor> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crew-mcp-'))
  const config = readConfig({
    CREW_DATA_DIR: dataDir,
    DATABASE_URL: testDatabaseUrl(),
    CREW_LEDGER_KEY: 'k'.repeat(32),
  })
  const premises = await openPremises(config)
  const opened: { crew: Crew; close(): Promise<void> }[] = []
  const open = async (slug: string) => {
    const crew = await openCrew(config, { venture: slug, actor: testChairman, premises })
    const { tools, find, close } = await openDoorTools({ crew, config })
    opened.push({ crew, close: () => close({ stop: true }) })
    return { crew, tools: { tools, find: (name: string) => (name === options.tool?.name ? options.tool : find(name)) } }
  }
  const newVenture = async () => `test-${(await createTestVenture(premises.database.sql)).ventureId}`
  const { crew, tools } = await open(await newVenture())
  const door = await serveMcp({ crew, config, tools }, { port: 0, openVenture: open, ...options })

  const token = async (role: Role, name: string | undefined = undefined, of: Crew = crew) => {
    const input = { role, name: name ?? (role === 'eva' ? null : `The ${role}`) }
    return (await runTool(createToken, input, await of.context())).output.token
  }
  const post: HttpDoor['post'] = (message, { token: bearer, session, headers, body } = {}) =>
    fetch(door.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
        ...(session === undefined ? {} : { 'Mcp-Session-Id': session }),
        ...headers,
      },
      body: body ?? JSON.stringify(message),
    })
  return {
    door,
    crew,
    dataDir,
    tools: tools.tools,
    token: (role, name) => token(role, name),
    post,
    async initialize(bearer) {
      const response = await post(initializeRequest, { token: bearer })
      await response.text()
      return response.headers.get('mcp-session-id') ?? ''
    },
    listen: (bearer, session) =>
      fetch(door.url, {
        headers: { Accept: 'text/event-stream', Authorization: `Bearer ${bearer}`, 'Mcp-Session-Id': session },
      }),
    async addVenture() {
      const other = await openCrew(config, { venture: await newVenture(), actor: testChairman, premises })
      return { crew: other, token: await token('eva', undefined, other) }
    },
    async close() {
      await door.close()
      await Promise.all(opened.map((each) => each.close()))
      await premises.database.close()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
