/** Whom a mute keeps from hearing: the person's own address and direct messages. What several read is never muted. */
import { hastenAlerts } from '../../db/queries/alert-deliveries.ts'
import { type MuteRow, muteDeliveries, standingMutes } from '../../db/queries/alert-mutes.ts'
import { listPeopleRows, type PersonRow } from '../../db/queries/people.ts'
import type { Settings } from '../settings/settings.ts'
import type { DispatchContext } from './dispatch-context.ts'

/**
 * Takes what is due for people who have muted it out of what waits. Where nobody else was to hear of an alert, the next in
 * its chain hear at once. Returns how many alerts that is.
 */
export async function leaveOutMuted({ db, settings }: DispatchContext, now: Date): Promise<number> {
  const mutes = await standingMutes(db, now)
  if (mutes.length === 0) return 0
  const people = await listPeopleRows(db, now)
  const muted = new Set<string>()
  for (const mute of mutes) {
    const recipients = recipientsOf(mute, people, settings)
    if (recipients.length === 0) continue
    for (const id of await muteDeliveries(db, { ...mute, recipients }, now)) muted.add(id)
  }
  return hastenAlerts(db, [...muted], now)
}

/**
 * The settings' address of the Chairman is the one's who has that address, else the only one's: of several Chairmen those
 * without an address get nothing anyway.
 */
function recipientsOf({ personId }: MuteRow, people: readonly PersonRow[], settings: Settings): string[] {
  const person = people.find(({ id }) => id === personId)
  if (!person) return []
  const chairmen = people.filter(({ roles, deactivatedAt }) => !deactivatedAt && roles.includes('chairman'))
  const others = chairmen.filter(({ id, email }) => id !== person.id && email !== null)
  const isTheChairman =
    person.roles.includes('chairman') &&
    (others.length === 0 || person.email?.toLowerCase() === settings.chairmanEmail.toLowerCase())
  return [
    ...(person.email === null ? [] : [person.email]),
    ...(isTheChairman ? [settings.chairmanSlackUser, settings.chairmanEmail] : []),
  ]
}
