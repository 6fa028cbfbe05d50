/**
 * EVA's door and a bare echo tool on the same SDK and transport, in a process of their own, so that the one who asks and
 * the one who answers do not share a thread. Prints where they are; ends when standard input does.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { openDoorTools } from '../graphs/door-tools.ts'
import { serveMcp } from '../mcp-server/serve-http.ts'
import { openCrew } from '../tools/open-crew.ts'
import { createToken } from '../tools/people/create-token.ts'
import { runTool } from '../tools/run-tool.ts'

const unlimited = { callsPerMinute: 10_000_000, burst: 1_000_000, concurrent: 1_000 }

const config = readConfig()
const crew = await openCrew(config)
const tools = await openDoorTools({ crew, config })
const door = await serveMcp({ crew, config, tools }, { port: 0, limits: unlimited })
const { output } = await runTool(createToken, { role: 'eva' }, await crew.context())
const echo = await serveEcho()
process.stdout.write(`${JSON.stringify({ crew: door.url, token: output.token, echo: echo.url })}\n`)
process.on('message', () => {
  global.gc?.()
  process.send?.({ heapMb: process.memoryUsage().heapUsed / 1e6, resources: process.getActiveResourcesInfo().length })
})
process.stdin.resume()
process.stdin.once('end', async () => {
  process.disconnect?.()
  echo.close()
  await door.close()
  await tools.close()
  await crew.close()
})

async function serveEcho(): Promise<{ url: string; close(): void }> {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  // Kept as long as the other waits for its turn: a connection that ends meanwhile would fail a call.
  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const message: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const known = sessions.get(String(request.headers['mcp-session-id']))
    await (known ?? (await begin(message))).handleRequest(request, response, message)
  })
  const begin = async (message: unknown) => {
    if (!isInitializeRequest(message)) throw new Error('a session begins with initialize')
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    })
    const mcp = new McpServer({ name: 'echo', version: '1.0.0' })
    mcp.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text }) => ({
      content: [{ type: 'text', text }],
    }))
    await mcp.connect(transport as Transport)
    return transport
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
