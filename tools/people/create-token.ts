import { z } from 'zod'
import { listPeopleRows, listTokenRows, type PersonRow } from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { type Role, roles } from '../role-matrix.ts'
import { addPerson, checkMayGrant } from './people.ts'
import { issueToken } from './tokens.ts'

/** An assistant's token lies in the configuration of its client: one that ends by itself is found by nobody years later. */
export const USUAL_DAYS = 90

export const createToken = defineTool({
  name: 'create_token',
  title: 'Create a token for a role',
  description:
    "Makes a bearer token for an assistant or a person of one role, and shows it once: only its hash is kept. The person is added when nobody of the name is there; someone with other roles is refused, for a token carries all of its person's roles. For a person who is there already use issue_token. Deciding roles only by the logged-in Chairman.",
  effect: 'act',
  capability: 'administer',
  hints: { isAdditive: true },
  withheldFields: ['name', 'token', 'label'],
  answersSecret: 'crew tokens create',
  input: z.object({
    role: z.enum(roles).describe('eva for an assistant: it learns everything, proposes anything and decides nothing'),
    name: z.string().trim().min(1).max(200).nullable().default(null).describe('Whose it is; null for EVA, by her role'),
    label: z.string().trim().min(1).max(100).nullable().default(null).describe('To find it by; null for the name'),
    expiresInDays: z.int().min(1).max(3650).nullable().default(USUAL_DAYS).describe('Null for a token without an end'),
  }),
  output: z.object({
    tokenId: z.string(),
    personId: z.string(),
    name: z.string(),
    role: z.enum(roles),
    label: z.string(),
    token: z.string(),
    expiresAt: z.string().nullable(),
  }),
  async run(input, context) {
    checkMayGrant(context.actor, [input.role])
    const name = input.name ?? nameOf(input.role)
    const expiresAt =
      input.expiresInDays === null ? null : new Date(context.now.getTime() + input.expiresInDays * 86_400_000)
    const made = await context.db.transaction(async (db) => {
      const personId = await holder(db, name, input.role, context)
      const label = input.label ?? (await freeLabel(db, name))
      const change = { by: context.actor, at: context.now }
      return {
        personId,
        label,
        ...(await issueToken(db, context.ledgerKey, { personId, label, ...change, expiresAt })),
      }
    })
    return {
      output: { ...made, name, role: input.role, expiresAt: expiresAt?.toISOString() ?? null },
      facts: [],
      rowCount: 1,
    }
  },
})

function nameOf(role: Role): string {
  if (role === 'eva') return 'EVA'
  throw new UserError({
    code: 'invalid_input',
    message: `A token of the role ${role} belongs to somebody.`,
    field: 'name',
    fix: 'Say whose it is: --name "Ann Smith".',
  })
}

async function holder(
  db: VentureDb,
  name: string,
  role: Role,
  { ledgerKey, actor, now }: ToolContext,
): Promise<string> {
  const named = (await listPeopleRows(db, now)).filter(
    (person) => person.name.toLowerCase() === name.toLowerCase() && person.deactivatedAt === null,
  )
  const [person, ...others] = named
  if (!person) return addPerson(db, ledgerKey, { name, email: null, roles: [role] }, { by: actor, at: now })
  if (others.length === 0 && person.roles.length === 1 && person.roles[0] === role) return person.id
  throw new UserError({
    code: 'conflict',
    message: others.length > 0 ? `${named.length} people have this name.` : `${person.name} is ${rolesOf(person)}.`,
    field: 'name',
    value: name,
    fix: 'A token carries all roles of its person: choose another name, or give that person a token with crew people token.',
  })
}

function rolesOf({ roles: held }: PersonRow): string {
  return held.length === 0 ? 'without a role' : held.join(', ')
}

/** `EVA`, then `EVA 2`: nobody who makes a second token has to think of a name for it. */
async function freeLabel(db: VentureDb, name: string): Promise<string> {
  const taken = new Set(
    (await listTokenRows(db)).flatMap(({ label, revokedAt }) =>
      label === null || revokedAt !== null ? [] : [label.toLowerCase()],
    ),
  )
  if (!taken.has(name.toLowerCase())) return name
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`.toLowerCase())) return `${name} ${number}`
}
