import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createWriter } from './language-model.ts'
import { type Behaviour, type ModelServer, startModelServer } from './model-server.fixture.ts'

let server: ModelServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const question = { system: 'Be brief.', user: 'Well?', label: 'test', schema: z.object({ text: z.string() }) }
const good: Behaviour = { json: { text: 'fine' } }

async function writerFor(behaviours: Behaviour[], options: Parameters<typeof startModelServer>[1] = {}) {
  server = await startModelServer(({ index }) => behaviours[Math.min(index, behaviours.length - 1)] ?? good, options)
  return createWriter(server.config, { backoffMs: [1, 1] })
}

test('answers in the shape asked for, and counts tokens', async () => {
  const writer = await writerFor([good])
  expect(await writer.ask(question)).toEqual({ ok: true, value: { text: 'fine' } })
  expect(writer.tokensUsed()).toBe(100)
  expect(server?.requests[0]).toMatchObject({ system: 'Be brief.', user: 'Well?' })
  expect(server?.requests[0]?.schema).toMatchObject({ type: 'object', required: ['text'], additionalProperties: false })
})

test.each<[string, Behaviour[], string]>([
  ['429 that stays', [{ status: 429 }], 'rate_limited'],
  ['500 that stays', [{ status: 500 }], 'provider_error'],
  ['broken JSON', [{ text: '{"text": "fi' }], 'broken_answer'],
  ['JSON of another shape', [{ json: { text: 3 } }], 'broken_answer'],
  ['nothing in the answer', [{ text: '' }], 'broken_answer'],
  ['a refusal', [{ refusal: 'I cannot help with that.' }], 'refusal'],
  ['a body that is not JSON', ['garbage'], 'broken_answer'],
  ['a key that is not accepted', [{ status: 401 }], 'refused_request'],
  ['a request that is not accepted', [{ status: 400 }], 'refused_request'],
  ['a server that hangs up', ['hang_up'], 'unreachable'],
])('%s is a failure with a reason, not an exception', async (_, behaviours, failure) => {
  const writer = await writerFor(behaviours)
  const answer = await writer.ask(question)
  expect(answer).toMatchObject({ ok: false, failure })
  expect(answer.ok ? '' : answer.reason).toMatch(/^the /)
})

// This model says nothing ever, so that only the timeout ends it: before the test's own, which is shorter than the default.
test('silence ends at the timeout and is not tried again', { timeout: 30_000 }, async () => {
  const writer = await writerFor(['silence'], { timeoutSeconds: 1 })
  expect(await writer.ask(question)).toMatchObject({ ok: false, failure: 'silence' })
  expect(server?.requests).toHaveLength(1)
})

test.each([429, 500, 503])('%i that passes is waited out', async (status) => {
  const writer = await writerFor([{ status }, { status }, good])
  expect(await writer.ask(question)).toMatchObject({ ok: true })
  expect(server?.requests).toHaveLength(3)
})

test('a server that fails again and again is left alone for the rest of the run', async () => {
  const writer = await writerFor([{ status: 500 }])
  for (let part = 0; part < 6; part += 1) await writer.ask(question)
  expect(server?.requests).toHaveLength(9)
  expect(await writer.ask(question)).toMatchObject({
    failure: 'given_up',
    reason: expect.stringContaining('not asked again'),
  })
})

test('a key that is not accepted is not tried a second time', async () => {
  const writer = await writerFor([{ status: 401 }])
  await writer.ask(question)
  expect(await writer.ask(question)).toMatchObject({ failure: 'given_up' })
  expect(server?.requests).toHaveLength(1)
})

test('the budget of tokens is never overdrawn, also by several at once', async () => {
  const writer = await writerFor([good], { tokensPerRun: 9_000, tokensPerAnswer: 4_000 })
  const answers = await Promise.all([1, 2, 3, 4].map(() => writer.ask(question)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(2)
  expect(answers.filter((answer) => !answer.ok && answer.failure === 'budget_spent')).toHaveLength(2)
  expect(writer.tokensUsed()).toBeLessThanOrEqual(9_000)
})

test('without a key nothing is asked', async () => {
  const writer = await createWriter(undefined)
  expect(writer).toMatchObject({ kind: 'offline', name: 'offline templates' })
  expect(await writer.ask(question)).toMatchObject({ ok: false })
})
