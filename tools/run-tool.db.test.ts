import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestVenture, type TestVenture } from '../db/test-database.ts'
import { ConfigError, UserError } from '../errors.ts'
import { defineTool, type ToolContext } from './define-tool.ts'
import { factDraft } from './fact-draft.ts'
import { checkLedger } from './ledger/check-chain.ts'
import { openReceipt } from './receipts/open-receipt.ts'
import { runTool } from './run-tool.ts'
import { testContext, testKey } from './test-context.ts'

let venture: TestVenture
let context: ToolContext

beforeAll(async () => {
  venture = await createTestVenture()
  context = await testContext(venture)
})
afterAll(() => venture.sql.end())

const input = z.object({
  limit: z.int().min(1).max(10).default(5),
  status: z.enum(['open', 'closed']).optional(),
})
const doubleIt = defineTool({
  name: 'double_it',
  title: 'Double it',
  description: 'Doubles.',
  effect: 'read',
  capability: 'compute',
  input,
  output: z.object({ doubled: z.int() }),
  async run({ limit }, { venture: { id, name, currency } }) {
    const subject = { kind: 'venture' as const, id, name }
    const doubled = factDraft(
      { key: 'doubled', metric: 'the double', subject, period: null, value: limit * 2, unit: 'count' },
      currency,
    )
    return { output: { doubled: limit * 2 }, facts: [doubled], rowCount: limit }
  },
})
const readMail = defineTool({
  ...doubleIt,
  name: 'read_mail',
  readsPersonalData: true,
  withheldFields: ['email'],
  output: z.object({ people: z.array(z.object({ email: z.string(), seats: z.int() })) }),
  async run(_input, { venture: { id } }) {
    return {
      output: { people: [{ email: 'ann@example.com', seats: 3 }] },
      facts: [
        {
          key: 'who',
          metric: 'who',
          subject: { kind: 'venture', id, name: 'Test' },
          period: null,
          value: 'Ann Example',
          unit: 'name',
          text: 'Ann Example',
          isPersonal: true,
        },
      ],
      rowCount: 1,
    }
  },
})

