/** Tokens that prove who calls. A token is shown once; the database holds its SHA-256. */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { askTogether } from '../../db/ask-together.ts'
import {
  insertToken,
  listTokenRows,
  noteTokenUse,
  refusedTokens,
  revokeTokenRow,
  type TokenHolder,
  type TokenRow,
  tokenHoldersByHash,
} from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { sha256 } from '../receipts/receipt-content.ts'
import { type Role, roles } from '../role-matrix.ts'

/** Whose token it is, and of which venture: what a door of several ventures knows of a request. */
export interface TokenBearer {
  actor: Actor
  tokenId: string
  ventureId: string
  ventureSlug: string
  /** Null for a token without an end. */
  expiresAt: Date | null
}

/** Noting a use with every request would write a row a request, and the minute is enough to see a token nobody needs. */
const NOTE_EVERY_MS = 60_000
const noted = new Map<string, number>()

/** The person of a token. Throws `forbidden`, saying what to do, when it is unknown, revoked, expired or its person deactivated. */
export async function authenticate(db: VentureDb, token: string, now: Date): Promise<Actor> {
  const { actor, ventureId } = await findBearer(db, token, now)
  if (ventureId !== db.ventureId) throw refused('This token is not known to the venture.')
  return actor
}

/**
 * The same among all ventures, asked anew each time: a token that was revoked ends with the next request. Notes to the
 * minute that the token is used.
 */
export async function bearerOfToken(
  database: { sql: VentureDb['sql']; forVenture(id: string): VentureDb },
  token: string,
  now: Date,
): Promise<TokenBearer> {
  const bearer = await findBearer(database, token, now)
  if (now.getTime() - (noted.get(bearer.tokenId) ?? 0) >= NOTE_EVERY_MS) {
    noted.set(bearer.tokenId, now.getTime())
    await noteTokenUse(database.forVenture(bearer.ventureId), bearer.tokenId, now)
  }
  return bearer
}

/** The ids of those that would be refused now, for a door that keeps something open for their bearers. */
export async function endedTokens(
  { sql }: { sql: VentureDb['sql'] },
  bearers: readonly Pick<TokenBearer, 'tokenId' | 'ventureId'>[],
  now: Date,
): Promise<ReadonlySet<string>> {
  return new Set(bearers.length === 0 ? [] : await refusedTokens(sql, bearers, now))
}

/** Of many requests at once the tokens are looked up together, after each of them came. */
const holderOf = askTogether<Pick<VentureDb, 'sql'>, string, TokenHolder | undefined>(async ({ sql }, hashes) => {
  const byHash = new Map((await tokenHoldersByHash(sql, [...new Set(hashes)])).map((row) => [row.tokenHash, row]))
  return hashes.map((hash) => byHash.get(hash))
})

async function findBearer(database: Pick<VentureDb, 'sql'>, token: string, now: Date): Promise<TokenBearer> {
  const holder = await holderOf(database, sha256(token.trim()))
  if (!holder) throw refused('This token is not known to the venture.')
  if (holder.revokedAt) throw refused(`This token was revoked on ${day(holder.revokedAt)}.`)
  if (holder.expiresAt && holder.expiresAt <= now) throw refused(`This token expired on ${day(holder.expiresAt)}.`)
  if (holder.deactivatedAt) throw refused(`${holder.name} was deactivated on ${day(holder.deactivatedAt)}.`)
  return {
    actor: { kind: 'person', id: holder.personId, name: holder.name, roles: holder.roles.filter(isRole) },
    tokenId: holder.tokenId,
    ventureId: holder.ventureId,
    ventureSlug: holder.ventureSlug,
    expiresAt: holder.expiresAt,
  }
}

/**
 * Makes a token for the person, notes it in the ledger and returns it: it can never be read again. Throws `conflict`
 * where a token of the label holds already.
 */
export async function issueToken(
  db: VentureDb,
  key: Buffer,
  request: { personId: string; label?: string; by: Actor; at: Date; expiresAt: Date | null },
): Promise<{ token: string; tokenId: string }> {
  const token = `crew_${randomBytes(32).toString('base64url')}`
  const tokenId = uuidv7()
  const label = request.label ?? null
  await db.transaction(async (tx) => {
    const isNew = await insertToken(tx, {
      id: tokenId,
      personId: request.personId,
      tokenHash: sha256(token),
      label,
      createdBy: `${request.by.kind}:${request.by.id}`,
      createdAt: request.at,
      expiresAt: request.expiresAt,
    })
    if (!isNew) throw labelTaken(label ?? '')
    await appendLedger(tx, key, {
      event: 'token.issued',
      actor: request.by,
      at: request.at,
      ids: { personId: request.personId, tokenId },
      detail: { expiresAt: request.expiresAt?.toISOString() ?? null },
    })
  })
  return { token, tokenId }
}

/** Ends the token at once; false when it was revoked before. */
export async function revokeToken(
  db: VentureDb,
  key: Buffer,
  { id, personId }: TokenRow,
  change: { by: Actor; at: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await revokeTokenRow(tx, id, change.at))) return false
    await appendLedger(tx, key, {
      event: 'token.revoked',
      actor: change.by,
      at: change.at,
      ids: { personId, tokenId: id },
      detail: {},
    })
    return true
  })
}

/** The token that a label or id names; one that holds goes before a revoked one of the same label. Throws `not_found`. */
export async function findToken(db: VentureDb, labelOrId: string): Promise<TokenRow> {
  const tokens = await listTokenRows(db)
  const wanted = labelOrId.trim().toLowerCase()
  const named = tokens.filter(({ id, label }) => id === wanted || label?.toLowerCase() === wanted)
  const token = named.find(({ revokedAt }) => revokedAt === null) ?? named.at(-1)
  if (token) return token
  const labels = tokens.flatMap(({ label, revokedAt }) => (label !== null && revokedAt === null ? [label] : []))
  throw new UserError({
    code: 'not_found',
    message: 'There is no token of this label or id.',
    field: 'token',
    // Whoever gives the token itself must not find it in a log or an answer.
    fix: labels.length === 0 ? 'See them with crew tokens.' : `The labels are ${labels.join(', ')}.`,
  })
}

export function isRole(role: string): role is Role {
  return roles.some((known) => known === role)
}

function labelTaken(label: string): UserError {
  return new UserError({
    code: 'conflict',
    message: 'A token of this label holds already.',
    field: 'label',
    value: label,
    fix: 'Give another label, or revoke that one first (crew tokens revoke).',
  })
}

function refused(message: string): UserError {
  return new UserError({
    code: 'forbidden',
    message,
    fix: 'Use a token that holds (crew tokens create, crew login), or ask the Chairman for a new one.',
  })
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}
