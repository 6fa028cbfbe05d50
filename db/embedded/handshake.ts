/**
 * The start of a connection, up to ReadyForQuery, without the backend: encryption refused (it is the loopback), the
 * start-up message read, the password checked by SCRAM-SHA-256.
 */

import type { ScramSecret } from './scram.ts'
import { ScramExchange } from './scram.ts'
import type { SessionSettings } from './session-settings.ts'
import { startupSettings } from './session-settings.ts'
import { authentication, CLIENT, errorResponse, textAt } from './wire.ts'

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const CANCEL_REQUEST = 80877102
const PROTOCOL_3 = 3

/** A start-up message is small; PostgreSQL's limit is the same. */
const LONGEST_STARTUP = 10_000
const MECHANISM = 'SCRAM-SHA-256'
const AUTH = { ok: 0, sasl: 10, saslContinue: 11, saslFinal: 12 } as const

export type HandshakeEvent =
  | { kind: 'send'; bytes: Buffer }
  | { kind: 'refuse'; bytes: Buffer }
  | { kind: 'cancel'; processId: number; secret: number }
  | { kind: 'accepted'; bytes: Buffer; settings: SessionSettings; rest: Buffer }

export class Handshake {
  readonly #user: string
  readonly #scram: ScramExchange
  #received: Buffer = Buffer.alloc(0)
  #settings: SessionSettings | null = null
  #serverFirstSent = false

  constructor(user: string, secret: ScramSecret) {
    this.#user = user
    this.#scram = new ScramExchange(secret)
  }

  /** Reads what came; the events say what to do, in order. Nothing may be read after `accepted`, `refuse` or `cancel`. */
  push(chunk: Buffer): HandshakeEvent[] {
    this.#received = Buffer.concat([this.#received, chunk])
    const events: HandshakeEvent[] = []
    for (;;) {
      const event = this.#settings ? this.#password() : this.#startup()
      if (!event) return events
      events.push(event)
      if (event.kind !== 'send') return events
    }
  }

  #startup(): HandshakeEvent | null {
    if (this.#received.length < 8) return null
    const length = this.#received.readInt32BE(0)
    const request = this.#received.readInt32BE(4)
    if (length < 8 || length > LONGEST_STARTUP) return refused('08P01', 'not a PostgreSQL start-up message')
    if (this.#received.length < length) return null
    const startup = this.#received.subarray(0, length)
    this.#received = this.#received.subarray(length)

    if (request === SSL_REQUEST || request === GSS_REQUEST) return { kind: 'send', bytes: Buffer.from('N') }
    if (request === CANCEL_REQUEST && length >= 16) {
      return { kind: 'cancel', processId: startup.readInt32BE(8), secret: startup.readInt32BE(12) }
    }
    if (request >> 16 !== PROTOCOL_3) return refused('0A000', 'only protocol 3 is spoken')

    const parameters = new Map<string, string>()
    for (let at = 8; at < length - 1; ) {
      const name = textAt(startup, at)
      const value = textAt(startup, name.next)
      parameters.set(name.text, value.text)
      at = value.next
    }
    if (parameters.get('user') !== this.#user) return refused('28000', `the only user is ${this.#user}`)
    this.#settings = startupSettings(parameters)
    return { kind: 'send', bytes: authentication(AUTH.sasl, Buffer.from(`${MECHANISM}\0\0`)) }
  }

  #password(): HandshakeEvent | null {
    if (this.#received.length < 5) return null
    const length = 1 + this.#received.readInt32BE(1)
    if (this.#received[0] !== CLIENT.sasl || length < 5 || length > LONGEST_STARTUP) return wrongPassword()
    if (this.#received.length < length) return null
    const answer = this.#received.subarray(5, length)
    this.#received = this.#received.subarray(length)

    if (this.#serverFirstSent) {
      const proof = this.#scram.verify(answer.toString())
      if (!proof || !this.#settings) return wrongPassword()
      const bytes = Buffer.concat([authentication(AUTH.saslFinal, Buffer.from(proof)), authentication(AUTH.ok)])
      return { kind: 'accepted', bytes, settings: this.#settings, rest: this.#received }
    }
    const mechanism = textAt(answer, 0)
    const challenge =
      mechanism.text === MECHANISM ? this.#scram.challenge(answer.toString('utf8', mechanism.next + 4)) : null
    if (!challenge) return wrongPassword()
    this.#serverFirstSent = true
    return { kind: 'send', bytes: authentication(AUTH.saslContinue, Buffer.from(challenge)) }
  }
}

const refused = (state: string, text: string): HandshakeEvent => ({
  kind: 'refuse',
  bytes: errorResponse({ severity: 'FATAL', state, text }),
})

const wrongPassword = (): HandshakeEvent => refused('28P01', 'password authentication failed')
