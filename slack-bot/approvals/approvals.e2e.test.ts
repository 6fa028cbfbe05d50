/** Proposals in Slack, through signed presses and dialogs: what is shown to whom, who decides, and what every copy says after. */
import { beforeAll, describe, expect, it } from 'vitest'
import { assignRoles, findPerson } from '../../tools/people/people.ts'
import { decideProposal } from '../../tools/proposals/decide-proposal.ts'
import { expireProposals } from '../../tools/proposals/expire-proposals.ts'
import type { Filed } from '../../tools/proposals/file-proposal.ts'
import { eventsOf, openTicket, statusOf, touchStates } from '../../tools/proposals/proposal.fixture.ts'
import { runTool } from '../../tools/run-tool.ts'
import { testChairman } from '../../tools/test-context.ts'
import { type TestBot, wordsOf } from '../bot.fixture.ts'
import { PROPOSAL_ACTIONS } from '../messages/proposal.ts'
import type { ShownMessage } from '../slack.fixture.ts'
import type { SlackSender } from '../slack-sender.fixture.ts'
import { TEAM, useApprovals } from './approvals.fixture.ts'

const { approve, approveWithNote, modify, reject, escalate, monitor, open } = PROPOSAL_ACTIONS

const approvals = useApprovals('slack-approvals')
const { file, cardOf, saying, press, dialogOf, toldTo, until } = approvals
let test: TestBot
let slack: SlackSender
beforeAll(() => {
  test = approvals.test
  slack = approvals.slack
})
const nameOfLast = () => approvals.customerOfLast().name

const actionsOf = (message: ShownMessage) =>
  message.blocks.flatMap((block) =>
    ((block.elements ?? []) as { action_id?: string }[]).flatMap(({ action_id }) => action_id ?? []),
  )

