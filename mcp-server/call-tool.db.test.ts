import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Progress } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createWriter } from '../graphs/language-model.ts'
import { startModelServer } from '../graphs/model-server.fixture.ts'
import { askCrewTool } from '../graphs/question/ask-crew-tool.ts'
import { defineTool, type Tool } from '../tools/define-tool.ts'
import { createMcpServer } from './create-server.ts'
import { answered, connectTo, type McpStage, openMcpStage, refused } from './session.fixture.ts'

let stage: McpStage
let eva: Client
let customer: string

beforeAll(async () => {
  stage = await openMcpStage('mcp-call')
  eva = await stage.connect(['eva'], { name: 'EVA' })
  const { output } = await answered<{ customers: { customer: { externalId: string } }[] }>(eva, 'list_at_risk')
  customer = output.customers[0]?.customer.externalId ?? ''
}, 120_000)
afterAll(() => stage.close())

test('answers with structure, and with a short text of the same as a person reads it', async () => {
  const { output, facts, receipt, text } = await answered<{ score: number; arrMinor: number }>(eva, 'get_customer', {
    customer,
  })
  expect(text).toContain(`- score: ${output.score}`)
  expect(text).toMatch(/- ARR: \$[\d,.]+/)
  expect(text).toContain(receipt)
  expect(text).toContain('The venture is simulated')
  expect(facts.find(({ id }) => id.endsWith('.score'))).toMatchObject({ text: String(output.score) })
})

test('a receipt opens the number, and computes it again', async () => {
  const { receipt } = await answered(eva, 'get_customer', { customer })
  const opened = await answered<{ tool: string; isUnaltered: boolean }>(eva, 'get_receipt', { receipt })
  expect(opened.output).toMatchObject({ tool: 'get_customer', isUnaltered: true })
  const replayed = await answered<{ equal: boolean }>(eva, 'replay_receipt', { receipt })
  expect(replayed.output.equal).toBe(true)
})

test('a read is true for any past day that is named', async () => {
  const today = await answered<{ asOf: string }>(eva, 'get_health_summary')
  const summer = await answered<{ asOf: string }>(eva, 'get_health_summary', { asOf: '2026-07-01' })
  expect(summer.output.asOf).toBe('2026-07-01')
  expect(summer.text).toContain('as of 2026-07-01')
  expect(summer.output).not.toEqual(today.output)
  expect(await refused(eva, 'get_health_summary', { asOf: '2026-02-30' })).toMatchObject({
    code: 'invalid_input',
    field: 'asOf',
    fix: expect.stringContaining('2024-12-31'),
  })
  // What people decide is as it stands; there is no other day to ask for.
  expect(await refused(eva, 'list_proposals', { asOf: '2026-07-01' })).toMatchObject({ code: 'invalid_input' })
})

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['get_customer', {}, { code: 'invalid_input', field: 'customer' }],
  ['get_customer', { customer: 'Nobody At All' }, { code: 'not_found', value: 'Nobody At All' }],
  ['get_customer', { customer: 7 }, { code: 'invalid_input', fix: 'Give a value of type string.' }],
  ['list_at_risk', { limits: 5 }, { code: 'invalid_input', field: 'limits' }],
  ['list_at_risk', { limit: 0 }, { code: 'invalid_input', fix: 'Give at least 1.' }],
  ['decide_proposal', { proposal: 'P-1', decision: 'approve', reason: 'x' }, { code: 'forbidden', field: 'role' }],
  ['set_mode', { kind: 'message', mode: 'auto', reason: 'x' }, { code: 'forbidden' }],
])('%s %j is an error a model can correct itself by', async (name, input, expected) => {
  const error = await refused(eva, name, input)
  expect(error).toMatchObject(expected)
  expect(error.fix.length).toBeGreaterThan(5)
})

test('a name that no tool has is the client’s mistake', async () => {
  await expect(eva.callTool({ name: 'drop_tables', arguments: {} })).rejects.toMatchObject({
    code: -32_602,
    message: expect.stringContaining('There is no tool drop_tables'),
  })
})

/** A server with one tool of the test's own beside the product's. */
async function withTool(tool: Tool): Promise<Client> {
  const find = (name: string) => (name === tool.name ? tool : stage.tools.find(name))
  const actor = { kind: 'person' as const, id: 'somebody', name: 'Somebody', roles: ['eva' as const] }
  const tools = { tools: [...stage.tools.tools, tool], find }
  return connectTo(createMcpServer({ crew: stage.crew, config: stage.config, tools, actor }))
}

