/** Hands JSON to somebody's HTTP endpoint, signed, so that the receiver can tell who sent it and whether it is new. */
import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

/** For the whole exchange; an endpoint that thinks for longer should take the message and answer first. */
const DEADLINE_MS = 10_000

/** The same four answers as for mail. */
type WebhookDelivery =
  | { outcome: 'sent'; reference: string }
  | { outcome: 'refused' | 'not_sent' | 'unknown'; problem: string }

export interface WebhookCarrier {
  /** `id` is the idempotency key; `at` is the moment of this attempt, which the signature covers. */
  deliver(message: { id: string; body: string; at: Date }): Promise<WebhookDelivery>
}

/** `v1=` and the hex HMAC-SHA256 of `<unix seconds>.<body>`: what the receiver computes again and compares. */
export function signWebhook(secret: string, timestamp: number, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/**
 * POSTs to `url`. Sent: any 2xx. Refused: any other answer that will not change (4xx, and redirects, which would carry
 * a signed body elsewhere). Not sent: no connection, 408, 425, 429, 5xx. Unknown: the line broke or time ran out after
 * the request may have left.
 */
export function createWebhookCarrier(options: { url: string; secret: string; deadlineMs?: number }): WebhookCarrier {
  const url = new URL(options.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('a webhook is an http or https address')
  return {
    deliver: ({ id, body, at }) => {
      const timestamp = Math.floor(at.getTime() / 1000)
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
        'User-Agent': 'customer-success-crew',
        'Idempotency-Key': id,
        'X-Crew-Timestamp': String(timestamp),
        'X-Crew-Signature': signWebhook(options.secret, timestamp, body),
      }
      return post(url, headers, body, { id, deadlineMs: options.deadlineMs ?? DEADLINE_MS })
    },
  }
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { id, deadlineMs }: { id: string; deadlineMs: number },
): Promise<WebhookDelivery> {
  return new Promise((resolve) => {
    let mayHaveLeft = false
    const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect'
    // A connection of its own: one kept from before may be closed by the other side just as the request leaves.
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers,
      agent: false,
    })
    const failed = (what: string) =>
      settle(
        mayHaveLeft
          ? { outcome: 'unknown', problem: `the webhook ${what} after the message may have left` }
          : { outcome: 'not_sent', problem: `the webhook was not reached (${what})` },
      )
    const deadline = setTimeout(() => {
      failed('did not answer in time')
      request.destroy()
    }, deadlineMs)
    function settle(delivery: WebhookDelivery) {
      clearTimeout(deadline)
      resolve(delivery)
    }
    request.on('socket', (socket) => {
      socket.once(connected, () => {
        mayHaveLeft = true
      })
    })
    request.on('error', (error) => failed('code' in error ? String(error.code) : 'broke off'))
    request.on('response', (response) => {
      settle(readStatus(response.statusCode ?? 0, id))
      // Nothing in an answer matters but its status, however long it is.
      response.destroy()
    })
    request.end(body)
  })
}

function readStatus(status: number, id: string): WebhookDelivery {
  if (status >= 200 && status < 300) return { outcome: 'sent', reference: `${status} ${id}` }
  const putOff = status >= 500 || status === 408 || status === 425 || status === 429
  return putOff
    ? { outcome: 'not_sent', problem: `the webhook put it off (${status})` }
    : { outcome: 'refused', problem: `the webhook refused it (${status})` }
}
