/** EVA's door on standard input and output, for a client that starts the process itself. Standard output is the wire. */
import { Writable } from 'node:stream'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { SessionOptions } from './create-server.ts'
import { createMcpServer } from './create-server.ts'
import { errorMessage, rpc } from './refusal.ts'

/** A line longer than this is no message; see the same limit of the HTTP transport. */
const MAX_LINE_BYTES = 1024 * 1024

/** From here on nothing but messages reaches standard output; whatever else is printed goes to standard error. */
export function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return new Writable({ write: (chunk, _encoding, done) => void write(chunk, () => done()) })
}

/** Answers until standard input ends or `stopped` resolves. */
export async function serveStdio(session: SessionOptions, wire: Writable, stopped: Promise<void>): Promise<void> {
  const server = createMcpServer(session)
  const transport = new StdioServerTransport(process.stdin, wire, { maxBufferSize: MAX_LINE_BYTES })
  // The SDK drops a line it cannot read; a client that wrote it waits for an answer.
  server.onerror = (error) => {
    if (error instanceof SyntaxError) wire.write(`${errorMessage(rpc.parseError, 'Parse error: not JSON.')}\n`)
    else if (error.name === 'ZodError')
      wire.write(`${errorMessage(rpc.invalidRequest, 'Invalid request: not a JSON-RPC message.')}\n`)
  }
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
    server.onclose = resolve
  })
  await server.connect(transport)
  await Promise.race([ended, stopped])
  await server.close()
}
