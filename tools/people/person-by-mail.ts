/** Who a mail address is, for doors whose own log-in proves the address. */
import { listPeopleRows } from '../../db/queries/people.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Actor } from '../define-tool.ts'
import { isRole } from './tokens.ts'

/** The person of that address with the roles they have now; `deactivated` for one who stopped, undefined for nobody's. */
export async function personByMail(db: VentureDb, mail: string, now: Date): Promise<Actor | 'deactivated' | undefined> {
  const wanted = mail.trim().toLowerCase()
  const person = (await listPeopleRows(db, now)).find(({ email }) => email?.toLowerCase() === wanted)
  if (!person) return undefined
  if (person.deactivatedAt) return 'deactivated'
  return { kind: 'person', id: person.id, name: person.name, roles: person.roles.filter(isRole) }
}
