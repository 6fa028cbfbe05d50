/** EVA's door on standard input and output, for a client that starts the process itself. Standard output is the wire. */
import { Readable, Writable } from 'node:stream'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import { MAX_BYTES, parseMessage } from './read-message.ts'
import { Refusal, rpc } from './refusal.ts'

const NEWLINE = 0x0a

/** From here on nothing but messages reaches standard output; whatever else is printed goes to standard error. */
export function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return new Writable({ write: (chunk, _encoding, done) => void write(chunk, () => done()) })
}

/** Answers until standard input ends, and then what was asked before, or until `stopped` resolves. */
export async function serveStdio(
  server: Server,
  wire: Writable,
  stopped: Promise<void> = new Promise(() => {}),
): Promise<void> {
  const messages = Readable.from(readableMessages(process.stdin, (refusal) => wire.write(`${refusal.body}\n`)))
  const transport = new CountingTransport(messages, wire)
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve
  })
  const ended = new Promise<void>((resolve) => messages.once('close', resolve)).then(() => transport.answered())
  await server.connect(transport)
  await Promise.race([ended, closed, stopped])
  await server.close()
  process.stdin.destroy()
}

/** Knows which requests wait for their answer: `echo … | crew mcp` is answered too. */
class CountingTransport extends StdioServerTransport {
  readonly #open = new Set<unknown>()
  #allAnswered: (() => void) | undefined

  override async start(): Promise<void> {
    const take = this.onmessage
    this.onmessage = (message) => {
      if ('method' in message && 'id' in message) this.#open.add(message.id)
      // A cancelled request is never answered.
      if ('method' in message && message.method === 'notifications/cancelled')
        this.#open.delete(message.params?.requestId)
      take?.(message)
    }
    await super.start()
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message)
    if (!('method' in message) && this.#open.delete(message.id) && this.#open.size === 0) this.#allAnswered?.()
  }

  async answered(): Promise<void> {
    if (this.#open.size === 0) return
    await new Promise<void>((resolve) => {
      this.#allAnswered = resolve
    })
  }
}

/**
 * The lines that are messages. The SDK drops what it cannot read, and gives up on a line that is too long; whoever wrote it
 * waits for an answer, so it is refused here.
 */
export async function* readableMessages(
  input: AsyncIterable<Buffer>,
  refuse: (refusal: Refusal) => void,
): AsyncGenerator<Buffer> {
  for await (const line of lines(input, refuse)) {
    const text = line.toString('utf8').trim()
    if (text === '') continue
    try {
      const message = parseMessage(text)
      if (!JSONRPCMessageSchema.safeParse(message).success)
        throw new Refusal(400, 'This is no JSON-RPC message.', { code: rpc.invalidRequest })
      yield Buffer.from(`${JSON.stringify(message)}\n`)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refuse(error)
    }
  }
}

async function* lines(input: AsyncIterable<Buffer>, refuse: (refusal: Refusal) => void): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of input) {
    let rest = chunk
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      const line = [...parts, rest.subarray(0, end)]
      const isWhole = bytes + end <= MAX_BYTES
      rest = rest.subarray(end + 1)
      parts = []
      bytes = 0
      if (isWhole) yield Buffer.concat(line)
      else refuse(new Refusal(413, `A message is at most ${MAX_BYTES / 1024 / 1024} MB.`))
    }
    bytes += rest.length
    // Of a line that is too long only its length is kept.
    if (bytes <= MAX_BYTES) parts.push(rest)
    else parts = []
  }
}
