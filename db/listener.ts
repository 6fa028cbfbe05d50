/**
 * What is told by NOTIFY, over a connection of its own that is made again when it breaks. (The client's own `listen` loses
 * track of its listeners when it reconnects: they can no longer be stopped, and a socket stays open after the end.)
 */
import pg from 'pg'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

type Heard = (payload: string | null) => void

export interface Listener {
  /**
   * Calls `heard` with the payload of each NOTIFY on `channel`, and with null each time the connection is made: what was
   * said while there was none is not repeated. Resolves once it listens, with how to stop.
   */
  listen(channel: string, heard: Heard): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Connects with the first `listen`. */
export function openListener(url: string): Listener {
  const channels = new Map<string, Set<Heard>>()
  let current: pg.Client | undefined
  let connecting: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let pauseMs = FIRST_PAUSE_MS
  let isClosed = false
  let said: Promise<unknown> = Promise.resolve()

  /** One after the other: the connection takes one statement at a time. */
  function say(client: pg.Client, command: 'listen' | 'unlisten', channel: string): Promise<unknown> {
    said = said.catch(() => {}).then(() => client.query(`${command} ${pg.escapeIdentifier(channel)}`))
    return said
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    current = client
    client.on('notification', ({ channel, payload }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload ?? '')
    })
    // Unheard, the error of a broken connection would end the process; its end follows.
    client.on('error', () => {})
    client.once('end', () => broke(client))
    try {
      await client.connect()
      for (const channel of channels.keys()) await say(client, 'listen', channel)
    } catch (error) {
      broke(client)
      throw error
    }
    pauseMs = FIRST_PAUSE_MS
    return client
  }

  function broke(client: pg.Client): void {
    if (client !== current) return
    current = undefined
    connecting = undefined
    if (isClosed || channels.size === 0) return
    retry = setTimeout(() => {
      connecting ??= connect()
      connecting.then(tellAll, () => {})
    }, pauseMs)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }

  function tellAll(): void {
    for (const listeners of channels.values()) for (const heard of listeners) heard(null)
  }

  return {
    async listen(channel, heard) {
      const isNew = !channels.has(channel)
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners.add(heard))
      const wasThere = connecting !== undefined
      connecting ??= connect()
      const client = await connecting
      if (isNew && wasThere) await say(client, 'listen', channel)
      heard(null)
      return async () => {
        listeners.delete(heard)
        if (listeners.size > 0 || channels.get(channel) !== listeners) return
        channels.delete(channel)
        // On a connection that broke there is nothing to take back.
        const standing = await connecting?.catch(() => undefined)
        if (standing) await say(standing, 'unlisten', channel).catch(() => {})
      }
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      channels.clear()
      const standing = await connecting?.catch(() => undefined)
      await standing?.end().catch(() => {})
    },
  }
}
