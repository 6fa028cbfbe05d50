/**
 * Everything that leaves for Slack: in order and at Slack's pace per channel, and with an answer that says what is known. A
 * post is not idempotent at Slack; one that may have left is looked for in the channel before it is sent again.
 */
import type { webApi } from '@slack/bolt'
import type { SlackMessage } from './blocks.ts'
import { type SlackProblem, slackProblem } from './slack-answer.ts'

/** What a client for a poster must be made with: it waits and tries again itself, and says so. */
export const posterClientOptions = {
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
} as const satisfies webApi.WebClientOptions

/**
 * `failed` comes with Slack's own word: `channel_not_found`, `not_in_channel`, `missing_scope`, `invalid_auth`, …; or with
 * `may_have_left`, where it may have left and the bot may not read the channel to know.
 */
export type PostOutcome =
  | { outcome: 'sent'; channel: string; ts: string }
  /** `mayHaveLeft`: give the time of this attempt as `lookSince` with the next. */
  | { outcome: 'retry'; at: Date; problem: string; mayHaveLeft: boolean }
  | { outcome: 'failed'; code: string; problem: string }

interface PostOptions {
  /** The `ts` of the message it answers. */
  thread?: string | undefined
  /** In a thread: shown in the channel too. */
  broadcast?: boolean | undefined
  /** What makes it the same message when it is posted again: an id of ours, kept as the id of its first block. */
  key?: string | undefined
  /** With a key: when an attempt was made that may have left. It is looked for first, and not posted twice. */
  lookSince?: Date | undefined
}

export interface Poster {
  /** `channel` is an id, or `#name` where nothing is looked for. */
  post(channel: string, message: SlackMessage, options?: PostOptions): Promise<PostOutcome>
  /** With the `key` it was posted under it is found by it again. */
  update(
    channel: string,
    ts: string,
    message: SlackMessage,
    options?: { key?: string | undefined },
  ): Promise<PostOutcome>
  /** Seen by one person. It cannot be updated, and Slack does not say whether it was seen. */
  ephemeral(
    channel: string,
    user: string,
    message: SlackMessage,
    options?: { thread?: string | undefined },
  ): Promise<PostOutcome>
  /** Another question to Slack, of which the poster too learns whether Slack answers. Throws as the client does. */
  watch<Answer>(ask: () => Promise<Answer>): Promise<Answer>
  /** While Slack as a whole does not answer: when to try next. */
  downUntil(): Date | null
}

export interface Clock {
  now(): number
  wait(ms: number): Promise<void>
}

const realClock: Clock = { now: Date.now, wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }

/** How long a call waits for its turn or for Slack before it is handed back, to be tried again later. */
const PATIENCE_MS = 8_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** Slack's clock and ours may differ. */
const SKEW_MS = 60_000
const PAGES_LOOKED_AT = 5
const LOOK_AT_MOST = 200

/** Calls that share a limit: one each `gapMs`, after `burst` at once. */
interface Pace {
  gapMs: number
  burst: number
}
/** "One message per second per channel, short bursts allowed"; an update is of tier 3, about 50 a minute for the workspace. */
const paces = {
  post: { gapMs: 1_000, burst: 4 },
  ephemeral: { gapMs: 500, burst: 10 },
  update: { gapMs: 1_200, burst: 20 },
} as const satisfies Record<string, Pace>

/** A lane that was quiet for so long is as good as a new one. */
const QUIET_LANE_MS = 60_000
const MANY_LANES = 500

interface Lane {
  /** The end of the call before: calls of a lane go one after another. */
  tail: Promise<unknown>
  /** Calls that wait or are out. */
  inHand: number
  nextAt: number
  pausedUntil: number
}

