import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestVenture, type TestVenture } from '../../db/test-database.ts'
import { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor, Tool, ToolContext } from '../define-tool.ts'
import { checkLedger } from '../ledger/check-chain.ts'
import { localOperator } from '../open-crew.ts'
import type { Role } from '../role-matrix.ts'
import { runTool } from '../run-tool.ts'
import { testChairman, testContext, testKey } from '../test-context.ts'
import { addPerson } from './add-person.ts'
import { assignRoles } from './assign-roles.ts'
import { createToken } from './create-token.ts'
import { deactivatePerson } from './deactivate-person.ts'
import { issueToken } from './issue-token.ts'
import { listPeople } from './list-people.ts'
import { listTokens } from './list-tokens.ts'
import { keptToken, login, logout } from './login.ts'
import { checkMayGrant } from './people.ts'
import { revokeToken } from './revoke-token.ts'
import { setMail } from './set-mail.ts'
import { authenticate, bearerOfToken } from './tokens.ts'

let shared: TestVenture
let venture: TestVenture
let context: ToolContext

beforeAll(async () => {
  shared = await createTestVenture()
})
afterAll(() => shared.sql.end())
beforeEach(async () => {
  venture = await createTestVenture(shared.sql)
  context = await testContext(venture)
})

const as = (actor: Actor): ToolContext => ({ ...context, actor })
const later = (days: number) => new Date(context.now.getTime() + days * 86_400_000)

async function enrol(name: string, roles: Role[], expiresInDays: number | null = null): Promise<string> {
  await runTool(addPerson, { name, email: `${name.toLowerCase()}@example.com`, roles }, context)
  return (await runTool(issueToken, { person: name, expiresInDays }, context)).output.token
}

describe('a token', () => {
  test('proves who someone is, with their roles; the database holds only its hash', async () => {
    const token = await enrol('Ann', ['success', 'analyst'])
    expect(await authenticate(venture.db, ` ${token}\n`, context.now)).toMatchObject({
      kind: 'person',
      name: 'Ann',
      roles: ['analyst', 'success'],
    })
    const stored = await venture.sql`select * from person_tokens where venture_id = ${venture.ventureId}`
    const receipts = await venture.sql`select * from receipts where venture_id = ${venture.ventureId}`
    const ledger = await venture.sql`select * from ledger where venture_id = ${venture.ventureId}`
    const everything = JSON.stringify([stored, receipts, ledger])
    expect(everything).not.toContain(token)
    expect(JSON.stringify([receipts, ledger])).not.toMatch(/ann/i)
  })

  test('is refused when unknown, expired, or of another venture', async () => {
    const token = await enrol('Ann', ['success'], 10)
    const other = await createTestVenture(shared.sql)
    const refused = { answer: { code: 'forbidden', fix: expect.stringContaining('crew login') } }
    await expect(authenticate(venture.db, 'crew_guess', context.now)).rejects.toMatchObject(refused)
    await expect(authenticate(venture.db, token, later(11))).rejects.toMatchObject(refused)
    await expect(authenticate(other.db, token, context.now)).rejects.toMatchObject(refused)
    await expect(authenticate(venture.db, token, later(9))).resolves.toMatchObject({ name: 'Ann' })
  })

  test('ends with its person', async () => {
    const token = await enrol('Ann', ['success'])
    await runTool(deactivatePerson, { person: 'ann@example.com' }, context)
    await expect(authenticate(venture.db, token, later(1))).rejects.toMatchObject({ answer: { code: 'forbidden' } })
    await expect(runTool(issueToken, { person: 'Ann' }, context)).rejects.toMatchObject({
      answer: { code: 'conflict' },
    })
  })
})

test('nobody enters who was deactivated, also where a token was left', async () => {
  const token = await enrol('Ann', ['success'])
  await venture.sql`update people set deactivated_at = ${context.now} where venture_id = ${venture.ventureId} and name = 'Ann'`
  await expect(authenticate(venture.db, token, later(1))).rejects.toMatchObject({
    answer: { code: 'forbidden', message: expect.stringContaining('was deactivated') },
  })
})

