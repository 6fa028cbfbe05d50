/** The test rig itself, against a plain Bolt app: what it sends is what Bolt understands, and what it keeps is what was shown. */
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { actions, button, message, mrkdwn, section } from './blocks.ts'
import { openSlackRig, type SlackRig } from './slack.fixture.ts'

let rig: SlackRig
beforeAll(async () => {
  rig = await openSlackRig({
    people: [
      { name: 'sam', mail: 'sam@example.com' },
      { name: 'mona', mail: 'mona@example.com' },
    ],
    channels: [{ name: 'success' }, { name: 'board', isPrivate: true }, { name: 'closed', withoutBot: true }],
  })
})
afterAll(() => rig.close())

const shown = message(mrkdwn`Acme fell`, [
  section(mrkdwn`Acme fell`),
  actions([button({ text: 'Mine', action: 'take', value: 'acme' })]),
])

function listen(app: App): App {
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, ...shown })
  })
  app.command('/crew', async ({ ack, respond, command, client }) => {
    await ack()
    if (command.text === 'modal') await client.views.open({ trigger_id: command.trigger_id, view: modal })
    else await respond({ ...shown, response_type: 'ephemeral' })
  })
  app.action('take', async ({ ack, respond, action }) => {
    await ack()
    const text = mrkdwn`Taken: ${'value' in action ? String(action.value) : ''}`
    await respond({ ...message(text, [section(text)]), replace_original: true })
  })
  app.view('reason', async ({ ack, view, client, body }) => {
    await ack()
    const text = mrkdwn`Because ${view.state.values.why?.text?.value ?? ''}`
    await client.chat.postMessage({ channel: body.user.id, ...message(text, [section(text)]) })
  })
  return app
}

const modal = {
  type: 'modal' as const,
  callback_id: 'reason',
  title: { type: 'plain_text' as const, text: 'Why' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Reason' },
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
  ],
}

it('carries a mention, a command, a press and a modal over HTTP, each signed', async () => {
  const receiver = new HTTPReceiver({ signingSecret: rig.signingSecret })
  const app = listen(new App({ token: rig.botToken, receiver, clientOptions: { slackApiUrl: rig.apiUrl } }))
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  const { port } = server.address() as { port: number }
  const people = rig.over(`http://127.0.0.1:${port}/slack/events`)
  try {
    const asked = await people.mention('sam', 'success', 'how is Acme?')
    expect(asked.status).toBe(200)
    await vi.waitFor(async () => expect(await rig.messages('success', asked.ts)).toHaveLength(2))

    await people.command('sam', 'help', { channel: 'success' })
    await vi.waitFor(() => expect(rig.shownOnlyTo('sam')).toHaveLength(1))
    const [only] = rig.shownOnlyTo('sam')
    if (only === undefined) throw new Error('unreachable')
    await people.press('sam', { channel: 'success', message: only }, 'take')
    await vi.waitFor(() => expect(rig.shownOnlyTo('sam').map(({ text }) => text)).toEqual(['Taken: acme']))
    expect(rig.shownOnlyTo('mona')).toEqual([])

    await people.command('mona', 'modal')
    await vi.waitFor(() => expect(rig.views('mona')).toHaveLength(1))
    const [view] = rig.views('mona')
    if (view === undefined) throw new Error('unreachable')
    await expect(people.submit('mona', view)).rejects.toThrow('must be filled in')
    await people.submit('mona', view, { text: 'too dear' })
    const direct = await rig.directMessage('mona')
    await vi.waitFor(async () =>
      expect((await rig.messages(direct)).map(({ text }) => text)).toEqual(['Because too dear']),
    )

    expect((await asked.again({ signedWith: 'another secret' })).status).toBe(401)
    expect((await asked.again({ signedWith: null })).status).toBe(401)
    expect((await asked.again({ sentAt: new Date(Date.now() - 600_000) })).status).toBe(401)
  } finally {
    await app.stop()
  }
  expect(rig.problems).toEqual([])
})

it('carries the same over Socket Mode, and Bolt comes back after a dropped connection', async () => {
  const { SLACK_APP_TOKEN = '' } = rig.environment.socket
  const receiver = new SocketModeReceiver({
    appToken: SLACK_APP_TOKEN,
    installerOptions: { clientOptions: { slackApiUrl: rig.apiUrl } },
  })
  const app = listen(new App({ token: rig.botToken, receiver, clientOptions: { slackApiUrl: rig.apiUrl } }))
  await app.start()
  try {
    for (const turn of [1, 2]) {
      const people = await rig.overSocket()
      const asked = await people.mention('sam', 'board', 'how is Acme?')
      await vi.waitFor(async () => expect(await rig.messages('board', asked.ts)).toHaveLength(2))
      if (turn === 1) rig.dropSockets()
    }
  } finally {
    await app.stop()
  }
})

it('is as strict as Slack, and as unreliable as a test wants', async () => {
  const { WebClient } = (await import('@slack/bolt')).webApi
  const client = new WebClient(rig.botToken, {
    slackApiUrl: rig.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
  const post = (channel: string, what = shown) => client.chat.postMessage({ channel, ...what })
  await expect(post('#closed')).rejects.toThrow('not_in_channel')
  await expect(post('#success', { ...shown, text: 'Hi <!channel>' })).rejects.toThrow('invalid_blocks')
  expect(rig.problems.splice(0)).toEqual(['chat.postMessage: not escaped: <!channel>'])
  await expect(
    client.reactions.add({ channel: rig.channel('success'), timestamp: '1.1', name: 'eyes' }),
  ).rejects.toThrow('missing_scope')

  rig.misbehave('chat.postMessage', { status: 429, retryAfterSeconds: 7 }, 1)
  await expect(post('#success')).rejects.toMatchObject({ retryAfter: 7 })
  rig.misbehave('*', { status: 500 }, 1)
  await expect(post('#success')).rejects.toThrow('500')
  const before = (await rig.messages('success')).length
  const restore = rig.misbehave('*', 'unreachable')
  await expect(post('#success')).rejects.toThrow()
  restore()
  rig.misbehave('chat.postMessage', 'answer_lost', 1)
  await expect(post('#success')).rejects.toThrow()
  expect((await rig.messages('success')).length).toBe(before + 1)
  await post('#success')
  rig.revokeToken()
  await expect(post('#success')).rejects.toThrow('token_revoked')
})
