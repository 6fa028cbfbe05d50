/** Keys of other systems. A key is shown once; the database holds its SHA-256. */
import { randomBytes } from 'node:crypto'
import { type ApiKeyRow, listApiKeyRows } from '../../db/queries/api-keys.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'

/** Tells a key from a person's token, for people and for scanners of leaked secrets. */
const PREFIX = 'crew_key_'

export function makeApiKey(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`
}

/** The key that `nameOrId` names; one that holds goes before a revoked one of the same name. Throws `not_found`. */
export async function findApiKey(db: VentureDb, nameOrId: string): Promise<ApiKeyRow> {
  const keys = await listApiKeyRows(db)
  const wanted = nameOrId.trim().toLowerCase()
  const named = keys.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
  const key = named.find(({ revokedAt }) => revokedAt === null) ?? named.at(-1)
  if (key) return key
  throw new UserError({
    code: 'not_found',
    message: 'There is no key of this name.',
    field: 'key',
    value: nameOrId,
    fix:
      keys.length === 0
        ? 'Make one with crew keys create.'
        : `The keys are ${keys.map(({ name }) => name).join(', ')}.`,
  })
}