describe('a token for a role', () => {
  const database = () => ({ sql: shared.sql, forVenture: (id: string) => new VentureDb(shared.sql, id, shared.sql) })

  test('names its venture and its role, is listed with its last use, and ends at once when revoked', async () => {
    const { output } = await runTool(createToken, { role: 'eva', expiresInDays: 30 }, context)
    expect(output).toMatchObject({ name: 'EVA', label: 'EVA', role: 'eva', expiresAt: later(30).toISOString() })
    expect(await bearerOfToken(database(), output.token, context.now)).toMatchObject({
      ventureId: venture.ventureId,
      actor: { kind: 'person', name: 'EVA', roles: ['eva'] },
    })
    const { tokens } = (await runTool(listTokens, {}, context)).output
    expect(tokens).toMatchObject([
      { label: 'EVA', roles: ['eva'], state: 'holds', lastUsedAt: context.now.toISOString() },
    ])
    expect((await runTool(revokeToken, { token: 'eva' }, context)).output).toMatchObject({ wasRevokedBefore: false })
    await expect(bearerOfToken(database(), output.token, context.now)).rejects.toMatchObject({
      answer: { code: 'forbidden', message: expect.stringContaining('revoked') },
    })
    expect((await runTool(revokeToken, { token: output.tokenId }, context)).output.wasRevokedBefore).toBe(true)
    const kept = await venture.sql`select * from receipts where venture_id = ${venture.ventureId}`
    expect(JSON.stringify(kept)).not.toContain(output.token)
  })

  test('a second one is labelled apart and is of the same person', async () => {
    const [first, second] = [await make({ role: 'eva' }), await make({ role: 'eva' })]
    expect([first.label, second.label]).toEqual(['EVA', 'EVA 2'])
    expect(second.personId).toBe(first.personId)
    await expect(make({ role: 'eva', label: 'eva 2' })).rejects.toMatchObject({
      answer: { code: 'conflict', field: 'label' },
    })
  })

  test('never carries more than its role: a person with other roles is refused, and nobody is added', async () => {
    await enrol('Ann', ['chairman'])
    await expect(make({ role: 'eva', name: 'Ann' })).rejects.toMatchObject({
      answer: { code: 'conflict', message: expect.stringContaining('chairman') },
    })
    await expect(make({ role: 'analyst' })).rejects.toMatchObject({ answer: { code: 'invalid_input', field: 'name' } })
    expect((await runTool(listPeople, {}, context)).output.people).toHaveLength(1)
  })

  test('of who decides is made and ended by the logged-in Chairman only', async () => {
    const shell = as(localOperator)
    const forbidden = { answer: { code: 'forbidden' } }
    await expect(runTool(createToken, { role: 'chairman', name: 'Bob' }, shell)).rejects.toMatchObject(forbidden)
    await make({ role: 'success', name: 'Cid' })
    await expect(runTool(revokeToken, { token: 'Cid' }, shell)).rejects.toMatchObject(forbidden)
    await expect(runTool(createToken, { role: 'eva' }, shell)).resolves.toBeDefined()
  })

  test('given in place of its label it is found by nobody and repeated nowhere', async () => {
    const { token } = await make({ role: 'eva' })
    const answer = await runTool(revokeToken, { token }, context).catch((error) => error.answer)
    expect(answer).toMatchObject({ code: 'not_found', fix: 'The labels are EVA.' })
    expect(JSON.stringify(answer)).not.toContain(token)
  })

  const make = async (input: object) => (await runTool(createToken, input, context)).output
})

