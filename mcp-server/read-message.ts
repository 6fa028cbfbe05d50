/** One JSON-RPC message from a request's body: never more of it than the limit, never deeper than anything here can read. */
import type { IncomingMessage } from 'node:http'
import { Refusal, rpc } from './refusal.ts'

/** The longest input of a tool is a proposal with its draft and facts, some 50 kB. */
export const MAX_BYTES = 1024 * 1024
/** What recurses into a message, checking or hashing it, must not run out of stack. No tool's input is deeper than 8. */
const MAX_DEPTH = 64
const DRAIN_MS = 2_000
const DRAIN_BYTES = 16 * MAX_BYTES

/** Throws a Refusal with 400, 413 or 415. */
export async function readMessage(request: IncomingMessage): Promise<object> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Refusal(415, 'Content-Type must be application/json.')
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal(415, 'The body must be sent plain.')
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge()
  return parseMessage((await readBytes(request)).toString('utf8'))
}

/** Reads on past the limit without keeping it, so that the sender can finish and hear the refusal. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MAX_BYTES) {
        chunks.push(chunk)
        return
      }
      chunks = []
      reject(tooLarge())
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    const cutOff = () => {
      // Every request is closed in the end; only before its end is that a mistake.
      if (!request.readableEnded)
        reject(new Refusal(400, 'The connection ended before the body did.', { code: rpc.parseError }))
    }
    request.once('error', cutOff)
    request.once('close', cutOff)
    if (request.destroyed) cutOff()
  })
}

/**
 * Lets a refused request be sent to its end, unkept: whoever is still sending when the connection closes sees that it was
 * reset, and not why. Not for ever, nor any amount.
 */
export async function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return
  let bytes = 0
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(resolve, DRAIN_MS)
    const done = () => {
      clearTimeout(giveUp)
      resolve()
    }
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DRAIN_BYTES) done()
    })
    request.once('end', done)
    request.once('close', done)
  })
}

/** The object that `text` is. Throws a Refusal with 400. */
export function parseMessage(text: string): object {
  if (isTooDeep(text)) {
    throw new Refusal(400, `A message is at most ${MAX_DEPTH} levels deep.`, { code: rpc.invalidRequest })
  }
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    throw new Refusal(400, 'Parse error: the message is not JSON.', { code: rpc.parseError })
  }
  // Batches left the protocol in 2025-06-18.
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new Refusal(400, 'Send one JSON-RPC message, an object.', { code: rpc.invalidRequest })
  return message
}

/** Counted on the text, brackets inside strings left out: what it would be for does not bear recursion. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isString) {
      if (code === 0x5c) at++
      else if (code === 0x22) isString = false
    } else if (code === 0x22) isString = true
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}

function tooLarge(): Refusal {
  return new Refusal(413, `A message is at most ${MAX_BYTES / 1024 / 1024} MB.`)
}
