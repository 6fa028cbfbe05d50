/** Who does not want to hear of which alerts, until when. */
import type { VentureDb } from '../venture-db.ts'

export interface MuteRow {
  id: string
  number: number
  personId: string
  personName: string
  kind: string | null
  customerId: string | null
  customerExternalId: string | null
  customerName: string | null
  mutedAt: Date
  untilAt: Date
}

export interface NewMute {
  id: string
  personId: string
  kind: string | null
  customerId: string | null
  mutedAt: Date
  untilAt: Date
}

/** Returns their numbers, in the order given. */
export async function insertMutes(db: VentureDb, mutes: readonly NewMute[]): Promise<number[]> {
  const numbers: number[] = []
  for (const { id, personId, kind, customerId, mutedAt, untilAt } of mutes) {
    const [row] = await db.sql<{ number: number }[]>`
      insert into alert_mutes (venture_id, id, person_id, kind, customer_id, muted_at, until_at)
      values (${db.ventureId}, ${id}, ${personId}, ${kind}, ${customerId}, ${mutedAt}, ${untilAt}) returning number`
    if (row) numbers.push(row.number)
  }
  return numbers
}

/** Those in force at `now`, the first to end first. */
export async function standingMutes(db: VentureDb, now: Date): Promise<MuteRow[]> {
  return db.sql<MuteRow[]>`
    select m.id, m.number, m.person_id, p.name as person_name, m.kind, m.customer_id, c.external_id as customer_external_id,
      v.name as customer_name, m.muted_at, m.until_at
    from alert_mutes m
    join people p on p.venture_id = m.venture_id and p.id = m.person_id
    left join customers c on c.venture_id = m.venture_id and c.id = m.customer_id
    left join customer_versions v on v.venture_id = m.venture_id and v.customer_id = m.customer_id
      and v.superseded_at is null and v.valid_to is null
    where m.venture_id = ${db.ventureId} and m.ended_at is null and m.until_at > ${now} and p.deactivated_at is null
    order by m.until_at, m.number`
}

/** Ends mutes of this person; of `numbers`, or all. Returns how many stood. */
export async function endMutes(
  db: VentureDb,
  { personId, numbers, now }: { personId: string; numbers: readonly number[] | null; now: Date },
): Promise<number> {
  const { count } = await db.sql`
    update alert_mutes set ended_at = ${now}
    where venture_id = ${db.ventureId} and person_id = ${personId} and ended_at is null and until_at > ${now}
      and (${numbers === null} or number = any(${[...(numbers ?? [])]}::bigint[]))`
  return count
}

/** What is due for these recipients, of this kind and customer where one is named, is not told to them. Returns the alerts. */
export async function muteDeliveries(
  db: VentureDb,
  mute: { recipients: readonly string[]; kind: string | null; customerId: string | null },
  now: Date,
): Promise<string[]> {
  const { sql, ventureId } = db
  const rows = await sql<{ alertId: string }[]>`
    update alert_deliveries d set status = 'muted'
    where d.venture_id = ${ventureId} and d.status = 'waiting' and d.due_at <= ${now}
      and lower(d.recipient) = any(${mute.recipients.map((each) => each.toLowerCase())}::text[])
      and (${mute.kind}::text is null or d.kind = ${mute.kind})
      and (${mute.customerId}::uuid is null or exists (select from alerts a where a.venture_id = d.venture_id
        and a.id = d.alert_id and a.customer_id = ${mute.customerId}::uuid))
    returning d.alert_id`
  return rows.map(({ alertId }) => alertId)
}
