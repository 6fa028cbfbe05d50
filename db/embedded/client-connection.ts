/** One client: its socket, its start-up, the work it sent, and what belongs to its session. */
import { randomInt } from 'node:crypto'
import type { Socket } from 'node:net'
import { Handshake } from './handshake.ts'
import type { Work } from './requests.ts'
import { RequestReader } from './requests.ts'
import type { ScramSecret } from './scram.ts'
import type { SessionSettings } from './session-settings.ts'
import type { ListenAction } from './statement-scan.ts'
import type { ErrorFields } from './wire.ts'
import { backendKeyData, CLIENT, errorResponse, FrameSplitter, parameterStatus, readyForQuery } from './wire.ts'

/** A client that sends this much ahead of its turn is not read until its turn. */
const READ_AHEAD_BYTES = 8 * 1024 * 1024
const START_UP_MS = 10_000

export interface ConnectionEvents {
  /** it has work */
  ready(connection: ClientConnection): void
  accepted(connection: ClientConnection): void
  /** it left, or was made to */
  gone(connection: ClientConnection): void
  cancelRequested(processId: number, secret: number): void
}

export interface Greeting {
  user: string
  secret: ScramSecret
  /** sent to every client, as a server reports them */
  parameters: ReadonlyMap<string, string>
}

export class ClientConnection {
  readonly id: number
  readonly secret = randomInt(1, 2 ** 31 - 1)
  readonly requests: RequestReader
  readonly work: Work[] = []
  settings: SessionSettings = new Map()
  /** what the open transaction listened to and left, in force when it commits */
  pendingListens: ListenAction[] = []
  /** whether that transaction changed settings */
  settingsChanged = false
  /** the last Parse of its unnamed statement */
  unnamedParse: Buffer | null = null
  isAccepted = false
  isGone = false

  readonly #socket: Socket
  readonly #events: ConnectionEvents
  readonly #greeting: Greeting
  readonly #handshake: Handshake
  readonly #splitter = new FrameSplitter()
  readonly #startUpTimer: NodeJS.Timeout
  #queuedBytes = 0

  constructor(id: number, socket: Socket, greeting: Greeting, events: ConnectionEvents) {
    this.id = id
    this.requests = new RequestReader(id)
    this.#socket = socket
    this.#greeting = greeting
    this.#events = events
    this.#handshake = new Handshake(greeting.user, greeting.secret)
    this.#startUpTimer = setTimeout(() => socket.destroy(), START_UP_MS)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('drain', () => this.work.length > 0 && events.ready(this))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#leave())
  }

  /** Whether it has work and has read its earlier replies, so that they do not pile up here. */
  get isReady(): boolean {
    return this.work.length > 0 && !this.#socket.writableNeedDrain && !this.isGone
  }

  takeWork(): Work | undefined {
    const work = this.work.shift()
    if (work) this.#queuedBytes -= workBytes(work)
    if (this.#queuedBytes < READ_AHEAD_BYTES && this.#socket.isPaused()) this.#socket.resume()
    return work
  }

  send(bytes: Buffer): void {
    if (bytes.length > 0 && !this.isGone) this.#socket.write(bytes)
  }

  /** Sends a fatal error and ends the connection, as a server does. */
  end(error: ErrorFields): void {
    if (this.isGone) return
    this.#socket.end(errorResponse(error))
    this.#leave()
  }

  /** Ends the connection as the client asked. */
  finish(): void {
    this.#socket.end()
    this.#leave()
  }

  #receive(chunk: Buffer): void {
    if (this.isGone) return
    try {
      if (this.isAccepted) this.#read(chunk)
      else this.#startUp(chunk)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.end({ severity: 'FATAL', state: '08P01', text: `protocol violation: ${error.message}` })
    }
  }

  #startUp(chunk: Buffer): void {
    for (const event of this.#handshake.push(chunk)) {
      if (event.kind === 'send') this.send(event.bytes)
      else if (event.kind === 'accepted') {
        clearTimeout(this.#startUpTimer)
        this.isAccepted = true
        this.settings = event.settings
        const parameters = [...this.#greeting.parameters].map(([name, value]) =>
          parameterStatus(name, event.settings.get(name) ?? value),
        )
        this.send(Buffer.concat([event.bytes, ...parameters, backendKeyData(this.id, this.secret), readyForQuery('I')]))
        this.#events.accepted(this)
        if (event.rest.length > 0) this.#read(event.rest)
      } else {
        if (event.kind === 'cancel') this.#events.cancelRequested(event.processId, event.secret)
        this.#socket.end(event.kind === 'refuse' ? event.bytes : '')
        this.#leave()
      }
    }
  }

  #read(chunk: Buffer): void {
    const before = this.work.length
    for (const frame of this.#splitter.push(chunk)) {
      if (frame.type === CLIENT.terminate && this.work.length === 0) {
        this.finish()
        return
      }
      for (const work of this.requests.read(frame)) {
        this.work.push(work)
        this.#queuedBytes += workBytes(work)
      }
    }
    if (this.#queuedBytes >= READ_AHEAD_BYTES) this.#socket.pause()
    if (this.work.length > before) this.#events.ready(this)
  }

  #leave(): void {
    clearTimeout(this.#startUpTimer)
    if (this.isGone) return
    this.isGone = true
    this.work.length = 0
    this.#events.gone(this)
  }
}

function workBytes(work: Work): number {
  if (work.kind === 'batch') return work.messages.reduce((sum, message) => sum + message.length, 0)
  return work.kind === 'terminate' ? 0 : work.rows.length
}
