/** Who can read a channel, as Slack says it. */
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openReadersOf } from './channels.ts'
import { posterClientOptions } from './post.ts'
import { openSlackRig, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
beforeAll(async () => {
  rig = await openSlackRig({
    people: [{ name: 'sam', mail: 'sam@example.com' }],
    channels: [{ name: 'lobby' }, { name: 'team', isPrivate: true }],
  })
})
afterAll(() => rig.close())

const open = () =>
  openReadersOf(new webApi.WebClient(rig.botToken, { ...posterClientOptions, slackApiUrl: rig.apiUrl }))

it('knows a private channel and a direct message from what the workspace reads', async () => {
  const readersOf = open()
  expect(await readersOf(rig.channel('team'))).toBe('members')
  expect(await readersOf(await rig.directMessage('sam'))).toBe('members')
  expect(await readersOf(rig.channel('lobby'))).toBe('workspace')
})

it.each(['is_ext_shared', 'is_org_shared', 'is_pending_ext_shared'] as const)(
  'a private channel with %s is read by another workspace, or will be',
  async (flag) => {
    rig.changeChannel('team', { [flag]: true })
    expect(await open()(rig.channel('team'))).toBe('other_workspaces')
    rig.changeChannel('team', {})
  },
)

it('does not guess where Slack does not say, and asks again', async () => {
  const readersOf = open()
  rig.misbehave('conversations.info', { error: 'missing_scope' }, 1)
  await expect(readersOf(rig.channel('team'))).rejects.toThrow('missing_scope')
  expect(await readersOf(rig.channel('team'))).toBe('members')
})
