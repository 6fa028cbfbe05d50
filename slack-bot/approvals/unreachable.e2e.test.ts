/** Proposals where Slack, or who is in it, does not play along: a public channel, a lost answer, a limit, nobody to tell. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { addPerson } from '../../tools/people/people.ts'
import { fileProposal } from '../../tools/proposals/file-proposal.ts'
import { campaignAgent, drafts, statusOf } from '../../tools/proposals/proposal.fixture.ts'
import { testChairman } from '../../tools/test-context.ts'
import { openTestBot, type TestBot, wordsOf } from '../bot.fixture.ts'
import { PROPOSAL_ACTIONS } from '../messages/proposal.ts'
import type { SlackSender } from '../slack-sender.fixture.ts'
import { startSlackBot } from '../start-bot.ts'

const TEAM = 'customer-success'
let test: TestBot
let slack: SlackSender
beforeAll(async () => {
  test = await openTestBot({
    slug: 'slack-unreachable',
    people: [
      { name: 'anna', roles: ['success'] },
      { name: 'ella', roles: ['eva'] },
    ],
    channels: [{ name: TEAM }],
    customers: 20,
  })
  slack = test.rig.over(test.bot.url ?? '')
}, 120_000)
afterAll(() => test.close())
// What was told before was told long ago: a few cards in ten minutes, and what comes then is a list.
beforeEach(async () => {
  const { db } = test.sample.crew
  await db.sql`update slack_messages set created_at = created_at - interval '1 hour' where venture_id = ${db.ventureId}`
})

const until = <T>(look: () => Promise<T> | T): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 25 })
let count = 0
async function file(addressedTo: 'success' | 'chairman' = 'success') {
  return fileProposal(await test.sample.crew.context({ actor: campaignAgent }), {
    customerId: null,
    cause: `cause_${count++}`,
    title: 'Look into it',
    reason: 'It is worth a look.',
    draft: { ...drafts.task, body: 'Ring Uma User.' } as typeof drafts.task,
    facts: [],
    addressedTo,
  })
}
const cardsOf = async ({ label }: { label: string }) =>
  (await test.rig.messages(TEAM)).filter(({ text }) => text.startsWith(label))
const cardOf = (filed: { label: string }) =>
  until(async () => {
    const [card] = await cardsOf(filed)
    if (!card) throw new Error(`${filed.label} is not shown`)
    return card
  })
async function alerts(kind: string): Promise<{ title: string; status: string }[]> {
  const { db } = test.sample.crew
  return db.sql<{ title: string; status: string }[]>`
    select title, status from alerts where venture_id = ${db.ventureId} and kind = ${kind} and title like 'Proposals %'`
}

it('a public channel gets no draft; who may read it reads it alone', async () => {
  const filed = await file()
  const message = await cardOf(filed)
  expect(wordsOf(message)).not.toContain('Uma')
  const place = { channel: test.rig.channel(TEAM), message }
  await slack.press('anna', place, PROPOSAL_ACTIONS.read)
  await until(() => expect(JSON.stringify(test.rig.views('anna').at(-1))).toContain('Ring Uma User.'))
  await slack.press('anna', place, PROPOSAL_ACTIONS.approve)
  await until(async () => expect(wordsOf(await cardOf(filed))).toMatch(/Approved\* by anna/))
  expect(wordsOf(await cardOf(filed))).not.toContain('Uma')
})

it('a public channel learns who decided, and nothing that was written', async () => {
  const filed = await file()
  const place = { channel: test.rig.channel(TEAM), message: await cardOf(filed) }
  const before = test.rig.views('anna').length
  await slack.press('anna', place, PROPOSAL_ACTIONS.approveWithNote)
  const view = await until(() => {
    const opened = test.rig.views('anna')[before]
    if (!opened) throw new Error('no dialog opened')
    return opened
  })
  await slack.submit('anna', view, { reason: 'Uma Smith (uma@acme.com) is on sick leave' })
  const words = await until(async () => {
    const shown = wordsOf(await cardOf(filed))
    expect(shown).toMatch(/Approved\* by anna in Slack, .*\.\n[\s\S]*`T-\d+`: open/)
    return shown
  })
  expect(words).not.toMatch(/Smith|sick|acme\.com/)
})

it('a channel that is shared with another company by now is told nothing more', async () => {
  const { crew } = test.sample
  const before = await file()
  const place = { channel: test.rig.channel(TEAM), message: await cardOf(before) }
  test.rig.changeChannel(TEAM, { is_ext_shared: true })
  // What was asked of the channel a minute ago is not believed any more.
  await test.restart()
  slack = test.rig.over(test.bot.url ?? '')
  const after = await file()
  await slack.press('anna', place, PROPOSAL_ACTIONS.approve)
  await until(async () => expect(await statusOf(crew.db, before.id)).toBe('executing'))
  await until(async () => {
    const shown = (await test.rig.messages(TEAM)).find(({ ts }) => ts === place.message.ts)
    expect(wordsOf(shown)).toMatch(/^Another workspace can read this channel/)
    expect(wordsOf(shown)).not.toContain('anna')
  })
  await until(async () =>
    expect(await alerts('system_degraded')).toEqual(
      expect.arrayContaining([{ title: `Proposals cannot be shown to #${TEAM} in Slack`, status: expect.any(String) }]),
    ),
  )
  expect(await cardsOf(after)).toEqual([])

  test.rig.changeChannel(TEAM, {})
  await test.restart()
  slack = test.rig.over(test.bot.url ?? '')
  await crew.db.sql`
    update slack_messages set retry_at = now() where venture_id = ${crew.db.ventureId} and status = 'waiting'`
  await crew.db.sql`select pg_notify('proposal.moved', ${crew.db.ventureId})`
  await cardOf(after)
  await until(async () => expect((await alerts('system_degraded')).map(({ status }) => status)).toEqual(['resolved']))
})

it('two bots on one venture tell a round once', async () => {
  const second = await startSlackBot(test.options)
  try {
    const filed = [await file(), await file()]
    for (const each of filed) await cardOf(each)
    const { db } = test.sample.crew
    await until(async () => {
      const open = await db.sql`select 1 from slack_messages where venture_id = ${db.ventureId} and status <> 'posted'`
      expect(open).toHaveLength(0)
    })
    for (const each of filed) expect(await cardsOf(each)).toHaveLength(1)
  } finally {
    await second.close()
  }
})

it('a post whose answer was lost is found and not posted again', async () => {
  const stop = test.rig.misbehave('chat.postMessage', 'answer_lost', 1)
  const filed = await file()
  await until(async () => {
    const { db } = test.sample.crew
    const [row] = await db.sql<{ status: string }[]>`
      select m.status from slack_messages m
      join slack_message_proposals s on s.venture_id = m.venture_id and s.message_id = m.id
      where m.venture_id = ${db.ventureId} and s.proposal_id = ${filed.id}`
    expect(row?.status).toBe('posted')
  })
  stop()
  expect(await cardsOf(filed)).toHaveLength(1)
})

it('an update that Slack puts off comes all the same', async () => {
  const filed = await file()
  const message = await cardOf(filed)
  const stop = test.rig.misbehave('chat.update', { status: 429, retryAfterSeconds: 1 }, 2)
  await slack.press('anna', { channel: test.rig.channel(TEAM), message }, PROPOSAL_ACTIONS.approve)
  await until(async () => expect(wordsOf(await cardOf(filed))).toMatch(/Approved\* by anna/))
  stop()
})

it('a channel that the bot is put out of is told to who operates it, once, and shown when it is back', async () => {
  const { db } = test.sample.crew
  const stop = test.rig.misbehave('chat.postMessage', { error: 'not_in_channel' })
  const filed = [await file(), await file()]
  await until(async () => {
    const waiting = await db.sql`
      select 1 from slack_messages where venture_id = ${db.ventureId} and status = 'waiting' and problem is not null`
    expect(waiting).toHaveLength(2)
  })
  const open = async () => (await alerts('system_degraded')).filter(({ status }) => status !== 'resolved')
  const told = [{ title: `Proposals cannot be shown to #${TEAM} in Slack` }]
  await until(async () => expect(await open()).toMatchObject(told))
  stop()
  // The ten minutes are over.
  await db.sql`update slack_messages set retry_at = now() where venture_id = ${db.ventureId} and status = 'waiting'`
  await db.sql`select pg_notify('proposal.moved', ${db.ventureId})`
  for (const each of filed) await cardOf(each)
  await until(async () => expect(await open()).toEqual([]))
})

it('a Chairman who is not in Slack hears of it by mail, and who operates it too', async () => {
  const { crew } = test.sample
  const person = { name: 'Clara', email: 'clara@elsewhere.invalid', roles: ['chairman'] as const }
  await addPerson(crew.db, crew.ledgerKey, person, { by: testChairman, at: new Date() })
  await file('chairman')
  await until(async () => {
    expect(await alerts('chairman_notice')).toHaveLength(1)
    expect((await alerts('system_degraded')).map(({ title }) => title)).toContain(
      'Proposals cannot be shown to the Chairman in Slack',
    )
  })
  expect(test.rig.problems).toEqual([])
})
