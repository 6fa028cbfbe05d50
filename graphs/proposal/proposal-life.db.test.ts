import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, ToolContext } from '../../tools/define-tool.ts'
import { openMail } from '../../tools/outbox/open-mail.ts'
import { getProposal } from '../../tools/proposals/get-proposal.ts'
import {
  addCustomer,
  drafts,
  eventsOf,
  file,
  message,
  NOW,
  openStage,
  openTicket,
  rescore,
  type Stage,
  setTestMode,
  statusOf,
  touchStates,
  withdrawConsent,
} from '../../tools/proposals/proposal.fixture.ts'
import type { Draft } from '../../tools/proposals/proposal.ts'
import { runTool } from '../../tools/run-tool.ts'
import { changeSettings } from '../../tools/settings/change-settings.ts'
import { listSettingChanges } from '../../tools/settings/list-setting-changes.ts'
import { completeAndCarryOn, decideAndCarryOut } from './decide-and-carry-out.ts'
import { openProposalLife, type ProposalLife } from './proposal-life.ts'

const LATER = new Date('2026-03-02T11:00:00Z')

let stage: Stage
let life: ProposalLife

beforeAll(async () => {
  stage = await openStage()
  const mail = openMail({ dataDir: stage.dataDir, smtpUrl: undefined, mailFrom: 'Success <success@crew.invalid>' })
  life = await openProposalLife({ crew: stage.crew, mail })
  await setTestMode(stage, 'message', 'assisted')
})
afterAll(async () => {
  await life.close()
  await stage.close()
})

async function approve(proposal: string, by = stage.anna) {
  const input = { proposal, decision: 'approve', reason: 'Looks right.' }
  return decideAndCarryOut(life, input, await as(by))
}

function as(actor: Actor): Promise<ToolContext> {
  return stage.context({ actor })
}

async function mails(): Promise<string[]> {
  return (await readdir(join(stage.dataDir, 'outbox')).catch(() => [])).filter((name) => name.endsWith('.eml'))
}

test('an approved message leaves once, as a file, and the proposal is done', async () => {
  const customer = await addCustomer(stage.db)
  const filed = await file(stage, { customerId: customer.id })
  await life.start(filed.id)
  expect(await statusOf(stage.db, filed.id)).toBe('waiting')

  const { proposal, incidentId } = await approve(filed.label)
  expect(incidentId).toBeUndefined()
  expect(proposal?.status).toBe('done')
  const [touch] = await touchStates(stage.db, filed.id)
  expect(touch).toMatchObject({ status: 'sent', channel: 'email' })
  const eml = await readFile(join(stage.dataDir, 'outbox', `${touch?.id}.eml`), 'utf8')
  expect(eml).toContain(`Message-ID: <${touch?.id}@`)
  expect(eml).toContain('Can we help?')

  await life.resume(filed.id)
  await life.resumeAll()
  expect((await mails()).filter((name) => name.startsWith(touch?.id ?? '?'))).toHaveLength(1)
  expect(await eventsOf(stage.db, filed.id)).toEqual([
    'proposal.filed',
    'proposal.decided',
    'touch.queued',
    'proposal.executed',
    'touch.attempted',
    'touch.sent',
    'proposal.done',
  ])
})

test('what is not on assisted a person does, and says so', async () => {
  for (const kind of ['offer', 'task', 'escalation'] as const) {
    const { id: customerId } = await addCustomer(stage.db)
    const filed = await file(stage, { customerId, cause: `manual_${kind}`, draft: drafts[kind] })
    const { proposal } = await approve(filed.label, stage.chairman)
    expect(proposal).toMatchObject({ status: 'executing', touches: [{ channel: 'task', status: 'queued' }] })
    expect(proposal?.tasks).toHaveLength(1)

    const done = await completeAndCarryOn(life, { task: filed.label, note: 'Called.' }, await as(stage.ben))
    expect(done.proposal).toMatchObject({
      status: 'done',
      touches: [{ status: 'sent', sentBy: `person:${stage.ben.id}` }],
      tasks: [{ status: 'done', doneBy: 'Ben Success', outcome: 'done: Called.' }],
    })
    await expect(completeAndCarryOn(life, { task: filed.label }, await as(stage.anna))).rejects.toThrow(
      /was closed by Ben Success/,
    )
  }
})