describe('an offer', () => {
  it('comes to each Chairman with who, why, money, draft and options; one approves, every copy says so, and it leaves once', async () => {
    const filed = await file('offer', { moneyAtStakeMinor: 1_234_500 })
    for (const who of ['clara', 'chris']) {
      const text = await saying(filed, who, filed.label)
      expect(text).toContain(nameOfLast())
      expect(text).toContain('Nobody signed in for two weeks.')
      expect(text).toContain('$12,345 a year')
      expect(text).toContain('50 %')
      expect(text).toContain('The Chairman: it is an offer')
      expect(text).toContain('We would like you to stay.')
    }
    expect(actionsOf(await cardOf(filed, 'clara'))).toEqual([approve, approveWithNote, modify, reject, monitor])
    expect(wordsOf((await test.rig.messages(TEAM)).at(-1))).not.toContain(filed.label)
    const copyOfChris = await cardOf(filed, 'chris')

    const pressed = await press('clara', filed, approve)
    expect(pressed.status).toBe(200)
    await pressed.again()
    for (const who of ['clara', 'chris']) {
      const text = await saying(filed, who, /Approved\* by clara in Slack[\s\S]*Sent by mail/)
      expect(text).not.toContain('Answer due')
      expect(actionsOf(await cardOf(filed, who))).not.toContain(approve)
    }
    const { db } = test.sample.crew
    expect(await statusOf(db, filed.id)).toBe('done')
    expect(await touchStates(db, filed.id)).toMatchObject([{ status: 'sent', channel: 'email' }])
    expect((await eventsOf(db, filed.id)).filter((event) => event === 'proposal.decided')).toHaveLength(1)

    // A press on what Chris still saw.
    await slack.press('chris', { channel: await test.rig.directMessage('chris'), message: copyOfChris }, approve)
    await toldTo('chris', new RegExp(`${filed.label} was approved by clara`))
    expect(await touchStates(db, filed.id)).toHaveLength(1)
  })

  it('is approved with a note where one is wanted, and else with what the message showed as the reason', async () => {
    const [noted, pressedOnly, leftEmpty] = [
      await file('offer'),
      await file('offer', { moneyAtStakeMinor: 765_400 }),
      await file('offer'),
    ]
    const view = await dialogOf('clara', noted, approveWithNote)
    await slack.submit('clara', view, { reason: 'They asked for it on the phone' })
    await saying(noted, 'chris', /Approved\* by clara in Slack[\s\S]*They asked for it on the phone/)
    await press('clara', pressedOnly, approve)
    await slack.submit('clara', await dialogOf('clara', leftEmpty, approveWithNote))
    for (const filed of [pressedOnly, leftEmpty]) expect(await saying(filed, 'chris', 'Approved')).not.toContain('note')
    const { db } = test.sample.crew
    const reasonOf = async ({ id }: Filed) => {
      const [row] = await db.sql<{ reason: string }[]>`
        select reason from decisions where venture_id = ${db.ventureId} and proposal_id = ${id}`
      return row?.reason
    }
    expect(await reasonOf(noted)).toBe('They asked for it on the phone')
    expect(await reasonOf(pressedOnly)).toMatch(
      /^Approved with the button in Slack, without a note, on what it showed: \$7,654 a year at stake, churn probability 50 %, cost \$50/,
    )
    expect(await reasonOf(leftEmpty)).toMatch(
      /without a note, on what it showed: .*churn probability 50 %, cost \$50\.$/,
    )
  })

  it('is changed in a dialog with its draft; the changed one waits, is approved and sent with the new words', async () => {
    const filed = await file('offer')
    const view = await dialogOf('clara', filed, modify)
    expect(JSON.stringify(view.blocks)).toContain('We would like you to stay.')
    await slack.submit('clara', view, { body_1: 'Two months on us, and a call.', cost: '80', reason: 'More generous' })
    const old = await saying(filed, 'clara', /Changed into P-\d+\* by clara in Slack[\s\S]*More generous/)
    const label = /Changed into (P-\d+)/.exec(old)?.[1] ?? ''
    await saying(filed, 'chris', `Changed into ${label}`)
    const changed = await until(async () => {
      const [row] = await test.sample.crew.db.sql<{ id: string }[]>`
        select id from proposals where venture_id = ${test.sample.crew.db.ventureId} and number = ${label.slice(2)}`
      if (!row) throw new Error('not filed')
      return { id: row.id, label }
    })
    const card = await cardOf(changed, 'clara')
    expect(wordsOf(card)).toContain('Two months on us, and a call.')
    expect(wordsOf(card)).toContain('$80')
    expect(wordsOf(card)).toContain(`instead of ${filed.label}`)
    await press('clara', changed, approve)
    await until(async () =>
      expect(await touchStates(test.sample.crew.db, changed.id)).toMatchObject([{ status: 'sent', channel: 'email' }]),
    )
    expect(await touchStates(test.sample.crew.db, filed.id)).toEqual([])
    await saying(changed, 'chris', 'Approved')
  })

  it('is refused with a reason, which must be one', async () => {
    const filed = await file('offer')
    const view = await dialogOf('chris', filed, reject)
    const blank = await slack.submit('chris', view, { reason: '   ' })
    expect(JSON.parse(blank.body)).toMatchObject({ response_action: 'errors', errors: { reason: expect.any(String) } })
    const sent = await slack.submit('chris', view, { reason: 'They just renewed <!channel>' })
    await sent.again()
    for (const who of ['clara', 'chris'])
      await saying(filed, who, /Rejected\* by chris in Slack[\s\S]*They just renewed &lt;!channel&gt;/)
    expect(
      (await eventsOf(test.sample.crew.db, filed.id)).filter((event) => event === 'proposal.decided'),
    ).toHaveLength(1)
  })

  it('is nothing for who may not decide, whoever pressed', async () => {
    const filed = await file('offer')
    const message = await cardOf(filed, 'clara')
    const channel = await test.rig.directMessage('clara')
    for (const [who, words] of [
      ['anna', /for the Chairman, because it is an offer/],
      ['eva', /eva/],
      ['stranger', /I do not know stranger@example\.com/],
    ] as const) {
      await slack.press(who, { channel, message }, approve)
      await toldTo(who, words)
      await slack.press(who, { channel, message }, reject)
    }
    // Another Chairman's confirmation is worth nothing either: it is drawn for the one who sees it.
    await slack.press('chris', { channel, message }, approve)
    await toldTo('chris', /no confirmation of/)
    for (const who of ['anna', 'eva', 'stranger']) expect(test.rig.views(who)).toEqual([])
    expect(await statusOf(test.sample.crew.db, filed.id)).toBe('waiting')
    await press('clara', filed, approve)
    await saying(filed, 'clara', 'Approved')
  })

  it('is taken from the card of a Chairman whose roles were taken away', async () => {
    const { crew } = test.sample
    const filed = await file('offer')
    const { ts } = await cardOf(filed, 'chris')
    const direct = await test.rig.directMessage('chris')
    const chris = await findPerson(crew.db, 'chris', new Date())
    const change = { by: testChairman, at: new Date() }
    await assignRoles(crew.db, crew.ledgerKey, chris, [], change)
    await slack.submit('clara', await dialogOf('clara', filed, approveWithNote), { reason: 'They are being sold' })
    await saying(filed, 'clara', 'They are being sold')
    await until(async () => {
      const words = wordsOf((await test.rig.messages(direct)).find((each) => each.ts === ts))
      expect(words).toMatch(/^You no longer have a role here/)
      expect(words).not.toMatch(/sold|Win back/)
    })
    await assignRoles(crew.db, crew.ledgerKey, chris, ['chairman'], change)
  })

  it('is not approved on facts that moved since they were shown', async () => {
    const filed = await file('offer')
    await cardOf(filed, 'clara')
    const { crew } = test.sample
    await openTicket(crew.db, approvals.customerOfLast().id, new Date())
    await press('clara', filed, approve)
    await toldTo('clara', /The facts of P-\d+ moved since it was read: A support ticket was opened/)
    await saying(filed, 'clara', /Moved since it was asked:\* A support ticket was opened/)
    expect(await statusOf(crew.db, filed.id)).toBe('waiting')
    await press('clara', filed, approve)
    await saying(filed, 'clara', 'Approved')
  })
})

