/** Asking in Slack, through signed requests: who may, where the answer is seen, once, and what the buttons under it do. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listAtRisk } from '../tools/customers/list-at-risk.ts'
import { assignRoles, findPerson } from '../tools/people/people.ts'
import { runTool } from '../tools/run-tool.ts'
import { testChairman } from '../tools/test-context.ts'
import { escapeMrkdwn } from './blocks.ts'
import { openTestBot, type TestBot, wordsOf } from './bot.fixture.ts'
import type { ShownMessage } from './slack.fixture.ts'
import type { SlackSender } from './slack-sender.fixture.ts'

let test: TestBot
let slack: SlackSender
beforeAll(async () => {
  test = await openTestBot({
    slug: 'slack-ask',
    people: [
      { name: 'sam', roles: ['success'] },
      { name: 'ana', roles: ['analyst'] },
      { name: 'olga', roles: ['operator'] },
      { name: 'nobody', roles: [] },
    ],
    channels: [
      { name: 'lobby' },
      { name: 'team', isPrivate: true },
      { name: 'closed', isPrivate: true, withoutBot: true },
    ],
  })
  slack = test.rig.over(test.bot.url ?? '')
})
afterAll(() => test.close())

const until = <T>(look: () => Promise<T> | T): Promise<T> => vi.waitFor(look, { timeout: 20_000, interval: 25 })
const isFirstWord = (message: ShownMessage) => /^(Looking that up|One moment)/.test(message.text)
const answersAmong = (messages: readonly ShownMessage[]) =>
  messages.filter((each) => each.user === test.rig.botUser && !isFirstWord(each))

/** The answers of the bot there, at least so many. */
const answersIn = (channel: string, thread?: string, atLeast = 1) =>
  until(async () => {
    const answers = answersAmong(await test.rig.messages(channel, thread))
    expect(answers.length).toBeGreaterThanOrEqual(atLeast)
    return answers
  })

/** What `act` makes the bot show to this person alone. */
async function shownTo(name: string, act: () => Promise<unknown>): Promise<ShownMessage> {
  const before = new Set(test.rig.shownOnlyTo(name).map(({ ts }) => ts))
  await act()
  return until(() => {
    const shown = test.rig.shownOnlyTo(name).filter((each) => !before.has(each.ts) && !isFirstWord(each))
    const last = shown.at(-1)
    if (!last) throw new Error('nothing is shown yet')
    return last
  })
}
const typed = (name: string, words: string, channel = 'lobby') =>
  shownTo(name, () => slack.command(name, words, { channel }))

interface RequestRow {
  attempts: number
  kept: unknown
  problem: string | null
  finishedAt: Date | null
}

async function requestRow(id: string): Promise<RequestRow> {
  const { db } = test.sample.crew
  const [row] = await db.sql<RequestRow[]>`
    select attempts, kept, problem, finished_at from slack_requests
    where venture_id = ${db.ventureId} and request_id = ${id}`
  if (!row) throw new Error(`${id} was not kept`)
  return row
}

async function topCustomer(): Promise<{ id: string; externalId: string; name: string }> {
  const { output } = await runTool(listAtRisk, { limit: 1 }, await test.sample.crew.context())
  const [first] = output.customers
  if (!first) throw new Error('nobody is at risk in the sample')
  return first.customer
}

function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn)
  if (typeof value !== 'object' || value === null) return []
  if (Reflect.get(value, 'type') === 'mrkdwn') return [String(Reflect.get(value, 'text'))]
  return Object.values(value).flatMap(mrkdwnIn)
}

