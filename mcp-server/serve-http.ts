/**
 * EVA's door over HTTP: the SDK's Streamable HTTP transport behind checks of host, token, size and rate. It listens on this
 * computer only; who opens it to a network puts a proxy with TLS before it and sets the address that clients then connect to.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import type { Server as McpServer } from '@modelcontextprotocol/sdk/server/index.js'
import type { StreamableHTTPServerTransportOptions } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CancelledNotificationSchema, isInitializeRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { Config } from '../config.ts'
import { UserError } from '../errors.ts'
import { reportBug } from '../tools/incident-log.ts'
import type { Crew } from '../tools/open-crew.ts'
import type { TokenBearer } from '../tools/people/tokens.ts'
import { authenticateRequest, isMetadataPath, resourceMetadata } from './authenticate.ts'
import { createMcpServer } from './create-server.ts'
import { followTokens } from './follow-tokens.ts'
import { checkHost } from './hosts.ts'
import { createLimiter, type Limits, usualLimits } from './limits.ts'
import { drain, readMessage } from './read-message.ts'
import { Refusal, rpc } from './refusal.ts'
import type { SessionOptions } from './session-options.ts'
import { createSessions, type Session, type Sessions } from './sessions.ts'
import { beginRequest, type UnderWay } from './under-way.ts'

export const usualPort = 8711
const ENDPOINT = '/mcp'

/** A request is read within this: slow and half-closed ones end. */
const READ_TIMEOUT_MS = 30_000
/** A connection on which nothing moves; the transport's keep-alive every 15 s counts. */
const SILENT_TIMEOUT_MS = 120_000
const MOST_CONNECTIONS = 1_000
/** How often idle sessions, and tokens of whose end nothing was heard, are looked for. */
const SWEEP_MS = 30_000

/** A venture as this door needs it. */
export type OpenVenture = Pick<SessionOptions, 'crew' | 'tools'>

export interface McpDoor {
  /** `http://127.0.0.1:8711/mcp` */
  url: string
  sessionCount(): number
  /** Ends every session and connection. */
  close(): Promise<void>
}

interface HttpOptions {
  port: number
  limits?: Partial<Limits>
  readTimeoutMs?: number
  sweepMs?: number
  /** Where clients reach it through a proxy; it has one name then, by whichever Host it is asked. */
  publicUrl?: URL | undefined
  /** Lets a client have the rest of a stream it lost, and says how long to wait before asking. The product keeps no state in a session. */
  eventStore?: StreamableHTTPServerTransportOptions['eventStore']
}

/**
 * Serves the venture of `crew`, and with `openVenture` those of any other token. Throws the listener's own error,
 * `EADDRINUSE` where the port is taken. Port 0 takes any that is free.
 */
export async function serveMcp(
  { crew, config, tools }: { crew: Crew; config: Config; tools: SessionOptions['tools'] },
  options: HttpOptions & { openVenture?: (slug: string) => Promise<OpenVenture> },
): Promise<McpDoor> {
  const ventures = new Map<string, Promise<OpenVenture>>([[crew.venture.id, Promise.resolve({ crew, tools })]])
  const ventureOf = ({ ventureId, ventureSlug }: TokenBearer) => {
    const known = ventures.get(ventureId)
    if (known) return known
    if (!options.openVenture) throw new Refusal(403, 'The venture of this token is not served here.')
    const opening = options.openVenture(ventureSlug)
    ventures.set(ventureId, opening)
    opening.catch(() => ventures.delete(ventureId))
    return opening
  }
  return serveSessions(crew, { publicUrl: config.mcpPublicUrl, ...options }, async (bearer) => {
    const venture = await ventureOf(bearer)
    return () => createMcpServer({ ...venture, config, actor: bearer.actor })
  })
}

