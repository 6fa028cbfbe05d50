/** Slack's end of Socket Mode: says hello, sends envelopes, and waits for each to be acknowledged by its id. */
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Deliver } from './slack-sender.fixture.ts'

export interface SocketMode {
  /** Resolves once the bot is connected; what it gives sends over the newest connection. */
  connected(): Promise<Deliver>
  drop(): void
  close(): void
}

export function openSocketMode(server: Server, path: string): SocketMode {
  const open = new Set<WebSocket>()
  const sockets = new Set<WebSocket>() // of those, what has not been told to go
  const waiting = new Map<string, (payload: unknown) => void>()
  const arrivals: (() => void)[] = []
  const endpoint = new WebSocketServer({ server, path })
  endpoint.on('connection', (socket) => {
    open.add(socket)
    sockets.add(socket)
    socket.on('close', () => {
      open.delete(socket)
      sockets.delete(socket)
    })
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(data.toString('utf8')) as { envelope_id: string; payload?: unknown }
      waiting.get(envelope_id)?.(payload)
      waiting.delete(envelope_id)
    })
    socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A0CREW' } }))
    for (const arrived of arrivals.splice(0)) arrived()
  })

  const connection = async (): Promise<void> => {
    if (sockets.size === 0) await new Promise<void>((resolve) => arrivals.push(resolve))
  }

  const deliver: Deliver = async (kind, payload, { retry } = {}) => {
    await connection()
    const socket = [...sockets].at(-1)
    const id = randomUUID()
    const begun = performance.now()
    const acknowledged = new Promise((resolve) => waiting.set(id, resolve))
    socket?.send(
      JSON.stringify({
        envelope_id: id,
        type: ENVELOPE_TYPES[kind],
        accepts_response_payload: kind !== 'event',
        payload,
        ...(retry !== undefined && { retry_attempt: retry, retry_reason: 'timeout' }),
      }),
    )
    const body = await acknowledged
    return {
      status: 200,
      body: body === undefined ? '' : JSON.stringify(body),
      milliseconds: performance.now() - begun,
    }
  }

  return {
    async connected() {
      await connection()
      return deliver
    },
    drop() {
      for (const socket of sockets) {
        sockets.delete(socket)
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
      }
    },
    close() {
      for (const socket of open) socket.terminate()
      endpoint.close()
    },
  }
}

const ENVELOPE_TYPES = { event: 'events_api', command: 'slash_commands', interaction: 'interactive' } as const
