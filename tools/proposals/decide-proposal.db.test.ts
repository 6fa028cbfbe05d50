import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../define-tool.ts'
import { verifyLedger } from '../ledger/verify-ledger.ts'
import { setMode } from '../modes/set-mode.ts'
import { localOperator } from '../open-crew.ts'
import { runTool } from '../run-tool.ts'
import { listTasks } from '../tasks/list-tasks.ts'
import { decideProposal } from './decide-proposal.ts'
import { expireProposals } from './expire-proposals.ts'
import { fileProposalTool } from './file-proposal.ts'
import { getProposal } from './get-proposal.ts'
import { listProposals } from './list-proposals.ts'
import {
  addCustomer,
  campaignAgent,
  drafts,
  file,
  message,
  NOW,
  openStage,
  type Stage,
  statusOf,
} from './proposal.fixture.ts'
import type { Decision } from './proposal.ts'

const DAY = 86_400_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

async function decide(proposal: string, decision: Decision, by: Actor, more: Record<string, unknown> = {}) {
  const context = await stage.context({ actor: by })
  return (await runTool(decideProposal, { proposal, decision, reason: 'Because.', ...more }, context)).output
}

async function read(proposal: string) {
  return (await runTool(getProposal, { proposal }, await stage.context())).output
}

async function filed(input: Parameters<typeof addCustomer>[1] = {}) {
  return file(stage, { customerId: (await addCustomer(stage.db, input)).id })
}

test('of two deciders at once one wins, and the other is told who decided what and when', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { label, id } = await filed()
    const results = await Promise.allSettled([
      decide(label, 'approve', stage.anna),
      decide(label, 'reject', stage.ben),
      decide(label, 'monitor', stage.chairman),
    ])
    const won = results.filter((result) => result.status === 'fulfilled')
    const lost = results.filter((result) => result.status === 'rejected')
    expect(won).toHaveLength(1)
    const winner = won[0]?.value
    for (const { reason } of lost) {
      expect(String(reason)).toContain(`by ${winner?.decidedBy} on 2026-03-02 12:00 UTC: Because.`)
    }
    const decisions = (await read(id)).decisions
    expect(decisions).toHaveLength(1)
    expect(await statusOf(stage.db, id)).toBe(winner?.status)
  }
})

test('a decision stands: it is not taken back', async () => {
  const { label } = await filed()
  await decide(label, 'approve', stage.anna)
  await expect(decide(label, 'reject', stage.anna)).rejects.toThrow(/was approved by Anna Success/)
})

test('a decision needs a person who logged in, who may, and who did not propose', async () => {
  const { label } = await filed()
  await expect(decide(label, 'approve', localOperator)).rejects.toThrow(/needs a person who logged in/)
  await expect(decide(label, 'approve', campaignAgent)).rejects.toThrow(/needs a person who logged in/)
  await expect(decide(label, 'approve', { ...stage.anna, roles: ['eva'] })).rejects.toThrow(/is for the role/)

  const own = await runTool(
    fileProposalTool,
    {
      customer: (await addCustomer(stage.db)).id,
      cause: 'met_at_fair',
      title: 'Say hello',
      reason: 'We met.',
      draft: message,
    },
    await stage.context({ actor: stage.anna }),
  )
  await expect(decide(own.output.proposal, 'approve', stage.anna)).rejects.toThrow(/whoever proposed does not decide/)
  expect((await decide(own.output.proposal, 'approve', stage.ben)).status).toBe('approved')
})

test('the Chairman does not decide what he himself proposed', async () => {
  const customer = (await addCustomer(stage.db)).id
  const asked = { customer, cause: 'wants_it', title: 'Say hello', reason: 'Because.', draft: message }
  const own = await runTool(fileProposalTool, asked, await stage.context({ actor: stage.chairman }))
  for (const decision of ['approve', 'reject'] as const)
    await expect(decide(own.output.proposal, decision, stage.chairman)).rejects.toThrow(
      /whoever proposed does not decide/,
    )
  expect((await decide(own.output.proposal, 'approve', stage.anna)).status).toBe('approved')
})

