/** Subscriptions and support tickets: an identity made once, and its intervals. */
import type { VentureDb } from '../../venture-db.ts'
import { type Merge, type MergeCount, reconcile, spoken } from './reconcile.ts'
import { type Fragment, stagingTable } from './staging.ts'

/** One interval a subscription, [started, ended). One that ends as it starts was never active: it has none. */
export async function mergeSubscriptions(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'subscriptions'))
  const inserted = await sql`
    insert into subscriptions (venture_id, id, customer_id, source, external_id, recorded_at)
    select ${db.ventureId}::uuid, s.new_id, c.id, ${merge.source}, s.external_id, ${merge.recordedAt}::timestamptz
    from ${staged} s
    join customers c on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref
    where not exists (select 1 from subscriptions n
      where n.venture_id = ${db.ventureId} and n.source = ${merge.source} and n.external_id = s.external_id)`
  const identified = sql`${staged} s join subscriptions n
    on n.venture_id = ${db.ventureId} and n.source = ${merge.source} and n.external_id = s.external_id`
  const wanted = (name: string) => spoken(db, merge, 'subscriptions', name, sql`v.${sql(name)}`)
  const endsAt = spoken(db, merge, 'subscriptions', 'ended_at', sql`v.valid_to`)
  const changed = await reconcile(db, merge, 'subscription_versions', {
    chain: sql`
      select n.id, n.customer_id, s.started_at, ${endsAt}, ${wanted('plan')}, ${wanted('seats')}, s.mrr_minor,
        coalesce(${wanted('is_trial')}, false), ${wanted('billing_period')}, ${wanted('auto_renew')}, ${wanted('renews_on')}
      from ${identified}
      left join lateral (${latestVersion(db, 'subscription_versions', 'subscription_id', sql`n.id`)}) v on true
      where ${endsAt} is null or ${endsAt} > s.started_at`,
    keys: sql`select n.id from ${identified}`,
    isNew: isNew(db, merge, 'subscriptions'),
  })
  return { added: inserted.count, changed }
}

/** Unresolved from opening to closing, closed from then on. How it was rated is known only once it is closed. */
export async function mergeTickets(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'tickets'))
  const inserted = await sql`
    insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
    select ${db.ventureId}::uuid, s.new_id, c.id, ${merge.source}, s.external_id, s.opened_at, ${merge.recordedAt}::timestamptz
    from ${staged} s
    join customers c on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref
    where not exists (select 1 from support_tickets t
      where t.venture_id = ${db.ventureId} and t.source = ${merge.source} and t.external_id = s.external_id)`
  const identified = sql`${staged} s join support_tickets t
    on t.venture_id = ${db.ventureId} and t.source = ${merge.source} and t.external_id = s.external_id`
  const wanted = (name: string) => sql`${spoken(db, merge, 'tickets', name, sql`v.${sql(name)}`)} as ${sql(name)}`
  const closedAt = spoken(db, merge, 'tickets', 'closed_at', sql`case when v.status = 'closed' then v.valid_from end`)
  const changed = await reconcile(db, merge, 'support_ticket_versions', {
    chain: sql`
      with incoming as (
        select t.id, t.customer_id, s.opened_at, ${closedAt} as closed_at,
          case s.status when 'closed' then 'open' else coalesce(s.status, 'open') end as open_status,
          ${wanted('priority')}, ${wanted('subject')}, coalesce(${spoken(db, merge, 'tickets', 'is_escalated', sql`v.is_escalated`)}, false) as is_escalated,
          ${wanted('first_response_minutes')}, ${wanted('satisfaction_score')}
        from ${identified}
        left join lateral (${latestVersion(db, 'support_ticket_versions', 'ticket_id', sql`t.id`)}) v on true
      )
      select id, customer_id, opened_at, closed_at, open_status, priority, subject, is_escalated, first_response_minutes,
        case when closed_at is null then satisfaction_score end
      from incoming where closed_at is null or closed_at > opened_at
      union all
      select id, customer_id, closed_at, null, 'closed', priority, subject, is_escalated, first_response_minutes, satisfaction_score
      from incoming where closed_at is not null`,
    keys: sql`select t.id from ${identified}`,
    isNew: isNew(db, merge, 'support_tickets'),
  })
  return { added: inserted.count, changed }
}

function latestVersion(db: VentureDb, table: string, key: string, id: Fragment): Fragment {
  const { sql } = db
  return sql`select v.* from ${sql(table)} v
    where v.venture_id = ${db.ventureId} and v.${sql(key)} = ${id} and v.superseded_at is null
    order by v.valid_from desc limit 1`
}

function isNew(db: VentureDb, merge: Merge, table: 'subscriptions' | 'support_tickets'): Fragment {
  const { sql } = db
  return sql`exists (select 1 from ${sql(table)} n
    where n.venture_id = ${db.ventureId} and n.id = k.key and n.recorded_at = ${merge.recordedAt})`
}