describe('where an answer is seen', () => {
  it('is said in a direct message, and asked on there', async () => {
    const channel = await test.rig.directMessage('sam')
    await slack.directMessage('sam', 'what was the churn rate last quarter?')
    const [answer] = await answersIn(channel)
    expect(wordsOf(answer)).toMatch(/1 Jul to 30 Sep 2026/)
    await slack.directMessage('sam', 'and last month?')
    const [, followUp] = await answersIn(channel, undefined, 2)
    expect(wordsOf(followUp)).toMatch(/1 to 30 Sep 2026/)
  })

  it('stands in the thread of a question in a private channel', async () => {
    const { ts } = await slack.mention('sam', 'team', 'who is at risk?')
    const [answer] = await answersIn('team', ts)
    expect(wordsOf(answer)).toMatch(/at risk|attention/)
  })

  it('is whispered in a public channel, where nothing is posted', async () => {
    const answer = await shownTo('sam', () => slack.mention('sam', 'lobby', 'at-risk'))
    expect(wordsOf(answer)).toMatch(/attention/)
    expect(answersAmong(await test.rig.messages('lobby'))).toEqual([])
  })

  it('is for nobody but who typed the command', async () => {
    const { externalId, name } = await topCustomer()
    expect(wordsOf(await typed('sam', `customer ${externalId}`))).toContain(name)
    expect(answersAmong(await test.rig.messages('lobby'))).toEqual([])
  })
})

describe('who may', () => {
  it('tells who has no role that there is nothing for them, and who adds them', async () => {
    const refusal = wordsOf(await typed('nobody', 'at-risk'))
    expect(refusal).toMatch(/I do not know nobody@example.com.*crew people add/s)
    expect(refusal).not.toMatch(/\$|score/)
  })

  it('keeps to the roles of who asks', async () => {
    expect(wordsOf(await typed('ana', 'settings engagement_weight=50 support_weight=20 reason="test"'))).toMatch(
      /for the role/,
    )
    expect(wordsOf(await typed('ana', 'customer C00001'))).not.toMatch(/\w{3}@/)
  })

  it('takes a role away at once', async () => {
    const { crew } = test.sample
    const change = { by: testChairman, at: new Date() }
    expect(wordsOf(await typed('ana', 'help'))).toMatch(/What you can ask|\/crew why/)
    await assignRoles(crew.db, crew.ledgerKey, await findPerson(crew.db, 'ana', new Date()), [], change)
    expect(wordsOf(await typed('ana', 'at-risk'))).toMatch(/I do not know/)
    await assignRoles(crew.db, crew.ledgerKey, await findPerson(crew.db, 'ana', new Date()), ['analyst'], change)
  })

  it('says nothing to who lost the role while Slack did not take the answer', async () => {
    const { crew } = test.sample
    const channel = await test.rig.directMessage('ana')
    const before = answersAmong(await test.rig.messages(channel)).length
    const back = test.rig.misbehave('chat.postMessage', 'unreachable')
    const { ts } = await slack.directMessage('ana', 'at-risk')
    await until(async () => expect((await requestRow(`${channel}-${ts}`)).kept).not.toBeNull())
    const change = { by: testChairman, at: new Date() }
    const ana = await findPerson(crew.db, 'ana', new Date())
    await assignRoles(crew.db, crew.ledgerKey, ana, [], change)
    back()
    const answers = await answersIn(channel, undefined, before + 1)
    await assignRoles(crew.db, crew.ledgerKey, ana, ['analyst'], change)
    expect(wordsOf(answers.at(-1))).toMatch(/I do not know/)
    expect(answers.map(wordsOf).join()).not.toMatch(/needs? attention/)
  })

  it('refuses a wrong signature and an old one', async () => {
    const before = test.rig.calls.length
    const wrong = await slack.command('sam', 'at-risk', { signedWith: 'somebody else' })
    const none = await slack.command('sam', 'at-risk', { signedWith: null })
    const old = await slack.command('sam', 'at-risk', { sentAt: new Date(Date.now() - 6 * 60_000) })
    expect([wrong.status, none.status, old.status]).toEqual([401, 401, 401])
    await typed('sam', 'help')
    const posts = test.rig.calls.slice(before).filter(({ method }) => method.startsWith('chat.'))
    expect(posts).toEqual([])
  })

  it('hears nothing from another workspace, whichever part of a request names it', async () => {
    const { db } = test.sample.crew
    const kept = async () =>
      (
        await db.sql<{ id: string }[]>`
        select request_id as id from slack_requests where venture_id = ${db.ventureId}`
      ).map(({ id }) => id)
    const before = new Set(await kept())
    const channel = await test.rig.directMessage('sam')
    const said = { type: 'message', channel_type: 'im', user: test.rig.user('sam'), channel, text: 'at-risk' }
    const team = 'T0STRANGER'
    await slack.event({ ...said, ts: '1795263000.000001' }, { team })
    for (const [index, field] of ['team', 'user_team', 'source_team'].entries())
      await slack.event({ ...said, ts: `1795263000.00001${index}`, [field]: team })
    expect((await slack.command('sam', 'at-risk', { team })).body).toEqual('')
    const answered = answersAmong(await test.rig.messages(channel)).length
    const { ts } = await slack.directMessage('sam', 'help')
    // Not so much as kept: what is kept is done.
    expect((await kept()).filter((id) => !before.has(id))).toEqual([`${channel}-${ts}`])
    await answersIn(channel, undefined, answered + 1)
  })
})