test.each(['offer', 'escalation', 'setting'] as const)(
  '%s is for the Chairman; the team may pass it on only',
  async (kind) => {
    const customerId = kind === 'setting' ? null : (await addCustomer(stage.db)).id
    const { label } = await file(stage, { customerId, causeKey: `chairmans-${kind}`, draft: drafts[kind] })
    await expect(decide(label, 'approve', stage.anna)).rejects.toThrow(/is for the Chairman, because it/)
    await expect(decide(label, 'reject', stage.anna)).rejects.toThrow(/is for the Chairman/)
    expect((await decide(label, 'approve', stage.chairman)).status).toBe('approved')
  },
)

test('a strategic account is the Chairman’s', async () => {
  const { label } = await filed({ mrrMinor: 100_000 })
  expect(await read(label)).toMatchObject({ addressedTo: 'chairman', whyChairman: expect.stringContaining('$10,000') })
  await expect(decide(label, 'approve', stage.anna)).rejects.toThrow(/\$10,000 a year or more/)
})

test('modify makes another proposal, which waits for a decision of its own, by somebody else', async () => {
  const { label, id } = await filed()
  const changes = { body: 'Shorter.' }
  const changed = await decide(label, 'modify', stage.anna, { changes })
  expect(changed.status).toBe('superseded')
  const next = await read(changed.newProposal ?? '')
  expect(next).toMatchObject({ status: 'waiting', supersedes: label, rendered: { body: 'Shorter.' }, round: 1 })
  expect((await read(id)).rendered.body).toBe('Your team has not signed in for a while. Can we help?')
  await expect(decide(next.proposal, 'approve', stage.anna)).rejects.toThrow(/whoever proposed does not decide/)
  expect((await decide(next.proposal, 'approve', stage.ben)).status).toBe('approved')

  const third = await filed()
  const edited = await decide(third.label, 'modify', stage.chairman, { changes })
  expect((await decide(edited.newProposal ?? '', 'approve', stage.chairman)).status).toBe('approved')

  const other = await filed()
  await expect(decide(other.label, 'modify', stage.anna)).rejects.toThrow(/Nothing of the proposal would change/)
  await expect(decide(other.label, 'modify', stage.anna, { changes: { costMinor: 1 } })).rejects.toThrow(/costMinor/)
  await expect(decide(other.label, 'approve', stage.anna, { changes })).rejects.toThrow(/Changes go with modify/)
  expect(await statusOf(stage.db, other.id)).toBe('waiting')
})

test('a setting that is not the Chairman’s is the team’s, and modified by the names it changes', async () => {
  const changes = [
    { parameter: 'engagement_weight', from: 40, to: 50 },
    { parameter: 'support_weight', from: 30, to: 20 },
  ]
  const draft = { kind: 'setting' as const, changes, evidence: 'Use says more than tickets.' }
  const { label } = await file(stage, { customerId: null, causeKey: 'weights', draft })
  expect(await read(label)).toMatchObject({ addressedTo: 'success', whyChairman: null })
  const modify = (to: object) => decide(label, 'modify', stage.anna, { changes: to })
  await expect(modify({ to: 45 })).rejects.toThrow(/several parameters at once/)
  await expect(modify({ changes: [{ parameter: 'ticket_penalty', to: 9 }] })).rejects.toThrow(/not ticketPenalty/)
  await expect(modify({ changes: [{ parameter: 'engagement_weight', to: 45 }] })).rejects.toThrow(/must sum to 100/)
  await expect(modify({ changes: [{ parameter: 'engagementWeight', to: 50 }] })).rejects.toThrow(/would change/)
  await expect(modify({ body: 'Other words' })).rejects.toThrow(/body of it cannot be changed/)
  const wanted = [
    { parameter: 'engagementWeight', to: 45 },
    { parameter: 'supportWeight', to: 25 },
  ]
  const { newProposal } = await modify({ changes: wanted })
  expect((await read(newProposal ?? '')).rendered.heading).toBe(
    'Set engagement_weight from 40 to 45 and support_weight from 30 to 25',
  )
})

