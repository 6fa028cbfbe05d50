import { z } from 'zod'
import { listPeopleRows } from '../../db/queries/people.ts'
import { defineTool } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import { roles } from '../role-matrix.ts'
import { isRole } from './tokens.ts'

export const listPeople = defineTool({
  name: 'list_people',
  title: 'List people',
  description:
    "Who works with this venture's crew: each person's name, address, roles, whether they are active and how many tokens they hold. Use it to see who may decide, or before giving someone a role or a token. Not for the customers' users.",
  effect: 'read',
  capability: 'see_people',
  readsPersonalData: true,
  withheldFields: ['name', 'email'],
  replayable: false,
  input: z.object({}),
  output: z.object({
    people: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        roles: z.array(z.enum(roles)),
        isActive: z.boolean(),
        /** Tokens that would be accepted now. */
        tokenCount: z.int(),
        createdAt: z.string(),
        deactivatedAt: z.string().nullable(),
      }),
    ),
  }),
  async run(_input, context) {
    const rows = await listPeopleRows(context.db, context.now)
    const subject = { kind: 'venture' as const, id: context.venture.id, name: context.venture.name }
    return {
      output: {
        people: rows.map((row) => ({
          ...row,
          roles: row.roles.filter(isRole),
          isActive: row.deactivatedAt === null,
          createdAt: row.createdAt.toISOString(),
          deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
        })),
      },
      facts: [
        factDraft(
          { key: 'people', metric: 'people', subject, period: null, value: rows.length, unit: 'count' },
          context.venture.currency,
        ),
      ],
      rowCount: rows.length,
    }
  },
})