describe('once', () => {
  it('answers a message once, however often Slack tells of it', async () => {
    const channel = await test.rig.directMessage('ana')
    const event = { type: 'message', channel_type: 'im', user: test.rig.user('ana'), text: 'help', channel }
    const said = { ...event, ts: '1795263567.000100', event_ts: '1795263567.000100' }
    const before = answersAmong(await test.rig.messages(channel)).length
    await Promise.all([slack.event(said), slack.event(said, { retry: 1 }), slack.event(said)])
    await answersIn(channel, undefined, before + 1)
    await slack.event(said, { retry: 2 })
    await slack.directMessage('ana', 'status')
    const answers = (await answersIn(channel, undefined, before + 2)).slice(before)
    expect(answers.filter((each) => /\/crew why/.test(wordsOf(each)))).toHaveLength(1)
    expect(answers).toHaveLength(2)
  })

  it('answers what was asked while Slack was down and the bot was started anew', async () => {
    const channel = await test.rig.directMessage('sam')
    const before = answersAmong(await test.rig.messages(channel)).length
    const back = test.rig.misbehave('*', 'unreachable')
    expect((await slack.directMessage('sam', 'at-risk')).status).toBe(200)
    await test.restart()
    slack = test.rig.over(test.bot.url ?? '')
    back()
    const answers = await answersIn(channel, undefined, before + 1)
    expect(answers).toHaveLength(before + 1)
    expect(wordsOf(answers.at(-1))).toMatch(/attention/)
  })

  it('does what a process took and died before it queued it', async () => {
    const { db } = test.sample.crew
    const channel = await test.rig.directMessage('ana')
    const before = answersAmong(await test.rig.messages(channel)).length
    const ts = '1795263888.000100'
    const data = { user: test.rig.user('ana'), text: 'help', channel, ts, isDirect: true }
    await db.sql`
      insert into slack_requests (venture_id, request_id, work, team_id, data, received_at)
      values (${db.ventureId}, ${`${channel}-${ts}`}, 'message', ${test.rig.team}, ${JSON.stringify(data)}::text::jsonb,
        now() - interval '1 minute')`
    await test.restart()
    slack = test.rig.over(test.bot.url ?? '')
    expect(await answersIn(channel, undefined, before + 1)).toHaveLength(before + 1)
  })

  it('does nothing that was kept of another workspace', async () => {
    const { db } = test.sample.crew
    const channel = await test.rig.directMessage('ana')
    const data = { user: test.rig.user('ana'), text: 'at-risk', channel, ts: '1795263889.000100', isDirect: true }
    await db.sql`
      insert into slack_requests (venture_id, request_id, work, team_id, data, received_at)
      values (${db.ventureId}, 'of-strangers', 'message', 'T0STRANGER', ${JSON.stringify(data)}::text::jsonb,
        now() - interval '1 minute')`
    await test.restart()
    slack = test.rig.over(test.bot.url ?? '')
    await until(async () => expect((await requestRow('of-strangers')).problem).toBe('another workspace'))
  })

  it('looks for an answer that may have left, and says it once', async () => {
    const channel = await test.rig.directMessage('ana')
    const before = answersAmong(await test.rig.messages(channel)).length
    test.rig.misbehave('chat.postMessage', 'answer_lost', 1)
    const end = test.rig.misbehave('conversations.history', 'unreachable')
    const { ts } = await slack.directMessage('ana', 'help')
    const id = `${channel}-${ts}`
    await until(async () => expect((await requestRow(id)).attempts).toBeGreaterThan(1))
    end()
    await until(async () => expect((await requestRow(id)).finishedAt).not.toBeNull())
    expect(answersAmong(await test.rig.messages(channel))).toHaveLength(before + 1)
  })

  it('waits as long as Slack asks for', async () => {
    const channel = await test.rig.directMessage('sam')
    const before = answersAmong(await test.rig.messages(channel)).length
    test.rig.misbehave('chat.postMessage', { status: 429, retryAfterSeconds: 1 }, 1)
    await slack.directMessage('sam', 'help')
    expect(await answersIn(channel, undefined, before + 1)).toHaveLength(before + 1)
  })
})

