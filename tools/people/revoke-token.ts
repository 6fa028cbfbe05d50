import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { checkMayGrant } from './people.ts'
import { findToken, revokeToken as revoke } from './tokens.ts'

export const revokeToken = defineTool({
  name: 'revoke_token',
  title: 'Revoke a token',
  description:
    'Ends one token for good, by its label or id: the next request with it is refused. The person stays and keeps other tokens. Use it when a token may be known to somebody else. Tokens of who decides on proposals are ended by the logged-in Chairman only.',
  effect: 'act',
  capability: 'administer',
  hints: { isRepeatable: true },
  withheldFields: ['token', 'name', 'label'],
  input: z.object({ token: z.string().min(1).describe('Its label or id, never the token itself') }),
  output: z.object({
    tokenId: z.string(),
    label: z.string().nullable(),
    name: z.string(),
    revokedAt: z.string(),
    wasRevokedBefore: z.boolean(),
  }),
  async run(input, context) {
    const token = await findToken(context.db, input.token)
    checkMayGrant(context.actor, token.roles)
    const wasRevokedBefore = !(await revoke(context.db, context.ledgerKey, token, {
      by: context.actor,
      at: context.now,
    }))
    const revokedAt = (wasRevokedBefore ? token.revokedAt : null) ?? context.now
    return {
      output: {
        tokenId: token.id,
        label: token.label,
        name: token.personName,
        revokedAt: revokedAt.toISOString(),
        wasRevokedBefore,
      },
      facts: [],
      rowCount: 1,
    }
  },
})
