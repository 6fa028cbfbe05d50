/** The team's door: a Bolt app over Socket Mode or HTTP, started where its tokens are set. */
import type { Config, SlackConfig } from '../config.ts'
import type { AlertCarrier } from '../tools/alerts/open-channels.ts'
import type { Tool } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'

export interface SlackBot {
  /** Carries alerts whose destination is in Slack. */
  carrier: AlertCarrier
  /** Where Slack posts its requests; null over Socket Mode. */
  url: string | null
  /** Takes no more, waits for the work in hand, then lets go of everything but the crew. */
  close(): Promise<void>
}

export interface SlackBotOptions {
  crew: Crew
  config: Config & { slack: SlackConfig }
  /** What `openDoorTools` opened. */
  tools: { tools: readonly Tool[]; find(name: string): Tool | undefined }
}

/** Throws ConfigError for a token that Slack refuses. */
export async function startSlackBot(_options: SlackBotOptions): Promise<SlackBot> {
  throw new Error('not started yet')
}
