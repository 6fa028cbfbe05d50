/**
 * Finds source rows that were written outside their batch, without keeping anything more than the rows themselves:
 * Postgres stamps each row version with the transaction that wrote it (`xmin`). A batch is one transaction, so a row
 * nobody touched carries the stamp of the batch it came in with, or of the batch that superseded it. An update or an
 * insert by hand carries another. Feedback is not looked at: its category is written after the batch, and a fact about
 * feedback names its row anyway. A restore from a dump stamps every row anew: then nothing can be told apart, and
 * `batchesKeepTheirStamp` says so.
 */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'

type Fragment = PendingQuery<Row[]>

export interface AlteredRow {
  table: string
  /** The source's name for the row: an external id, an event id, a feature. */
  row: string
  customerId: string | null
  recordedAt: Date
  /** `added`: no batch of that time exists. `removed`: something of its batch is gone. */
  how: 'changed' | 'added' | 'removed'
}

export interface BatchRow {
  id: string
  recordedAt: Date
  kind: string
  source: string
  description: string
  counts: Record<string, unknown>
}

/** Rows known by `knownAt` that another transaction than their batch's wrote; at most `limit` of each table. */
export async function alteredRows(db: VentureDb, knownAt: Date, limit: number): Promise<AlteredRow[]> {
  const { sql } = db
  const self = sql`t.external_id`
  const of = (table: string, id: string) =>
    sql`(select b.external_id from ${sql(table)} b where b.venture_id = t.venture_id and b.id = t.${sql(id)})`
  const customer = sql`t.customer_id`
  const standing = sql`null::timestamptz`
  const superseded = sql`t.superseded_at`
  const tables: [table: string, row: Fragment, customerId: Fragment, endedAt: Fragment][] = [
    ['customers', self, sql`t.id`, standing],
    ['customer_versions', of('customers', 'customer_id'), customer, superseded],
    ['customer_users', self, customer, standing],
    [
      'customer_user_versions',
      of('customer_users', 'user_id'),
      sql`(select u.customer_id from customer_users u where u.venture_id = t.venture_id and u.id = t.user_id)`,
      superseded,
    ],
    ['subscriptions', self, customer, standing],
    ['subscription_versions', of('subscriptions', 'subscription_id'), customer, superseded],
    ['support_tickets', self, customer, standing],
    ['support_ticket_versions', of('support_tickets', 'ticket_id'), customer, superseded],
    ['survey_responses', self, customer, superseded],
    ['churn_events', self, customer, superseded],
    ['invoices', self, customer, superseded],
    ['usage_events', sql`t.event_id`, customer, standing],
    ['usage_daily', sql`concat_ws(' ', t.used_on, t.kind, nullif(t.feature, ''))`, customer, standing],
  ]
  const found: AlteredRow[] = []
  for (const [table, row, customerId, endedAt] of tables) {
    found.push(
      ...(await sql<AlteredRow[]>`
        with writers as (select recorded_at, xmin::text as writer from batches where venture_id = ${db.ventureId})
        select ${table} as table, ${row} as row, ${customerId} as customer_id, t.recorded_at,
          case when made.writer is null then 'added' else 'changed' end as how
        from ${sql(table)} t
        left join writers made on made.recorded_at = t.recorded_at
        left join writers ended on ended.recorded_at = ${endedAt}
        where t.venture_id = ${db.ventureId} and t.recorded_at <= ${knownAt}
          and t.xmin::text is distinct from coalesce(ended.writer, made.writer)
        order by t.recorded_at desc, 2 limit ${limit}`),
    )
  }
  return found
}

/** False after a restore: not one customer row carries the stamp of the batch it came in with. */
export async function batchesKeepTheirStamp(db: VentureDb): Promise<boolean> {
  const [row] = await db.sql<{ kept: boolean }[]>`
    select count(*) = 0 or bool_or(c.xmin::text = b.xmin::text) as kept
    from (select * from (select recorded_at, xmin from customers where venture_id = ${db.ventureId} limit 1000) c) c
    join batches b on b.venture_id = ${db.ventureId} and b.recorded_at = c.recorded_at`
  return row?.kept ?? true
}

/**
 * Entities left without a single version: their versions were removed. Not subscriptions, for one that ended on the day
 * it started never had any. At most `limit` of each table.
 */
export async function rowsWithoutVersions(db: VentureDb, knownAt: Date, limit: number): Promise<AlteredRow[]> {
  const { sql } = db
  const tables: [versions: string, entities: string, key: string, customerId: Fragment][] = [
    ['customer_versions', 'customers', 'customer_id', sql`e.id`],
    ['customer_user_versions', 'customer_users', 'user_id', sql`e.customer_id`],
    ['support_ticket_versions', 'support_tickets', 'ticket_id', sql`e.customer_id`],
  ]
  const found: AlteredRow[] = []
  for (const [versions, entities, key, customerId] of tables) {
    found.push(
      ...(await sql<AlteredRow[]>`
        select ${versions} as table, e.external_id as row, ${customerId} as customer_id, e.recorded_at, 'removed' as how
        from ${sql(entities)} e
        where e.venture_id = ${db.ventureId} and e.recorded_at <= ${knownAt} and not exists (
          select 1 from ${sql(versions)} v where v.venture_id = e.venture_id and v.${sql(key)} = e.id)
        order by e.recorded_at desc, 2 limit ${limit}`),
    )
  }
  return found
}

