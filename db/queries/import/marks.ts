/**
 * Marks: whose score a batch bears on, and from which day. A refresh takes them and scores those customers only, so a
 * mark too many costs a little time and one too few is a wrong score.
 */
import type { VentureDb } from '../../venture-db.ts'
import type { Merge } from './reconcile.ts'
import { columnList, type Fragment, type ImportEntity, stagingTable } from './staging.ts'

/** What a score is made of. Users, surveys, invoices and feedback bear on none. */
const markedEntities = ['customers', 'subscriptions', 'usage', 'tickets', 'churn_events'] as const
export type MarkedEntity = (typeof markedEntities)[number]

export function isMarked(entity: ImportEntity): entity is MarkedEntity {
  return markedEntities.some((one) => one === entity)
}

interface Facts {
  table: string
  /** The first day a row bears on. */
  day: Fragment
  /** The staging column that names the customer. */
  reference: 'external_id' | 'customer_ref'
  /** Rows that can be corrected: what a score or a customer's state reads of one, and the day after which it is over. */
  versions?: { content: readonly string[]; key: readonly string[]; end: Fragment }
}

function factsOf({ sql }: VentureDb, entity: Exclude<MarkedEntity, 'usage'>): Facts {
  const from = sql`(v.valid_from at time zone 'UTC')::date`
  const end = sql`(v.valid_to at time zone 'UTC')::date`
  switch (entity) {
    case 'customers':
      return {
        table: 'customer_versions',
        day: from,
        reference: 'external_id',
        versions: {
          content: ['industry', 'country', 'segment', 'plan', 'seats', 'is_trial', 'owner_email', 'signed_up_on'],
          key: ['customer_id', 'valid_from'],
          end,
        },
      }
    case 'subscriptions':
      return {
        table: 'subscription_versions',
        day: from,
        reference: 'customer_ref',
        versions: { content: ['mrr_minor', 'is_trial'], key: ['subscription_id', 'valid_from'], end },
      }
    case 'tickets':
      return {
        table: 'support_ticket_versions',
        day: from,
        reference: 'customer_ref',
        versions: { content: ['status'], key: ['ticket_id', 'valid_from'], end },
      }
    case 'churn_events':
      return { table: 'churn_events', day: sql`v.churned_on`, reference: 'customer_ref' }
  }
}

/**
 * Marks the customers about whom this batch's merge of `entity` changed anything a score reads, in the merge's
 * transaction and after it. A customer's mark is the first day on which something differs. The merge of usage marks its
 * own customers, and only what concerns everybody is left for here.
 */
export async function markBatch(db: VentureDb, merge: Merge, entity: MarkedEntity): Promise<void> {
  if (entity === 'usage') await markIfUsageBegan(db, merge, await firstStagedDays(db, merge))
  else {
    const since = await sourceChange(db, merge, entity)
    if (since !== null) await markEverybody(db, merge, since)
    await markCustomers(db, merge, entity)
  }
}

/** Where a row only ends on another day than before, the earlier of the two ends counts; else the day it begins. */
async function markCustomers(db: VentureDb, merge: Merge, entity: Exclude<MarkedEntity, 'usage'>): Promise<void> {
  const { sql } = db
  const { table, day, reference, versions } = factsOf(db, entity)
  const first = versions
    ? sql`case when count(*) < 2 or count(distinct row(${columnList(db, versions.content, 'v')})::text) > 1 then min(${day})
        when min(${versions.end}) <> max(${versions.end}) or count(v.valid_to) = 1 then min(${versions.end}) end`
    : sql`min(${day})`
  const key = versions ? columnList(db, versions.key, 'v') : sql`v.id`
  await sql`
    insert into score_marks (venture_id, customer_id, since_on, recorded_at)
    select ${db.ventureId}::uuid, customer_id, min(since_on), ${merge.recordedAt}::timestamptz
    from (
      select v.customer_id, ${first} as since_on
      from ${sql(table)} v
      where v.venture_id = ${db.ventureId} and (v.recorded_at = ${merge.recordedAt} or v.superseded_at = ${merge.recordedAt})
        and v.customer_id in (
          select c.id from ${sql(stagingTable(merge, entity))} s join customers c
            on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.${sql(reference)})
      group by v.customer_id, ${key}
    ) touched
    where since_on is not null
    group by customer_id`
}

