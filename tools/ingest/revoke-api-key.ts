import { z } from 'zod'
import { revokeApiKeyRow } from '../../db/queries/api-keys.ts'
import { defineTool } from '../define-tool.ts'
import { findApiKey } from './api-keys.ts'

export const revokeApiKey = defineTool({
  name: 'revoke_api_key',
  title: 'Revoke an API key',
  description: 'Ends a key for good: within five seconds nothing is accepted with it any more. What it sent stays.',
  effect: 'act',
  capability: 'administer',
  hints: { isRepeatable: true },
  withheldFields: ['key'],
  input: z.object({ key: z.string().min(1).describe('Its name or id, never the key itself') }),
  output: z.object({ keyId: z.string(), name: z.string(), revokedAt: z.string(), wasRevokedBefore: z.boolean() }),
  async run(input, context) {
    const key = await findApiKey(context.db, input.key)
    const wasRevokedBefore = !(await revokeApiKeyRow(context.db, key.id, context.now))
    const revokedAt = (wasRevokedBefore ? key.revokedAt : null) ?? context.now
    return {
      output: { keyId: key.id, name: key.name, revokedAt: revokedAt.toISOString(), wasRevokedBefore },
      facts: [],
      rowCount: 1,
    }
  },
})
