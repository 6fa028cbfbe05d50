/** What was shown to one person only, the addresses that come with a command or a press, and the bodies that a bot sends. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { checkMessage } from './check-message.ts'
import type { ShownMessage } from './slack.fixture.ts'
import { BOT_USER, type EmulatedWorkspace } from './slack-workspace.fixture.ts'

type Json = Record<string, unknown>

export interface Ephemeral {
  user: string
  message: ShownMessage
}

interface ResponseUrl {
  user: string
  channel: string
  message: { ts: string; isEphemeral: boolean } | undefined
}

/** Takes five answers each, as Slack does, and changes `ephemerals` or the emulator's state by them. */
export function openResponseUrls({
  ask,
  ephemerals,
  problems,
}: Pick<EmulatedWorkspace, 'ask'> & { ephemerals: Ephemeral[]; problems: string[] }) {
  const responseUrls = new Map<string, ResponseUrl & { uses: number }>()
  let lastTs = 0

  function newTs(): string {
    lastTs = Math.max(lastTs + 1, Date.now() * 1000)
    return `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`
  }

  async function serve(key: string, args: Json): Promise<number> {
    const target = responseUrls.get(key)
    if (target === undefined || target.uses >= 5) return 404
    target.uses += 1
    const before = target.message
    if (args.delete_original === true) {
      if (before?.isEphemeral)
        ephemerals.splice(
          ephemerals.findIndex(({ message }) => message.ts === before.ts),
          1,
        )
      else if (before) await ask('chat.delete', { channel: target.channel, ts: before.ts })
      return 200
    }
    const found = checkMessage(args)
    if (found.length > 0) {
      problems.push(...found.map((problem) => `response_url: ${problem}`))
      return 400
    }
    const post = { channel: target.channel, text: args.text, blocks: args.blocks, thread_ts: args.thread_ts }
    const shownBefore = ephemerals.find(({ message }) => message.ts === before?.ts)
    if (args.replace_original === true && shownBefore) shownBefore.message = shown(args, shownBefore.message.ts)
    else if (args.replace_original === true && before) await ask('chat.update', { ...post, ts: before.ts })
    else if (args.response_type === 'in_channel') await ask('chat.postMessage', post)
    else ephemerals.push({ user: target.user, message: shown(args, newTs()) })
    return 200
  }

  return {
    serve,
    make(target: ResponseUrl): string {
      const key = randomUUID()
      responseUrls.set(key, { ...target, uses: 0 })
      return key
    },
  }
}

export function shown(args: Json, ts: string): ShownMessage {
  return {
    ts,
    user: BOT_USER,
    text: String(args.text),
    blocks: args.blocks as Json[],
    ...(typeof args.thread_ts === 'string' && { thread_ts: args.thread_ts }),
  }
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** The arguments of a call, in JSON or as a form whose lists and objects are JSON. */
export function argumentsOf(body: string, contentType: string): Json {
  if (contentType.includes('application/json')) return JSON.parse(body || '{}') as Json
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [
      key,
      /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  )
}

/** Slack takes `#name` where the emulator takes `name`. */
export function withChannelName(body: string): string {
  return body.replace(/(^|&)channel=%23/, '$1channel=').replace(/"channel":"#/, '"channel":"')
}
