/** What a stream said, so that a client that lost it can have the rest: what the suite's polling scenario asks of a server. */
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'

/** Keeps everything, for the suite's few minutes. */
export function createEventStore(): EventStore {
  const events: { id: string; stream: string; message: JSONRPCMessage }[] = []
  return {
    async storeEvent(stream, message) {
      const id = String(events.length + 1)
      events.push({ id, stream, message })
      return id
    },
    async replayEventsAfter(lastEventId, { send }) {
      const last = events.find(({ id }) => id === lastEventId)
      for (const { id, stream, message } of last ? events.slice(Number(last.id)) : [])
        if (stream === last?.stream && 'jsonrpc' in message) await send(id, message)
      return last?.stream ?? ''
    },
  }
}
