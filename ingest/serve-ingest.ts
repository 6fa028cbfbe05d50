/**
 * The door for other systems: POST /v1/events (or tickets, surveys, customers, …) with an API key and a batch of JSON.
 * It listens on this computer only; who opens it to a network puts a proxy with TLS before it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UserError } from '../errors.ts'
import { reportBug } from '../tools/incident-log.ts'
import { type Ingest, ingestNames, openIngest } from '../tools/ingest/open-ingest.ts'
import type { Crew } from '../tools/open-crew.ts'
import { readBody } from './read-body.ts'

export const usualPort = 8710

export interface IngestServer {
  /** `http://127.0.0.1:8710` */
  url: string
  /** Answers what was accepted, then ends. */
  close(): Promise<void>
}

interface Reply {
  status: number
  body: string
  headers?: Record<string, string>
}

/** Throws the listener's own error, `EADDRINUSE` where the port is taken. Port 0 takes any that is free. */
export async function serveIngest(
  crew: Pick<Crew, 'database' | 'db' | 'dataDir'>,
  { port, maxWaitingRows }: { port: number; maxWaitingRows?: number },
): Promise<IngestServer> {
  const ingest = await openIngest(crew, maxWaitingRows === undefined ? {} : { maxWaitingRows })
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(ingest, request)
      .catch((error: unknown) => failure(error, ingest, crew.dataDir))
      .then((reply) => send(request, response, reply))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: '127.0.0.1', port }, resolve)
    })
  } catch (error) {
    await ingest.close()
    throw error
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const ended = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await ingest.close()
      await ended
    },
  }
}

async function answer(ingest: Ingest, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://ingest')
  if (url.pathname === '/v1/health') return { status: 200, body: JSON.stringify({ status: 'ok' }) }
  const name = /^\/v1\/([a-z_]+)$/.exec(url.pathname)?.[1]
  if (name === undefined) {
    throw new UserError({
      code: 'not_found',
      message: 'There is nothing at this path.',
      field: 'path',
      value: url.pathname.slice(0, 100),
      fix: `Post to /v1/events; there are ${ingestNames.join(', ')}.`,
    })
  }
  if (request.method !== 'POST') {
    const body = {
      code: 'invalid_input',
      message: 'Only POST is answered here.',
      field: 'method',
      value: request.method,
      fix: `POST to /v1/${name}.`,
    }
    return { status: 405, body: JSON.stringify(body), headers: { Allow: 'POST' } }
  }
  const key = await ingest.authorize(request.headers.authorization)
  ingest.checkRoom()
  const body = await readBody(request)
  const atomic = url.searchParams.get('atomic')
  const {
    status,
    isRepeated,
    body: answered,
  } = await ingest.record({
    key,
    name,
    body,
    isAtomic: atomic !== null && atomic !== 'false' && atomic !== '0',
    idempotencyKey: request.headers['idempotency-key']?.toString(),
  })
  return { status, body: answered, ...(isRepeated ? { headers: { 'Idempotent-Replayed': 'true' } } : {}) }
}

const statusOf: Partial<Record<UserError['answer']['code'], number>> = {
  invalid_input: 400,
  not_found: 404,
  forbidden: 401,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
}

/** The log gets the kind of error and ids, never a row or a key. */
async function failure(error: unknown, ingest: Ingest, dataDir: string): Promise<Reply> {
  const known =
    error instanceof UserError ? error : await reportBug(error, { dataDir, at: new Date(), where: 'ingest', ids: {} })
  const { code, field } = known.answer
  const isTooLarge = code === 'invalid_input' && field === 'size'
  const isOtherEncoding = code === 'invalid_input' && (field === 'Content-Encoding' || field === 'Content-Type')
  const status = isTooLarge ? 413 : isOtherEncoding ? 415 : (statusOf[code] ?? 500)
  const headers: Record<string, string> = {
    ...(status === 429 || status === 503 ? { 'Retry-After': String(ingest.retryAfterSeconds()) } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  }
  return { status, body: JSON.stringify(known.answer), headers }
}

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Reply): void {
  // Of a body that nobody read the rest would be taken for the next request.
  const isUnread = !request.complete
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(isUnread ? { Connection: 'close' } : {}),
    ...headers,
  })
  response.end(body)
  if (isUnread) request.resume()
}