test('a task that will not be done closes its proposal as not carried out', async () => {
  const { id: customerId } = await addCustomer(stage.db)
  const filed = await file(stage, { customerId, draft: drafts.task })
  await approve(filed.label)
  const { proposal } = await completeAndCarryOn(life, { task: filed.label, outcome: 'not_done' }, await as(stage.anna))
  expect(proposal).toMatchObject({ status: 'rejected', touches: [{ status: 'cancelled' }] })
})

const settingDraft = (changes: { parameter: string; from: number; to: number }[]): Draft => ({
  kind: 'setting',
  changes,
  evidence: 'Most customers are in one band.',
})
const threshold = (from: number, to: number) => settingDraft([{ parameter: 'healthyThreshold', from, to }])

test('a setting on manual is changed by the Chairman who does it, on assisted by the approval', async () => {
  const byHand = await file(stage, { customerId: null, causeKey: 'by-hand', draft: threshold(70, 75) })
  expect((await approve(byHand.label, stage.chairman)).proposal?.status).toBe('executing')
  expect((await stage.context()).settings.healthyThreshold).toBe(70)
  await expect(completeAndCarryOn(life, { task: byHand.label }, await as(stage.anna))).rejects.toThrow(
    /changes healthy_threshold, which the Chairman does/,
  )
  await completeAndCarryOn(life, { task: byHand.label }, await as(stage.chairman))
  expect((await stage.context()).settings.healthyThreshold).toBe(75)

  await setTestMode(stage, 'setting', 'assisted')
  const assisted = await file(stage, { customerId: null, causeKey: 'assisted', draft: threshold(75, 65) })
  expect((await approve(assisted.label, stage.chairman)).proposal?.status).toBe('done')
  expect((await stage.context()).settings.healthyThreshold).toBe(65)
})

test('weights move together, by the team, and what moved meanwhile is asked again', async () => {
  const draft = settingDraft([
    { parameter: 'engagement_weight', from: 40, to: 50 },
    { parameter: 'supportWeight', from: 30, to: 25 },
    { parameter: 'valueWeight', from: 30, to: 25 },
  ])
  const filed = await file(stage, { customerId: null, causeKey: 'weights', draft })
  const { proposal } = await approve(filed.label, stage.anna)
  expect(proposal).toMatchObject({
    status: 'done',
    rendered: {
      heading: 'Set engagement_weight from 40 to 50, support_weight from 30 to 25, and value_weight from 30 to 25',
    },
  })
  const { settings, settingsVersion } = await stage.context()
  expect(settings).toMatchObject({ engagementWeight: 50, supportWeight: 25, valueWeight: 25 })
  const { output } = await runTool(listSettingChanges, { limit: 1 }, await as(stage.chairman))
  expect(output.versions[0]).toMatchObject({
    version: settingsVersion,
    changedBy: 'Anna Success',
    reason: expect.stringContaining(`${filed.label}: `),
  })
  expect(output.versions[0]?.changes).toHaveLength(3)

  const penalty = settingDraft([{ parameter: 'ticketPenalty', from: 10, to: 12 }])
  const stale = await file(stage, { customerId: null, causeKey: 'stale', draft: penalty })
  const change = { changes: [{ parameter: 'ticket_penalty', to: 11 }], reason: 'test' }
  await runTool(changeSettings, change, await as(stage.chairman))
  expect((await approve(stale.label, stage.anna)).proposal).toMatchObject({
    status: 'waiting',
    round: 2,
    whatChanged: 'The setting ticket_penalty is 11 by now, not 10.',
  })
})

