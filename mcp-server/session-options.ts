/** What a session of the door is opened with, over either transport. */
import type { Config } from '../config.ts'
import type { DoorTools } from '../graphs/door-tools.ts'
import type { Actor } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'

export interface SessionOptions {
  crew: Crew
  tools: Pick<DoorTools, 'tools' | 'find'>
  /** Who the session belongs to. A transport that checks every request puts the person found then at `authInfo.extra.actor`. */
  actor: Actor
  config: Pick<Config, 'mcpTools'>
}
