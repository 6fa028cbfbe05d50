/** People, their roles and tokens. A token's SHA-256 is all that is stored. */
import type { VentureDb } from '../venture-db.ts'

export interface PersonRow {
  id: string
  name: string
  email: string | null
  roles: string[]
  createdAt: Date
  deactivatedAt: Date | null
  /** Tokens that would be accepted now. */
  tokenCount: number
}

export interface TokenRow {
  id: string
  personId: string
  expiresAt: Date | null
  revokedAt: Date | null
}

/** Everyone, deactivated people too, oldest first. */
export async function listPeopleRows(db: VentureDb, now: Date): Promise<PersonRow[]> {
  return db.sql<PersonRow[]>`
    select p.id, p.name, p.email, p.created_at, p.deactivated_at,
      coalesce((select array_agg(r.role order by r.role) from people_roles r
        where r.venture_id = p.venture_id and r.person_id = p.id), '{}') as roles,
      (select count(*) from person_tokens t
        where t.venture_id = p.venture_id and t.person_id = p.id and t.revoked_at is null
          and (t.expires_at is null or t.expires_at > ${now})) as token_count
    from people p where p.venture_id = ${db.ventureId} order by p.created_at, p.id`
}

/** Adds the person; false when someone has that address already. */
export async function insertPerson(
  db: VentureDb,
  person: { id: string; name: string; email: string | null; createdAt: Date },
): Promise<boolean> {
  const rows = await db.sql`
    insert into people (venture_id, id, name, email, created_at)
    values (${db.ventureId}, ${person.id}, ${person.name}, ${person.email}, ${person.createdAt})
    on conflict (venture_id, lower(email)) do nothing returning id`
  return rows.length === 1
}

/** Makes `roles` all the roles the person has. */
export async function replaceRoles(db: VentureDb, personId: string, roles: readonly string[]): Promise<void> {
  await db.sql`
    delete from people_roles
    where venture_id = ${db.ventureId} and person_id = ${personId} and role <> all (${[...roles]}::text[])`
  await db.sql`
    insert into people_roles (venture_id, person_id, role)
    select ${db.ventureId}, ${personId}, role from unnest(${[...roles]}::text[]) as role
    on conflict do nothing`
}

/** Sets or clears the day the person stopped; false when there is no such person. */
export async function setDeactivated(db: VentureDb, personId: string, at: Date | null): Promise<boolean> {
  const rows = await db.sql`
    update people set deactivated_at = ${at} where venture_id = ${db.ventureId} and id = ${personId} returning id`
  return rows.length === 1
}

export async function insertToken(
  db: VentureDb,
  token: { id: string; personId: string; tokenHash: string; createdAt: Date; expiresAt: Date | null },
): Promise<void> {
  await db.sql`
    insert into person_tokens (venture_id, id, person_id, token_hash, created_at, expires_at)
    values (${db.ventureId}, ${token.id}, ${token.personId}, ${token.tokenHash}, ${token.createdAt},
      ${token.expiresAt})`
}

export async function tokenByHash(db: VentureDb, tokenHash: string): Promise<TokenRow | undefined> {
  const [row] = await db.sql<TokenRow[]>`
    select id, person_id, expires_at, revoked_at from person_tokens
    where venture_id = ${db.ventureId} and token_hash = ${tokenHash}`
  return row
}

/** Revokes every token the person still has; returns how many. */
export async function revokeTokens(db: VentureDb, personId: string, at: Date): Promise<number> {
  const rows = await db.sql`
    update person_tokens set revoked_at = ${at}
    where venture_id = ${db.ventureId} and person_id = ${personId} and revoked_at is null returning id`
  return rows.length
}