test('a set that cannot be applied is not put to anybody, and one that no longer can be is not approved', async () => {
  const refused: [Draft, RegExp][] = [
    [settingDraft([{ parameter: 'ticketPenalty', from: 11, to: 99 }]), /ticket_penalty cannot be 99/],
    [settingDraft([{ parameter: 'engagementWeight', from: 50, to: 60 }]), /must sum to 100/],
    [settingDraft([{ parameter: 'ticketPenalty', from: 10, to: 12 }]), /ticket_penalty is 11, not 10/],
    [settingDraft([{ parameter: 'ticketPenalty', from: 11, to: 11 }]), /would change nothing/],
    [settingDraft([{ parameter: 'tiketPenalty', from: 11, to: 12 }]), /no parameter tiketPenalty/],
  ]
  for (const [draft, words] of refused)
    await expect(file(stage, { customerId: null, causeKey: 'refused', draft })).rejects.toThrow(words)

  const window = settingDraft([{ parameter: 'sendWindowEnd', from: 17, to: 12 }])
  const overtaken = await file(stage, { customerId: null, causeKey: 'window', draft: window })
  const change = { changes: [{ parameter: 'send_window_start', to: 13 }], reason: 'test' }
  await runTool(changeSettings, change, await as(stage.chairman))
  await expect(approve(overtaken.label, stage.anna)).rejects.toThrow(/send_window_start must be less than/)
  expect(await statusOf(stage.db, overtaken.id)).toBe('waiting')
})

test.each([
  ['no consent was ever recorded', { consent: null }],
  ['consent was withdrawn', { consent: 'withdrawn' as const }],
])('when %s, the words become a person’s task', async (_, consent) => {
  const { id: customerId } = await addCustomer(stage.db, consent)
  const filed = await file(stage, { customerId })
  const before = (await mails()).length
  const { proposal } = await approve(filed.label)
  expect(proposal).toMatchObject({ status: 'executing', tasks: [{ kind: 'message', status: 'open' }] })
  expect(proposal?.touches[0]?.channel).toBe('task')
  expect(await mails()).toHaveLength(before)
})

test('consent withdrawn after the message was queued keeps it in', async () => {
  const { id: customerId, userId } = await addCustomer(stage.db)
  const first = await file(stage, { customerId })
  await approve(first.label)
  const second = await file(stage, { customerId, cause: 'second' })
  const held = await approve(second.label)
  expect(held.proposal?.touches).toMatchObject([
    { status: 'queued', problem: expect.stringMatching(/is the most a day/) },
  ])

  await withdrawConsent(stage.db, userId, new Date('2026-03-02T13:00:00Z'))
  stage.clock.now = new Date('2026-03-04T13:00:00Z')
  await life.carryOn()
  stage.clock.now = NOW
  const [touch] = await touchStates(stage.db, second.id)
  expect(touch).toMatchObject({ channel: 'task', status: 'queued' })
  expect(await mails()).not.toContain(`${touch?.id}.eml`)
})

test('a second message to a customer waits its time and then leaves by itself', async () => {
  const { id: customerId } = await addCustomer(stage.db)
  await approve((await file(stage, { customerId })).label)
  const second = await file(stage, { customerId, cause: 'second' })
  await approve(second.label)
  expect(await touchStates(stage.db, second.id)).toMatchObject([{ status: 'queued' }])
  await life.carryOn()
  expect(await touchStates(stage.db, second.id)).toMatchObject([{ status: 'queued' }])
  stage.clock.now = new Date('2026-03-03T12:00:01Z')
  await life.carryOn()
  stage.clock.now = NOW
  expect(await touchStates(stage.db, second.id)).toMatchObject([{ status: 'sent' }])
  expect(await statusOf(stage.db, second.id)).toBe('done')
})

