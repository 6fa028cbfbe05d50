/** What counts as asked: the words of people, once each, and what is meant by them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openTestBot, type TestBot, wordsOf } from '../bot.fixture.ts'
import type { ShownMessage } from '../slack.fixture.ts'
import type { SlackSender } from '../slack-sender.fixture.ts'

let test: TestBot
let slack: SlackSender
beforeAll(async () => {
  test = await openTestBot({
    slug: 'slack-hearing',
    people: [
      { name: 'sam', roles: ['success'] },
      { name: 'ana', roles: ['success'] },
      { name: 'nobody', roles: [] },
    ],
    channels: [{ name: 'lobby' }, { name: 'team', isPrivate: true }],
  })
  slack = test.rig.over(test.bot.url ?? '')
}, 120_000)
afterAll(() => test?.close())

const until = <T>(look: () => Promise<T> | T): Promise<T> => vi.waitFor(look, { timeout: 20_000, interval: 25 })
const isAnswer = ({ user, text }: ShownMessage) =>
  user === test.rig.botUser && !/^(Looking that up|One moment)/.test(text)
const answersIn = (channel: string, count: number) =>
  until(async () => {
    const answers = (await test.rig.messages(channel)).filter(isAnswer)
    expect(answers).toHaveLength(count)
    return answers
  })
async function shownTo(name: string, act: () => Promise<unknown>): Promise<ShownMessage> {
  const before = new Set(test.rig.shownOnlyTo(name).map(({ ts }) => ts))
  await act()
  return until(() => {
    const last = test.rig.shownOnlyTo(name).findLast((each) => !before.has(each.ts) && isAnswer(each))
    if (!last) throw new Error('nothing is shown yet')
    return last
  })
}
const typed = (name: string, words: string, channel = 'lobby') =>
  shownTo(name, () => slack.command(name, words, { channel }))
async function requestCount(): Promise<number> {
  const { db } = test.sample.crew
  return (await db.sql`select 1 from slack_requests where venture_id = ${db.ventureId}`).length
}
/** Another external id and name of some customer. */
async function customerCalled(externalId: string, name: string): Promise<string> {
  const { db } = test.sample.crew
  const [row] = await db.sql<{ id: string }[]>`
    update customers set external_id = ${externalId}
    where id = (select min(id::text)::uuid from customers where venture_id = ${db.ventureId}) returning id`
  await db.sql`update customer_versions set name = ${name} where customer_id = ${row?.id ?? ''}`
  return row?.id ?? ''
}

it('hears a file with words and what is said from a thread into the channel, and neither bots nor edits', async () => {
  const channel = await test.rig.directMessage('ana')
  const said = { type: 'message', channel_type: 'im', user: test.rig.user('ana'), channel, text: 'help' }
  const before = await requestCount()
  await slack.event({ ...said, ts: '1795263000.000001', bot_id: 'B1' })
  await slack.event({ ...said, ts: '1795263000.000002', subtype: 'message_changed' })
  await slack.event({ ...said, ts: '1795263000.000003', subtype: 'bot_message' })
  expect(await requestCount()).toBe(before)
  await slack.event({ ...said, ts: '1795263000.000004', subtype: 'file_share' })
  await slack.event({ ...said, ts: '1795263000.000005', subtype: 'thread_broadcast' })
  await answersIn(channel, 2)
})

it('hears a command and a press once, however often Slack tells of them', async () => {
  const before = await requestCount()
  const sent = await slack.command('sam', 'at-risk', { channel: 'lobby' })
  await sent.again()
  expect(await requestCount()).toBe(before + 1)
  const answer = await typed('sam', 'at-risk')
  const counted = await requestCount()
  const pressed = await slack.press('sam', { channel: 'lobby', message: answer }, 'ask_next:1')
  await pressed.again()
  const shared = await slack.press('sam', { channel: 'lobby', message: answer }, 'share_answer')
  await shared.again()
  expect(await requestCount()).toBe(counted + 2)
  const { db } = test.sample.crew
  await until(async () =>
    expect(
      await db.sql`select 1 from slack_requests where venture_id = ${db.ventureId} and finished_at is null`,
    ).toEqual([]),
  )
})

it('lets only who asked share an answer, and they still can when another has tried', async () => {
  const answer = await typed('sam', 'at-risk', 'team')
  const press = (who: string) => slack.press(who, { channel: 'team', message: answer }, 'share_answer')
  expect(wordsOf(await shownTo('ana', () => press('ana')))).toMatch(/Only who asked/)
  await press('sam')
  await until(async () =>
    expect(wordsOf((await test.rig.messages('team')).at(-1))).toContain(`Shared by <@${test.rig.user('sam')}>`),
  )
})

it('shares nothing where it is not, and keeps it to be shared when it was invited', async () => {
  const answer = await typed('sam', 'at-risk', 'team')
  const press = () => slack.press('sam', { channel: 'team', message: answer }, 'share_answer')
  const before = (await test.rig.messages('team')).length
  const invited = test.rig.misbehave('chat.postMessage', { error: 'not_in_channel' })
  expect(wordsOf(await shownTo('sam', press))).toMatch(/I am not in this channel/)
  invited()
  await press()
  await until(async () => expect(await test.rig.messages('team')).toHaveLength(before + 1))
})

it('tells who has no role that alone, in a private channel too', async () => {
  const answers = (await test.rig.messages('team')).filter(isAnswer)
  const refusal = await shownTo('nobody', () => slack.mention('nobody', 'team', 'at-risk'))
  expect(wordsOf(refusal)).toMatch(/I do not know/)
  expect((await test.rig.messages('team')).filter(isAnswer)).toEqual(answers)
})

it('goes on from the last answer, whatever was not understood in between', async () => {
  const channel = await test.rig.directMessage('sam')
  await slack.directMessage('sam', 'what was the churn rate last quarter?')
  await answersIn(channel, 1)
  await slack.directMessage('sam', 'blah blub')
  await answersIn(channel, 2)
  await slack.directMessage('sam', 'and last month?')
  const answers = await answersIn(channel, 3)
  expect(wordsOf(answers.at(-1))).toContain('30 Sep 2026')
})

it.each(['is-001', 'all-7', 'A-1001', 'P-77', 'x=y'])(
  'a button of the customer %s asks about that customer',
  async (externalId) => {
    const id = await customerCalled(externalId, 'The Body Shop')
    const card = await typed('sam', `customer ${externalId}`)
    const place = { channel: 'lobby', message: card }
    const [why, alerts, approvals] = [1, 2, 3].map((index) => () => slack.press('sam', place, `ask_next:${index}`))
    if (!why || !alerts || !approvals) throw new Error('three buttons')
    expect(wordsOf(await shownTo('sam', why))).toContain('The Body Shop')
    expect(wordsOf(await shownTo('sam', alerts))).toMatch(/about (?:this customer|The Body Shop)/)
    expect(wordsOf(await shownTo('sam', approvals))).toMatch(/about (?:this customer|The Body Shop)/)
    expect(JSON.stringify(card.blocks)).toContain(`why ${id}`)
  },
)

it('takes a name that begins like a question for a name', async () => {
  await customerCalled('C-body', 'The Body Shop')
  expect((await typed('sam', 'why The Body Shop')).text).toMatch(/^The Body Shop/)
})
