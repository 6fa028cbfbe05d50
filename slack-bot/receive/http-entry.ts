/** Requests that Slack posts, each signed; a proxy with TLS stands before it. */
import type { AddressInfo } from 'node:net'
import { HTTPReceiver } from '@slack/bolt'
import type { Entry } from './entry.ts'
import { quietLogger } from './quiet-logger.ts'

const PATH = '/slack/events'
/** Slack's largest are a form with many fields, far below. */
const LARGEST_BODY = 1_000_000

/** Bolt checks the signature, and that it is not older than five minutes. */
export function httpEntry({ signingSecret, port }: { signingSecret: string; port: number }): Entry {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [PATH],
    bodyLimit: LARGEST_BODY,
    // Answered when the listener has ended: by then the request is kept.
    processBeforeResponse: true,
    logger: quietLogger,
  })
  let close = async () => {}
  return {
    receiver,
    async open() {
      const server = await receiver.start(
        { host: '127.0.0.1', port },
        { requestTimeout: 10_000, headersTimeout: 5_000 },
      )
      close = () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          server.closeIdleConnections()
        })
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`
    },
    close: () => close(),
  }
}
