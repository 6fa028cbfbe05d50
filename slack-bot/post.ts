/**
 * Everything that leaves for Slack: in order and at Slack's pace per channel, and with an answer that says what is known. A
 * post is not idempotent at Slack; one that may have left is looked for in the channel before it is sent again.
 */
import type { webApi } from '@slack/bolt'
import type { SlackMessage } from './blocks.ts'

/** `code` is Slack's own word: `channel_not_found`, `not_in_channel`, `missing_scope`, `invalid_auth`, … */
export type PostOutcome =
  | { outcome: 'sent'; channel: string; ts: string }
  /** `mayHaveLeft`: give the time of this attempt as `lookSince` with the next. */
  | { outcome: 'retry'; at: Date; problem: string; mayHaveLeft: boolean }
  | { outcome: 'failed'; code: string; problem: string }

export interface PostOptions {
  /** The `ts` of the message it answers. */
  thread?: string | undefined
  /** In a thread: shown in the channel too. */
  broadcast?: boolean | undefined
  /** What makes it the same message when it is posted again; an id of ours. */
  key?: string | undefined
  /** With a key: when an attempt was made that may have left. It is looked for first, and not posted twice. */
  lookSince?: Date | undefined
}

export interface Poster {
  /** `channel` is an id, or `#name`. */
  post(channel: string, message: SlackMessage, options?: PostOptions): Promise<PostOutcome>
  update(channel: string, ts: string, message: SlackMessage): Promise<PostOutcome>
  /** Seen by one person. It cannot be updated, and Slack does not say whether it was seen. */
  ephemeral(
    channel: string,
    user: string,
    message: SlackMessage,
    options?: { thread?: string | undefined },
  ): Promise<PostOutcome>
  /** While Slack as a whole does not answer: when to try next. */
  downUntil(): Date | null
}

export function createPoster(client: webApi.WebClient): Poster {
  const sent = (channel: string, ts: string | undefined): PostOutcome => ({ outcome: 'sent', channel, ts: ts ?? '' })
  return {
    async post(channel, { text, blocks }, { thread, broadcast } = {}) {
      const answer = await client.chat.postMessage(
        thread === undefined
          ? { channel, text, blocks }
          : { channel, text, blocks, thread_ts: thread, reply_broadcast: broadcast === true },
      )
      return sent(answer.channel ?? channel, answer.ts)
    },
    async update(channel, ts, { text, blocks }) {
      await client.chat.update({ channel, ts, text, blocks })
      return sent(channel, ts)
    },
    async ephemeral(channel, user, { text, blocks }, { thread } = {}) {
      const answer = await client.chat.postEphemeral({
        channel,
        user,
        text,
        blocks,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      })
      return sent(channel, answer.message_ts)
    },
    downUntil: () => null,
  }
}