async function refusal(work: Promise<unknown>): Promise<UserError['answer']> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${String(error)}`)
  return error.answer
}

async function ledgerEntries(): Promise<{ event: string; ids: Record<string, string>; detail: unknown }[]> {
  const rows = await venture.sql<{ entry: string }[]>`
    select entry from ledger where venture_id = ${venture.ventureId} order by seq`
  return rows.map((row) => JSON.parse(row.entry))
}

describe('an answer', () => {
  test('carries facts by their receipt, and the receipt opens', async () => {
    const answer = await runTool(doubleIt, { limit: 4 }, context)
    expect(answer.output).toEqual({ doubled: 8 })
    expect(answer.receipt).toMatch(/^R-\d+$/)
    expect(answer.facts).toMatchObject([
      { id: `${answer.receipt.replace('-', '')}.doubled`, receipt: answer.receipt, value: 8, text: '8' },
    ])
    const receipt = await openReceipt(venture.db, answer.receipt)
    expect(receipt).toMatchObject({
      id: answer.receiptId,
      tool: 'double_it',
      arguments: '{"limit":4}',
      settingsVersion: 1,
      asOf: '2026-01-15',
      knownAt: context.knownAt,
      rowCount: 4,
      isUnaltered: true,
      actor: `person:${context.actor.id}`,
    })
    expect(receipt.content.output).toEqual({ doubled: 8 })
    for (const name of [answer.receiptId, answer.facts[0]?.id ?? '', answer.receipt.slice(2)]) {
      expect((await openReceipt(venture.db, name)).reference).toBe(answer.receipt)
    }
  })

  test('is the same bytes for the same result', async () => {
    const [one, two] = await Promise.all([runTool(doubleIt, {}, context), runTool(doubleIt, { limit: 5 }, context)])
    const [first, second] = await Promise.all([one, two].map(({ receipt }) => openReceipt(venture.db, receipt)))
    expect(first?.resultHash).toBe(second?.resultHash)
    expect(first?.arguments).toBe(second?.arguments)
    expect(one.receipt).not.toBe(two.receipt)
  })

  test('a receipt of another venture is not found', async () => {
    const { receipt } = await runTool(doubleIt, {}, context)
    const other = await createTestVenture(venture.sql)
    expect(await refusal(openReceipt(other.db, receipt))).toMatchObject({ code: 'not_found', value: receipt })
    expect(await refusal(openReceipt(other.db, 'the last one'))).toMatchObject({ code: 'invalid_input' })
  })
})

describe('a refusal says what to do', () => {
  test('who may call', async () => {
    const actor = { ...context.actor, name: 'EVA', roles: ['eva' as const] }
    expect(await refusal(runTool(doubleIt, {}, { ...context, actor }))).toMatchObject({
      code: 'forbidden',
      message: 'double_it is for the role chairman, success, analyst, or operator; EVA has eva.',
    })
  })

  test.each([
    [{ limit: 11 }, 'limit', '11', 'Give at most 10.'],
    [{ limit: 0 }, 'limit', '0', 'Give at least 1.'],
    [{ limit: 'many' }, 'limit', 'many', 'Give a value of type number.'],
    [{ status: 'lost' }, 'status', 'lost', 'Give one of open, closed.'],
    [{ limits: 3 }, 'limits', '3', 'Leave it out; the fields are limit, status.'],
  ])('%o', async (raw, field, value, fix) => {
    expect(await refusal(runTool(doubleIt, raw, context))).toMatchObject({ code: 'invalid_input', field, value, fix })
  })

  test.each([
    [{ notes: [{ text: 'a\u0000b' }] }, 'notes.0.text'],
    [{ notes: [{ text: 'half \ud800' }] }, 'notes.0.text'],
    [{ more: { 'half \udc00': 1 } }, 'more'],
    [{ on: '0000-01-01' }, 'on'],
    [{ on: '1000-01-01' }, 'on'],
    [{ on: '9999-12-31' }, 'on'],
  ])('what no receipt or database can keep, before anything is done: %j', async (raw, field) => {
    let isDone = false
    const act = defineTool({
      ...doubleIt,
      name: 'act_on_text',
      effect: 'act',
      input: z.object({
        notes: z.array(z.object({ text: z.string() })).optional(),
        more: z.record(z.string(), z.json()).optional(),
        on: z.iso.date().optional(),
      }),
      run: async () => {
        isDone = true
        return { output: { doubled: 0 }, facts: [], rowCount: 1 }
      },
    })
    expect(await refusal(runTool(act, raw, context))).toMatchObject({ code: 'invalid_input', field })
    expect(isDone).toBe(false)
    await runTool(act, { notes: [{ text: 'whole 🙂' }], on: '2026-01-15' }, context)
    expect(isDone).toBe(true)
  })

  test('what is not an object at all', async () => {
    expect(await refusal(runTool(doubleIt, 'limit', context))).toMatchObject({ code: 'invalid_input' })
  })
})

describe('a bug', () => {
  test('is answered with an incident id, and logged without values', async () => {
    const broken = defineTool({
      ...doubleIt,
      async run() {
        throw Object.assign(new Error('duplicate key "ann@example.com" for bob@example.com at postgres://u:pw@h/db'), {
          code: '23505',
        })
      },
    })
    const answer = await refusal(runTool(broken, {}, context))
    expect(answer).toMatchObject({ code: 'bug', incidentId: expect.stringMatching(/^I-[0-9a-f]{8}$/) })
    expect(JSON.stringify(answer)).not.toContain('duplicate')
    const path = join(context.dataDir, 'incidents.jsonl')
    const log = await readFile(path, 'utf8')
    expect(log).toContain(answer.incidentId)
    expect(log).toContain('23505')
    expect(log).not.toMatch(/ann@|bob@|:pw@/)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('is also an output that breaks its schema, and a fact key stated twice', async () => {
    const wrong = defineTool({
      ...doubleIt,
      run: async () => ({ output: { doubled: 0.5 }, facts: [], rowCount: 0 }),
    })
    const twice = defineTool({
      ...doubleIt,
      run: async (given, at) => {
        const result = await doubleIt.run(given, at)
        return { ...result, facts: [...result.facts, ...result.facts] }
      },
    })
    expect((await refusal(runTool(wrong, {}, context))).code).toBe('bug')
    expect((await refusal(runTool(twice, {}, context))).code).toBe('bug')
  })

  test("a tool's own UserError passes as it is", async () => {
    const answer = { code: 'no_data' as const, message: 'Nothing was loaded.', fix: 'Load something.' }
    const refusing = defineTool({
      ...doubleIt,
      run: async () => {
        throw new UserError(answer)
      },
    })
    expect(await refusal(runTool(refusing, {}, context))).toEqual(answer)
  })
})

describe('audit', () => {
  test('acting and reading personal data leave a row; other reads do not', async () => {
    const before = (await ledgerEntries()).length
    await runTool(doubleIt, {}, context)
    const act = await runTool(defineTool({ ...doubleIt, name: 'act_once', effect: 'act' }), {}, context)
    const mail = await runTool(readMail, {}, context)
    expect((await ledgerEntries()).slice(before)).toMatchObject([
      { event: 'tool.called', ids: { receiptId: act.receiptId }, detail: { tool: 'act_once' } },
      { event: 'personal_data.read', ids: { receiptId: mail.receiptId }, detail: { tool: 'read_mail' } },
    ])
    expect((await checkLedger(venture.db, testKey, context.dataDir)).problems).toEqual([])
  })

  test('personal text is answered, and its receipt keeps a keyed hash', async () => {
    const answer = await runTool(readMail, {}, context)
    expect(answer.output.people[0]?.email).toBe('ann@example.com')
    expect(answer.facts[0]?.text).toBe('Ann Example')
    const { result, content } = await openReceipt(venture.db, answer.receipt)
    expect(result).not.toMatch(/ann/i)
    expect(content.output).toMatchObject({ people: [{ email: expect.stringMatching(/^withheld:/), seats: 3 }] })
  })
})

test('through an assistant’s door a call that ends in a bug or a missing setting is in the ledger too', async () => {
  const failing = (error: Error) =>
    defineTool({
      ...doubleIt,
      run: async () => {
        throw error
      },
    })
  const before = (await ledgerEntries()).length
  const asked = { ...context, door: 'mcp' as const }
  await refusal(runTool(failing(new Error('broken')), {}, asked))
  await expect(runTool(failing(new ConfigError(['A key is missing.'])), {}, asked)).rejects.toThrow(ConfigError)
  expect((await ledgerEntries()).slice(before)).toMatchObject([
    { event: 'tool.refused', detail: { tool: 'double_it', code: 'bug' } },
    { event: 'tool.refused', detail: { tool: 'double_it', code: 'unavailable' } },
  ])
})

test('a refusal tells who may not know of nobody’s address', async () => {
  const refusing = defineTool({
    ...doubleIt,
    capability: 'read',
    run: async () => {
      throw new UserError({ code: 'conflict', message: 'uma@acme.com is there.', fix: 'Ask boss@acme.com.' })
    },
  })
  const eva = { ...context, actor: { ...context.actor, roles: ['eva' as const] } }
  expect(await refusal(runTool(refusing, {}, eva))).toMatchObject({
    message: 'u•••@acme.com is there.',
    fix: 'Ask b•••@acme.com.',
  })
  expect((await refusal(runTool(refusing, {}, context))).message).toContain('uma@acme.com')
})

describe('groups', () => {
  test('200 calls at once share a few transactions, each with a number of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => runTool(doubleIt, { limit: 7 }, context)))
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(200)
    const [row] = await venture.sql<{ transactions: number }[]>`
      select count(distinct xmin::text) as transactions from receipts
      where venture_id = ${venture.ventureId} and id = any(${answers.map(({ receiptId }) => receiptId)}::uuid[])`
    expect(row?.transactions).toBeLessThanOrEqual(10)
  })

  test('a receipt the database refuses fails its own call only', async () => {
    const bad = { ...context, runId: 'not-a-uuid' }
    const [good, refused] = await Promise.allSettled([runTool(doubleIt, {}, context), runTool(doubleIt, {}, bad)])
    expect(good.status).toBe('fulfilled')
    expect(refused.status).toBe('rejected')
  })

  test('inside a transaction the receipt lives and dies with it', async () => {
    const stop = new Error('stop')
    let number = ''
    await venture.db
      .transaction(async (db) => {
        number = (await runTool(doubleIt, {}, { ...context, db })).receipt
        throw stop
      })
      .catch((error: unknown) => expect(error).toBe(stop))
    expect((await refusal(openReceipt(venture.db, number))).code).toBe('not_found')
  })
})
