import { afterEach, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import type { Check } from '../tools/installation/check.ts'
import { checkSlack, type SlackSubjects } from './check-slack.ts'
import { openSlackRig, type RigOptions, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
afterEach(() => rig.close())

const subjects: SlackSubjects = {
  recipients: [
    { parameter: 'team_slack_channel', recipient: '#success' },
    { parameter: 'ops_slack_channel', recipient: '#ops' },
    { parameter: 'chairman_slack_user', recipient: '@chairman' },
  ],
  people: [
    { name: 'Sam', email: 'sam@example.com', isActive: true },
    { name: 'Elsewhere', email: 'else@example.com', isActive: true },
    { name: 'Chairman', email: null, isActive: true },
    { name: 'Gone', email: 'gone@example.com', isActive: false },
  ],
}

async function look(over: 'http' | 'socket', options: RigOptions = {}, extra: Record<string, string> = {}) {
  rig = await openSlackRig({
    people: [{ name: 'sam', mail: 'sam@example.com' }],
    channels: [{ name: 'success', isPrivate: true }],
    ...options,
  })
  return readConfig({ ...rig.environment[over], ...extra }).slack
}
const byName = (checks: readonly Check[]) => Object.fromEntries(checks.map((check) => [check.what, check]))

it('finds what is right, and says of the rest what to click', async () => {
  const checks = byName(await checkSlack(await look('socket'), subjects))
  expect(checks['Slack bot token']).toMatchObject({ state: 'ok', found: expect.stringContaining(rig.team) })
  expect(checks['Slack scopes']).toMatchObject({ state: 'ok' })
  expect(checks['Slack app token']).toMatchObject({ state: 'ok' })
  expect(checks['Slack channel #success']).toMatchObject({
    state: 'ok',
    found: 'the bot is in it (team_slack_channel)',
  })
  expect(checks['Slack channel #ops']).toMatchObject({ state: 'failed', fix: expect.stringContaining('/invite @crew') })
  expect(checks['Slack account of Elsewhere']).toMatchObject({ fix: expect.stringContaining('crew people mail') })
  expect(Object.keys(checks)).not.toContain('Slack account of Gone')
  expect(Object.values(checks).find(({ found }) => found.includes('without a mail address: Chairman'))).toBeDefined()
})

it('names the scopes that are missing and where to add them', async () => {
  const slack = await look('http', { scopes: ['chat:write', 'commands', 'app_mentions:read'] })
  const checks = byName(await checkSlack(slack, undefined))
  expect(checks['Slack scopes']).toMatchObject({
    state: 'failed',
    found: expect.stringMatching(/users:read\.email \(to know them by their mail/),
    fix: expect.stringMatching(/OAuth & Permissions.*im:history.*Reinstall/),
  })
})

it('tells a token that is revoked, another workspace, and a Slack that does not answer', async () => {
  const slack = await look('socket', {}, { SLACK_TEAM_ID: 'T0OTHER' })
  expect(byName(await checkSlack(slack, undefined))['Slack bot token']).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('SLACK_TEAM_ID is T0OTHER'),
  })
  rig.revokeToken()
  expect(byName(await checkSlack(slack, undefined))['Slack bot token']).toMatchObject({
    found: expect.stringContaining('token_revoked'),
    fix: expect.stringContaining('Install to Workspace'),
  })
  rig.misbehave('*', 'unreachable')
  expect(byName(await checkSlack(slack, undefined))['Slack bot token']).toMatchObject({
    state: 'failed',
    fix: expect.stringContaining('slack.com'),
  })
})

it('says how to begin where nothing is set', async () => {
  await look('http')
  expect(await checkSlack(undefined, undefined)).toMatchObject([
    { state: 'off', fix: expect.stringContaining('slack-bot/manifest.yaml') },
  ])
})
