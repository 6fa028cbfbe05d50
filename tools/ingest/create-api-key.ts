import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { insertApiKey, listSources } from '../../db/queries/api-keys.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { sha256 } from '../receipts/receipt-content.ts'
import { makeApiKey } from './api-keys.ts'

export const createApiKey = defineTool({
  name: 'create_api_key',
  title: 'Create an API key',
  description:
    'Makes a key by which another system sends events, tickets and the like as they happen, and shows it once: only its hash is kept. A key sends rows of one source and can do nothing else, neither read nor decide.',
  effect: 'act',
  capability: 'administer',
  hints: { isAdditive: true },
  withheldFields: ['key'],
  answersSecret: 'crew keys create',
  input: z.object({
    name: z.string().trim().min(1).max(100).describe('What sends with it, as web_app'),
    source: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower case letters, digits, - and _')
      .nullable()
      .default(null)
      .describe('Whose ids its rows carry, as in the mapping of an import; null for the only source there is'),
  }),
  output: z.object({ keyId: z.string(), name: z.string(), source: z.string(), key: z.string() }),
  async run(input, context) {
    const source = input.source ?? (await onlySource(context.db))
    const key = makeApiKey()
    const row = {
      id: uuidv7(),
      name: input.name,
      source,
      keyHash: sha256(key),
      createdBy: `${context.actor.kind}:${context.actor.id}`,
      createdAt: context.now,
    }
    if (!(await insertApiKey(context.db, row))) {
      throw new UserError({
        code: 'conflict',
        message: 'A key of this name holds already.',
        field: 'name',
        value: input.name,
        fix: 'Choose another name, or revoke that key first (crew keys revoke).',
      })
    }
    return { output: { keyId: row.id, name: row.name, source, key }, facts: [], rowCount: 1 }
  },
})

async function onlySource(db: VentureDb): Promise<string> {
  const sources = await listSources(db)
  const [only, ...others] = sources
  if (only && others.length === 0) return only
  throw new UserError({
    code: 'invalid_input',
    message: only ? 'Rows were loaded from several sources.' : 'No rows were loaded yet, so there is no source.',
    field: 'source',
    fix: only
      ? `Name the one whose ids this key's rows carry: ${sources.join(', ')}.`
      : 'Give it a name, such as web_app; the mappings of later imports use the same.',
  })
}
