/** A request's body, plain or gzip, never more of it than the limit however small it came. */
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { UserError } from '../errors.ts'

/** Ten thousand rows of about 1.6 kB. */
const MAX_BYTES = 16 * 1024 * 1024

/** The body, inflated. Throws `invalid_input` about `size`, `Content-Type`, `Content-Encoding` or `body`. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw refused('Content-Type', type ?? '', 'Send application/json.')
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw refused('Content-Encoding', encoding, 'Send gzip, or plain.')
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge()

  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // Left open when the loop ends early, so that the refusal still reaches the sender.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MAX_BYTES) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw refused('body', '', 'Send it again; the connection ended before the body did.')
  }
  const body = Buffer.concat(chunks)
  return encoding === 'gzip' ? inflate(body) : body
}

const gunzipAsync = promisify(gunzip)

async function inflate(body: Buffer): Promise<Buffer> {
  try {
    return await gunzipAsync(body, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isLarge
      ? tooLarge()
      : refused('body', '', 'Send a whole gzip stream, or the body plain without Content-Encoding.')
  }
}

function tooLarge(): UserError {
  return refused('size', `more than ${MAX_BYTES / 1024 / 1024} MB`, 'Send fewer rows a request.')
}

function refused(field: string, value: string, fix: string): UserError {
  const message = field === 'body' ? 'The body cannot be read.' : `This ${field} is not taken.`
  return new UserError({ code: 'invalid_input', message, field, ...(value === '' ? {} : { value }), fix })
}
