/**
 * The server's half of SCRAM-SHA-256 (RFC 5802, RFC 7677): both sides prove that they know the password and neither
 * sends it, so a program that squats on our port learns nothing.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

const ITERATIONS = 4096

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** What a server keeps instead of the password. Derived once: PBKDF2 takes milliseconds. */
export interface ScramSecret {
  salt: Buffer
  storedKey: Buffer
  serverKey: Buffer
}

export function scramSecret(password: string, salt: Buffer = randomBytes(16)): ScramSecret {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  return { salt, storedKey, serverKey: hmac(salted, 'Server Key') }
}

/** One exchange: `challenge` answers the client's first message, `verify` its last. */
export class ScramExchange {
  readonly #secret: ScramSecret
  #clientFirstBare = ''
  #serverFirst = ''
  #nonce = ''
  #channelBinding = ''

  constructor(secret: ScramSecret) {
    this.#secret = secret
  }

  /** The server's first message, or null when the client's cannot be understood. */
  challenge(clientFirst: string): string | null {
    const parts = /^([ny],[^,]*,)(n=[^,]*,r=([^,]+).*)$/s.exec(clientFirst)
    if (!parts) return null
    const [, header = '', bare = '', clientNonce = ''] = parts
    this.#channelBinding = Buffer.from(header).toString('base64')
    this.#clientFirstBare = bare
    this.#nonce = clientNonce + randomBytes(18).toString('base64')
    this.#serverFirst = `r=${this.#nonce},s=${this.#secret.salt.toString('base64')},i=${ITERATIONS}`
    return this.#serverFirst
  }

  /** The server's last message, which proves that it knows the password too, or null when the client does not. */
  verify(clientFinal: string): string | null {
    const parts = /^(c=([^,]+),r=([^,]+)),p=([^,]+)$/.exec(clientFinal)
    if (!parts) return null
    const [, withoutProof = '', channelBinding = '', nonce = '', proof = ''] = parts
    if (nonce !== this.#nonce || channelBinding !== this.#channelBinding) return null

    const authMessage = `${this.#clientFirstBare},${this.#serverFirst},${withoutProof}`
    const signature = hmac(this.#secret.storedKey, authMessage)
    const given = Buffer.from(proof, 'base64')
    if (given.length !== signature.length) return null
    const clientKey = Buffer.from(given.map((byte, index) => byte ^ (signature[index] ?? 0)))
    if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), this.#secret.storedKey)) return null
    return `v=${hmac(this.#secret.serverKey, authMessage).toString('base64')}`
  }
}
