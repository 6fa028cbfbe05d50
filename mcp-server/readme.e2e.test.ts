/** The configurations that the README shows, as a client reads them: with a path, a port and a token of this test's own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { testDatabaseUrl } from '../db/test-database.ts'
import { createToken } from '../tools/people/create-token.ts'
import { runTool } from '../tools/run-tool.ts'
import { type McpDoor, serveMcp } from './serve-http.ts'
import { type McpStage, openMcpStage } from './session.fixture.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const SLUG = 'mcp-readme'

const entry = z.union([
  z.strictObject({ type: z.literal('http'), url: z.url(), headers: z.record(z.string(), z.string()) }),
  z.strictObject({
    type: z.literal('stdio').optional(),
    command: z.string(),
    args: z.array(z.string()),
    env: z.record(z.string(), z.string()),
  }),
])
const document = z.union([
  z.strictObject({ mcpServers: z.record(z.string(), entry) }),
  z.strictObject({ servers: z.record(z.string(), entry) }),
])

let stage: McpStage
let door: McpDoor
let token: string
let elsewhere: string

beforeAll(async () => {
  stage = await openMcpStage(SLUG, 20)
  door = await serveMcp(stage, { port: 0 })
  token = (await runTool(createToken, { role: 'eva' }, await stage.crew.context())).output.token
  elsewhere = await mkdtemp(`${tmpdir()}/crew-client-`)
}, 120_000)
afterAll(async () => {
  await door.close()
  await stage.close()
  await rm(elsewhere, { recursive: true, force: true })
})

function transportOf(server: z.infer<typeof entry>): Transport {
  if ('url' in server) {
    const { url, headers } = server
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }) as Transport
  }
  // A client starts it wherever it happens to be; the database is this test's.
  const env = {
    ...getDefaultEnvironment(),
    DATABASE_URL: testDatabaseUrl(),
    CREW_DATA_DIR: stage.crew.dataDir,
    CREW_VENTURE: SLUG,
    ...server.env,
  }
  return new StdioClientTransport({ command: server.command, args: server.args, env, cwd: elsewhere })
}

test('each works as it stands', async () => {
  const readme = await readFile(`${ROOT}/README.md`, 'utf8')
  const section = /^## EVA and other MCP clients$([\s\S]*?)^## /m.exec(readme)?.[1] ?? ''
  const blocks = [...section.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, json]) => json ?? '')
  expect(blocks).toHaveLength(3)
  for (const block of blocks) {
    const parsed = document.parse(
      JSON.parse(
        block
          .replaceAll('/path/to/customer-success-crew', ROOT)
          .replaceAll('crew_…', token)
          .replaceAll('http://127.0.0.1:8711/mcp', door.url),
      ),
    )
    for (const [name, server] of Object.entries('servers' in parsed ? parsed.servers : parsed.mcpServers)) {
      const client = new Client({ name: 'reader', version: '1' })
      await client.connect(transportOf(server))
      expect(
        (await client.listTools()).tools.map((tool) => tool.name),
        name,
      ).toContain('ask_crew')
      await client.close()
    }
  }
}, 180_000)
