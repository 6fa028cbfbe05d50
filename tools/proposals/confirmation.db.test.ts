/** What is decided through EVA's door, Slack or the page was shown to the person who decides, as it stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor, Door } from '../define-tool.ts'
import { runTool } from '../run-tool.ts'
import { decideProposal } from './decide-proposal.ts'
import type { Filed } from './file-proposal.ts'
import { getProposal } from './get-proposal.ts'
import { listProposals } from './list-proposals.ts'
import { addCustomer, drafts, file, openStage, openTicket, rescore, type Stage, statusOf } from './proposal.fixture.ts'
import { decisions } from './proposal.ts'
import { recheckFacts } from './recheck-facts.ts'

let stage: Stage
let customerId: string
let proposal: Filed
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
beforeEach(async () => {
  customerId = (await addCustomer(stage.db)).id
  proposal = await file(stage, { customerId })
})

const as = (actor: Actor, door: Door = 'mcp') => stage.context({ actor, door })

async function shown(by: Actor, reference = proposal.label) {
  return (await runTool(getProposal, { proposal: reference }, await as(by))).output
}

async function decide(by: Actor, input: Record<string, unknown>, door: Door = 'mcp') {
  const context = await as(by, door)
  const asked = { proposal: proposal.label, decision: 'approve', reason: 'Yes.', ...input }
  return (await runTool(decideProposal, asked, context)).output
}

describe.each(['mcp', 'slack', 'dashboard'] as const)('through %s', (door) => {
  test('a decision is taken with the confirmation that was shown, and not without', async () => {
    await expect(decide(stage.anna, {}, door)).rejects.toMatchObject({ answer: { code: 'invalid_input' } })
    expect(await statusOf(stage.db, proposal.id)).toBe('waiting')
    const { confirmation } = await shown(stage.anna)
    await decide(stage.anna, { confirmation }, door)
    expect(await statusOf(stage.db, proposal.id)).toBe('approved')
    expect((await shown(stage.anna)).decisions).toMatchObject([{ door, decidedBy: 'Anna Success' }])
  })
})

test.each(decisions)('%s is not taken on facts that nobody was shown', async (decision) => {
  const changes = decision === 'modify' ? { changes: { body: 'Better.' } } : {}
  await expect(decide(stage.anna, { decision, ...changes })).rejects.toMatchObject({
    answer: { code: 'invalid_input' },
  })
  expect(await statusOf(stage.db, proposal.id)).toBe('waiting')
})

test('a call that names no door is asked for one as well; a terminal is not', async () => {
  const { door: _, ...context } = await as(stage.anna)
  const input = { proposal: proposal.label, decision: 'approve', reason: 'Yes.' }
  await expect(runTool(decideProposal, input, context)).rejects.toMatchObject({ answer: { code: 'invalid_input' } })
  expect((await decide(stage.anna, {}, 'cli')).status).toBe('approved')
})

test('the list hands out the same, for each proposal its own', async () => {
  const other = await file(stage, { customerId: (await addCustomer(stage.db)).id })
  const { output } = await runTool(listProposals, { limit: 500 }, await as(stage.anna))
  const listed = new Map(output.proposals.map((each) => [each.proposal, each.confirmation]))
  expect(listed.get(proposal.label)).toBe((await shown(stage.anna)).confirmation)
  expect(listed.get(other.label)).not.toBe(listed.get(proposal.label))
  await expect(decide(stage.anna, { confirmation: listed.get(other.label) })).rejects.toMatchObject({
    answer: { code: 'forbidden' },
  })
})

test('it is worth nothing to anyone else', async () => {
  const { confirmation } = await shown(stage.anna)
  expect((await shown(stage.ben)).confirmation).not.toBe(confirmation)
  for (const by of [stage.ben, stage.chairman]) {
    await expect(decide(by, { confirmation })).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  }
  for (const forged of ['', 'yes', `1.${'A'.repeat(16)}.${'A'.repeat(22)}`, confirmation?.replace(/.$/, '!')]) {
    await expect(decide(stage.anna, { confirmation: forged })).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  }
  expect(await statusOf(stage.db, proposal.id)).toBe('waiting')
})

test('EVA is shown the facts and no confirmation, and cannot decide with anybody’s', async () => {
  const eva: Actor = { ...stage.ben, name: 'EVA', roles: ['eva'] }
  const both: Actor = { ...stage.chairman, name: 'EVA', roles: ['chairman', 'eva'] }
  const { confirmation } = await shown(stage.chairman)
  for (const assistant of [eva, both]) {
    expect(await shown(assistant)).toMatchObject({ proposal: proposal.label, confirmation: null })
    await expect(decide(assistant, { confirmation })).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  }
  expect(await statusOf(stage.db, proposal.id)).toBe('waiting')
})

test('who may only pass it on is shown one for that', async () => {
  const offer = await file(stage, { customerId, cause: 'price', draft: drafts.offer })
  const { confirmation } = await shown(stage.anna, offer.label)
  const asked = { proposal: offer.label, confirmation }
  await expect(decide(stage.anna, asked)).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  expect((await shown(stage.chairman, offer.label)).confirmation).not.toBeNull()
})

test('whoever proposed is shown none', async () => {
  const own = await file(stage, { customerId, cause: 'own' })
  await stage.db.sql`update proposals set proposed_by = ${`person:${stage.anna.id}`}
    where venture_id = ${stage.db.ventureId} and id = ${own.id}`
  expect((await shown(stage.anna, own.label)).confirmation).toBeNull()
  expect((await shown(stage.ben, own.label)).confirmation).not.toBeNull()
})

describe('when facts move after they were shown', () => {
  test('the decision is refused and says what moved; read again, it stands and is not asked once more', async () => {
    const before = await shown(stage.anna)
    expect(before.factsMoved).toBeNull()
    await openTicket(stage.db, customerId, new Date('2026-03-02T10:00:00Z'))
    await expect(decide(stage.anna, { confirmation: before.confirmation })).rejects.toMatchObject({
      answer: { code: 'facts_moved', message: expect.stringContaining('A support ticket was opened.') },
    })
    const after = await shown(stage.anna)
    expect(after.factsMoved).toBe('A support ticket was opened.')
    await decide(stage.anna, { confirmation: after.confirmation })
    expect(await recheckFacts(await stage.context(), proposal.id)).toBe('holds')
  })

  test('a score that wavers within its status moves nothing', async () => {
    const { confirmation } = await shown(stage.anna)
    await rescore(stage.db, customerId, { on: '2026-03-01', score: 54, status: 'at_risk' })
    expect((await shown(stage.anna)).confirmation).toBe(confirmation)
    expect((await decide(stage.anna, { confirmation })).status).toBe('approved')
  })

  test('a confirmation of an older round is told that it was asked again', async () => {
    const { confirmation } = await shown(stage.chairman)
    await decide(stage.anna, { decision: 'escalate', confirmation: (await shown(stage.anna)).confirmation })
    await expect(decide(stage.chairman, { confirmation })).rejects.toMatchObject({
      answer: { code: 'conflict', message: expect.stringContaining('was asked again') },
    })
    await decide(stage.chairman, { confirmation: (await shown(stage.chairman)).confirmation })
    expect(await statusOf(stage.db, proposal.id)).toBe('approved')
  })

  test('what moved can make it the Chairman’s', async () => {
    const { confirmation } = await shown(stage.anna)
    await stage.db.sql`update subscription_versions set mrr_minor = 100000000
      where venture_id = ${stage.db.ventureId} and customer_id = ${customerId}`
    await expect(decide(stage.anna, { confirmation })).rejects.toMatchObject({
      answer: { code: 'forbidden', message: expect.stringContaining('is for the Chairman') },
    })
  })
})
