/** The emulator of Slack's Web API with its state: a workspace of people, channels and the app, and the test's own eyes in it. */
import { createEmulator } from 'emulate'
import type { RigOptions } from './slack.fixture.ts'

type Json = Record<string, unknown>

/** What the manifest asks for. */
export const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
]
export const TEAM = 'T000000001'
export const BOT_USER = 'U0CREWBOT'
export const BOT_TOKEN = 'xoxb-crew-test'
/** The bot's eyes for the test: the same user with every scope. */
const INSPECTOR_TOKEN = 'xoxb-inspector'
export const APP_TOKEN = 'xapp-crew-test'
export const SIGNING_SECRET = 'a-signing-secret-of-a-test'
export const APP = { app_id: 'A0CREW', bot_id: 'B0CREW', bot_user_id: BOT_USER }

export interface EmulatedWorkspace {
  url: string
  /** As the app with every scope, or with another token. Throws when Slack would refuse. */
  ask(method: string, args: Json, token?: string): Promise<Json>
  userIds: ReadonlyMap<string, string>
  channelIds: ReadonlyMap<string, string>
  closedToBot: ReadonlySet<string>
  close(): Promise<void>
}

export async function openEmulatedWorkspace({
  people,
  channels,
  scopes,
}: Required<RigOptions>): Promise<EmulatedWorkspace> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Test', domain: 'test' },
        users: people.map(({ name, mail, realName }) => ({ name, real_name: realName ?? name, email: mail })),
        channels: channels.map(({ name, isPrivate = false }) => ({ name, is_private: isPrivate })),
        oauth_apps: [
          {
            ...APP,
            client_id: '1.1',
            client_secret: 'none',
            name: 'Crew',
            redirect_uris: [],
            scopes,
            bot_name: 'crew',
          },
        ],
        tokens: [
          { ...APP, token: BOT_TOKEN, type: 'bot', user_id: BOT_USER, scopes },
          { ...APP, token: INSPECTOR_TOKEN, type: 'bot', user_id: BOT_USER },
          { token: 'xoxp-admin', user: 'admin' },
          ...people.map(({ name }) => ({ token: `xoxp-${name}`, user: name })),
        ],
        strict_scopes: true,
      },
    },
  })

  const ask = async (method: string, args: Json, token = INSPECTOR_TOKEN): Promise<Json> => {
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    })
    const answer = (await response.json()) as Json
    if (answer.ok !== true) throw new Error(`${method} ${JSON.stringify(args)}: ${String(answer.error)}`)
    return answer
  }

  const { members } = (await ask('users.list', { limit: 1000 })) as { members: { id: string; name: string }[] }
  const listed = await ask('conversations.list', { limit: 1000, types: 'public_channel,private_channel' }, 'xoxp-admin')
  const userIds = new Map(members.map(({ id, name }) => [name, id]))
  const channelIds = new Map((listed.channels as { id: string; name: string }[]).map(({ id, name }) => [name, id]))
  const closedToBot = new Set<string>()
  for (const { name, isPrivate, withoutBot } of channels) {
    const id = known(channelIds, name)
    if (withoutBot) closedToBot.add(id)
    else if (isPrivate) await ask('conversations.invite', { channel: id, users: BOT_USER }, 'xoxp-admin')
  }
  return { url: emulator.url, ask, userIds, channelIds, closedToBot, close: () => emulator.close() }
}

export function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`Nobody seeded ${name}; there are ${[...ids.keys()].join(', ')}.`)
  return id
}
