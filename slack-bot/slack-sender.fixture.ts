/** What people do in Slack, as Slack tells a bot: the payloads of https://docs.slack.dev, signed, over whatever carries them. */
import { createHmac, randomUUID } from 'node:crypto'
import type { OpenView, ShownMessage } from './slack.fixture.ts'

type Json = Record<string, unknown>

type Kind = 'event' | 'command' | 'interaction'

/** Carries one payload to the bot and gives its acknowledgement. */
export type Deliver = (kind: Kind, payload: Json, options?: SendOptions) => Promise<Acknowledgement>

interface SendOptions {
  /** `X-Slack-Retry-Num`. */
  retry?: number
  /** Instead of the app's secret; null: no signature at all. */
  signedWith?: string | null
  /** When Slack says it signed; default now. */
  sentAt?: Date
  /** Another workspace. */
  team?: string
}

interface Acknowledgement {
  status: number
  body: string
  milliseconds: number
}

interface Delivered extends Acknowledgement {
  /** The same payload once more, newly signed, as Slack retries. */
  again(options?: SendOptions): Promise<Acknowledgement>
}

export interface SlackSender {
  /** `@crew …` in a channel. Gives the `ts` of the person's message too. */
  mention(
    user: string,
    channel: string,
    text: string,
    options?: SendOptions & { thread?: string },
  ): Promise<Delivered & { ts: string }>
  /** Words to the bot alone. */
  directMessage(
    user: string,
    text: string,
    options?: SendOptions & { thread?: string },
  ): Promise<Delivered & { ts: string }>
  /** `/crew …`. */
  command(user: string, text: string, options?: SendOptions & { channel?: string }): Promise<Delivered>
  /** A button, or a choice of a select, in a message that this person sees. Throws when there is none. */
  press(user: string, at: MessagePlace, action: string, options?: SendOptions & { value?: string }): Promise<Delivered>
  /** A modal with values by action id or block id; what is not given keeps its initial value. */
  submit(user: string, view: OpenView, values?: Record<string, string>, options?: SendOptions): Promise<Delivered>
  /** Letters typed into a select with options from the bot. Gives the texts offered. */
  type(
    user: string,
    at: MessagePlace | OpenView,
    action: string,
    letters: string,
  ): Promise<{ text: string; value: string }[]>
  /** Any event, payload in hand. */
  event(event: Json, options?: SendOptions): Promise<Delivered>
}

interface MessagePlace {
  channel: string
  message: ShownMessage
}

interface Workspace {
  team: string
  app: string
  botUser: string
  user(name: string): string
  channel(name: string): string
  channelName(id: string): string
  directMessage(name: string): Promise<string>
  say(name: string, channel: string, text: string, thread?: string): Promise<string>
  trigger(name: string): Promise<string>
  responseUrl(user: string, channel: string, message?: { ts: string; isEphemeral: boolean }): string
  isEphemeral(ts: string): boolean
}

