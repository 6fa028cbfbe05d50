/** Support tickets as they stood on a day. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface TicketRow {
  id: string
  externalId: string
  customerId: string
  customerExternalId: string
  customerName: string
  subject: string | null
  status: 'open' | 'pending' | 'closed'
  priority: string | null
  isEscalated: boolean
  openedOn: string
}

/** Tickets at the end of `asOf`, escalated and oldest first. */
export async function ticketsOn(
  db: VentureDb,
  at: AsOf & { customerId: string | null; statuses: readonly string[]; limit: number },
): Promise<TicketRow[]> {
  const { sql, ventureId } = db
  return sql<TicketRow[]>`
    select tickets.id, tickets.external_id, tickets.customer_id, customers.external_id as customer_external_id,
      names.name as customer_name, versions.subject, versions.status, versions.priority, versions.is_escalated,
      (tickets.opened_at at time zone 'UTC')::date as opened_on
    from support_ticket_versions versions
    join support_tickets tickets on tickets.venture_id = versions.venture_id and tickets.id = versions.ticket_id
    join customers on customers.venture_id = versions.venture_id and customers.id = versions.customer_id
    join lateral (
      select name from customer_versions where venture_id = ${ventureId} and customer_id = versions.customer_id
        and recorded_at <= ${at.knownAt} and (superseded_at is null or superseded_at > ${at.knownAt})
      order by valid_from desc limit 1
    ) names on true
    where versions.venture_id = ${ventureId} and versions.recorded_at <= ${at.knownAt}
      and (versions.superseded_at is null or versions.superseded_at > ${at.knownAt}) and ${duringDay(db, at)}
      and versions.status = any(${at.statuses as string[]}::text[])
      and ${at.customerId === null ? sql`true` : sql`versions.customer_id = ${at.customerId}`}
    order by versions.is_escalated desc, tickets.opened_at, tickets.external_id
    limit ${at.limit}`
}

/** How many stand open, pending and escalated. */
export async function ticketCounts(
  db: VentureDb,
  at: AsOf & { customerId: string | null },
): Promise<{ open: number; pending: number; escalated: number; loaded: number }> {
  const { sql, ventureId } = db
  const of = sql`(${at.customerId}::uuid is null or customer_id = ${at.customerId})`
  const [row] = await sql<{ open: number; pending: number; escalated: number; loaded: number }[]>`
    select count(*) filter (where status = 'open') as open, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where is_escalated and status <> 'closed') as escalated,
      (select count(*) from support_tickets where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}
        and opened_at < ${at.asOf}::date + 1) as loaded
    from support_ticket_versions
    where venture_id = ${ventureId} and ${of} and recorded_at <= ${at.knownAt}
      and (superseded_at is null or superseded_at > ${at.knownAt}) and ${duringDay(db, at)}`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

/** How many were opened in [from, until), and how many went from open or pending to closed, as known of the as-of day. */
export async function ticketsInPeriod(
  db: VentureDb,
  at: AsOf & { customerId: string | null; from: string; until: string },
): Promise<{ opened: number; closed: number }> {
  const { sql, ventureId } = db
  const of = sql`venture_id = ${ventureId} and (${at.customerId}::uuid is null or customer_id = ${at.customerId})`
  const end = sql`least(${at.until}::date, ${at.asOf}::date + 1)`
  const [row] = await sql<{ opened: number; closed: number }[]>`
    select
      (select count(*) from support_tickets where ${of} and recorded_at <= ${at.knownAt}
        and opened_at >= ${at.from}::date and opened_at < ${end}) as opened,
      (select count(distinct ticket_id) from support_ticket_versions closing
        where ${of} and ${standing(db, at)} and status = 'closed' and valid_from >= ${at.from}::date and valid_from < ${end}
          and not exists (select from support_ticket_versions before where ${of} and ${standing(db, at)}
            and before.ticket_id = closing.ticket_id and before.valid_to = closing.valid_from and status = 'closed')) as closed`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
