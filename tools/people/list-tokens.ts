import { z } from 'zod'
import { listTokenRows } from '../../db/queries/people.ts'
import { defineTool } from '../define-tool.ts'
import { roles } from '../role-matrix.ts'
import { isRole } from './tokens.ts'

export const listTokens = defineTool({
  name: 'list_tokens',
  title: 'List tokens',
  description:
    'The tokens by which people and assistants prove who they are: whose each is, its roles, when it was made, ends and was last used, and which were revoked. Use it to see what may be ended. Never the token itself, which is not kept.',
  effect: 'read',
  capability: 'administer',
  readsPersonalData: true,
  withheldFields: ['name', 'label'],
  replayable: false,
  input: z.object({}),
  output: z.object({
    tokens: z.array(
      z.object({
        tokenId: z.string(),
        label: z.string().nullable(),
        name: z.string().describe('Whose it is'),
        roles: z.array(z.enum(roles)),
        state: z.enum(['holds', 'expired', 'revoked']),
        createdAt: z.string(),
        expiresAt: z.string().nullable(),
        lastUsedAt: z.string().nullable().describe('To the minute, through a door that asks for it; null for never'),
        revokedAt: z.string().nullable(),
      }),
    ),
  }),
  async run(_input, context) {
    const rows = await listTokenRows(context.db)
    const tokens = rows.map((row) => ({
      tokenId: row.id,
      label: row.label,
      name: row.personName,
      roles: row.roles.filter(isRole),
      state: stateOf(row, context.now),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    }))
    return { output: { tokens }, facts: [], rowCount: rows.length }
  },
})

function stateOf({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null }, now: Date) {
  if (revokedAt) return 'revoked' as const
  return expiresAt && expiresAt <= now ? ('expired' as const) : ('holds' as const)
}
