import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileProposalTool } from '../proposals/file-proposal.ts'
import { addCustomer, drafts, file, message, openStage, type Stage } from '../proposals/proposal.fixture.ts'
import { runTool } from '../run-tool.ts'
import { listEdgeCases } from './list-edge-cases.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const context = async () => stage.context({ knownAt: new Date('2100-01-01') })
const found = async (input: Record<string, unknown> = {}) =>
  (await runTool(listEdgeCases, input, await context())).output
const namesOf = async (customer: string) =>
  (await found({ customer })).customers.flatMap(({ edgeCases }) => edgeCases.map(({ edgeCase }) => edgeCase))

async function survey(customerId: string, on: string, score: number | null): Promise<void> {
  await stage.db.sql`insert into survey_responses (venture_id, id, customer_id, source, external_id, kind, sent_at,
      answered_at, score, recorded_at)
    values (${stage.db.ventureId}, gen_random_uuid(), ${customerId}, 'test', gen_random_uuid()::text, 'nps', ${on},
      ${score === null ? null : on}, ${score}, '2026-03-01')`
}

test('a customer of whom nothing is odd is in no list', async () => {
  const { id } = await addCustomer(stage.db)
  expect(await namesOf(id)).toEqual([])
  expect(await found()).toMatchObject({ total: 0, missingSources: ['activity'] })
})

test('contradiction, silence and missing users are found, by customer and counted over all', async () => {
  const { id: torn } = await addCustomer(stage.db, { status: 'healthy', score: 85, mrrMinor: 50_000 })
  await survey(torn, '2026-02-20', 3)
  const { id: silent } = await addCustomer(stage.db)
  for (const on of ['2025-12-20', '2026-01-20', '2026-02-20']) await survey(silent, on, null)
  const { id: empty } = await addCustomer(stage.db)
  await stage.db.sql`delete from customer_users where venture_id = ${stage.db.ventureId} and customer_id = ${empty}`
  expect(await namesOf(torn)).toEqual(['contradictory_signals'])
  expect(await namesOf(silent)).toEqual(['unresponsive_customer'])
  expect(await namesOf(empty)).toEqual(['incomplete_data'])
  const { counts, customers, total } = await found()
  expect(total).toBe(3)
  expect(customers[0]?.customer.id).toBe(torn)
  expect(counts.map(({ customers: count }) => count)).toEqual([1, 1, 0, 0, 1])
  expect((await found({ edgeCase: 'incomplete_data' })).total).toBe(1)
})

test('an overloaded customer is not written to: filing a message is refused, a task for our own people is not', async () => {
  const { id } = await addCustomer(stage.db)
  for (const cause of ['one_cause', 'another_cause', 'third_cause']) await file(stage, { customerId: id, cause })
  expect(await namesOf(id)).toEqual(['intervention_overload'])
  const ask = async (draft: unknown) =>
    runTool(
      fileProposalTool,
      { customer: id, cause: 'a_fourth_cause', title: 'Once more', reason: 'It is idle.', draft },
      await context(),
    )
  await expect(ask(message)).rejects.toThrow(/3 proposals and 0 tasks are open/)
  await expect(ask(drafts.offer)).rejects.toThrow('crew approvals')
  expect((await ask(drafts.task)).output).toMatchObject({ outcome: 'filed' })
})