test.each([
  ['a ticket was opened', /A support ticket was opened/, (id: string) => openTicket(stage.db, id, LATER)],
  [
    'the score recovered',
    /healthy again/,
    (id: string) => rescore(stage.db, id, { on: '2026-03-02', score: 80, status: 'healthy' }),
  ],
  [
    'the customer left',
    /The customer left/,
    (id: string) => rescore(stage.db, id, { on: '2026-03-02', score: 20, status: 'churned' }),
  ],
  [
    'consent was withdrawn',
    /withdrawn, and nobody is left/,
    async (_: string, userId: string) => withdrawConsent(stage.db, userId, LATER),
  ],
])('when %s after the approval was asked for, it is asked again with what changed', async (_, words, move) => {
  const { id: customerId, userId } = await addCustomer(stage.db)
  const filed = await file(stage, { customerId })
  await life.start(filed.id)
  await move(customerId, userId)
  const again = await approve(filed.label)
  expect(again.proposal).toMatchObject({ status: 'waiting', round: 2, touches: [], tasks: [] })
  expect(again.proposal?.whatChanged).toMatch(words)
  expect(await eventsOf(stage.db, filed.id)).toContain('proposal.asked_again')

  // Known by now: the second approval holds.
  const { proposal } = await approve(filed.label, stage.ben)
  expect(proposal?.status).not.toBe('waiting')
  expect(proposal?.decisions.map(({ round, decidedBy }) => [round, decidedBy])).toEqual([
    [1, 'Anna Success'],
    [2, 'Ben Success'],
  ])
})

test('facts of a draft are written out, and text of a fact is never read as a placeholder', async () => {
  const { id: customerId } = await addCustomer(stage.db)
  const known = {
    id: 'R1001.days',
    receipt: 'R-1001',
    metric: 'days_since_login',
    subject: { kind: 'customer' as const, id: customerId, name: 'Acme' },
    period: null,
    value: '{{fact:R1001.days}}',
    unit: 'text' as const,
    text: '{{fact:R1001.days}}',
  }
  const draft = { ...message, body: 'Hello, {{fact:R1001.days}}.' } as typeof message
  const filed = await file(stage, { customerId, draft, facts: [known] })
  const { rendered } = (await runTool(getProposal, { proposal: filed.label }, await stage.context())).output
  expect(rendered.body).toBe('Hello, {{fact:R1001.days}}.')
  await expect(file(stage, { customerId, cause: 'made_up', draft, facts: [] })).rejects.toThrow(/no receipt backs/)
})

test('policy lets through only what the Chairman put on auto, and never on stale scores', async () => {
  const auto = await openStage()
  const autoLife = await openProposalLife({
    crew: auto.crew,
    mail: openMail({ dataDir: auto.dataDir, smtpUrl: undefined, mailFrom: 'success@crew.invalid' }),
  })
  await setTestMode(auto, 'message', 'auto')
  const stale = await file(auto, { customerId: (await addCustomer(auto.db)).id })
  await autoLife.start(stale.id)
  expect(await statusOf(auto.db, stale.id)).toBe('waiting')

  await auto.db.sql`insert into score_refreshes (venture_id, id, as_of, known_at, settings_version, customer_count,
      changed_count, computed_at)
    values (${auto.db.ventureId}, ${auto.db.ventureId}, '2026-03-02', ${NOW}, 1, 1, 1, ${NOW})`
  const passed = await file(auto, { customerId: (await addCustomer(auto.db)).id })
  const strategic = await file(auto, { customerId: (await addCustomer(auto.db, { mrrMinor: 900_000 })).id })
  await autoLife.resumeAll()
  expect(await statusOf(auto.db, passed.id)).toBe('done')
  expect(await eventsOf(auto.db, passed.id)).toContain('proposal.passed_by_policy')
  expect(await statusOf(auto.db, strategic.id)).toBe('waiting')
  await autoLife.close()
  await auto.close()
})