test('one parameter of several that is the Chairman’s makes it his', async () => {
  const changes = [
    { parameter: 'npsMinResponses', from: 100, to: 50 },
    { parameter: 'npsTargetScore', from: 30, to: 40 },
  ]
  const draft = { kind: 'setting' as const, changes, evidence: 'Few answer.' }
  const { label } = await file(stage, { customerId: null, causeKey: 'nps', draft })
  expect(await read(label)).toMatchObject({ addressedTo: 'chairman', whyChairman: 'it changes nps_target_score' })
  await expect(decide(label, 'approve', stage.anna)).rejects.toThrow(/nps_target_score/)
})

test('a setting that was proposed as one parameter, before sets could be, is read, decided and asked again', async () => {
  const draft = {
    kind: 'setting' as const,
    changes: [{ parameter: 'crmSyncHours', from: 24, to: 12 }],
    evidence: 'Late.',
  }
  const { label, id } = await file(stage, { customerId: null, causeKey: 'old', draft })
  await stage.db.sql`update proposals set
      draft = '{"kind": "setting", "parameter": "crmSyncHours", "from": 24, "to": 12, "evidence": "Late."}',
      fingerprint = '{"about": "setting", "parameter": "crmSyncHours", "value": 24}'
    where venture_id = ${stage.db.ventureId} and id = ${id}`
  expect(await read(label)).toMatchObject({
    draft,
    rendered: { heading: 'Set crm_sync_hours from 24 hours to 12 hours' },
  })
  expect((await decide(label, 'approve', stage.anna)).status).toBe('approved')
})

test('escalate passes it to the Chairman with a due time', async () => {
  const { label } = await filed()
  const passed = await decide(label, 'escalate', stage.anna)
  expect(passed).toMatchObject({ status: 'waiting', dueAt: new Date(NOW.getTime() + 2 * DAY).toISOString() })
  await expect(decide(label, 'approve', stage.ben)).rejects.toThrow(/passed to the Chairman/)
  await expect(decide(label, 'escalate', stage.ben)).rejects.toThrow(/with the Chairman already/)
  expect((await decide(label, 'approve', stage.chairman)).status).toBe('approved')
  expect((await read(label)).decisions.map(({ decision }) => decision)).toEqual(['escalate', 'approve'])
})

test('monitor closes it and opens a check of that customer in 14 days', async () => {
  const { label } = await filed({ name: 'Watched Ltd' })
  const watched = await decide(label, 'monitor', stage.anna)
  const { tasks } = (await runTool(listTasks, {}, await stage.context())).output
  expect(tasks.find(({ task }) => task === watched.checkTask)).toMatchObject({
    kind: 'check',
    customer: { name: 'Watched Ltd' },
    dueAt: new Date(NOW.getTime() + 14 * DAY).toISOString(),
  })
})

test('a cause asks once while it is open, and not again while it cools down', async () => {
  const { id: customerId } = await addCustomer(stage.db)
  const all = await Promise.all([1, 2, 3, 4].map(() => file(stage, { customerId })))
  expect(all.map(({ outcome }) => outcome).sort()).toEqual(['already_open', 'already_open', 'already_open', 'filed'])
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)

  await decide(all[0]?.label ?? '', 'reject', stage.anna)
  expect(await file(stage, { customerId })).toMatchObject({ outcome: 'cooling_down', status: 'rejected' })
  stage.clock.now = new Date(NOW.getTime() + 7 * DAY)
  expect((await file(stage, { customerId })).outcome).toBe('filed')
  stage.clock.now = NOW
})

