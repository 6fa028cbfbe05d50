/**
 * What the parts of the bot are made of and work with. A part has listeners, which only keep what came in (`bot.receive`) and
 * acknowledge; the kinds of work that is then done as jobs; commands of `/crew`; and what runs by itself.
 */
import type { App, webApi } from '@slack/bolt'
import type { z } from 'zod'
import type { Config, SlackConfig } from '../config.ts'
import type { AlertCarrier } from '../tools/alerts/open-channels.ts'
import type { Actor, Tool, ToolAnswer, ToolContext } from '../tools/define-tool.ts'
import type { Crew } from '../tools/open-crew.ts'
import type { SlackMessage } from './blocks.ts'
import type { ReadersOf } from './channels.ts'
import type { Poster } from './post.ts'

export interface BotPart {
  works?: readonly Work[]
  commands?: readonly Command[]
  /** Adds listeners to `bot.app`. */
  listen?(bot: Bot): void
  /** What carries alerts whose destination is in Slack: one part has it. */
  carrier?(bot: Bot): AlertCarrier
  /** Begins what runs by itself while the bot serves; returns how to stop it. */
  start?(bot: Bot): Promise<() => Promise<void>>
}

export interface Bot {
  crew: Crew
  config: Config & { slack: SlackConfig }
  tools: { tools: readonly Tool[]; find(name: string): Tool | undefined }
  /** Of every part, in the order the help shows them. */
  commands: readonly Command[]
  app: App
  client: webApi.WebClient
  poster: Poster
  /** Which workspace this is and who the bot is in it. Throws `unavailable` while Slack cannot be asked. */
  workspace(): Promise<Workspace>
  /**
   * Keeps the request and has it done as a job, once however often it comes. A listener awaits this and then acknowledges:
   * what was acknowledged is done, also when the process dies.
   */
  receive(request: IncomingRequest): Promise<void>
  /** Goes on after the acknowledgement, and is lost with the process; closing waits for it. */
  inBackground(work: Promise<void>, where: string): void
  /**
   * Takes what `keepAfter` of a finished request left; undefined a day later, and for whoever takes second. `taker`, the
   * request in hand, has it as `kept` in its next try.
   */
  takeKept(requestId: string, taker: string): Promise<unknown>
  giveBackKept(requestId: string, value: unknown): Promise<void>
  /** Who that is by the mail address of their Slack profile. Asked anew each time, so a role taken away is gone at once. */
  identify(slackUser: string): Promise<Identity>
  /** Calls a tool as that person through the single gate, with `door: 'slack'`. Throws UserError. */
  call(
    person: SlackPerson,
    tool: string,
    input: unknown,
    overrides?: Partial<ToolContext>,
  ): Promise<ToolAnswer<unknown>>
  /** A context as that person, as of now. */
  contextOf(person: SlackPerson, overrides?: Partial<ToolContext>): Promise<ToolContext>
  /** Who can read that channel. Throws as the client does. */
  readersOf: ReadersOf
  /** True where only members of a channel of this workspace read; what is not known to be private is not. */
  isPrivate(channel: string): Promise<boolean>
  /** Logs what is not a UserError as an incident. */
  onProblem(error: unknown, where: string): void
}

export interface Workspace {
  teamId: string
  botUserId: string
}

export interface SlackPerson {
  slackUser: string
  actor: Actor
}

/** `message` says to the person why they get nothing, and what to do. */
export type Identity = { person: SlackPerson } | { person: null; message: string }

export interface IncomingRequest {
  /** Slack's own: the event's id, the trigger's id. The same again is the same request. */
  id: string
  work: string
  teamId: string
  data: unknown
}

/** A kind of work that requests become. */
export interface Work {
  name: string
  /** A person's word, which counts whenever it is heard: it is not given up while Slack cannot be asked whose it is. */
  isLasting?: boolean
  run(request: WorkRequest<unknown>, bot: Bot): Promise<void>
}

export interface WorkRequest<Data> {
  id: string
  data: Data
  /** 1 at first. Above it an earlier try failed or its process died, so some of it may have been done. */
  attempt: number
  /** Since when an earlier try may have posted something, which is looked for before it is posted again; null at first. */
  lookSince: Date | null
  /** What `keep` was given in an earlier try; null before. */
  kept: unknown
  /** Keeps what must outlive this try: what was answered, where it stands. */
  keep(value: unknown): Promise<void>
  /** Keeps this for a day when the work is done, for buttons under an answer: `bot.takeKept(id)`. */
  keepAfter(value: unknown): void
}

/** What `run` throws is tried again, the last time after seventeen minutes; a UserError too, so answer those. */
export function defineWork<Data extends z.ZodObject>(work: {
  name: string
  data: Data
  isLasting?: boolean
  run(request: WorkRequest<z.output<Data>>, bot: Bot): Promise<void>
}): Work {
  return {
    name: work.name,
    isLasting: work.isLasting ?? false,
    run: (request, bot) => work.run({ ...request, data: work.data.parse(request.data) }, bot),
  }
}

/** `/crew <name> <rest>`; the same words work in a direct message and after a mention. */
export interface Command {
  name: string
  aliases?: readonly string[]
  /** `why <customer>`, for the help. */
  usage: string
  about: string
  /** What a UserError says is shown to the person. */
  run(call: CommandCall): Promise<SlackMessage>
  /** True where doing it twice would do something twice: a try that was interrupted is then told, not repeated. */
  isEffect?(rest: string): boolean
  /** True when the answer says nothing to anybody else: a question back, the help. */
  isForOne?(rest: string): boolean
  /** True when these words begin with the command's name and are a question all the same. */
  isQuestion?(rest: string): boolean
}

export interface CommandCall {
  /** After the name, as typed. */
  rest: string
  person: SlackPerson
  bot: Bot
  /** Where it was asked. */
  channel: string
  /** A tool's answer, as this person. Throws UserError. */
  call(tool: string, input: unknown): Promise<ToolAnswer<unknown>>
  /** Shown in place of the answer until it is there. */
  progress(text: string): void
  /** For a message that is posted beside the answer: the same with every try. */
  once: { key: string; lookSince: Date | undefined }
}
