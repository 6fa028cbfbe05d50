/** People of a venture and what they may do. Every change is in the ledger. */
import { uuidv7 } from 'uuidv7'
import {
  insertPerson,
  listPeopleRows,
  type PersonRow,
  replaceRoles,
  revokeTokens,
  setDeactivated,
  updateMail,
} from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import type { Actor } from '../define-tool.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import type { Role } from '../role-matrix.ts'

interface Change {
  by: Actor
  at: Date
}

/** Who holds one of these decides on proposals, so only a logged-in Chairman gives them, or a token to who has them. */
const decidingRoles: readonly Role[] = ['chairman', 'success']

/** Throws `forbidden` when the caller may not give these roles, or a token to someone who has them. */
export function checkMayGrant(by: Actor, roles: readonly string[]): void {
  const deciding = decidingRoles.filter((role) => roles.includes(role))
  const isChairman = by.kind === 'person' && by.roles.includes('chairman') && !by.roles.includes('eva')
  if (deciding.length === 0 || isChairman) return
  throw new UserError({
    code: 'forbidden',
    message: `Who is ${deciding.join(' or ')} decides on proposals; only the Chairman, logged in, lets someone do that.`,
    field: 'roles',
    value: deciding.join(', '),
    fix: 'Log in as the Chairman: crew login --token-file <the file the first start named>.',
  })
}

/** An assistant that also decided would decide what it proposed. Throws `invalid_input`. */
function checkFitTogether(roles: readonly Role[]): void {
  const others = roles.filter((role) => role !== 'eva')
  if (others.length === 0 || others.length === roles.length) return
  throw new UserError({
    code: 'invalid_input',
    message: `Who is eva, an assistant, is nothing else; ${others.join(', ')} cannot be given beside it.`,
    field: 'roles',
    value: roles.join(', '),
    fix: 'Give the assistant a person of its own: crew tokens create --role eva.',
  })
}

/** Adds a person with roles and returns the id. Throws `conflict` when the address is taken, `invalid_input` for `eva` beside others. */
export async function addPerson(
  db: VentureDb,
  key: Buffer,
  person: { name: string; email: string | null; roles: readonly Role[] },
  change: Change,
): Promise<string> {
  checkFitTogether(person.roles)
  const id = uuidv7()
  await db.transaction(async (tx) => {
    const isNew = await insertPerson(tx, { id, name: person.name, email: person.email, createdAt: change.at })
    if (!isNew) {
      throw new UserError({
        code: 'conflict',
        message: 'Someone with this address is there already.',
        field: 'email',
        value: person.email ?? '',
        fix: 'See them with crew people; give them other roles or a token instead.',
      })
    }
    await replaceRoles(tx, id, person.roles)
    await appendLedger(tx, key, {
      event: 'person.added',
      actor: change.by,
      at: change.at,
      ids: { personId: id },
      detail: { roles: [...person.roles] },
    })
  })
  return id
}

/** Makes these all the roles the person has. Throws `conflict` when nobody would be Chairman any more, `invalid_input` as `addPerson`. */
export async function assignRoles(
  db: VentureDb,
  key: Buffer,
  person: PersonRow,
  roles: readonly Role[],
  change: Change,
): Promise<void> {
  checkFitTogether(roles)
  if (!roles.includes('chairman')) await checkOtherChairman(db, person, change.at)
  await db.transaction(async (tx) => {
    await replaceRoles(tx, person.id, roles)
    await appendLedger(tx, key, {
      event: 'person.roles_changed',
      actor: change.by,
      at: change.at,
      ids: { personId: person.id },
      detail: { before: person.roles, after: [...roles] },
    })
  })
}

/** Gives the person that address; false when someone else has it. The ledger says that it changed, not to what. */
export async function changeMail(
  db: VentureDb,
  key: Buffer,
  person: PersonRow,
  email: string,
  change: Change,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await updateMail(tx, person.id, email))) return false
    await appendLedger(tx, key, {
      event: 'person.mail_changed',
      actor: change.by,
      at: change.at,
      ids: { personId: person.id },
      detail: {},
    })
    return true
  })
}

/** Ends what the person may do and revokes their tokens. Throws `conflict` for the only Chairman. */
export async function deactivatePerson(db: VentureDb, key: Buffer, person: PersonRow, change: Change): Promise<void> {
  await checkOtherChairman(db, person, change.at)
  await db.transaction(async (tx) => {
    await setDeactivated(tx, person.id, change.at)
    const revokedTokens = await revokeTokens(tx, person.id, change.at)
    await appendLedger(tx, key, {
      event: 'person.deactivated',
      actor: change.by,
      at: change.at,
      ids: { personId: person.id },
      detail: { revokedTokens },
    })
  })
}

/** By id, address or unambiguous name. Throws `not_found`, or `conflict` that lists who is meant by it. */
export async function findPerson(db: VentureDb, reference: string, now: Date): Promise<PersonRow> {
  const wanted = reference.trim().toLowerCase()
  const people = await listPeopleRows(db, now)
  const matches = people.filter(
    ({ id, name, email }) => id === wanted || email?.toLowerCase() === wanted || name.toLowerCase() === wanted,
  )
  const [match, ...others] = matches
  if (!match) {
    throw new UserError({
      code: 'not_found',
      message: 'There is no such person.',
      field: 'person',
      value: reference,
      fix: 'See who is there with crew people.',
    })
  }
  if (others.length > 0) {
    throw new UserError({
      code: 'conflict',
      message: `${matches.length} people have this name.`,
      field: 'person',
      value: reference,
      fix: `Give an id: ${matches.map(({ id }) => id).join(', ')}.`,
    })
  }
  return match
}

async function checkOtherChairman(db: VentureDb, person: PersonRow, now: Date): Promise<void> {
  if (!person.roles.includes('chairman')) return
  const people = await listPeopleRows(db, now)
  if (people.some(({ id, roles, deactivatedAt }) => id !== person.id && !deactivatedAt && roles.includes('chairman'))) {
    return
  }
  throw new UserError({
    code: 'conflict',
    message: `${person.name} is the only Chairman, and somebody must be able to decide.`,
    field: 'person',
    value: person.name,
    fix: 'Make someone else Chairman first.',
  })
}
