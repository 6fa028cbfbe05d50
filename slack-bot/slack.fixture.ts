/**
 * A Slack of our own on loopback: the emulator's Web API with its state, behind a front that is as strict as Slack (blocks are
 * checked, scopes and membership count, a trigger ends after three seconds) and as unreliable as a test wants it to be; and
 * the people, who ask, press and submit through signed requests or over Socket Mode.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkMessage, checkView } from './check-message.ts'
import {
  argumentsOf,
  type Ephemeral,
  openResponseUrls,
  shown,
  textOf,
  withChannelName,
} from './slack-responses.fixture.ts'
import { createSender, type SlackSender, sendOverHttp } from './slack-sender.fixture.ts'
import { openSocketMode } from './slack-socket.fixture.ts'
import {
  APP,
  APP_TOKEN,
  BOT_TOKEN,
  BOT_USER,
  known,
  openEmulatedWorkspace,
  SCOPES,
  SIGNING_SECRET,
  TEAM,
} from './slack-workspace.fixture.ts'

type Json = Record<string, unknown>

export interface ShownMessage {
  ts: string
  user: string
  text: string
  blocks: Json[]
  thread_ts?: string
  edited?: { ts: string }
  metadata?: Json
  client_msg_id?: string
}

export interface OpenView {
  id: string
  hash: string
  blocks: Json[]
  callback_id: string
  private_metadata: string
  title: { text: string }
}

/** One call of the Web API: what was asked, and what Slack said; status 0 when it said nothing. */
interface SlackCall {
  method: string
  args: Json
  at: number
  status: number
  answer: Json
}

/** `answer_lost`: Slack did it, and the caller never hears. */
type Fault =
  | 'unreachable'
  | 'answer_lost'
  | { error: string }
  | { status: number; retryAfterSeconds?: number }
  | { delayMs: number }

export interface SlackRig {
  /** What `readConfig` needs for a bot over HTTP, on any free port. */
  environment: { http: Record<string, string>; socket: Record<string, string> }
  apiUrl: string
  botToken: string
  botUser: string
  signingSecret: string
  team: string
  /** The id of a person or a channel, by the name it was seeded with. */
  user(name: string): string
  channel(name: string): string
  /** The direct message between the bot and a person. */
  directMessage(name: string): Promise<string>
  /** Messages of a channel (name or id) as they stand now, oldest first; with `thread`, that thread. */
  messages(channel: string, thread?: string): Promise<ShownMessage[]>
  /** What only this person was shown, oldest first: ephemeral posts, and answers to commands and presses. */
  shownOnlyTo(name: string): ShownMessage[]
  /** The modals this person was shown, newest last, as they stand now. */
  views(name: string): OpenView[]
  /** Every call the bot made, in the order of its answers. */
  calls: SlackCall[]
  /** What Slack would have refused or shown wrongly, for a test to find empty. */
  problems: string[]
  /** From now on, or for the next `times` calls of a method (`*`: of any). Gives a function that ends it. */
  misbehave(method: string, fault: Fault, times?: number): () => void
  /** What Slack says of a channel from now on: that it is public, or shared with another company. */
  changeChannel(name: string, flags: ChannelFlags): void
  /** What Slack says of a person from now on. */
  changeUser(name: string, flags: Json): void
  revokeToken(): void
  /** The people, sending to the bot's address. */
  over(url: string): SlackSender
  /** The people over Socket Mode; resolves once the bot is connected. */
  overSocket(): Promise<SlackSender>
  /** Ends every connection of Socket Mode, as Slack does every few hours. */
  dropSockets(): void
  close(): Promise<void>
}

interface ChannelFlags {
  is_private?: boolean
  is_ext_shared?: boolean
  is_org_shared?: boolean
  is_pending_ext_shared?: boolean
}

export interface RigOptions {
  people?: { name: string; mail: string; realName?: string }[]
  channels?: { name: string; isPrivate?: boolean; withoutBot?: boolean }[]
  scopes?: string[]
}

