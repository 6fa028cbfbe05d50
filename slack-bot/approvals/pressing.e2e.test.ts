/** Presses and dialogs that go wrong: pressed twice, too late, by another, or while Slack does not answer. */
import { describe, expect, it } from 'vitest'
import { openTicket, statusOf, touchStates } from '../../tools/proposals/proposal.fixture.ts'
import { wordsOf } from '../bot.fixture.ts'
import { PROPOSAL_ACTIONS } from '../messages/proposal.ts'
import { TEAM, useApprovals } from './approvals.fixture.ts'

const { approve, modify, reject, open } = PROPOSAL_ACTIONS
const approvals = useApprovals('slack-pressing')
const { file, cardOf, saying, press, dialogOf, toldTo, until } = approvals

const toldSince = (who: string) => {
  const before = approvals.test.rig.shownOnlyTo(who).length
  return () => approvals.test.rig.shownOnlyTo(who).slice(before).map(wordsOf).join('\n')
}
const requests = async () => {
  const { db } = approvals.test.sample.crew
  return db.sql<{ id: string; work: string }[]>`
    select request_id as id, work from slack_requests where venture_id = ${db.ventureId} order by received_at, request_id`
}

describe('once', () => {
  it('tells who changes it a second time that it was changed already', async () => {
    const filed = await file('offer')
    const [first, second] = [await dialogOf('clara', filed, modify), await dialogOf('clara', filed, modify)]
    await approvals.slack.submit('clara', first, { body_1: 'The first text', reason: 'Warmer' })
    await saying(filed, 'clara', 'Changed into')
    const told = toldSince('clara')
    await approvals.slack.submit('clara', second, { body_1: 'Another text', reason: 'Warmer' })
    await until(() => expect(told()).toMatch(new RegExp(`${filed.label} (?:was|is) `)))
  })

  it('says nothing to whose decision was taken by a try that then died', async () => {
    const { crew } = approvals.test.sample
    const filed = await file('offer')
    const { ts } = await cardOf(filed, 'clara')
    await press('clara', filed, approve)
    await saying(filed, 'clara', 'Approved')
    const told = toldSince('clara')
    const channel = await approvals.test.rig.directMessage('clara')
    const data = {
      slackUser: approvals.test.rig.user('clara'),
      ...{ channel, ts, proposal: filed.id, round: 1, moved: null, confirmation: null, decision: 'approve' },
    }
    await crew.db.sql`
      insert into slack_requests (venture_id, request_id, work, team_id, data, received_at, attempts, tried_at)
      values (${crew.db.ventureId}, 'died', 'decide_proposal', ${approvals.test.rig.team},
        ${JSON.stringify(data)}::text::jsonb, now() - interval '1 minute', 1, now())`
    await approvals.restart()
    await until(async () => {
      const [row] = await crew.db.sql<{ finishedAt: Date | null; problem: string | null }[]>`
        select finished_at, problem from slack_requests where venture_id = ${crew.db.ventureId} and request_id = 'died'`
      expect(row).toMatchObject({ finishedAt: expect.any(Date), problem: null })
    })
    expect(told()).toBe('')
  })

  it('hears a press, a choice of a list and a dialog once, however often Slack tells of it', async () => {
    const filed = await file('task')
    const message = await cardOf(filed, TEAM)
    const place = { channel: TEAM, message }
    const before = (await requests()).length
    const view = await dialogOf('anna', filed, reject, TEAM)
    const opened = await approvals.slack.press('anna', place, PROPOSAL_ACTIONS.monitor)
    const sent = await approvals.slack.submit('anna', view, { reason: 'Not now' })
    await sent.again()
    await opened.again()
    const pressed = await approvals.slack.press('anna', place, approve)
    await pressed.again()
    const added = (await requests()).slice(before)
    expect(added.map(({ work }) => work)).toEqual(['decide_proposal', 'decide_proposal'])
    expect(added[0]?.id).toBe(`view-${view.id}`)
    const list = {
      ...message,
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: open, value: filed.id }] }],
    }
    const asked = await approvals.slack.press('anna', { channel: TEAM, message: list }, open)
    await asked.again()
    expect((await requests()).slice(before + 2).map(({ work }) => work)).toEqual(['open_proposal'])
    await toldTo('anna', `${filed.label} is in your direct messages`)
  })
})

describe('who pressed', () => {
  it('is who counts: another who sends a dialog decides with nobody else’s confirmation', async () => {
    const filed = await file('task')
    const view = await dialogOf('anna', filed, reject, TEAM)
    await approvals.slack.submit('clara', view, { reason: 'By another' })
    await until(async () => {
      const open = await approvals.test.sample.crew.db.sql`
        select 1 from slack_requests where request_id = ${`view-${view.id}`} and finished_at is null`
      expect(open).toEqual([])
    })
    expect(await statusOf(approvals.test.sample.crew.db, filed.id)).toBe('waiting')
  })

  it('of another workspace is not heard, neither a press nor a dialog that is sent', async () => {
    const { db } = approvals.test.sample.crew
    const filed = await file('task')
    const place = { channel: TEAM, message: await cardOf(filed, TEAM) }
    const view = await dialogOf('anna', filed, reject, TEAM)
    const [kept, opened] = [(await requests()).length, approvals.test.rig.views('anna').length]
    const team = { team: 'T0STRANGER' }
    await approvals.slack.press('anna', place, approve, team)
    await approvals.slack.press('anna', place, reject, team)
    await approvals.slack.submit('anna', view, { reason: 'From elsewhere' }, team)
    await press('anna', await file('task'), approve, TEAM)
    expect(await requests()).toHaveLength(kept + 1)
    expect(approvals.test.rig.views('anna')).toHaveLength(opened)
    expect(await statusOf(db, filed.id)).toBe('waiting')
  })
})

