import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { checkMayGrant, findPerson } from './people.ts'
import { issueToken as issue } from './tokens.ts'

export const issueToken = defineTool({
  name: 'issue_token',
  title: 'Issue a token',
  description:
    'Makes a token by which a person proves who they are, and shows it once: only its hash is kept. The person logs in with it (crew login). Tokens of who decides on proposals are issued by the logged-in Chairman only.',
  effect: 'act',
  capability: 'administer',
  hints: { isAdditive: true },
  withheldFields: ['person', 'name', 'token'],
  answersSecret: 'crew people token',
  input: z.object({
    person: z.string().min(1).describe('Id, address or name'),
    expiresInDays: z.int().min(1).max(3650).nullable().default(null).describe('Null for a token without an end'),
  }),
  output: z.object({
    personId: z.string(),
    name: z.string(),
    token: z.string(),
    expiresAt: z.string().nullable(),
  }),
  async run(input, context) {
    const person = await findPerson(context.db, input.person, context.now)
    checkMayGrant(context.actor, person.roles)
    if (person.deactivatedAt) {
      throw new UserError({
        code: 'conflict',
        message: `${person.name} is deactivated, and a token would not be accepted.`,
        field: 'person',
        value: input.person,
        fix: 'Add the person again.',
      })
    }
    const expiresAt =
      input.expiresInDays === null ? null : new Date(context.now.getTime() + input.expiresInDays * 86_400_000)
    const { token } = await issue(context.db, context.ledgerKey, {
      personId: person.id,
      by: context.actor,
      at: context.now,
      expiresAt,
    })
    return {
      output: { personId: person.id, name: person.name, token, expiresAt: expiresAt?.toISOString() ?? null },
      facts: [],
      rowCount: 1,
    }
  },
})
