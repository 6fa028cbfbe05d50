/** People, their roles and tokens. A token's SHA-256 is all that is stored. */
import type { Queryable } from '../client.ts'
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

/** A token as its venture's people see it. */
export interface TokenRow {
  id: string
  label: string | null
  personId: string
  personName: string
  roles: string[]
  createdBy: string | null
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

/** Whose token it is, of which venture. */
export interface TokenHolder {
  tokenHash: string
  tokenId: string
  ventureId: string
  ventureSlug: string
  expiresAt: Date | null
  revokedAt: Date | null
  personId: string
  name: string
  roles: string[]
  deactivatedAt: Date | null
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

/** Gives the person that address; false when someone else of the venture has it. */
export async function updateMail(db: VentureDb, personId: string, email: string): Promise<boolean> {
  const rows = await db.sql`
    update people set email = ${email}
    where venture_id = ${db.ventureId} and id = ${personId} and not exists (
      select 1 from people other where other.venture_id = ${db.ventureId} and other.id <> ${personId}
        and lower(other.email) = lower(${email}))
    returning id`
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

/** Adds the token; false when one of that label holds already. */
export async function insertToken(
  db: VentureDb,
  token: {
    id: string
    personId: string
    tokenHash: string
    label: string | null
    createdBy: string
    createdAt: Date
    expiresAt: Date | null
  },
): Promise<boolean> {
  const rows = await db.sql`
    insert into person_tokens (venture_id, id, person_id, token_hash, label, created_by, created_at, expires_at)
    values (${db.ventureId}, ${token.id}, ${token.personId}, ${token.tokenHash}, ${token.label}, ${token.createdBy},
      ${token.createdAt}, ${token.expiresAt})
    on conflict do nothing returning id`
  return rows.length === 1
}

/**
 * Whose tokens these are, in one look, for a door asks with every request; those that are none are left out. Over all
 * ventures: a token says which one its bearer works with.
 */
export async function tokenHoldersByHash(sql: Queryable, tokenHashes: readonly string[]): Promise<TokenHolder[]> {
  return sql<TokenHolder[]>`
    select t.token_hash, t.id as token_id, t.venture_id, v.slug as venture_slug, t.expires_at, t.revoked_at, p.id as person_id, p.name,
      p.deactivated_at,
      array(select r.role from people_roles r
        where r.venture_id = p.venture_id and r.person_id = p.id order by r.role) as roles
    from person_tokens t
    join people p on p.venture_id = t.venture_id and p.id = t.person_id
    join ventures v on v.id = t.venture_id
    where t.token_hash = any(${[...tokenHashes]}::text[])`
}

/** All of them, ended ones too, oldest first. */
export async function listTokenRows(db: VentureDb): Promise<TokenRow[]> {
  return db.sql<TokenRow[]>`
    select t.id, t.label, t.person_id, p.name as person_name, t.created_by, t.created_at, t.expires_at, t.last_used_at,
      t.revoked_at,
      array(select r.role from people_roles r
        where r.venture_id = p.venture_id and r.person_id = p.id order by r.role) as roles
    from person_tokens t join people p on p.venture_id = t.venture_id and p.id = t.person_id
    where t.venture_id = ${db.ventureId} order by t.created_at, t.id`
}

/** Ends the token and tells it (`token.revoked`); false when it was revoked before. */
export async function revokeTokenRow(db: VentureDb, id: string, at: Date): Promise<boolean> {
  const rows = await db.sql`
    with revoked as (
      update person_tokens set revoked_at = ${at}
      where venture_id = ${db.ventureId} and id = ${id} and revoked_at is null returning id
    )
    select id, pg_notify('token.revoked', ${db.ventureId}) from revoked`
  return rows.length === 1
}

/** Which of these tokens would be refused now: revoked, expired, of a deactivated person, or gone. Of any venture. */
export async function refusedTokens(
  sql: Queryable,
  tokens: readonly { ventureId: string; tokenId: string }[],
  now: Date,
): Promise<string[]> {
  const rows = await sql<{ tokenId: string }[]>`
    select asked.token_id
    from unnest(${tokens.map(({ ventureId }) => ventureId)}::uuid[], ${tokens.map(({ tokenId }) => tokenId)}::uuid[])
      as asked (venture_id, token_id)
    where not exists (
      select from person_tokens t join people p on p.venture_id = t.venture_id and p.id = t.person_id
      where t.venture_id = asked.venture_id and t.id = asked.token_id and t.revoked_at is null
        and (t.expires_at is null or t.expires_at > ${now}) and p.deactivated_at is null)`
  return rows.map(({ tokenId }) => tokenId)
}

/** Notes that the token was used; never earlier than what is noted already. */
export async function noteTokenUse(db: VentureDb, id: string, at: Date): Promise<void> {
  await db.sql`
    update person_tokens set last_used_at = ${at}
    where venture_id = ${db.ventureId} and id = ${id} and (last_used_at is null or last_used_at < ${at})`
}

/** Revokes every token the person still has and tells it (`token.revoked`); returns how many. */
export async function revokeTokens(db: VentureDb, personId: string, at: Date): Promise<number> {
  const rows = await db.sql`
    with revoked as (
      update person_tokens set revoked_at = ${at}
      where venture_id = ${db.ventureId} and person_id = ${personId} and revoked_at is null returning id
    )
    select id, pg_notify('token.revoked', ${db.ventureId}) from revoked`
  return rows.length
}
