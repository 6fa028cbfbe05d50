/** Socket Mode: a connection to Slack that we open, so no address of ours need be reachable. */
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt'
import { ConfigError } from '../../errors.ts'
import { slackProblem } from '../slack-answer.ts'
import type { Entry } from './entry.ts'
import { quietLogger } from './quiet-logger.ts'

/** A start does not wait longer for Slack; it goes on trying. */
const PATIENCE_MS = 5_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/** `onProblem` hears of a connection that cannot be had any more; until then it is opened again as often as it breaks. */
export function socketEntry(
  { appToken, apiUrl }: { appToken: string; apiUrl: string | undefined },
  onProblem: (error: unknown) => void,
): Entry {
  const receiver = new LateAck({
    appToken,
    logger: quietLogger,
    // The client's own way to connect again ends the process when the token is revoked.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { retryConfig: { retries: 0 }, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) },
    },
  })
  let isClosed = false
  let wake = () => {}

  const connect = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; !isClosed; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        await receiver.start()
        receiver.client.once('disconnected', () => {
          if (!isClosed) void connect().catch(onProblem)
        })
        return
      } catch (error) {
        refuseBadToken(error)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pauseMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    }
  }
  return {
    receiver,
    async open() {
      const connected = connect()
      const late = new Promise<'late'>((resolve) => setTimeout(resolve, PATIENCE_MS, 'late').unref())
      if ((await Promise.race([connected, late])) === 'late') connected.catch(onProblem)
      return null
    },
    async close() {
      isClosed = true
      wake()
      await receiver.stop()
    },
  }
}

/** Everything else may pass. A connection that ends before it was greeted rejects with nothing. */
function refuseBadToken(error: unknown): void {
  if (!(error instanceof Error)) return
  let code: string
  try {
    const problem = slackProblem(error)
    if (problem.kind !== 'refused') return
    code = problem.code
  } catch {
    // The socket's own errors, and answers that are not Slack's.
    return
  }
  throw new ConfigError([
    `SLACK_APP_TOKEN: Slack refuses it (${code}). At api.slack.com/apps, your app, Basic Information, App-Level Tokens: generate one with the scope connections:write.`,
  ])
}

/** Acknowledges when the listeners have ended, for by then the request is kept; Bolt would do it before for events. */
class LateAck extends SocketModeReceiver {
  override init(app: App): void {
    const late: Pick<App, 'processEvent'> = {
      async processEvent(event: ReceiverEvent) {
        let acked: { answer: unknown } | undefined
        await app.processEvent({
          ...event,
          ack: async (answer?: unknown) => {
            acked ??= { answer }
          },
        })
        if (acked) await event.ack(acked.answer)
      },
    }
    super.init(late as App)
  }
}