describe('commands', () => {
  it.each([
    ['help', /\/crew at-risk/],
    ['help tools', /get_nps/],
    ['metrics', /Health|score|NPS/],
    ['metrics nps', /NPS|net promoter/i],
    ['settings', /default|settings/i],
    ['settings churn threshold', /./],
    ['get_churn_rate from=2026-07-01 until=2026-10-01', /churn/i],
    ['get-nps', /receipt/i],
    ['why all', /average|score/i],
    ['compare Enterprise and Basic', /Enterprise/],
  ])('/crew %s', async (words, expected) => {
    expect(wordsOf(await typed('sam', words))).toMatch(expected)
    expect(test.rig.problems).toEqual([])
  })

  it('says which keys a tool takes when one is wrong', async () => {
    expect(wordsOf(await typed('sam', 'list_customers colour=red'))).toMatch(/takes no colour.*status=/s)
    expect(wordsOf(await typed('sam', 'list_customers limit=many'))).toMatch(/limit/)
  })

  it.each(['create_api_key name=web', 'create-token role=eva', 'issue_token person=sam'])(
    'makes no secret: %s',
    async (words) => {
      const { db } = test.sample.crew
      const secrets = () => db.sql`
        select id from api_keys where venture_id = ${db.ventureId}
        union all select id from person_tokens where venture_id = ${db.ventureId}`
      const before = await secrets()
      expect(wordsOf(await typed('olga', words))).toMatch(/not in Slack[\s\S]*crew \w+ \w+ \(in a terminal\)/)
      expect(await secrets()).toEqual(before)
    },
  )

  it('shows a customer named like a call to everyone as that text', async () => {
    const { externalId } = await topCustomer()
    await test.sample.crew.db.sql`
      update customer_versions set name = '<!channel> & *Co*'
      where customer_id = (select id from customers where venture_id = ${test.sample.crew.venture.id} and external_id = ${externalId})`
    const answer = await typed('sam', `customer ${externalId}`)
    // Of plain text Slack parses nothing; of everything else it is shown, and rings nobody.
    expect(mrkdwnIn(answer.blocks).join('\n')).not.toContain('<!')
    expect(answer.text).toContain('&lt;!channel&gt;')
  })
})