export async function openSlackRig({
  people = [],
  channels = [],
  scopes = SCOPES,
}: RigOptions = {}): Promise<SlackRig> {
  const emulator = await openEmulatedWorkspace({ people, channels, scopes })
  const { ask, userIds, channelIds, closedToBot } = emulator

  const calls: SlackCall[] = []
  const problems: string[] = []
  const faults: { method: string; fault: Fault; left: number }[] = []
  const ephemerals: Ephemeral[] = []
  const responseUrls = openResponseUrls({ ask, ephemerals, problems })
  const views: { user: string; view: OpenView }[] = []
  const changedChannels = new Map<string, ChannelFlags>()
  const changedUsers = new Map<string, Json>()
  let isRevoked = false

  /** Slack's own answer, after everything the emulator is too kind to refuse. */
  async function answerOf(method: string, args: Json, request: IncomingMessage, body: string): Promise<Json> {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? String(args.token ?? '')
    if (token === APP_TOKEN && method === 'apps.connections.open')
      return { ok: true, url: `${url.replace('http', 'ws')}/socket` }
    if (token !== BOT_TOKEN) return { ok: false, error: 'invalid_auth' }
    if (isRevoked) return { ok: false, error: 'token_revoked' }
    const refusal = refusalOf(method, args)
    if (refusal !== undefined) {
      problems.push(...refusal.problems.map((problem) => `${method}: ${problem}`))
      return { ok: false, error: refusal.error }
    }
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': request.headers['content-type'] ?? 'application/x-www-form-urlencoded',
      },
      body: withChannelName(body),
    })
    if (response.status === 404) return { ok: false, error: 'unknown_method' }
    const answer = (await response.json()) as Json
    if (answer.ok === true) remember(method, args, answer)
    for (const channel of [answer.channel, answer.channels].flat() as Json[]) {
      if (typeof channel?.id === 'string') Object.assign(channel, changedChannels.get(channel.id))
    }
    if (method === 'users.info') Object.assign(answer.user ?? {}, changedUsers.get(String(args.user)))
    // The emulator gives all there is, whatever the day.
    if (args.oldest !== undefined && Array.isArray(answer.messages)) {
      answer.messages = answer.messages.filter(({ ts }: { ts: string }) => Number(ts) > Number(args.oldest))
    }
    return answer
  }

  function refusalOf(method: string, args: Json): { error: string; problems: string[] } | undefined {
    const channel = String(args.channel ?? '').replace(/^#/, '')
    const isPosting = /^chat\.(postMessage|postEphemeral|update)$/.test(method)
    if (isPosting && closedToBot.has(channelIds.get(channel) ?? channel))
      return { error: 'not_in_channel', problems: [] }
    const found = isPosting
      ? checkMessage(args)
      : /^views\.(open|update|push)$/.test(method)
        ? checkView(args.view)
        : []
    return found.length === 0
      ? undefined
      : { error: isPosting ? 'invalid_blocks' : 'invalid_arguments', problems: found }
  }

  function remember(method: string, args: Json, answer: Json): void {
    if (method === 'chat.postEphemeral') {
      ephemerals.push({ user: String(args.user), message: shown(args, String(answer.message_ts)) })
    }
    if (method.startsWith('views.')) {
      const view = answer.view as OpenView & { user_id?: string }
      const before = views.find((each) => each.view.id === view.id)
      if (before) before.view = view
      else views.push({ user: triggers.get(String(args.trigger_id)) ?? '', view })
    }
  }

  const triggers = new Map<string, string>()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    const { pathname } = new URL(request.url ?? '/', 'http://loopback')
    const args = argumentsOf(body, request.headers['content-type'] ?? '')
    if (pathname.startsWith('/response/')) {
      const fault = takeFault('response_url')
      if (fault === 'unreachable') return void request.socket.destroy()
      response.statusCode = await responseUrls.serve(pathname.slice('/response/'.length), args)
      return void response.end('ok')
    }
    const method = pathname.replace('/api/', '')
    const call: SlackCall = { method, args, at: Date.now(), status: 200, answer: {} }
    const fault = takeFault(method)
    if (fault === 'unreachable') {
      calls.push({ ...call, status: 0 })
      return void request.socket.destroy()
    }
    if (typeof fault === 'object' && 'delayMs' in fault)
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    if (typeof fault === 'object' && 'status' in fault) {
      calls.push({ ...call, status: fault.status })
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds))
      response.statusCode = fault.status
      return void response.end(
        fault.status === 429 ? JSON.stringify({ ok: false, error: 'ratelimited' }) : 'Internal Server Error',
      )
    }
    const refused = typeof fault === 'object' && 'error' in fault
    const answer = refused ? { ok: false, error: fault.error } : await answerOf(method, args, request, body)
    calls.push({ ...call, answer, status: fault === 'answer_lost' ? 0 : 200 })
    if (fault === 'answer_lost') return void request.socket.destroy()
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.setHeader('x-oauth-scopes', scopes.join(','))
    response.end(JSON.stringify(answer))
  }

  function takeFault(method: string): Fault | undefined {
    const found = faults.find((each) => each.left > 0 && (each.method === '*' || each.method === method))
    if (found) found.left -= 1
    return found?.fault
  }

  const server: Server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      problems.push(`the rig itself: ${String(error)}`)
      response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const socketMode = openSocketMode(server, '/socket')
  const channelOf = (channel: string): string => channelIds.get(channel.replace(/^#/, '')) ?? channel

  const workspace = {
    team: TEAM,
    app: APP.app_id,
    botUser: BOT_USER,
    user: (name: string) => known(userIds, name),
    channel: channelOf,
    channelName: (id: string) => [...channelIds].find(([, each]) => each === id)?.[0] ?? 'directmessage',
    directMessage: async (name: string) =>
      ((await ask('conversations.open', { users: known(userIds, name) })).channel as { id: string }).id,
    /** A person's own words, in the emulator's state as any message. */
    say: async (name: string, channel: string, text: string, thread?: string) =>
      String((await ask('chat.postMessage', { channel, text, thread_ts: thread }, `xoxp-${name}`)).ts),
    trigger: async (name: string) => {
      const id = String((await ask('views.generateTriggerId', { user_id: known(userIds, name) })).trigger_id)
      triggers.set(id, name)
      return id
    },
    responseUrl: (user: string, channel: string, message?: { ts: string; isEphemeral: boolean }) =>
      `${url}/response/${responseUrls.make({ user, channel, message })}`,
    isEphemeral: (ts: string) => ephemerals.some(({ message }) => message.ts === ts),
    messages,
    shownOnlyTo,
    views: viewsOf,
  }

  async function messages(channel: string, thread?: string): Promise<ShownMessage[]> {
    const found: ShownMessage[] = []
    let cursor = ''
    do {
      const page = thread
        ? await ask('conversations.replies', { channel: channelOf(channel), ts: thread, limit: 1000 })
        : await ask('conversations.history', { channel: channelOf(channel), limit: 1000, cursor })
      found.push(...(page.messages as ShownMessage[]))
      cursor = (page.response_metadata as { next_cursor?: string } | undefined)?.next_cursor ?? ''
    } while (cursor !== '')
    return found.map((each) => ({ ...each, blocks: each.blocks ?? [] })).sort((a, b) => Number(a.ts) - Number(b.ts))
  }

  function shownOnlyTo(name: string): ShownMessage[] {
    return ephemerals.filter(({ user }) => user === known(userIds, name)).map(({ message }) => message)
  }

  function viewsOf(name: string): OpenView[] {
    return views.filter(({ user }) => user === name).map(({ view }) => view)
  }

  const common = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: `${url}/api/` }
  return {
    environment: {
      http: { ...common, SLACK_SIGNING_SECRET: SIGNING_SECRET, CREW_SLACK_PORT: '0' },
      socket: { ...common, SLACK_APP_TOKEN: APP_TOKEN },
    },
    apiUrl: `${url}/api/`,
    botToken: BOT_TOKEN,
    botUser: BOT_USER,
    signingSecret: SIGNING_SECRET,
    team: TEAM,
    user: workspace.user,
    channel: (name) => known(channelIds, name),
    directMessage: workspace.directMessage,
    messages,
    shownOnlyTo,
    views: viewsOf,
    calls,
    problems,
    misbehave(method, fault, times = Number.POSITIVE_INFINITY) {
      const entry = { method, fault, left: times }
      faults.push(entry)
      return () => {
        entry.left = 0
      }
    },
    changeChannel(name, flags) {
      changedChannels.set(known(channelIds, name), flags)
    },
    changeUser(name, flags) {
      changedUsers.set(known(userIds, name), flags)
    },
    revokeToken() {
      isRevoked = true
    },
    over: (botUrl) => createSender(workspace, sendOverHttp(botUrl, SIGNING_SECRET)),
    overSocket: async () => createSender(workspace, await socketMode.connected()),
    dropSockets: () => socketMode.drop(),
    async close() {
      socketMode.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await emulator.close()
    },
  }
}
