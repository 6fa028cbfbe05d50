/** People as they are now, for a door that writes to them of its own accord. */
import { listPeopleRows, type PersonRow } from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Actor } from '../define-tool.ts'
import type { Role } from '../role-matrix.ts'
import { isRole } from './tokens.ts'

export interface KnownPerson {
  actor: Actor
  email: string | null
}

/** Everybody who is active and holds the role, in the order they were added. */
export async function whoHolds(db: VentureDb, role: Role, now: Date): Promise<KnownPerson[]> {
  return (await activePeople(db, now)).filter(({ actor }) => actor.roles.includes(role))
}

/** Undefined for who is gone or was deactivated. */
export async function activePerson(db: VentureDb, id: string, now: Date): Promise<KnownPerson | undefined> {
  return (await activePeople(db, now)).find(({ actor }) => actor.id === id)
}

async function activePeople(db: VentureDb, now: Date): Promise<KnownPerson[]> {
  return (await listPeopleRows(db, now)).filter(({ deactivatedAt }) => deactivatedAt === null).map(known)
}

function known({ id, name, email, roles }: PersonRow): KnownPerson {
  return { actor: { kind: 'person', id, name, roles: roles.filter(isRole) }, email }
}
