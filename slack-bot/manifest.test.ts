import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { botScopes } from './scopes.ts'

const manifest = parse(readFileSync(new URL('manifest.yaml', import.meta.url), 'utf8')) as {
  display_information: { description: string }
  features: { slash_commands: { command: string; usage_hint: string }[] }
  oauth_config: { scopes: { bot: string[]; user?: string[] } }
  settings: { event_subscriptions: { bot_events: string[] }; socket_mode_enabled: boolean }
}

it('asks for the scopes that are used, each with what for, and for nobody’s own rights', () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(Object.keys(botScopes).sort())
  expect(manifest.oauth_config.scopes.user).toBeUndefined()
})

it('hears mentions, direct messages and /crew, and fits what Slack allows', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_mention', 'message.im'])
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/crew'])
  // https://docs.slack.dev/reference/app-manifest
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
  expect(manifest.features.slash_commands[0]?.usage_hint.length).toBeLessThanOrEqual(1000)
})
