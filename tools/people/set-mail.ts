import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { changeMail, checkMayGrant, findPerson } from './people.ts'

export const setMail = defineTool({
  name: 'set_mail',
  title: "Set a person's mail address",
  description:
    'Gives a person another mail address. Slack knows people by it, so for who decides on proposals (chairman, success) the logged-in Chairman does it only.',
  effect: 'act',
  capability: 'administer',
  hints: { isRepeatable: true },
  withheldFields: ['person', 'name', 'email'],
  input: z.object({
    person: z.string().min(1).describe('Id, address or name'),
    email: z.string().trim().pipe(z.email()),
  }),
  output: z.object({ personId: z.string(), name: z.string(), email: z.string() }),
  async run({ person: reference, email }, context) {
    const { db, ledgerKey, now, actor } = context
    const person = await findPerson(db, reference, now)
    checkMayGrant(actor, person.roles)
    const isFree = await changeMail(db, ledgerKey, person, email, { by: actor, at: now })
    if (!isFree) {
      throw new UserError({
        code: 'conflict',
        message: 'Someone else has this address.',
        field: 'email',
        value: email,
        fix: 'See them with crew people.',
      })
    }
    return { output: { personId: person.id, name: person.name, email }, facts: [], rowCount: 1 }
  },
})
