import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { roles } from '../role-matrix.ts'
import { assignRoles as assign, checkMayGrant, findPerson } from './people.ts'

export const assignRoles = defineTool({
  name: 'assign_roles',
  title: "Set a person's roles",
  description:
    'Makes the given roles all the roles a person has. Roles that decide on proposals (chairman, success) are given and taken by the logged-in Chairman only; the last Chairman keeps theirs.',
  effect: 'act',
  capability: 'administer',
  hints: { isRepeatable: true },
  withheldFields: ['person', 'name'],
  input: z.object({
    person: z.string().min(1).describe('Id, address or name'),
    roles: z.array(z.enum(roles)).min(1),
  }),
  output: z.object({ personId: z.string(), name: z.string(), roles: z.array(z.enum(roles)) }),
  async run(input, context) {
    const person = await findPerson(context.db, input.person, context.now)
    checkMayGrant(context.actor, [...input.roles, ...person.roles])
    const given = [...new Set(input.roles)]
    await assign(context.db, context.ledgerKey, person, given, { by: context.actor, at: context.now })
    return { output: { personId: person.id, name: person.name, roles: given }, facts: [], rowCount: 1 }
  },
})
