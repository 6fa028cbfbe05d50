/** What the test rig uses of `ws`, which carries no types of its own. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:http'

  export class WebSocket extends EventEmitter {
    send(data: string): void
    terminate(): void
    on(event: 'message', listener: (data: Buffer) => void): this
    on(event: 'close', listener: () => void): this
  }
  export class WebSocketServer extends EventEmitter {
    constructor(options: { server: Server; path: string })
    on(event: 'connection', listener: (socket: WebSocket) => void): this
    close(): void
  }
}