const plain = {
  title: 'Of a test',
  description: 'For a test.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({}),
  output: z.object({ done: z.boolean() }),
} as const

test('a tool that is registered later is offered with no change here', async () => {
  const later = defineTool({
    ...plain,
    name: 'look_later',
    isCurated: true,
    run: async () => ({ output: { done: true }, facts: [], rowCount: 1 }),
  })
  const client = await withTool(later)
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('look_later')
  expect((await answered(client, 'look_later')).output).toEqual({ done: true })
  await client.close()
})

test('progress is told to who asked, and only ever more', async () => {
  const working = defineTool({
    ...plain,
    name: 'work_long',
    async run(_input, { onProgress }) {
      for (const done of [0, 1, 1, 0, 2]) onProgress?.({ done, total: 2, message: `piece ${done}` })
      return { output: { done: true }, facts: [], rowCount: 1 }
    },
  })
  const client = await withTool(working)
  const told: Progress[] = []
  await client.callTool({ name: 'work_long', arguments: {} }, undefined, { onprogress: (each) => told.push(each) })
  expect(told).toEqual([0, 1, 2].map((done) => ({ progress: done, total: 2, message: `piece ${done}` })))
  expect((await client.callTool({ name: 'work_long', arguments: {} })).isError).toBeFalsy()
  await client.close()
})

test('a cancelled call tells the tool to stop; a client that merely leaves does not', async () => {
  const signals: AbortSignal[] = []
  let begun = () => {}
  const waiting = defineTool({
    ...plain,
    name: 'wait_long',
    async run(_input, { signal }) {
      if (signal) signals.push(signal)
      begun()
      await new Promise<void>((resolve) => {
        finish = resolve
        signal?.addEventListener('abort', () => resolve())
      })
      return { output: { done: true }, facts: [], rowCount: 1 }
    },
  })
  let finish = () => {}
  const start = async (client: Client, signal?: AbortSignal) => {
    const running = new Promise<void>((resolve) => {
      begun = resolve
    })
    const call = client.callTool({ name: 'wait_long', arguments: {} }, undefined, signal ? { signal } : {})
    call.catch(() => {})
    await running
  }
  const cancelling = new AbortController()
  const client = await withTool(waiting)
  await start(client, cancelling.signal)
  cancelling.abort('not needed any more')
  await expect.poll(() => signals[0]?.aborted).toBe(true)

  await start(client)
  await client.close()
  await expect.poll(() => signals.length).toBe(2)
  expect(signals[1]?.aborted).toBe(false)
  finish()
})

test('a question that was cancelled is not thought about any more', async () => {
  const cancelling = new AbortController()
  const model = await startModelServer(({ index }) => {
    if (index === 0) cancelling.abort('not needed any more')
    return { json: { action: 'call', tool: 'get_nps', input: '{}', text: '' } }
  })
  const client = await withTool(askCrewTool({ writer: () => createWriter(model.config) }))
  const input = { question: 'Might the folks in Zanzibar be a worry?' }
  const asked = client.callTool({ name: 'ask_crew', arguments: input }, undefined, { signal: cancelling.signal })
  await expect(asked).rejects.toThrow()
  const ended = () => stage.crew.db.sql`
    select from ledger where venture_id = ${stage.crew.venture.id}
      and entry::jsonb -> 'detail' ->> 'tool' = 'ask_crew' and entry::jsonb -> 'actor' ->> 'id' = 'somebody'`
  await expect.poll(async () => (await ended()).length, { timeout: 10_000 }).toBe(1)
  expect(model.requests).toHaveLength(1)
  await Promise.all([client.close(), model.close()])
})

test('a bug inside is an incident’s id, and nothing of what went wrong', async () => {
  const broken = defineTool({
    ...plain,
    name: 'fail_badly',
    run: async () => {
      throw new Error('password authentication failed for user "crew" at 10.0.0.7')
    },
  })
  const client = await withTool(broken)
  const error = await refused(client, 'fail_badly')
  expect(error).toMatchObject({ code: 'bug', incidentId: expect.stringMatching(/^I-/) })
  expect(JSON.stringify(error)).not.toMatch(/password|10\.0\.0\.7/)
  await client.close()
})