describe('buttons', () => {
  it('shares an answer in a private channel once, with whom it comes from', async () => {
    const answer = await typed('sam', 'at-risk', 'team')
    const before = answersAmong(await test.rig.messages('team')).length
    const press = () => slack.press('sam', { channel: 'team', message: answer }, 'share_answer')
    expect(wordsOf(await shownTo('sam', () => Promise.all([press(), press()])))).toMatch(/shared already/)
    const answers = await answersIn('team', undefined, before + 1)
    expect(wordsOf(answers.at(-1))).toContain(`Shared by <@${test.rig.user('sam')}>`)
    expect(wordsOf(answers.at(-1))).not.toContain('Share in this channel')
    await until(() => expect(test.rig.shownOnlyTo('sam').map(({ ts }) => ts)).not.toContain(answer.ts))
    expect(answersAmong(await test.rig.messages('team'))).toHaveLength(before + 1)
  })

  it('does not share in a public channel', async () => {
    const answer = await typed('sam', 'at-risk')
    const refusal = await shownTo('sam', () =>
      slack.press('sam', { channel: 'lobby', message: answer }, 'share_answer'),
    )
    expect(wordsOf(refusal)).toMatch(/I do not share this here/)
    expect(answersAmong(await test.rig.messages('lobby'))).toEqual([])
  })

  it('finds a customer by first letters, and shows the one chosen', async () => {
    const question = await typed('sam', 'customer')
    const [name] = await slack.type('sam', { channel: 'lobby', message: question }, 'pick_customer', 'a')
    if (!name) throw new Error('no name came up')
    await slack.press('sam', { channel: 'lobby', message: question }, 'pick_customer', { value: name.value })
    await until(() => {
      const shown = test.rig.shownOnlyTo('sam').find(({ ts }) => ts === question.ts)
      expect(wordsOf(shown)).toContain(name.text.replace(/ \([^)]*\)$/, ''))
    })
  })

  it('shows what was chosen to one person, where the channel of the question was made public since', async () => {
    const { name, id } = await topCustomer()
    const { ts } = await slack.mention('sam', 'team', 'customer')
    const [question] = await answersIn('team', ts)
    if (!question) throw new Error('no question')
    test.rig.changeChannel('team', { is_private: false })
    await test.restart()
    slack = test.rig.over(test.bot.url ?? '')
    const answer = await shownTo('sam', () =>
      slack.press('sam', { channel: 'team', message: question }, 'pick_customer', { value: id }),
    )
    expect(wordsOf(answer)).toContain(escapeMrkdwn(name))
    expect((await answersIn('team', ts)).map(wordsOf)).toEqual([wordsOf(question)])
    test.rig.changeChannel('team', {})
    await test.restart()
    slack = test.rig.over(test.bot.url ?? '')
  })

  it('shows no name to who has no role', async () => {
    const question = await typed('sam', 'customer')
    expect(await slack.type('nobody', { channel: 'lobby', message: question }, 'pick_customer', 'a')).toEqual([])
  })
})

it('acknowledges fifty at once long before Slack gives up, each of them kept', async ({ annotate }) => {
  const channel = await test.rig.directMessage('ana')
  const said = (index: number) => {
    const ts = `17952999${String(index).padStart(2, '0')}.000100`
    return { type: 'message', channel_type: 'im', user: test.rig.user('ana'), text: 'help', channel, ts, event_ts: ts }
  }
  const acks = await Promise.all(Array.from({ length: 50 }, (_, index) => slack.event(said(index))))
  expect(acks.every(({ status }) => status === 200)).toBe(true)
  const took = acks.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  await annotate(`acknowledged 50 at once: p50 ${took[24]?.toFixed(0)} ms, the slowest ${took[49]?.toFixed(0)} ms`)
  expect(took[49]).toBeLessThan(3_000)
  const [row] = await test.sample.crew.db.sql<{ count: number }[]>`
    select count(*) from slack_requests where venture_id = ${test.sample.crew.venture.id} and request_id like ${`${channel}-17952999%`}`
  expect(row?.count).toBe(50)
})