describe('what the team decides', () => {
  it('is shown in the channel; a press there counts for who pressed', async () => {
    const filed = await file('task')
    const text = await saying(filed, TEAM, filed.label)
    expect(text).toContain('Ask what stands in the way.')
    expect(actionsOf(await cardOf(filed, TEAM))).toContain(escalate)
    await press('eva', filed, approve, TEAM)
    await toldTo('eva', /confirmation|role/)
    await press('anna', filed, approve, TEAM)
    await saying(filed, TEAM, /Approved\* by anna in Slack[\s\S]*`T-\d+` Call the account: open/)
  })

  it('is passed on to the Chairmen, and the channel says so until it is decided', async () => {
    const filed = await file('task')
    const view = await dialogOf('anna', filed, escalate, TEAM)
    await slack.submit('anna', view, { reason: 'Too big for us' })
    await saying(filed, TEAM, /Passed to the Chairman\* by anna in Slack[\s\S]*Too big for us/)
    expect(actionsOf(await cardOf(filed, TEAM))).not.toContain(approve)
    const second = await dialogOf('clara', filed, monitor)
    await slack.submit('clara', second, { reason: 'See in two weeks' })
    await saying(filed, TEAM, /Closed, to be watched\* by clara[\s\S]*T-\d+/)
    await saying(filed, 'chris', /Closed, to be watched/)
  })

  it('is decided by another door, and every copy shows it; expiry too', async () => {
    const { crew } = test.sample
    const [filed, forgotten] = [await file('task'), await file('offer')]
    await cardOf(filed, TEAM)
    await cardOf(forgotten, 'chris')
    const stale = await cardOf(forgotten, 'clara')
    const [clara] = await crew.db.sql<{ id: string }[]>`
      select id from people where venture_id = ${crew.db.ventureId} and name = 'clara'`
    const actor = { kind: 'person', id: clara?.id ?? '', name: 'clara', roles: ['chairman'] } as const
    const context = await crew.context({ actor, door: 'cli' })
    await runTool(decideProposal, { proposal: filed.label, decision: 'reject', reason: 'Known already' }, context)
    await saying(filed, TEAM, /Rejected\* by clara in a terminal[\s\S]*Known already/)

    const late = new Date(Date.now() + 60 * 24 * 3_600_000)
    await expireProposals(await crew.context({ now: late }))
    await saying(forgotten, 'chris', /Expired\*: the Chairman did not decide/)
    await saying(forgotten, 'clara', /Expired\*/)
    expect(actionsOf(await cardOf(forgotten, 'clara'))).not.toContain(approve)
    // What Clara's phone still showed.
    await slack.press('clara', { channel: await test.rig.directMessage('clara'), message: stale }, approve)
    await toldTo('clara', new RegExp(`${forgotten.label} is expired`))
  })
})

