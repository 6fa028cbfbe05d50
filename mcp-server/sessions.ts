/**
 * The sessions of the HTTP transport: the protocol's own, for it numbers requests and streams by them. Nothing of ours is
 * in one; when it ends (by DELETE, by idleness, by a restart) a client starts another and goes on.
 */
import { randomUUID } from 'node:crypto'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  StreamableHTTPServerTransport,
  type StreamableHTTPServerTransportOptions,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { RequestId } from '@modelcontextprotocol/sdk/types.js'
import { type Limits, tooMany } from './limits.ts'
import { Refusal, rpc } from './refusal.ts'

export interface Session {
  tokenId: string
  transport: StreamableHTTPServerTransport
  /** Ids of requests that wait for their answer. */
  open: Set<RequestId>
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
  begin(tokenId: string, createServer: () => Server): Promise<Session>
  /** Ends those nobody used for long. */
  sweep(): void
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
    const own = [...byId.values()].filter((session) => session.tokenId === tokenId)
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
      if (session?.tokenId === tokenId) return session
      throw new Refusal(404, 'Session not found: initialize a new one.', { code: rpc.sessionNotFound })
    },
    async begin(tokenId, createServer) {
      makeRoom(tokenId)
      const server = createServer()
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void byId.set(id, session),
        ...options,
      })
      const session: Session = {
        tokenId,
        transport,
        open: new Set(),
        busy: 0,
        streams: 0,
        usedAt: performance.now(),
        end: () => server.close(),
      }
      transport.onclose = () => {
        if (transport.sessionId !== undefined) byId.delete(transport.sessionId)
      }
      // What a client did wrong is answered to it; there is nobody else to tell.
      server.onerror = () => {}
      // The SDK declares `sessionId` in a way that exactOptionalPropertyTypes does not take for its own interface.
      await server.connect(transport as Transport)
      return session
    },
    sweep() {
      const before = performance.now() - idleMinutes * 60_000
      for (const session of byId.values())
        if (session.busy === 0 && session.streams === 0 && session.usedAt < before) void session.end()
    },
    count: () => byId.size,
    async close() {
      await Promise.all([...byId.values()].map((session) => session.end()))
    },
  }
}