/** `client` is made with `posterClientOptions`. One poster serves the whole process, for it is what knows the pace. */
export function createPoster(client: webApi.WebClient, { clock = realClock }: { clock?: Clock } = {}): Poster {
  const lanes = new Map<string, Lane>()
  let down: { until: number; pauseMs: number } | undefined

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? { tail: Promise.resolve(), inHand: 0, nextAt: 0, pausedUntil: 0 }
    if (lanes.size >= MANY_LANES) forgetQuietLanes()
    lanes.set(name, lane)
    return lane
  }

  function forgetQuietLanes(): void {
    const quietSince = clock.now() - QUIET_LANE_MS
    for (const [name, { inHand, nextAt, pausedUntil }] of lanes) {
      if (inHand === 0 && Math.max(nextAt, pausedUntil) < quietSince) lanes.delete(name)
    }
  }

  /** Several that fail at once are one failure. */
  function noteDown(): number {
    const now = clock.now()
    if (down && down.until > now) return down.until
    const pauseMs = down ? Math.min(LONGEST_PAUSE_MS, 2 * down.pauseMs) : FIRST_PAUSE_MS
    down = { until: now + pauseMs, pauseMs }
    return down.until
  }

  function note(lane: Lane, problem: Exclude<SlackProblem, { kind: 'refused' }>): number {
    if (problem.kind === 'down') return noteDown()
    lane.pausedUntil = clock.now() + problem.afterMs
    return lane.pausedUntil
  }

  /** Waits for its turn, calls, and tries again while there is patience and nothing can happen twice. */
  async function paced(
    name: string,
    { gapMs, burst }: Pace,
    { call, isIdempotent }: { call: () => Promise<PostOutcome>; isIdempotent: boolean },
  ): Promise<PostOutcome> {
    const lane = laneOf(name)
    const givesUpAt = clock.now() + PATIENCE_MS
    const putOff = (at: number, problem: string, mayHaveLeft = false): PostOutcome => ({
      outcome: 'retry',
      at: new Date(at),
      problem,
      mayHaveLeft,
    })
    const turn = async (): Promise<PostOutcome> => {
      for (;;) {
        const slot = Math.max(lane.nextAt, clock.now() - (burst - 1) * gapMs)
        const goesAt = Math.max(slot, lane.pausedUntil, down?.until ?? 0)
        if (goesAt > givesUpAt) return putOff(goesAt, down ? 'Slack does not answer' : 'Slack asks to go slower')
        if (goesAt > clock.now()) await clock.wait(goesAt - clock.now())
        lane.nextAt = slot + gapMs
        try {
          const outcome = await call()
          down = undefined
          return outcome
        } catch (error) {
          const problem = slackProblem(error)
          if (problem.kind === 'refused') {
            down = undefined
            return { outcome: 'failed', code: problem.code, problem: problem.problem }
          }
          const at = note(lane, problem)
          const mayHaveLeft = problem.kind === 'down' && problem.mayHaveLeft && !isIdempotent
          if (mayHaveLeft || at > givesUpAt) return putOff(at, problem.problem, mayHaveLeft)
        }
      }
    }
    lane.inHand++
    const mine = lane.tail.then(turn).finally(() => lane.inHand--)
    lane.tail = mine.catch(() => {})
    return mine
  }

  /** The `ts` of the message with this key, undefined when it is not there. Throws as the client does. */
  async function find(channel: string, key: string, since: Date, thread?: string): Promise<string | undefined> {
    const oldest = String((since.getTime() - SKEW_MS) / 1_000)
    let cursor: string | undefined
    for (let page = 0; page < PAGES_LOOKED_AT; page++) {
      const span = { channel, oldest, limit: LOOK_AT_MOST, ...(cursor ? { cursor } : {}) }
      const answer =
        thread === undefined
          ? await client.conversations.history(span)
          : await client.conversations.replies({ ...span, ts: thread })
      const found = answer.messages?.find(({ blocks }) => blocks?.some(({ block_id }) => block_id === keyId(key)))
      if (found) return found.ts
      cursor = answer.response_metadata?.next_cursor || undefined
      if (!cursor) return undefined
    }
    return undefined
  }

  return {
    async post(channel, message, { thread, broadcast, key, lookSince } = {}) {
      const { text, blocks } = key === undefined ? message : marked(message, key)
      if (key !== undefined && lookSince !== undefined) {
        const looked = await paced(`look:${channel}`, paces.post, {
          isIdempotent: true,
          call: async () => {
            const ts = await find(channel, key, lookSince, thread)
            return ts === undefined ? NOT_THERE : { outcome: 'sent', channel, ts }
          },
        })
        // It is still open whether the attempt before left.
        if (looked.outcome === 'retry') return { ...looked, mayHaveLeft: true }
        if (looked.outcome === 'failed' && looked !== NOT_THERE) {
          return { outcome: 'failed', code: 'may_have_left', problem: `it may have left; ${looked.problem}` }
        }
        if (looked !== NOT_THERE) return looked
      }
      return paced(`post:${channel}`, paces.post, {
        isIdempotent: false,
        call: async () => {
          const quiet = { channel, text, blocks, unfurl_links: false, unfurl_media: false }
          const answer = await client.chat.postMessage(
            thread === undefined
              ? quiet
              : broadcast === true
                ? { ...quiet, thread_ts: thread, reply_broadcast: true }
                : { ...quiet, thread_ts: thread },
          )
          return { outcome: 'sent', channel: answer.channel ?? channel, ts: answer.ts ?? '' }
        },
      })
    },
    update: (channel, ts, message, { key } = {}) =>
      paced('update', paces.update, {
        isIdempotent: true,
        call: async () => {
          const { text, blocks } = key === undefined ? message : marked(message, key)
          await client.chat.update({ channel, ts, text, blocks })
          return { outcome: 'sent', channel, ts }
        },
      }),
    ephemeral: (channel, user, { text, blocks }, { thread } = {}) =>
      paced(`ephemeral:${channel}`, paces.ephemeral, {
        isIdempotent: false,
        call: async () => {
          const answer = await client.chat.postEphemeral({
            channel,
            user,
            text,
            blocks,
            ...(thread === undefined ? {} : { thread_ts: thread }),
          })
          return { outcome: 'sent', channel, ts: answer.message_ts ?? '' }
        },
      }),
    async watch(ask) {
      try {
        const answer = await ask()
        down = undefined
        return answer
      } catch (error) {
        if (slackProblem(error).kind === 'down') noteDown()
        throw error
      }
    },
    downUntil: () => (down && down.until > clock.now() ? new Date(down.until) : null),
  }
}

const NOT_THERE: PostOutcome = { outcome: 'failed', code: 'not_there', problem: 'it did not leave' }

function keyId(key: string): string {
  return `once:${key}`
}

/** Slack keeps a block's id and gives it back with the history. */
function marked({ text, blocks }: SlackMessage, key: string): SlackMessage {
  const at = blocks.findIndex(({ block_id }) => block_id === undefined)
  if (at === -1) throw new Error('a message with a key needs a block without an id')
  return { text, blocks: blocks.map((block, index) => (index === at ? { ...block, block_id: keyId(key) } : block)) }
}
