/** What a call to Slack's Web API came to, and what is known of whether it took effect. */
import { webApi } from '@slack/bolt'

export type SlackProblem =
  /** Nothing happened, and nothing will by trying again. `code` is Slack's word. */
  | { kind: 'refused'; code: string; problem: string }
  /** Nothing happened: too much at once. */
  | { kind: 'limited'; afterMs: number; problem: string }
  /** Slack as a whole does not answer. With `mayHaveLeft` the call may have been carried out all the same. */
  | { kind: 'down'; mayHaveLeft: boolean; problem: string }

/** Slack's own words for a fault of its own; of the first two it says that "some aspect of the operation" may have succeeded. */
const SLACK_FAULTS: Readonly<Record<string, { mayHaveLeft: boolean }>> = {
  internal_error: { mayHaveLeft: true },
  fatal_error: { mayHaveLeft: true },
  service_unavailable: { mayHaveLeft: false },
  request_timeout: { mayHaveLeft: false },
  team_added_to_org: { mayHaveLeft: false },
}

/** A connection that was never made carried nothing. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const DEFAULT_PAUSE_MS = 30_000

/** Rethrows what no call to Slack throws: a bug of ours. */
export function slackProblem(error: unknown): SlackProblem {
  if (error instanceof webApi.WebAPIRateLimitedError) return limited(1_000 * error.retryAfter)
  if (error instanceof webApi.WebAPIPlatformError) return platformProblem(error)
  if (error instanceof webApi.WebAPIHTTPError) {
    return { kind: 'down', mayHaveLeft: true, problem: `Slack answers ${error.statusCode}` }
  }
  if (error instanceof webApi.WebAPIRequestError) {
    const code = causeOf(error.original)
    return { kind: 'down', mayHaveLeft: !NEVER_CONNECTED.has(code), problem: `no answer from Slack (${code})` }
  }
  // The client's word for a 429 that does not say how long.
  if (error instanceof Error && error.message.startsWith('Retry header')) return limited(DEFAULT_PAUSE_MS)
  throw error
}

function platformProblem({ data }: webApi.WebAPIPlatformError): SlackProblem {
  const code = data.error
  if (code === 'ratelimited' || code === 'rate_limited' || code === 'message_limit_exceeded') {
    return limited(DEFAULT_PAUSE_MS)
  }
  // Of an answer that is not JSON, as a proxy gives, the client makes an error with all of its text.
  if (!/^[a-z0-9_.]{1,80}$/.test(code)) return { kind: 'down', mayHaveLeft: true, problem: 'the answer is not Slack’s' }
  const fault = SLACK_FAULTS[code]
  if (fault) return { kind: 'down', ...fault, problem: `Slack answers ${code}` }
  const needed = 'needed' in data && typeof data.needed === 'string' ? `, which needs the scope ${data.needed}` : ''
  return { kind: 'refused', code, problem: `Slack refuses it: ${code}${needed}` }
}

function limited(afterMs: number): SlackProblem {
  return { kind: 'limited', afterMs, problem: 'Slack asks to go slower' }
}

function causeOf(error: Error): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string') return each.code
    if (each.name === 'TimeoutError') return 'timeout'
  }
  return 'broken off'
}
