/** The team's door: a Bolt app over Socket Mode or HTTP, started where its tokens are set. */
import type { AlertCarrier } from '../tools/alerts/open-channels.ts'
import type { Bot } from './bot.ts'

export interface SlackBot {
  /** Carries alerts whose destination is in Slack. */
  carrier: AlertCarrier
  /** Where Slack posts its requests; null over Socket Mode. */
  url: string | null
  /** Takes no more, waits for the work in hand, then lets go of everything but the crew. */
  close(): Promise<void>
}

export type SlackBotOptions = Pick<Bot, 'crew' | 'config' | 'tools'>

/** Throws ConfigError for a token that Slack refuses. */
export async function startSlackBot(_options: SlackBotOptions): Promise<SlackBot> {
  throw new Error('not started yet')
}