/** Batches of which fewer entities are left than the batch noted it added: whole rows were removed. */
export async function batchShortfalls(db: VentureDb, knownAt: Date): Promise<AlteredRow[]> {
  const { sql } = db
  const tables: [entity: string, table: string][] = [
    ['customers', 'customers'],
    ['users', 'customer_users'],
    ['subscriptions', 'subscriptions'],
    ['tickets', 'support_tickets'],
    ['surveys', 'survey_responses'],
    ['churn_events', 'churn_events'],
    ['invoices', 'invoices'],
  ]
  const found: AlteredRow[] = []
  for (const [entity, table] of tables) {
    found.push(
      ...(await sql<AlteredRow[]>`
        with first_known as (
          select recorded_at, count(*) as row_count
          from (select id, min(recorded_at) as recorded_at from ${sql(table)}
            where venture_id = ${db.ventureId} group by id) f
          group by recorded_at
        )
        select ${table} as table, concat(coalesce(f.row_count, 0), ' rows where ', n.added, ' were loaded') as row,
          null::uuid as customer_id, b.recorded_at, 'removed' as how
        from batches b
        cross join lateral (select (b.counts -> ${entity}::text ->> 'added')::bigint as added) n
        left join first_known f on f.recorded_at = b.recorded_at
        where b.venture_id = ${db.ventureId} and b.recorded_at <= ${knownAt} and n.added > coalesce(f.row_count, 0)
        order by b.recorded_at desc`),
    )
  }
  return found
}

/** Customers whose usage roll-up does not say what their usage events say, with both event counts. */
export async function usageDrift(
  db: VentureDb,
  knownAt: Date,
): Promise<{ customerId: string; rolledUp: number; events: number }[]> {
  return db.sql<{ customerId: string; rolledUp: number; events: number }[]>`
    with from_events as (
      select customer_id, (occurred_at at time zone 'UTC')::date as used_on, kind, coalesce(feature, '') as feature,
        user_id, recorded_at, count(*) as event_count, sum(quantity) as quantity,
        sum(coalesce(duration_seconds, 0)) as duration_seconds
      from usage_events where venture_id = ${db.ventureId} and recorded_at <= ${knownAt}
      group by 1, 2, 3, 4, 5, 6
    ), rolled_up as (
      select customer_id, used_on, kind, feature, user_id, recorded_at, event_count::bigint, quantity::bigint,
        duration_seconds::bigint
      from usage_daily where venture_id = ${db.ventureId} and recorded_at <= ${knownAt}
    ), drifted as (
      select distinct customer_id from (
        (select * from from_events except all select * from rolled_up)
        union all
        (select * from rolled_up except all select * from from_events)) d
    )
    select d.customer_id, coalesce(r.total, 0)::bigint as rolled_up, coalesce(e.total, 0)::bigint as events
    from drifted d
    left join (select customer_id, sum(event_count) as total from rolled_up group by 1) r using (customer_id)
    left join (select customer_id, sum(event_count) as total from from_events group by 1) e using (customer_id)
    order by d.customer_id`
}

/** Makes the roll-ups of these customers say again what their events say. For a transaction that is rolled back. */
export async function rebuildUsage(db: VentureDb, knownAt: Date, customerIds: readonly string[]): Promise<void> {
  const ids = [...customerIds]
  await db.sql`
    delete from usage_daily
    where venture_id = ${db.ventureId} and recorded_at <= ${knownAt} and customer_id = any(${ids}::uuid[])`
  await db.sql`
    insert into usage_daily (venture_id, customer_id, used_on, kind, feature, user_id, recorded_at, event_count,
      quantity, duration_seconds)
    select venture_id, customer_id, (occurred_at at time zone 'UTC')::date, kind, coalesce(feature, ''), user_id,
      recorded_at, count(*), sum(quantity), sum(coalesce(duration_seconds, 0))
    from usage_events
    where venture_id = ${db.ventureId} and recorded_at <= ${knownAt} and customer_id = any(${ids}::uuid[])
    group by 1, 2, 3, 4, 5, 6, 7`
}

/** What was loaded after one moment and by another, oldest first. */
export async function batchesBetween(db: VentureDb, after: Date, until: Date): Promise<BatchRow[]> {
  return db.sql<BatchRow[]>`
    select id, recorded_at, kind, source, description, counts from batches
    where venture_id = ${db.ventureId} and recorded_at > ${after} and recorded_at <= ${until} order by recorded_at`
}

/** External id and newest name of each customer, by id. */
export async function customerNames(
  db: VentureDb,
  ids: readonly string[],
): Promise<Map<string, { id: string; externalId: string; name: string }>> {
  const rows = await db.sql<{ id: string; externalId: string; name: string }[]>`
    select c.id, c.external_id, coalesce((select v.name from customer_versions v
      where v.venture_id = c.venture_id and v.customer_id = c.id and v.superseded_at is null
      order by v.valid_from desc limit 1), c.external_id) as name
    from customers c where c.venture_id = ${db.ventureId} and c.id = any(${[...ids]}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}
