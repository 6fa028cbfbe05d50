import type { Receiver } from '@slack/bolt'

/** One of the two ways in which Slack reaches the bot. */
export interface Entry {
  receiver: Receiver
  /** Returns the address, null where there is none. Throws ConfigError for a token that Slack refuses. */
  open(): Promise<string | null>
  close(): Promise<void>
}
