/** Facts with a moment and no life of their own: surveys, churn events, invoices, and what customers wrote. */
import type { VentureDb } from '../../venture-db.ts'
import { type Merge, type MergeCount, reconcile, spoken } from './reconcile.ts'
import { type Fragment, stagingTable } from './staging.ts'

type FactEntity = 'surveys' | 'churn_events' | 'invoices'
const factTables = { surveys: 'survey_responses', churn_events: 'churn_events', invoices: 'invoices' } as const

export function mergeSurveys(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const wanted = (name: string) => spoken(db, merge, 'surveys', name, sql`v.${sql(name)}`)
  const user = spoken(db, merge, 'surveys', 'user_ref', sql`v.user_id`, userId(db, merge))
  return mergeFacts(
    db,
    merge,
    'surveys',
    sql`${user}, ${merge.source}, s.external_id, s.kind, s.sent_at,
    ${wanted('answered_at')}, ${wanted('score')}`,
  )
}

export function mergeChurnEvents(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const wanted = (name: string) => spoken(db, merge, 'churn_events', name, sql`v.${sql(name)}`)
  return mergeFacts(
    db,
    merge,
    'churn_events',
    sql`${merge.source}, s.external_id, s.churned_on,
    ${wanted('reason_code')}, coalesce(${wanted('is_reactivation')}, false)`,
  )
}

export function mergeInvoices(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const paidOn = spoken(db, merge, 'invoices', 'paid_on', sql`v.paid_on`)
  return mergeFacts(
    db,
    merge,
    'invoices',
    sql`${merge.source}, s.external_id, s.issued_on, s.due_on,
    s.amount_minor, ${paidOn}`,
  )
}

/** `values` are the fact's columns after its id and customer, of the staged row `s` and what stands of it, `v`. */
async function mergeFacts(db: VentureDb, merge: Merge, entity: FactEntity, values: Fragment): Promise<MergeCount> {
  const { sql } = db
  const table = sql(factTables[entity])
  const staged = sql(stagingTable(merge, entity))
  const standing = sql`v.venture_id = ${db.ventureId} and v.source = ${merge.source} and v.external_id = s.external_id
    and v.superseded_at is null`
  const [fresh] = await sql<{ added: number }[]>`
    select count(*) as added from ${staged} s where not exists (select 1 from ${table} v where ${standing})`
  const changed = await reconcile(db, merge, factTables[entity], {
    chain: sql`
      select coalesce(v.id, s.new_id), c.id, ${values}
      from ${staged} s
      join customers c on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref
      left join ${table} v on ${standing}`,
    keys: sql`select v.id from ${staged} s join ${table} v on ${standing}`,
    isNew: sql`not exists (select 1 from ${table} v
      where v.venture_id = ${db.ventureId} and v.id = k.key and v.recorded_at < ${merge.recordedAt})`,
  })
  return { added: fresh?.added ?? 0, changed }
}

/**
 * What customers wrote. A text that changed is a new row, for its embedding hangs on its id; one that is gone from its
 * source (staged without a body) stands no longer.
 */
export async function mergeFeedback(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'feedback'))
  const standing = sql`v.venture_id = ${db.ventureId} and v.source = ${merge.source} and v.origin = s.origin
    and v.external_id = s.external_id and v.superseded_at is null`
  const category = spoken(db, merge, 'feedback', 'category', sql`v.category`)
  const user = spoken(db, merge, 'feedback', 'user_ref', sql`v.user_id`, userId(db, merge))
  const ended = await sql`
    update feedback f set superseded_at = ${merge.recordedAt}
    from ${staged} s join feedback v on ${standing}
    where f.venture_id = v.venture_id and f.id = v.id
      and row(s.body, s.occurred_at, ${category}, ${user}) is distinct from row(v.body, v.occurred_at, v.category, v.user_id)`
  const made = await sql`
    insert into feedback (venture_id, id, customer_id, user_id, source, origin, external_id, occurred_at, category, body, recorded_at)
    select ${db.ventureId}::uuid, s.new_id, c.id, ${user}, ${merge.source}, s.origin, s.external_id, s.occurred_at,
      ${category}, s.body, ${merge.recordedAt}::timestamptz
    from ${staged} s
    join customers c on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref
    left join lateral (
      select f.category, f.user_id from feedback f
      where f.venture_id = ${db.ventureId} and f.source = ${merge.source} and f.origin = s.origin
        and f.external_id = s.external_id and f.superseded_at = ${merge.recordedAt}
    ) v on true
    where s.body is not null and not exists (select 1 from feedback v where ${standing})`
  return { added: Math.max(0, made.count - ended.count), changed: ended.count }
}

function userId(db: VentureDb, merge: Merge): Fragment {
  return db.sql`(select u.id from customer_users u
    where u.venture_id = ${db.ventureId} and u.source = ${merge.source} and u.external_id = s.user_ref)`
}