export function createSender(workspace: Workspace, deliver: Deliver): SlackSender {
  const send = async (kind: Kind, payload: Json, options: SendOptions = {}): Promise<Delivered> => ({
    ...(await deliver(kind, payload, options)),
    again: (more) => deliver(kind, payload, { ...options, retry: 1, ...more }),
  })
  const teamOf = (options: SendOptions) => options.team ?? workspace.team
  const personOf = (name: string, options: SendOptions = {}) => ({
    id: workspace.user(name),
    username: name,
    name,
    team_id: teamOf(options),
  })
  const interactionOf = (type: string, name: string, options: SendOptions) => ({
    type,
    token: 'unused',
    api_app_id: workspace.app,
    team: { id: teamOf(options), domain: 'test' },
    enterprise: null,
    is_enterprise_install: false,
    user: personOf(name, options),
  })

  const sender: SlackSender = {
    event: (event, options = {}) =>
      send(
        'event',
        {
          token: 'unused',
          type: 'event_callback',
          team_id: teamOf(options),
          context_team_id: teamOf(options),
          api_app_id: workspace.app,
          event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
          event_time: Math.floor(Date.now() / 1000),
          is_ext_shared_channel: false,
          authorizations: [
            {
              enterprise_id: null,
              team_id: workspace.team,
              user_id: workspace.botUser,
              is_bot: true,
              is_enterprise_install: false,
            },
          ],
          event,
        },
        options,
      ),

    async mention(user, channel, words, options = {}) {
      const text = `<@${workspace.botUser}> ${words}`
      const ts = await workspace.say(user, workspace.channel(channel), text, options.thread)
      const said = {
        user: workspace.user(user),
        text,
        ts,
        event_ts: ts,
        team: teamOf(options),
        channel: workspace.channel(channel),
      }
      const threaded = options.thread === undefined ? {} : { thread_ts: options.thread }
      return { ...(await sender.event({ type: 'app_mention', ...said, ...threaded }, options)), ts }
    },

    async directMessage(user, text, options = {}) {
      const channel = await workspace.directMessage(user)
      const ts = await workspace.say(user, channel, text, options.thread)
      const said = {
        user: workspace.user(user),
        text,
        ts,
        event_ts: ts,
        team: teamOf(options),
        channel,
        channel_type: 'im',
      }
      const threaded = options.thread === undefined ? {} : { thread_ts: options.thread }
      return { ...(await sender.event({ type: 'message', ...said, ...threaded }, options)), ts }
    },

    async command(user, text, options = {}) {
      const channel =
        options.channel === undefined ? await workspace.directMessage(user) : workspace.channel(options.channel)
      return send(
        'command',
        {
          token: 'unused',
          team_id: teamOf(options),
          team_domain: 'test',
          channel_id: channel,
          channel_name: workspace.channelName(channel),
          user_id: workspace.user(user),
          user_name: user,
          command: '/crew',
          text,
          api_app_id: workspace.app,
          is_enterprise_install: 'false',
          response_url: workspace.responseUrl(workspace.user(user), channel),
          trigger_id: await workspace.trigger(user),
        },
        options,
      )
    },

    async press(user, { channel, message }, actionId, options = {}) {
      const place = placeOf(workspace.channel(channel), message, workspace)
      const { element, blockId } = findElement(message.blocks, actionId, options.value)
      return send(
        'interaction',
        {
          ...interactionOf('block_actions', user, options),
          ...place,
          trigger_id: await workspace.trigger(user),
          response_url: workspace.responseUrl(workspace.user(user), workspace.channel(channel), {
            ts: message.ts,
            isEphemeral: workspace.isEphemeral(message.ts),
          }),
          state: { values: {} },
          actions: [{ ...pressed(element, options.value), block_id: blockId, action_ts: String(Date.now() / 1000) }],
        },
        options,
      )
    },

    async submit(user, view, values = {}, options = {}) {
      return send(
        'interaction',
        {
          ...interactionOf('view_submission', user, options),
          trigger_id: await workspace.trigger(user),
          view: { ...view, team_id: teamOf(options), type: 'modal', state: { values: stateOf(view, values) } },
          response_urls: [],
        },
        options,
      )
    },

    async type(user, at, actionId, letters) {
      const blocks = 'message' in at ? at.message.blocks : at.blocks
      const { blockId } = findElement(blocks, actionId)
      const place =
        'message' in at
          ? placeOf(workspace.channel(at.channel), at.message, workspace)
          : { view: { ...at, type: 'modal' } }
      const { body } = await send('interaction', {
        ...interactionOf('block_suggestion', user, {}),
        ...place,
        action_id: actionId,
        block_id: blockId,
        value: letters,
      })
      const { options = [] } = JSON.parse(body || '{}') as { options?: { text: { text: string }; value: string }[] }
      return options.map((option) => ({ text: option.text.text, value: option.value }))
    },
  }
  return sender
}

function placeOf(channel: string, message: ShownMessage, workspace: Workspace): Json {
  const isEphemeral = workspace.isEphemeral(message.ts)
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel,
      is_ephemeral: isEphemeral,
      ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
    },
    channel: { id: channel, name: workspace.channelName(channel) },
    // Slack does not send the text of an ephemeral message back.
    ...(!isEphemeral && { message: { type: 'message', ...message } }),
  }
}

