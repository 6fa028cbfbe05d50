import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { checkMayGrant, deactivatePerson as deactivate, findPerson } from './people.ts'

export const deactivatePerson = defineTool({
  name: 'deactivate_person',
  title: 'Deactivate a person',
  description:
    'Ends what a person may do and revokes their tokens at once; what they decided stays. Use it when someone leaves. Who decides on proposals is deactivated by the logged-in Chairman only, and the last Chairman never.',
  effect: 'act',
  capability: 'administer',
  hints: { isRepeatable: true },
  withheldFields: ['person', 'name'],
  input: z.object({ person: z.string().min(1).describe('Id, address or name') }),
  output: z.object({ personId: z.string(), name: z.string() }),
  async run(input, context) {
    const person = await findPerson(context.db, input.person, context.now)
    checkMayGrant(context.actor, person.roles)
    await deactivate(context.db, context.ledgerKey, person, { by: context.actor, at: context.now })
    return { output: { personId: person.id, name: person.name }, facts: [], rowCount: 1 }
  },
})