/**
 * A source's first day is everybody's: from then on a customer without tickets has full support points where before it
 * had none, and the way churn is told may change.
 */
async function markEverybody(db: VentureDb, merge: Merge, since: string): Promise<void> {
  await db.sql`
    insert into score_marks (venture_id, customer_id, since_on, recorded_at)
    select ${db.ventureId}::uuid, id, ${since}::date, ${merge.recordedAt}::timestamptz
    from customers where venture_id = ${db.ventureId}`
}

/**
 * The first of the days on which this batch began (or, by a correction, ended) a source: no row outside the batch is as
 * early as the batch's. Null when it did neither.
 */
async function sourceChange(
  db: VentureDb,
  merge: Merge,
  entity: Exclude<MarkedEntity, 'usage'>,
): Promise<string | null> {
  if (entity === 'customers') return null
  const { sql } = db
  const table = entity === 'tickets' ? 'support_tickets' : factsOf(db, entity).table
  const day = entity === 'tickets' ? sql`(v.opened_at at time zone 'UTC')::date` : factsOf(db, entity).day
  const superseded = entity === 'tickets' ? sql`null::timestamptz` : sql`v.superseded_at`
  const [row] = await sql<{ since: string | null }[]>`
    with touched as (
      select min(${day}) filter (where v.recorded_at = ${merge.recordedAt}) as made_on,
        min(${day}) filter (where ${superseded} = ${merge.recordedAt}) as ended_on
      from ${sql(table)} v
      where v.venture_id = ${db.ventureId} and (v.recorded_at = ${merge.recordedAt} or ${superseded} = ${merge.recordedAt})
        and v.customer_id in (
          select c.id from ${sql(stagingTable(merge, entity))} s join customers c
            on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref)
    )
    select least(made_on, ended_on) as since from touched
    where made_on is distinct from ended_on and not exists (
      select 1 from ${sql(table)} v
      where v.venture_id = ${db.ventureId} and v.recorded_at < ${merge.recordedAt} and ${superseded} is null
        and ${day} <= least(made_on, ended_on))`
  return row?.since ?? null
}

/** The first day of a batch's logins and of its uses of features, as far as it has any. */
export interface FirstUsageDays {
  login: string | null
  feature: string | null
}

/** Of what is staged. */
export async function firstStagedDays(db: VentureDb, merge: Merge): Promise<FirstUsageDays> {
  const [days] = await db.sql<FirstUsageDays[]>`
    select (min(occurred_at) filter (where kind = 'login') at time zone 'UTC')::date as login,
      (min(occurred_at) filter (where kind = 'feature') at time zone 'UTC')::date as feature
    from ${db.sql(stagingTable(merge, 'usage'))}`
  return days ?? { login: null, feature: null }
}

/**
 * Marks everybody from the day on which this batch's logins or uses begin, where none were loaded for it or before.
 * Returns the earlier of the two days, null when neither began.
 */
export async function markIfUsageBegan(db: VentureDb, merge: Merge, first: FirstUsageDays): Promise<string | null> {
  const { sql } = db
  const began: string[] = []
  for (const kind of ['login', 'feature'] as const) {
    const day = first[kind]
    if (day === null) continue
    // Looked for backwards: where the source is loaded daily, the day before answers.
    const [known] = await sql`
      select 1 as one from usage_daily
      where venture_id = ${db.ventureId} and kind = ${kind} and used_on <= ${day} and recorded_at < ${merge.recordedAt}
      order by used_on desc limit 1`
    if (known) continue
    await markEverybody(db, merge, day)
    began.push(day)
  }
  return began.sort()[0] ?? null
}