/** The one element a person would press; by its value where an action stands several times. */
function findElement(blocks: readonly Json[], actionId: string, value?: string): { element: Json; blockId: string } {
  const all = blocks.flatMap((block, index) =>
    [...((block.elements as Json[] | undefined) ?? []), block.accessory as Json, block.element as Json]
      .filter((element) => element?.action_id !== undefined)
      .map((element) => ({ element, blockId: String(block.block_id ?? `b${index}`) })),
  )
  const named = all.filter(({ element }) => element.action_id === actionId)
  const found = named.find(
    ({ element }) =>
      value === undefined ||
      element.value === value ||
      element.options !== undefined ||
      element.type === 'external_select',
  )
  if (found) return found
  throw new Error(
    `Nothing to press is called ${actionId}; there are ${all.map(({ element }) => element.action_id).join(', ') || 'none'}.`,
  )
}

/** What Slack says was done to an element. */
function pressed(element: Json, value: string | undefined): Json {
  const { type, action_id, text } = element
  if (type === 'button') return { type, action_id, text, value: element.value }
  const options = (element.options as Json[] | undefined) ?? []
  const chosen = options.find((option) => option.value === value)
  if (type !== 'external_select' && !chosen) {
    throw new Error(`${String(action_id)} offers ${options.map((option) => option.value).join(', ')}, not ${value}.`)
  }
  return { type, action_id, selected_option: chosen ?? { text: { type: 'plain_text', text: value }, value } }
}

/** The `state.values` of a modal. Throws when a value is given that no input takes, or a required input stays empty. */
function stateOf(view: OpenView, values: Record<string, string>): Json {
  const inputs = view.blocks.filter((block) => block.type === 'input')
  const taken = new Set<string>()
  const state = inputs.map((block, index) => {
    const element = block.element as Json
    const blockId = String(block.block_id ?? `b${index}`)
    const actionId = String(element.action_id)
    for (const key of [blockId, actionId]) taken.add(key)
    const initial = element.initial_value ?? (element.initial_option as Json | undefined)?.value ?? element.initial_date
    const value = values[actionId] ?? values[blockId] ?? initial ?? null
    if (value === null && block.optional !== true) throw new Error(`${actionId} must be filled in.`)
    return [blockId, { [actionId]: filledIn(element, value) }]
  })
  const unknown = Object.keys(values).filter((key) => !taken.has(key))
  if (unknown.length > 0) throw new Error(`The modal has no ${unknown.join(', ')}; it has ${[...taken].join(', ')}.`)
  return Object.fromEntries(state)
}

function filledIn({ type, options }: Json, value: unknown): Json {
  if (type === 'datepicker') return { type, selected_date: value }
  if (type === 'plain_text_input' || type === 'number_input') return { type, value }
  const listed = (options as Json[] | undefined)?.find((option) => option.value === value)
  return {
    type,
    selected_option: value === null ? null : (listed ?? { text: { type: 'plain_text', text: value }, value }),
  }
}

/** Signed as Slack signs: `v0=` and the HMAC-SHA256 of `v0:timestamp:body`. */
export function sendOverHttp(url: string, signingSecret: string): Deliver {
  return async (kind, payload, { retry, signedWith = signingSecret, sentAt = new Date() } = {}) => {
    const body =
      kind === 'event'
        ? JSON.stringify(payload)
        : new URLSearchParams(
            kind === 'command' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) },
          ).toString()
    const timestamp = String(Math.floor(sentAt.getTime() / 1000))
    const signature = `v0=${createHmac('sha256', signedWith ?? '')
      .update(`v0:${timestamp}:${body}`)
      .digest('hex')}`
    const begun = performance.now()
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        ...(signedWith !== null && { 'x-slack-signature': signature }),
        ...(retry !== undefined && { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
      body,
    })
    return { status: response.status, body: await response.text(), milliseconds: performance.now() - begun }
  }
}