test('expiry escalates; at the Chairman it ends undone, for silence is no consent', async () => {
  const { label, id } = await filed()
  const expire = async (days: number) =>
    expireProposals(await stage.context({ now: new Date(NOW.getTime() + days * DAY) }))
  expect(await expire(6.9)).toEqual({ escalated: 0, expired: 0 })
  expect((await expire(7)).escalated).toBeGreaterThan(0)
  expect(await read(id)).toMatchObject({ status: 'waiting', addressedTo: 'chairman', round: 2, decisions: [] })
  expect((await read(id)).whatChanged).toMatch(/did not decide by 2026-03-09 12:00 UTC/)
  await expect(decide(label, 'approve', stage.anna, { round: 1 })).rejects.toThrow(/is for the Chairman/)
  await expect(decide(label, 'approve', stage.chairman, { round: 1 })).rejects.toThrow(/was asked again/)
  await expire(9)
  expect(await statusOf(stage.db, id)).toBe('expired')
  await expect(decide(label, 'approve', stage.chairman)).rejects.toThrow(/is expired/)
})

test('a decision that comes after the time meets the Chairman’s round', async () => {
  const { label, id } = await filed()
  stage.clock.now = new Date(NOW.getTime() + 8 * DAY)
  await expect(decide(label, 'approve', stage.anna)).rejects.toThrow(/is for the Chairman/)
  expect((await decide(label, 'approve', stage.chairman)).status).toBe('approved')
  stage.clock.now = NOW
  expect((await read(id)).round).toBe(2)
})

test('an offer over the month’s budget is refused before it is approved', async () => {
  const { id: customerId } = await addCustomer(stage.db)
  const offer = (costMinor: number) => ({ ...drafts.offer, costMinor }) as typeof drafts.offer
  const first = await file(stage, { customerId, cause: 'first', draft: offer(6_000) })
  const second = await file(stage, { customerId, cause: 'second', draft: offer(4_001) })
  await decide(first.label, 'approve', stage.chairman)
  await expect(decide(second.label, 'approve', stage.chairman)).rejects.toThrow(/\$100.01 this month is over .* \$100/)
  const cheaper = await decide(second.label, 'modify', stage.chairman, {
    changes: { costMinor: 4_000 },
  })
  expect((await read(cheaper.newProposal ?? '')).costMinor).toBe(4_000)
})

test('the list is ordered by money at stake times risk, and counts beyond its limit', async () => {
  const fresh = await openStage()
  const one = async (mrrMinor: number, churnProbability: number) =>
    (await file(fresh, { customerId: (await addCustomer(fresh.db, { mrrMinor })).id, churnProbability })).label
  const [small, large, likely] = [await one(10_000, 0.5), await one(50_000, 0.2), await one(20_000, 0.9)]
  const { proposals, total } = (await runTool(listProposals, { limit: 2 }, await fresh.context())).output
  expect(proposals.map(({ proposal }) => proposal)).toEqual([likely, large])
  expect(proposals.map(({ worthMinor }) => worthMinor)).toEqual([216_000, 120_000])
  expect(total).toBe(3)
  expect(small).toMatch(/^P-\d+$/)
  await fresh.close()
})

test('auto is refused until earned, except by the Chairman’s override with a reason; others set no mode', async () => {
  const set = async (by: Actor, input: Record<string, unknown>) =>
    (await runTool(setMode, { kind: 'message', reason: 'We trust it.', ...input }, await stage.context({ actor: by })))
      .output
  expect(await set(stage.chairman, { mode: 'assisted' })).toMatchObject({ before: 'manual', after: 'assisted' })
  await expect(set(stage.chairman, { mode: 'auto' })).rejects.toThrow(/not earned/)
  await expect(set(stage.chairman, { mode: 'auto', override: true, reason: ' ' })).rejects.toThrow(/reason/)
  await expect(set(stage.anna, { mode: 'manual' })).rejects.toThrow(/is for the role chairman/)
  await expect(set({ ...localOperator, roles: ['chairman'] }, { mode: 'manual' })).rejects.toThrow(/in person/)
  expect(await set(stage.chairman, { mode: 'auto', override: true })).toMatchObject({ after: 'auto', isOverride: true })
})

test('everything is in the ledger, and the chain holds', async () => {
  const { output } = await runTool(verifyLedger, {}, await stage.context())
  expect(output).toMatchObject({ isIntact: true })
})
