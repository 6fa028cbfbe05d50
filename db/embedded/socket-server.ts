/** The loopback socket clients come through, and the clock that ends the holder when they are gone. */

import type { Server } from 'node:net'
import { createServer } from 'node:net'
import type { Greeting } from './client-connection.ts'
import { ClientConnection } from './client-connection.ts'
import { HOST } from './holder-files.ts'
import type { SessionScheduler } from './session-scheduler.ts'

/** The first client of a new holder is still waiting to hear of it. */
const FIRST_CLIENT_MS = 10_000

export interface SocketServerOptions {
  greeting: Greeting
  lingerMs: number
  /** nobody has been here for `lingerMs` */
  deserted(): void
}

export class SocketServer {
  readonly #scheduler: SessionScheduler
  readonly #options: SocketServerOptions
  readonly #server: Server
  readonly #connections = new Map<number, ClientConnection>()
  #lastId = 0
  #lingerTimer: NodeJS.Timeout | undefined

  constructor(scheduler: SessionScheduler, options: SocketServerOptions) {
    this.#scheduler = scheduler
    this.#options = options
    this.#server = createServer((socket) => {
      const connection = new ClientConnection(++this.#lastId, socket, options.greeting, {
        ready: (client) => scheduler.request(client),
        accepted: () => clearTimeout(this.#lingerTimer),
        gone: (client) => this.#gone(client),
        cancelRequested: (id, secret) => {
          const target = this.#connections.get(id)
          if (target?.secret === secret) scheduler.cancel(target)
        },
      })
      this.#connections.set(connection.id, connection)
    })
  }

  /** Listens on the port asked for, or on any other when another program has it. Returns the port. */
  async listen(wanted: number): Promise<number> {
    const port = await this.#listenOn(wanted).catch((error: NodeJS.ErrnoException) => {
      if (wanted === 0 || (error.code !== 'EADDRINUSE' && error.code !== 'EACCES')) throw error
      return this.#listenOn(0)
    })
    this.#linger(Math.max(FIRST_CLIENT_MS, this.#options.lingerMs))
    return port
  }

  /** Takes nobody new and tells those that are here, or halfway in: they must not take this for a running database. */
  stop(): void {
    clearTimeout(this.#lingerTimer)
    this.#server.close()
    for (const connection of this.#connections.values()) {
      connection.end({ severity: 'FATAL', state: '57P01', text: 'the embedded database is stopping' })
    }
  }

  #gone(connection: ClientConnection): void {
    this.#connections.delete(connection.id)
    if (!connection.isAccepted) return
    this.#scheduler.depart(connection)
    const isLast = ![...this.#connections.values()].some(({ isAccepted }) => isAccepted)
    if (isLast) this.#linger(this.#options.lingerMs)
  }

  #linger(milliseconds: number): void {
    clearTimeout(this.#lingerTimer)
    if (this.#server.listening) this.#lingerTimer = setTimeout(this.#options.deserted, milliseconds)
  }

  #listenOn(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, HOST, () => {
        this.#server.off('error', reject)
        const address = this.#server.address()
        resolve(address !== null && typeof address === 'object' ? address.port : port)
      })
    })
  }
}
