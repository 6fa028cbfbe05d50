import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { roles } from '../role-matrix.ts'
import { addPerson as add, checkMayGrant } from './people.ts'

export const addPerson = defineTool({
  name: 'add_person',
  title: 'Add a person',
  description:
    'Adds someone who works with this venture, with roles. A person without a token can do nothing yet: follow with issue_token. Roles that decide on proposals (chairman, success) are given by the logged-in Chairman only.',
  effect: 'act',
  capability: 'administer',
  hints: { isAdditive: true },
  withheldFields: ['name', 'email'],
  input: z.object({
    name: z.string().trim().min(1).max(200),
    email: z.email().nullable().default(null),
    roles: z.array(z.enum(roles)).min(1).describe('What the person may do'),
  }),
  output: z.object({ personId: z.string(), name: z.string(), roles: z.array(z.enum(roles)) }),
  async run(input, context) {
    checkMayGrant(context.actor, input.roles)
    const given = [...new Set(input.roles)]
    const personId = await add(
      context.db,
      context.ledgerKey,
      { ...input, roles: given },
      { by: context.actor, at: context.now },
    )
    return { output: { personId, name: input.name, roles: given }, facts: [], rowCount: 1 }
  },
})
