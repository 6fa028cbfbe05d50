/** Tokens that prove who decides. The token is shown once; the database holds its SHA-256. */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { insertToken, listPeopleRows, tokenByHash } from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { sha256 } from '../receipts/receipt-content.ts'
import { type Role, roles } from '../role-matrix.ts'

/** The person of a token. Throws `forbidden`, saying what to do, when it is unknown, revoked, expired or its person deactivated. */
export async function authenticate(db: VentureDb, token: string, now: Date): Promise<Actor> {
  const row = await tokenByHash(db, sha256(token.trim()))
  if (!row) throw refused('This token is not known to the venture.')
  if (row.revokedAt) throw refused(`This token was revoked on ${day(row.revokedAt)}.`)
  if (row.expiresAt && row.expiresAt <= now) throw refused(`This token expired on ${day(row.expiresAt)}.`)
  const person = (await listPeopleRows(db, now)).find(({ id }) => id === row.personId)
  if (!person) throw refused('The person of this token is gone.')
  if (person.deactivatedAt) throw refused(`${person.name} was deactivated on ${day(person.deactivatedAt)}.`)
  return { kind: 'person', id: person.id, name: person.name, roles: person.roles.filter(isRole) }
}

/** Makes a token for the person, notes it in the ledger and returns it: it can never be read again. */
export async function issueToken(
  db: VentureDb,
  key: Buffer,
  request: { personId: string; by: Actor; at: Date; expiresAt: Date | null },
): Promise<string> {
  const token = `crew_${randomBytes(32).toString('base64url')}`
  const id = uuidv7()
  await db.transaction(async (tx) => {
    await insertToken(tx, {
      id,
      personId: request.personId,
      tokenHash: sha256(token),
      createdAt: request.at,
      expiresAt: request.expiresAt,
    })
    await appendLedger(tx, key, {
      event: 'token.issued',
      actor: request.by,
      at: request.at,
      ids: { personId: request.personId, tokenId: id },
      detail: { expiresAt: request.expiresAt?.toISOString() ?? null },
    })
  })
  return token
}

export function isRole(role: string): role is Role {
  return roles.some((known) => known === role)
}

function refused(message: string): UserError {
  return new UserError({
    code: 'forbidden',
    message,
    fix: 'Log in with a token that holds (crew login), or ask the Chairman for a new one.',
  })
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}