describe('after a crash', () => {
  it('what was decided while the bot was down is shown when it is back, and what was being posted is posted once', async () => {
    const { crew } = test.sample
    const [shown, posting] = [await file('task'), await file('offer')]
    await cardOf(shown, TEAM)
    await cardOf(posting, 'clara')
    const before = (await test.rig.messages(await test.rig.directMessage('clara'))).length
    await test.stop()
    // As a process leaves it that died after the post and before it noted it.
    await crew.db.sql`
      update slack_messages m set status = 'posting', channel = null, ts = null, attempted_at = now(), sent_by = 'slack:elsewhere:1',
        attempt_id = m.id
      from slack_message_proposals s
      where m.venture_id = ${crew.db.ventureId} and s.venture_id = m.venture_id and s.message_id = m.id
        and s.proposal_id = ${posting.id}`
    await crew.db.sql`
      update slack_messages set attempted_at = now() - interval '1 hour'
      where venture_id = ${crew.db.ventureId} and status = 'posting'`
    const [clara] = await crew.db.sql<{ id: string }[]>`
      select id from people where venture_id = ${crew.db.ventureId} and name = 'clara'`
    const actor = { kind: 'person', id: clara?.id ?? '', name: 'clara', roles: ['chairman'] } as const
    const context = await crew.context({ actor, door: 'cli' })
    await runTool(decideProposal, { proposal: shown.label, decision: 'reject', reason: 'While you slept' }, context)
    await approvals.restart()
    slack = approvals.slack
    await saying(shown, TEAM, /While you slept/)
    await until(async () =>
      expect(
        await crew.db.sql`select 1 from slack_messages where venture_id = ${crew.db.ventureId} and status = 'posting'`,
      ).toHaveLength(0),
    )
    expect(await test.rig.messages(await test.rig.directMessage('clara'))).toHaveLength(before)
    await press('clara', posting, approve)
    await saying(posting, 'chris', 'Approved')
  })
})

describe('many at once', () => {
  it('are a few cards and a list, from which one is opened and decided', async () => {
    const filed: Filed[] = []
    for (let index = 0; index < 14; index++) filed.push(await file('task', { moneyAtStakeMinor: 1_000 * (index + 1) }))
    const list = await until(async () => {
      const found = (await test.rig.messages(TEAM)).findLast((each) => /proposals wait for a decision/.test(each.text))
      if (!found) throw new Error('no list')
      return found
    })
    expect((await test.rig.messages(TEAM)).filter(({ text }) => /^P-\d+ waits/.test(text)).length).toBeLessThan(14)
    const button = list.blocks.map(({ accessory }) => accessory as { value: string } | undefined).find(Boolean)
    const wanted = filed.find(({ id }) => id === button?.value)
    if (!wanted) throw new Error('the list opens nothing that was filed')
    const channel = test.rig.channel(TEAM)
    await slack.press('anna', { channel, message: list }, open, { value: wanted.id })
    await toldTo('anna', `${wanted.label} is in your direct messages`)
    await press('anna', wanted, approve)
    await saying(wanted, 'anna', 'Approved')
    await until(async () => {
      const now = (await test.rig.messages(TEAM)).find(({ ts }) => ts === list.ts)
      expect(wordsOf(now)).toMatch(/Approved\* by anna/)
    })
  })

  it('and /crew approvals lists what waits', async () => {
    await slack.command('anna', 'approvals')
    await toldTo('anna', /proposals wait for a decision/)
  })

  it('and those of one customer, by the button of its card', async () => {
    const filed = await file('task')
    const name = nameOfLast()
    await slack.command('anna', `customer ${name}`)
    const card = await until(() => {
      const found = test.rig
        .shownOnlyTo('anna')
        .findLast((each) => JSON.stringify(each.blocks).includes('What is proposed'))
      if (!found) throw new Error('no card of the customer')
      return found
    })
    await slack.press('anna', { channel: await test.rig.directMessage('anna'), message: card }, 'ask_next:3')
    await toldTo('anna', new RegExp(`One proposal about ${name} waits for a decision[\\s\\S]*${filed.label}`))
    await slack.command('anna', 'approvals Nobody Inc')
    await toldTo('anna', /Nobody Inc/)
  })
})

it('nothing that Slack would refuse was sent', () => {
  expect(test.rig.problems).toEqual([])
})
