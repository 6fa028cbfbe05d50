/** Usage: events as they came, and what they add to the daily rollup and to first uses of features. */
import type { VentureDb } from '../../venture-db.ts'
import type { Merge, MergeCount } from './reconcile.ts'
import { type Fragment, stagingTable } from './staging.ts'

/**
 * Inserts the events that are not there yet, and one `usage_daily` row for each day, customer, kind, feature and user
 * that they touch. Where the source has nothing in the staged months yet, that is a plain insert; else a conflict on
 * (venture, source, event id, time) is an event already loaded: one probe of the month's index a row, so the cost
 * follows the file and not the history.
 */
export async function mergeUsage(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const added = (await isNewGround(db, merge)) ? await insertAll(db, merge) : await insertMissing(db, merge)
  if (added > 0) await mergeFeatureAdoptions(db, merge)
  return { added, changed: 0 }
}

async function isNewGround(db: VentureDb, merge: Merge): Promise<boolean> {
  const [bounds] = await db.sql<{ first: Date; last: Date }[]>`
    select min(occurred_at) as first, max(occurred_at) as last from ${db.sql(stagingTable(merge, 'usage'))}`
  if (!bounds) return true
  const [known] = await db.sql`
    select 1 as one from usage_events
    where venture_id = ${db.ventureId} and source = ${merge.source} and occurred_at between ${bounds.first} and ${bounds.last}
    limit 1`
  return known === undefined
}

/** 222,000 events into an empty database: half the time of the insert that looks for conflicts and returns its rows. */
async function insertAll(db: VentureDb, merge: Merge): Promise<number> {
  const { sql } = db
  const inserted = await sql`insert into usage_events (${eventColumns(db)}) ${incoming(db, merge)}`
  await sql`insert into usage_daily (${dailyColumns(db)}) ${daily(db, merge, sql`(${incoming(db, merge)}) e`)}`
  return inserted.count
}

async function insertMissing(db: VentureDb, merge: Merge): Promise<number> {
  const { sql } = db
  const [merged] = await sql<{ added: number }[]>`
    with added as (
      insert into usage_events (${eventColumns(db)}) ${incoming(db, merge)}
      on conflict do nothing
      returning customer_id, user_id, occurred_at, kind, feature, quantity, duration_seconds
    ), daily as (
      insert into usage_daily (${dailyColumns(db)}) ${daily(db, merge, sql`added e`)}
      returning event_count
    )
    select coalesce(sum(event_count), 0)::bigint as added from daily`
  return merged?.added ?? 0
}

function eventColumns({ sql }: VentureDb): Fragment {
  return sql`venture_id, source, event_id, occurred_at, customer_id, user_id, subscription_id, kind, feature, quantity,
    duration_seconds, recorded_at`
}

function incoming(db: VentureDb, merge: Merge): Fragment {
  const { sql } = db
  const of = (alias: string) =>
    sql`${sql(`${alias}.venture_id`)} = ${db.ventureId} and ${sql(`${alias}.source`)} = ${merge.source}`
  return sql`
    select ${db.ventureId}::uuid, ${merge.source}::text, s.event_id, s.occurred_at,
      coalesce(c.id, n.customer_id, u.customer_id) as customer_id, u.id as user_id, n.id, s.kind, s.feature, s.quantity,
      s.duration_seconds, ${merge.recordedAt}::timestamptz
    from ${sql(stagingTable(merge, 'usage'))} s
    left join customers c on ${of('c')} and c.external_id = s.customer_ref
    left join customer_users u on ${of('u')} and u.external_id = s.user_ref
    left join subscriptions n on ${of('n')} and n.external_id = s.subscription_ref`
}

function dailyColumns({ sql }: VentureDb): Fragment {
  return sql`venture_id, used_on, customer_id, kind, feature, user_id, recorded_at, event_count, quantity, duration_seconds`
}

/** In the order of the index by customer, which halves the time of filling it. */
function daily(db: VentureDb, merge: Merge, events: Fragment): Fragment {
  return db.sql`
    select ${db.ventureId}::uuid, (e.occurred_at at time zone 'UTC')::date, e.customer_id, e.kind, coalesce(e.feature, ''),
      e.user_id, ${merge.recordedAt}::timestamptz, count(*), sum(e.quantity), coalesce(sum(e.duration_seconds), 0)
    from ${events} group by 2, 3, 4, 5, 6 order by 3, 2`
}

/** The first day a customer used a feature; late data may move it earlier, and then what stood is superseded. */
async function mergeFeatureAdoptions(db: VentureDb, merge: Merge): Promise<void> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'usage'))
  const first = sql`
    select customer_id, feature, min(used_on) as first_used_on from usage_daily
    where venture_id = ${db.ventureId} and recorded_at = ${merge.recordedAt} and kind = 'feature'
      and used_on between (select (min(occurred_at) at time zone 'UTC')::date from ${staged})
        and (select (max(occurred_at) at time zone 'UTC')::date from ${staged})
    group by customer_id, feature`
  await sql`
    with first as (${first})
    update feature_adoptions a set superseded_at = ${merge.recordedAt} from first
    where a.venture_id = ${db.ventureId} and a.customer_id = first.customer_id and a.feature = first.feature
      and a.superseded_at is null and a.first_used_on > first.first_used_on`
  await sql`
    with first as (${first})
    insert into feature_adoptions (venture_id, customer_id, feature, first_used_on, recorded_at)
    select ${db.ventureId}::uuid, customer_id, feature, first_used_on, ${merge.recordedAt}::timestamptz from first
    on conflict (venture_id, customer_id, feature) where superseded_at is null do nothing`
}