it('in the channel nothing is approved on facts that moved since they were shown there', async () => {
  const { crew } = approvals.test.sample
  const filed = await file('task')
  await cardOf(filed, TEAM)
  await openTicket(crew.db, approvals.customerOfLast().id, new Date())
  await press('anna', filed, approve, TEAM)
  await toldTo('anna', new RegExp(`${filed.label} is not as this message showed it: A support ticket was opened`))
  expect(await statusOf(crew.db, filed.id)).toBe('waiting')
  await saying(filed, TEAM, /Moved since it was asked/)
  await press('anna', filed, approve, TEAM)
  await saying(filed, TEAM, /Approved\* by anna/)
})

describe('a dialog', () => {
  it('is acknowledged before Slack is asked who pressed, and of one that did not open it is said to press again', async () => {
    const filed = await file('offer')
    await cardOf(filed, 'chris')
    await approvals.restart()
    const slow = approvals.test.rig.misbehave('users.info', { delayMs: 3_200 })
    const late = toldSince('chris')
    const acknowledged = await press('chris', filed, reject)
    expect(acknowledged.status).toBe(200)
    expect(acknowledged.milliseconds).toBeLessThan(3_000)
    await until(() => expect(late()).toMatch(/The dialog did not open: [\s\S]*Press again/))
    slow()
    for (const fault of [{ status: 429, retryAfterSeconds: 1 }, { error: 'expired_trigger_id' }] as const) {
      const told = toldSince('chris')
      approvals.test.rig.misbehave('views.open', fault, 1)
      expect((await press('chris', filed, reject)).status).toBe(200)
      await until(() => expect(told()).toMatch(/The dialog did not open: [\s\S]*Press again/))
    }
    await dialogOf('chris', filed, reject)
  })

  it('does not open on a round that was asked again since', async () => {
    const { crew } = approvals.test.sample
    const filed = await file('task')
    const place = { channel: TEAM, message: await cardOf(filed, TEAM) }
    await crew.db.sql`update proposals set round = 2 where venture_id = ${crew.db.ventureId} and id = ${filed.id}`
    const opened = approvals.test.rig.views('anna').length
    await approvals.slack.press('anna', place, reject)
    await toldTo('anna', new RegExp(`${filed.label} was asked again since this message`))
    expect(approvals.test.rig.views('anna')).toHaveLength(opened)
  })
})

describe('while Slack does not answer', () => {
  const decideRow = async () => {
    const { db } = approvals.test.sample.crew
    const [row] = await db.sql<{ id: string; attempts: number; finishedAt: Date | null }[]>`
      select request_id as id, attempts, finished_at from slack_requests
      where venture_id = ${db.ventureId} and work = 'decide_proposal' order by received_at desc limit 1`
    if (!row) throw new Error('no decision was kept')
    return row
  }

  it('an approval that was acknowledged counts, however long Slack cannot say who pressed', async () => {
    const { db } = approvals.test.sample.crew
    const filed = await file('offer')
    await cardOf(filed, 'clara')
    // Who clara is was asked a moment ago.
    await approvals.restart()
    const back = approvals.test.rig.misbehave('users.info', { status: 500 })
    expect((await press('clara', filed, approve)).status).toBe(200)
    await until(async () => expect((await decideRow()).attempts).toBeGreaterThan(0))
    const { id } = await decideRow()
    await db.sql`update slack_requests set attempts = 9 where venture_id = ${db.ventureId} and request_id = ${id}`
    await until(async () => expect((await decideRow()).attempts).toBeGreaterThanOrEqual(10))
    back()
    await saying(filed, 'clara', 'Approved')
    await until(async () => expect((await decideRow()).finishedAt).not.toBeNull())
    expect(await touchStates(db, filed.id)).toMatchObject([{ status: 'sent', channel: 'email' }])
  })

  it('a card that is asked for is posted once, and nobody is told of a fault', async () => {
    const filed = await file('offer')
    const card = await cardOf(filed, 'clara')
    const direct = await approvals.test.rig.directMessage('clara')
    const copies = async () =>
      (await approvals.test.rig.messages(direct)).filter(({ text }) => text === card.text).length
    const told = approvals.test.rig.shownOnlyTo('clara').length
    const answers = () => approvals.test.rig.shownOnlyTo('clara').slice(told).map(wordsOf).join()
    for (const [method, fault] of [
      ['conversations.open', { status: 429, retryAfterSeconds: 1 }],
      ['chat.postMessage', 'answer_lost'],
    ] as const) {
      const before = await copies()
      approvals.test.rig.misbehave(method, fault, 1)
      await approvals.slack.command('clara', `approvals ${filed.label}`)
      await until(async () => expect(await copies()).toBeGreaterThan(before))
      await until(() => expect(answers()).toMatch(/in your direct messages/))
      expect(await copies()).toBe(before + 1)
    }
    expect(answers()).not.toMatch(/our fault|incident/i)
    for (const method of ['conversations.open', 'chat.postMessage']) {
      const refused = toldSince('clara')
      approvals.test.rig.misbehave(method, { error: 'missing_scope' }, 1)
      await approvals.slack.command('clara', `approvals ${filed.label}`)
      await until(() => expect(refused()).toMatch(/could not bring it to your direct messages: [\s\S]*crew doctor/))
    }
  })
})

it('nothing that Slack would refuse was sent', () => {
  expect(approvals.test.rig.problems).toEqual([])
})
