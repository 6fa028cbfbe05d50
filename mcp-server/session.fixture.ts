/** A real MCP client joined in memory to the real server, on a simulated venture: what a test of this door works with. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { uuidv7 } from 'uuidv7'
import { type Config, readConfig } from '../config.ts'
import { testDatabaseUrl } from '../db/test-database.ts'
import { openSampleVenture } from '../graphs/crew/sample-venture.fixture.ts'
import { type DoorTools, openDoorTools } from '../graphs/door-tools.ts'
import type { Actor } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import { authenticate } from '../tools/people/tokens.ts'
import type { Role } from '../tools/role-matrix.ts'
import { createMcpServer } from './create-server.ts'

export interface McpStage {
  crew: Crew
  tools: DoorTools
  config: Config
  /** A client of somebody with these roles; the same name is the same person. */
  connect(held: readonly Role[], options?: { name?: string; mcpTools?: 'curated' | 'all' }): Promise<Client>
  /** The venture's own Chairman, who can decide; `connect` makes people up. */
  connectChairman(): Promise<Client>
  close(): Promise<void>
}

export async function openMcpStage(slug: string, customers = 40): Promise<McpStage> {
  const sample = await openSampleVenture(slug, customers)
  const { crew } = sample
  const config = readConfig({ DATABASE_URL: testDatabaseUrl(), CREW_DATA_DIR: crew.dataDir })
  const tools = await openDoorTools({ crew, config })
  const people = new Map<string, string>()
  const clients: Client[] = []
  const connectAs = async (actor: Actor, mcpTools: Config['mcpTools']) => {
    const client = await connectTo(createMcpServer({ crew, tools, actor, config: { ...config, mcpTools } }))
    clients.push(client)
    return client
  }
  return {
    crew,
    tools,
    config,
    async connect(held, { name = held.join(' and '), mcpTools = 'curated' } = {}) {
      const id = people.get(name) ?? uuidv7()
      people.set(name, id)
      return connectAs({ kind: 'person', id, name, roles: held }, mcpTools)
    },
    async connectChairman() {
      const token = await readFile(join(crew.dataDir, 'chairman.token'), 'utf8')
      return connectAs(await authenticate(crew.db, token, new Date()), 'curated')
    },
    async close() {
      for (const client of clients) await client.close()
      await tools.close()
      await sample.close()
    },
  }
}

export async function connectTo(server: Server): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(theirs), client.connect(ours)])
  return client
}

/** The structured content of an answer that is none of an error. */
export async function answered<Output>(
  client: Client,
  name: string,
  input: Record<string, unknown> = {},
): Promise<{ output: Output; facts: { id: string; text: string }[]; receipt: string; text: string }> {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: input })
  const text = (content as { text: string }[])[0]?.text ?? ''
  if (isError) throw new Error(`${name} failed: ${text}`)
  return { ...(structuredContent as { output: Output; facts: { id: string; text: string }[]; receipt: string }), text }
}

/** The error a tool answered with. */
export async function refused(
  client: Client,
  name: string,
  input: Record<string, unknown> = {},
): Promise<{ code: string; message: string; fix: string; field?: string }> {
  const { isError, content } = await client.callTool({ name, arguments: input })
  const text = (content as { text: string }[])[0]?.text ?? ''
  if (!isError) throw new Error(`${name} answered: ${text}`)
  return JSON.parse(text)
}
