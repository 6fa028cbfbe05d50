import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import type { Tool, ToolContext } from '../define-tool.ts'
import { countFeedback } from '../feedback/count-feedback.ts'
import { runTool } from '../run-tool.ts'
import { getStatus } from '../status/get-status.ts'
import { testContext } from '../test-context.ts'
import { getReceipt } from './get-receipt.ts'
import { replayReceipt } from './replay-receipt.ts'

let venture: TestVenture
let context: ToolContext

beforeAll(async () => {
  venture = await createTestVenture()
  context = await testContext(venture)
})
afterAll(() => venture.sql.end())

test('a receipt opens with what it stated and how', async () => {
  const status = await runTool(getStatus, {}, context)
  const { output } = await runTool(getReceipt, { receipt: status.receipt }, context)
  expect(output).toMatchObject({
    receipt: status.receipt,
    tool: 'get_status',
    arguments: {},
    asOf: context.asOf,
    isUnaltered: true,
    output: { database: 'embedded' },
  })
  expect(output.facts.map(({ text }) => text)).toEqual(status.facts.map(({ text }) => text))
})

test('only who may call the tool opens or replays its receipts', async () => {
  const { receipt } = await runTool(getStatus, {}, context)
  const { receipt: opened } = await runTool(getReceipt, { receipt }, context)
  await venture.sql`update receipts set tool = 'add_person'
    where venture_id = ${venture.ventureId} and number = ${opened.slice(2)}`
  const eva = { ...context, actor: { ...context.actor, kind: 'agent' as const, roles: ['eva' as const] } }
  const receiptTools: Tool[] = [getReceipt, replayReceipt]
  for (const tool of receiptTools) {
    await expect(runTool(tool, { receipt: opened }, eva)).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  }
})

test('a replay says in words what came of it', async () => {
  const { receipt } = await runTool(countFeedback, {}, context)
  const { output } = await runTool(replayReceipt, { receipt }, context)
  expect(output).toMatchObject({
    receipt,
    tool: 'count_feedback',
    equal: true,
    summary:
      'Equal: computed again from what was known then, every value is the same. From what is known now it is the same.',
    knownAtReceipt: { equal: true, facts: [], output: [], alteredRows: [], caveat: null },
    now: { equal: true, causes: [] },
  })
  await venture.sql`update receipts set result = replace(result, '"facts":[', '"facts": [')
    where venture_id = ${venture.ventureId} and number = ${receipt.slice(2)}`
  const { output: altered } = await runTool(replayReceipt, { receipt }, context)
  expect(altered).toMatchObject({ equal: false, knownAtReceipt: { caveat: expect.stringContaining('altered') } })
})

describe('what cannot be replayed says why', () => {
  test.each([
    ['get_status', '{}', 'shows what people decide'],
    ['issue_token', '{}', 'changed something'],
    ['long_gone', '{}', 'no longer there'],
  ])('%s', async (tool, args, why) => {
    const { receipt } = await runTool(getStatus, {}, context)
    await venture.sql`update receipts set tool = ${tool}, arguments = ${args}
      where venture_id = ${venture.ventureId} and number = ${receipt.slice(2)}`
    await expect(runTool(replayReceipt, { receipt }, context)).rejects.toMatchObject({
      answer: { code: 'invalid_input', message: expect.stringContaining(why), fix: expect.stringContaining(receipt) },
    })
  })
})
