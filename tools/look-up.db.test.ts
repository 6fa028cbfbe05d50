/** Names offered while somebody types: by whom they may be read, and what of them is masked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestVenture, type TestVenture } from '../db/test-database.ts'
import { defineTool, type ToolContext } from './define-tool.ts'
import { lookUp } from './look-up.ts'
import { testContext } from './test-context.ts'

let venture: TestVenture
let context: ToolContext
let eva: ToolContext

beforeAll(async () => {
  venture = await createTestVenture()
  context = await testContext(venture)
  eva = { ...context, actor: { ...context.actor, roles: ['eva'] } }
})
afterAll(() => venture.sql.end())

const findPeople = defineTool({
  name: 'find_people',
  title: 'Find people',
  description: 'For a test.',
  effect: 'read',
  capability: 'read',
  input: z.object({ text: z.string() }),
  output: z.object({ people: z.array(z.object({ personName: z.string(), at: z.string() })) }),
  run: async () => ({ output: { people: [{ personName: 'Ann Smith', at: 'ann@acme.com' }] }, facts: [], rowCount: 1 }),
})

test('who sees personal data is offered it as it is, and EVA masked', async () => {
  expect(await lookUp(findPeople, { text: 'a' }, context)).toEqual({
    people: [{ personName: 'Ann Smith', at: 'ann@acme.com' }],
  })
  expect(await lookUp(findPeople, { text: 'a' }, eva)).toEqual({
    people: [{ personName: 'A••• S•••', at: 'a•••@acme.com' }],
  })
})

test('is refused as a call is: by role, and by input', async () => {
  const ofTheTeam = defineTool({ ...findPeople, capability: 'see_people' })
  await expect(lookUp(ofTheTeam, { text: 'a' }, eva)).rejects.toMatchObject({ answer: { code: 'forbidden' } })
  await expect(lookUp(findPeople, {}, eva)).rejects.toMatchObject({ answer: { code: 'invalid_input', field: 'text' } })
})

test('what changes something, or reads personal data that a receipt must tell of, is not looked up', async () => {
  for (const tool of [
    defineTool({ ...findPeople, effect: 'act' as const }),
    defineTool({ ...findPeople, readsPersonalData: true }),
  ])
    await expect(lookUp(tool, { text: 'a' }, context)).rejects.toThrow('not for looking up')
})