describe('login', () => {
  test('keeps a token that holds, for the owner alone, and forgets it', async () => {
    const token = await enrol('Ann', ['success'])
    const person = await login(venture.db, context.dataDir, token, context.now)
    expect(person.name).toBe('Ann')
    expect(await keptToken(venture.db, context.dataDir)).toBe(token)
    expect((await stat(join(context.dataDir, 'login.json'))).mode & 0o777).toBe(0o600)
    expect(await keptToken(shared.db, context.dataDir)).toBeUndefined()
    expect(await logout(venture.db, context.dataDir)).toBe(true)
    expect(await logout(venture.db, context.dataDir)).toBe(false)
  })

  test('keeps nothing when the token does not hold', async () => {
    await expect(login(venture.db, context.dataDir, 'crew_no', context.now)).rejects.toMatchObject({
      answer: { code: 'forbidden' },
    })
    await expect(readFile(join(context.dataDir, 'login.json'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('who may let others decide', () => {
  const person = { name: 'Bob', roles: ['success'] }
  const shell = localOperator
  const impostor: Actor = { ...testChairman, kind: 'agent', id: 'eva' }
  const both: Actor = { ...testChairman, roles: ['chairman', 'eva'] }

  test.each([
    ['the operator at the shell', shell],
    ['an agent with the role', impostor],
    ['an assistant that was made Chairman as well', both],
  ])('not %s', async (_who, actor) => {
    const forbidden = { answer: { code: 'forbidden', fix: expect.stringMatching(/crew login/) } }
    await expect(runTool(addPerson, person, as(actor))).rejects.toMatchObject(forbidden)
    await enrol('Ann', ['chairman'])
    await runTool(addPerson, { name: 'Cid', roles: ['analyst'] }, context)
    const calls: [Tool, Record<string, unknown>][] = [
      [issueToken, { person: 'Ann' }],
      [assignRoles, { person: 'Cid', roles: ['chairman'] }],
      [assignRoles, { person: 'Ann', roles: ['analyst'] }],
      [deactivatePerson, { person: 'Ann' }],
      // Slack knows people by their address.
      [setMail, { person: 'Ann', email: 'mallory@example.com' }],
    ]
    for (const [tool, input] of calls) await expect(runTool(tool, input, as(actor))).rejects.toMatchObject(forbidden)
  })

  test('an assistant is nothing besides', async () => {
    expect(() => checkMayGrant(both, ['success'])).toThrow(UserError)
    const mixed = { answer: { code: 'invalid_input', field: 'roles', value: 'analyst, eva' } }
    await expect(runTool(addPerson, { name: 'Eve', roles: ['analyst', 'eva'] }, context)).rejects.toMatchObject(mixed)
    await runTool(addPerson, { name: 'Eve', roles: ['eva', 'eva'] }, context)
    const assign = runTool(assignRoles, { person: 'Eve', roles: ['analyst', 'eva'] }, context)
    await expect(assign).rejects.toMatchObject(mixed)
    expect((await runTool(assignRoles, { person: 'Eve', roles: ['analyst'] }, context)).output.roles).toEqual([
      'analyst',
    ])
  })

  test('the operator may add who only reads', async () => {
    await runTool(addPerson, { name: 'Cid', roles: ['analyst'] }, as(shell))
    const { output } = await runTool(issueToken, { person: 'Cid' }, as(shell))
    expect(await authenticate(venture.db, output.token, context.now)).toMatchObject({ roles: ['analyst'] })
  })
})

test('the last Chairman stays', async () => {
  await enrol('Ann', ['chairman'])
  await expect(runTool(deactivatePerson, { person: 'Ann' }, context)).rejects.toMatchObject({
    answer: { code: 'conflict' },
  })
  await expect(runTool(assignRoles, { person: 'Ann', roles: ['analyst'] }, context)).rejects.toMatchObject({
    answer: { code: 'conflict' },
  })
  await enrol('Bob', ['chairman'])
  await runTool(assignRoles, { person: 'Ann', roles: ['analyst'] }, context)
  const { output } = await runTool(listPeople, {}, context)
  expect(output.people.map(({ name, roles, tokenCount }) => [name, roles, tokenCount])).toEqual([
    ['Ann', ['analyst'], 1],
    ['Bob', ['chairman'], 1],
  ])
})

test('an address is taken once, and an ambiguous name lists who is meant', async () => {
  await enrol('Ann', ['analyst'])
  await expect(
    runTool(addPerson, { name: 'Ann', email: 'ANN@example.com', roles: ['analyst'] }, context),
  ).rejects.toMatchObject({ answer: { code: 'conflict', field: 'email' } })
  await runTool(addPerson, { name: 'Ann', roles: ['analyst'] }, context)
  await expect(runTool(issueToken, { person: 'ann' }, context)).rejects.toMatchObject({
    answer: { code: 'conflict', fix: expect.stringMatching(/Give an id: [0-9a-f-]{36}, /) },
  })
  await expect(runTool(issueToken, { person: 'nobody' }, context)).rejects.toMatchObject({
    answer: { code: 'not_found', value: 'nobody' },
  })
})

test('every change is in the ledger, by id', async () => {
  await enrol('Ann', ['analyst'])
  await runTool(assignRoles, { person: 'Ann', roles: ['operator'] }, context)
  await runTool(deactivatePerson, { person: 'Ann' }, context)
  await runTool(listPeople, {}, context)
  const rows = await venture.sql<{ event: string }[]>`
    select entry::jsonb ->> 'event' as event from ledger where venture_id = ${venture.ventureId} order by seq`
  expect(rows.map((row) => row.event).filter((event) => event !== 'tool.called')).toEqual([
    'person.added',
    'token.issued',
    'person.roles_changed',
    'person.deactivated',
    'personal_data.read',
  ])
  expect((await checkLedger(venture.db, testKey, context.dataDir)).problems).toEqual([])
})
