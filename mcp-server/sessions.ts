/**
 * The sessions of the HTTP transport: the protocol's own, for it numbers requests and streams by them. Nothing of ours is
 * in one; when it ends (by DELETE, by idleness, by a restart) a client starts another and goes on. It ends with its token too.
 */
import { randomUUID } from 'node:crypto'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  StreamableHTTPServerTransport,
  type StreamableHTTPServerTransportOptions,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { TokenBearer } from '../tools/people/tokens.ts'
import { type Limits, tooMany } from './limits.ts'
import { Refusal, rpc } from './refusal.ts'
import type { UnderWay } from './under-way.ts'

/** Longer timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** What of its token a session goes by. */
type Bearer = Pick<TokenBearer, 'tokenId' | 'ventureId' | 'expiresAt'>

export interface Session {
  bearer: Bearer
  transport: StreamableHTTPServerTransport
  /** Requests that are worked on, by their ids. */
  open: Map<RequestId, UnderWay>
  /** Requests under way, and streams that a client holds open. */
  busy: number
  streams: number
  usedAt: number
  end(): Promise<void>
}

export interface Sessions {
  /** The token's session of this id. Throws a Refusal with 404: whose else it may be is not said. */
  find(id: string, tokenId: string): Session
  /** A session that begins with the initialize request handed to its transport next; `drop` it if that failed. */
  begin(bearer: Bearer, createServer: () => Server): Promise<Session>
  /** Ends those nobody used for long. */
  sweep(): void
  /** Whose tokens the sessions are of, each once. */
  bearers(): Bearer[]
  /** Ends the sessions of these tokens, and every stream of them. What was asked for is still done, and answered to nobody. */
  endOf(tokenIds: ReadonlySet<string>): Promise<void>
  count(): number
  close(): Promise<void>
}

export function createSessions(
  { sessions: most, sessionsPerToken, idleMinutes }: Pick<Limits, 'sessions' | 'sessionsPerToken' | 'idleMinutes'>,
  options: Pick<StreamableHTTPServerTransportOptions, 'eventStore' | 'retryInterval'> = {},
): Sessions {
  const byId = new Map<string, Session>()

  /** A client that was killed leaves its session behind: the longest unused one makes room. */
  const makeRoom = (tokenId: string) => {
    const own = [...byId.values()].filter(({ bearer }) => bearer.tokenId === tokenId)
    if (own.length >= sessionsPerToken) {
      const oldest = own.filter(({ busy }) => busy === 0).sort((one, other) => one.usedAt - other.usedAt)[0]
      if (!oldest) throw tooMany(`At most ${sessionsPerToken} sessions of a token at once.`, 5)
      void oldest.end()
    } else if (byId.size >= most) {
      throw new Refusal(503, 'There are too many sessions. Try again in a minute.', {
        headers: { 'Retry-After': '60' },
      })
    }
  }

  return {
    find(id, tokenId) {
      const session = byId.get(id)
      if (session?.bearer.tokenId === tokenId) return session
      throw new Refusal(404, 'Session not found: initialize a new one.', { code: rpc.sessionNotFound })
    },
    async begin(bearer, createServer) {
      makeRoom(bearer.tokenId)
      const server = createServer()
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void byId.set(id, session),
        ...options,
      })
      const session: Session = {
        bearer,
        transport,
        open: new Map(),
        busy: 0,
        streams: 0,
        usedAt: performance.now(),
        end: () => server.close(),
      }
      const expiring = atExpiry(bearer, () => void session.end())
      transport.onclose = () => {
        clearTimeout(expiring)
        if (transport.sessionId !== undefined) byId.delete(transport.sessionId)
        for (const underWay of [...session.open.values()]) underWay.giveUp()
      }
      // What a client did wrong is answered to it; there is nobody else to tell.
      server.onerror = () => {}
      // The SDK declares `sessionId` in a way that exactOptionalPropertyTypes does not take for its own interface.
      await server.connect(transport as Transport)
      followRequests(session)
      return session
    },
    sweep() {
      const before = performance.now() - idleMinutes * 60_000
      for (const session of byId.values())
        if (session.busy === 0 && session.streams === 0 && session.usedAt < before) void session.end()
    },
    bearers: () => [...new Map([...byId.values()].map(({ bearer }) => [bearer.tokenId, bearer])).values()],
    async endOf(tokenIds) {
      const ended = [...byId.values()].filter(({ bearer }) => tokenIds.has(bearer.tokenId))
      await Promise.all(ended.map((session) => session.end()))
    },
    count: () => byId.size,
    async close() {
      await Promise.all([...byId.values()].map((session) => session.end()))
    },
  }
}

/** A request is under way from when the server takes it until it answers. */
function followRequests({ transport, open }: Session): void {
  const take = transport.onmessage
  transport.onmessage = (message, extra) => {
    if ('method' in message && 'id' in message) open.get(message.id)?.take()
    take?.(message, extra)
  }
  const send = transport.send.bind(transport)
  transport.send = async (message, options) => {
    try {
      await send(message, options)
    } finally {
      if (!('method' in message) && message.id !== undefined) open.get(message.id)?.answered()
    }
  }
}

/** An end too far away for a timer is found by whoever looks whether tokens still hold. */
function atExpiry({ expiresAt }: Bearer, end: () => void): NodeJS.Timeout | undefined {
  const ms = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - Date.now()
  return ms <= LONGEST_TIMER_MS ? setTimeout(end, Math.max(0, ms)).unref() : undefined
}