/** The transport alone: whatever server `sessionOf` makes is reached through the same checks. */
export async function serveSessions(
  crew: Pick<Crew, 'database' | 'dataDir'>,
  options: HttpOptions,
  sessionOf: (bearer: TokenBearer) => Promise<() => McpServer>,
): Promise<McpDoor> {
  const { publicUrl } = options
  const limits = { ...usualLimits, ...options.limits }
  const limiter = createLimiter(limits)
  const sessions = createSessions(
    limits,
    options.eventStore ? { eventStore: options.eventStore, retryInterval: 500 } : {},
  )
  const timeouts = {
    requestTimeout: options.readTimeoutMs ?? READ_TIMEOUT_MS,
    headersTimeout: Math.min(10_000, options.readTimeoutMs ?? READ_TIMEOUT_MS),
    connectionsCheckingInterval: Math.min(5_000, options.readTimeoutMs ?? READ_TIMEOUT_MS),
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const local = new URL(`http://${checkHost(request.headers, publicUrl)}${ENDPOINT}`)
    const resource = publicUrl ?? local
    const [pathname] = (request.url ?? '/').split('?', 1)
    if (isMetadataPath(pathname, [resource, local]) && request.method === 'GET')
      return send(request, response, 200, JSON.stringify(resourceMetadata(resource)))
    // A proxy may pass the path on as it was asked for.
    if (pathname !== ENDPOINT && pathname !== publicUrl?.pathname)
      throw new Refusal(404, `There is nothing at this path; the endpoint is ${ENDPOINT}.`)
    const bearer = await authenticateRequest(crew.database, request.headers, resource)
    // Who hung up meanwhile is not heard: nobody listened when the response closed, and it closes once.
    if (response.destroyed) return
    if (request.method === 'POST' || request.method === 'DELETE') return pass(request, response, bearer)
    limiter.count(bearer.tokenId)
    if (request.method === 'GET') return stream(request, response, bearer)
    throw new Refusal(405, 'Only GET, POST and DELETE are answered.', { headers: { Allow: 'GET, POST, DELETE' } })
  }

  const pass = async (request: IncomingMessage, response: ServerResponse, bearer: TokenBearer) => {
    const underWay = beginRequest()
    underWay.onOver(limiter.enter(bearer.tokenId))
    response.once('close', underWay.leave)
    const message = request.method === 'POST' ? await readMessage(request) : undefined
    if (message === undefined) await drain(request)
    const session = await sessionFor(request, message, bearer)
    const id = requestId(message)
    if (id !== undefined && session.open.has(id))
      throw new Refusal(400, 'A request of this id is under way in this session.', { code: rpc.invalidRequest })
    if (id !== undefined) session.open.set(id, underWay)
    session.busy += 1
    underWay.onOver(() => {
      if (id !== undefined) session.open.delete(id)
      session.busy -= 1
      session.usedAt = performance.now()
    })
    if (!response.destroyed) await hand(session, request, response, { ...bearer, during: underWay.during }, message)
    endCancelled(session, message)
    if (session.transport.sessionId === undefined) await session.end()
  }

  const sessionFor = async (request: IncomingMessage, message: object | undefined, bearer: TokenBearer) => {
    const id = request.headers['mcp-session-id']
    if (typeof id === 'string') return sessions.find(id, bearer.tokenId)
    if (message === undefined || !isInitializeRequest(message))
      throw new Refusal(400, 'The Mcp-Session-Id header is missing, and this is no initialize request.')
    return sessions.begin(bearer, await sessionOf(bearer))
  }

  /** A client holds it open to hear what nobody asked for, so it counts as no call. */
  const stream = async (request: IncomingMessage, response: ServerResponse, bearer: TokenBearer) => {
    const session = await sessionFor(request, undefined, bearer)
    if (response.destroyed) return
    session.streams += 1
    response.once('close', () => {
      session.streams -= 1
      session.usedAt = performance.now()
    })
    await hand(session, request, response, bearer)
  }

  const server = createServer({ ...timeouts, keepAliveTimeout: 15_000 }, (request, response) => {
    answer(request, response).catch(async (error: unknown) => {
      const refusal = error instanceof Refusal ? error : await asRefusal(error, crew.dataDir)
      await drain(request)
      send(request, response, refusal.status, refusal.body, refusal.headers)
    })
  })
  server.timeout = SILENT_TIMEOUT_MS
  server.maxConnections = MOST_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: options.port }, resolve)
  })
  const sweepMs = options.sweepMs ?? SWEEP_MS
  const sweeping = setInterval(() => {
    sessions.sweep()
    limiter.sweep()
  }, sweepMs).unref()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${ENDPOINT}`
  try {
    const unfollow = await followTokens(crew, sessions, {
      everyMs: sweepMs,
      onProblem: (error) => void note(error, crew.dataDir),
    })
    const end = async () => {
      await unfollow()
      await close(server, sessions, sweeping)
    }
    return { url, sessionCount: () => sessions.count(), close: end }
  } catch (error) {
    await close(server, sessions, sweeping)
    throw error
  }
}

async function close(server: ReturnType<typeof createServer>, sessions: Sessions, sweeping: NodeJS.Timeout) {
  clearInterval(sweeping)
  const ended = new Promise((resolve) => server.close(resolve))
  await sessions.close()
  server.closeAllConnections()
  await ended
}

/** Tools see the person found with this very request, not the one the session began with. */
async function hand(
  { transport }: Session,
  request: IncomingMessage & { auth?: AuthInfo },
  response: ServerResponse,
  { actor, tokenId, during }: TokenBearer & Partial<Pick<UnderWay, 'during'>>,
  message?: object,
): Promise<void> {
  request.auth = { token: '', clientId: tokenId, scopes: [...actor.roles], extra: { actor, during } }
  await transport.handleRequest(request, response, message)
}

/** Of a message that wants an answer. Two under one id would get each other's. */
function requestId(message: object | undefined): RequestId | undefined {
  if (message === undefined || !('method' in message) || !('id' in message)) return undefined
  const { id } = message
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

/** What was cancelled is never answered, and the SDK would hold its stream open for ever. */
function endCancelled({ transport, open }: Session, message: object | undefined): void {
  // Nearly every message is something else, and saying what is wrong with it as a cancellation would cost more than its call.
  if (message === undefined || !('method' in message) || message.method !== 'notifications/cancelled') return
  const cancelled = CancelledNotificationSchema.safeParse(message)
  const id = cancelled.data?.params.requestId
  if (id === undefined || !open.has(id)) return
  transport.closeSSEStream(id)
  open.get(id)?.giveUp()
}

async function asRefusal(error: unknown, dataDir: string): Promise<Refusal> {
  const known = error instanceof UserError ? error : await note(error, dataDir)
  const { code, message, fix, incidentId } = known.answer
  if (code === 'bug') return new Refusal(500, `${message} ${fix} ${incidentId ?? ''}`.trim(), { code: rpc.bug })
  return new Refusal(code === 'unavailable' ? 503 : 400, `${message} ${fix}`)
}

function note(error: unknown, dataDir: string): Promise<UserError> {
  return reportBug(error, { dataDir, at: new Date(), where: 'mcp', ids: {} })
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  // Of a body that nobody read the rest would be taken for the next request.
  const isUnread = !request.complete
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(isUnread ? { Connection: 'close' } : {}),
    ...headers,
  })
  response.end(body)
}
