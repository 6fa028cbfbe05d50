import { z } from 'zod'
import { listApiKeyRows } from '../../db/queries/api-keys.ts'
import { defineTool } from '../define-tool.ts'

export const listApiKeys = defineTool({
  name: 'list_api_keys',
  title: 'List API keys',
  description:
    'The keys by which other systems send rows: their source, when each was last used, and which were revoked.',
  effect: 'read',
  capability: 'see_keys',
  replayable: false,
  input: z.object({}),
  output: z.object({
    keys: z.array(
      z.object({
        keyId: z.string(),
        name: z.string(),
        source: z.string(),
        createdAt: z.string(),
        lastUsedAt: z.string().nullable().describe('To the minute; null when it was never used'),
        revokedAt: z.string().nullable(),
      }),
    ),
  }),
  async run(_input, context) {
    const rows = await listApiKeyRows(context.db)
    const keys = rows.map(({ id, name, source, createdAt, lastUsedAt, revokedAt }) => ({
      keyId: id,
      name,
      source,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }))
    return { output: { keys }, facts: [], rowCount: rows.length }
  },
})
