/** Proposals about customers of a sample venture, in the direct messages of two Chairmen and the channel of the team. */
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { changeMode } from '../../tools/modes/modes.ts'
import { type Filed, fileProposal, type ProposalInput } from '../../tools/proposals/file-proposal.ts'
import { campaignAgent } from '../../tools/proposals/proposal.fixture.ts'
import type { Draft, ProposalKind } from '../../tools/proposals/proposal.ts'
import { testChairman } from '../../tools/test-context.ts'
import { openTestBot, type TestBot, wordsOf } from '../bot.fixture.ts'
import type { OpenView, ShownMessage } from '../slack.fixture.ts'
import type { SlackSender } from '../slack-sender.fixture.ts'

export const TEAM = 'customer-success'

const drafts: Record<Exclude<ProposalKind, 'setting'>, Draft> = {
  message: { kind: 'message', subject: 'How is it going?', body: 'Can we help?', toUserId: null },
  offer: { kind: 'offer', subject: 'A month on us', body: 'We would like you to stay.', costMinor: 5_000 },
  task: { kind: 'task', title: 'Call the account', body: 'Ask what stands in the way.', dueInDays: 2 },
  escalation: { kind: 'escalation', title: 'A strategic account', body: 'It is about to leave.' },
}

type Shown = Pick<Filed, 'label'>

/** Begins and ends with the tests of the file that calls it. A `channel` is the team's, or a person's direct messages. */
export function useApprovals(slug: string) {
  let test: TestBot
  let slack: SlackSender
  let customers: { id: string; name: string }[]
  let taken = 0
  beforeAll(async () => {
    test = await openTestBot({
      slug,
      people: [
        { name: 'clara', roles: ['chairman'] },
        { name: 'chris', roles: ['chairman'] },
        { name: 'anna', roles: ['success'] },
        { name: 'eva', roles: ['eva'] },
        { name: 'stranger', roles: [] },
      ],
      channels: [{ name: TEAM, isPrivate: true }],
      customers: 60,
    })
    slack = test.rig.over(test.bot.url ?? '')
    const { crew } = test.sample
    const by = { ...testChairman, name: 'Test' }
    for (const kind of ['message', 'offer', 'task', 'escalation'] as const)
      await changeMode(crew.db, crew.ledgerKey, { kind, mode: 'assisted', reason: 'test', by, at: new Date() })
    // Those who may be written to, so that an approved message leaves; small ones first, for what is about much money is the Chairman's.
    customers = await crew.db.sql<{ id: string; name: string }[]>`
      select c.id, max(v.name) as name from customers c
      join customer_versions v on v.venture_id = c.venture_id and v.customer_id = c.id and v.superseded_at is null
      join customer_users u on u.venture_id = c.venture_id and u.customer_id = c.id
      join customer_user_versions w on w.venture_id = u.venture_id and w.user_id = u.id and w.superseded_at is null
      left join subscription_versions s on s.venture_id = c.venture_id and s.customer_id = c.id and s.superseded_at is null
      where c.venture_id = ${crew.db.ventureId} and w.email_consent = 'granted' and w.email is not null
      group by c.id order by max(coalesce(s.mrr_minor, 0)), c.id`
  }, 120_000)
  afterAll(() => test?.close())
  // What was told before was told long ago: a few cards in ten minutes, and what comes then is a list.
  beforeEach(async () => {
    const { db } = test.sample.crew
    await db.sql`update slack_messages set created_at = created_at - interval '1 hour' where venture_id = ${db.ventureId}`
  })

  const until = <T>(look: () => Promise<T> | T): Promise<T> => vi.waitFor(look, { timeout: 30_000, interval: 25 })
  const placeOf = (channel: string) =>
    channel === TEAM ? Promise.resolve(test.rig.channel(TEAM)) : test.rig.directMessage(channel)

  /** The newest card of the proposal there. */
  async function cardOf({ label }: Shown, channel: string): Promise<ShownMessage> {
    const place = await placeOf(channel)
    return until(async () => {
      const last = (await test.rig.messages(place)).findLast(({ text }) => text.startsWith(label))
      if (!last) throw new Error(`no message names ${label}`)
      return last
    })
  }

  async function press(who: string, filed: Shown, action: string, channel = who) {
    const message = await cardOf(filed, channel)
    return slack.press(who, { channel: await placeOf(channel), message }, action)
  }

  return {
    get test() {
      return test
    },
    get slack() {
      return slack
    },
    until,
    cardOf,
    press,
    async restart(): Promise<void> {
      await test.restart()
      slack = test.rig.over(test.bot.url ?? '')
    },
    /** Each about a customer of its own, for one customer is not written to twice in a week. */
    async file(kind: keyof typeof drafts, more: Partial<ProposalInput> = {}): Promise<Filed> {
      const customer = customers[taken++]
      if (!customer) throw new Error('the sample has no more customers')
      return fileProposal(await test.sample.crew.context({ actor: campaignAgent }), {
        customerId: customer.id,
        cause: 'inactive_users',
        title: `Win back number ${taken}`,
        reason: 'Nobody signed in for two weeks.',
        draft: drafts[kind],
        facts: [],
        churnProbability: 0.5,
        ...more,
      })
    },
    customerOfLast(): { id: string; name: string } {
      const last = customers[taken - 1]
      if (!last) throw new Error('nothing was filed yet')
      return last
    },
    async saying(filed: Shown, channel: string, words: string | RegExp): Promise<string> {
      return until(async () => {
        const text = wordsOf(await cardOf(filed, channel))
        expect(text).toMatch(words)
        return text
      })
    },
    async dialogOf(who: string, filed: Shown, action: string, channel = who): Promise<OpenView> {
      const before = test.rig.views(who).length
      await press(who, filed, action, channel)
      return until(() => {
        const view = test.rig.views(who)[before]
        if (!view) throw new Error('no dialog opened')
        return view
      })
    },
    toldTo: (who: string, words: string | RegExp) =>
      until(() => expect(test.rig.shownOnlyTo(who).map(wordsOf).join('\n')).toMatch(words)),
  }
}
