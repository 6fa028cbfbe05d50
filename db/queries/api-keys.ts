/** Keys by which other systems send rows. A key's SHA-256 is all that is stored. */
import type { Queryable } from '../client.ts'
import type { VentureDb } from '../venture-db.ts'

export interface ApiKeyRow {
  id: string
  name: string
  source: string
  createdBy: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** All of them, revoked ones too, oldest first. */
export async function listApiKeyRows(db: VentureDb): Promise<ApiKeyRow[]> {
  return db.sql<ApiKeyRow[]>`
    select id, name, source, created_by, created_at, last_used_at, revoked_at
    from api_keys where venture_id = ${db.ventureId} order by created_at, id`
}

/** Adds the key; false when one of that name holds already. */
export async function insertApiKey(
  db: VentureDb,
  key: { id: string; name: string; source: string; keyHash: string; createdBy: string; createdAt: Date },
): Promise<boolean> {
  const rows = await db.sql`
    insert into api_keys (venture_id, id, name, source, key_hash, created_by, created_at)
    values (${db.ventureId}, ${key.id}, ${key.name}, ${key.source}, ${key.keyHash}, ${key.createdBy}, ${key.createdAt})
    on conflict do nothing returning id`
  return rows.length === 1
}

/** Ends the key; false when it was revoked before. */
export async function revokeApiKeyRow(db: VentureDb, id: string, at: Date): Promise<boolean> {
  const rows = await db.sql`
    update api_keys set revoked_at = ${at}
    where venture_id = ${db.ventureId} and id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}

export interface KnownKey {
  id: string
  ventureId: string
  currency: string
  source: string
  revokedAt: Date | null
}

/** Whose key this is. Over all ventures: the key says which one its request is for. */
export async function apiKeyByHash(sql: Queryable, keyHash: string): Promise<KnownKey | undefined> {
  const [row] = await sql<KnownKey[]>`
    select k.id, k.venture_id, v.currency, k.source, k.revoked_at
    from api_keys k join ventures v on v.id = k.venture_id where k.key_hash = ${keyHash}`
  return row
}

/** The names of the sources that rows were loaded from so far. */
export async function listSources(db: VentureDb): Promise<string[]> {
  const rows = await db.sql<{ source: string }[]>`
    select distinct source from batches where venture_id = ${db.ventureId} and kind = 'import' order by source`
  return rows.map(({ source }) => source)
}
