/** What customers wrote: what is still to be embedded, search by meaning, counts, and a customer's own words. */
import { toSql } from 'pgvector'
import type { AsOf, VentureDb } from '../venture-db.ts'

export const feedbackOrigins = ['survey_comment', 'exit_reason', 'ticket', 'other'] as const
type FeedbackOrigin = (typeof feedbackOrigins)[number]

export interface PlainFeedback {
  id: string
  body: string
}

/** Standing rows without an embedding by `embedder`, oldest id first, after `afterId`. */
export async function feedbackToEmbed(
  db: VentureDb,
  embedder: string,
  page: { afterId: string | null; limit: number },
): Promise<PlainFeedback[]> {
  return db.sql<PlainFeedback[]>`
    select f.id, f.body
    from feedback f
    where f.venture_id = ${db.ventureId} and f.superseded_at is null
      and (${page.afterId}::uuid is null or f.id > ${page.afterId}::uuid)
      and not exists (
        select from feedback_embeddings e
        where e.venture_id = f.venture_id and e.feedback_id = f.id and e.embedder = ${embedder})
    order by f.id
    limit ${page.limit}`
}

/** Standing rows whose source gave no category, oldest id first, after `afterId`. */
export async function feedbackToCategorise(
  db: VentureDb,
  page: { afterId: string | null; limit: number },
): Promise<PlainFeedback[]> {
  return db.sql<PlainFeedback[]>`
    select f.id, f.body
    from feedback f
    where f.venture_id = ${db.ventureId} and f.superseded_at is null and f.category is null
      and (${page.afterId}::uuid is null or f.id > ${page.afterId}::uuid)
    order by f.id
    limit ${page.limit}`
}

/** Whether `embedder` has not embedded a standing row beyond `afterId`; null looks at all. */
export async function isFeedbackToEmbed(db: VentureDb, embedder: string, afterId: string | null): Promise<boolean> {
  return (await feedbackToEmbed(db, embedder, { afterId, limit: 1 })).length > 0
}

/** How many standing rows `embedder` has not embedded. */
export async function countFeedbackToEmbed(db: VentureDb, embedder: string): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*) as count
    from feedback f
    where f.venture_id = ${db.ventureId} and f.superseded_at is null
      and not exists (
        select from feedback_embeddings e
        where e.venture_id = f.venture_id and e.feedback_id = f.id and e.embedder = ${embedder})`
  return row?.count ?? 0
}

/** Stores embeddings; a row that another process embedded meanwhile, or that was deleted, is left as it is. */
export async function insertFeedbackEmbeddings(
  db: VentureDb,
  embedder: string,
  rows: readonly { id: string; embedding: readonly number[] }[],
): Promise<void> {
  await db.sql`
    insert into feedback_embeddings (venture_id, feedback_id, embedder, embedding)
    select f.venture_id, f.id, ${embedder}, given.embedding::vector
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => vectorText(row.embedding))}::text[])
      as given (id, embedding)
    join feedback f on f.venture_id = ${db.ventureId} and f.id = given.id
    on conflict do nothing`
}

/** Gives a category to rows whose source gave none. */
export async function fillFeedbackCategories(
  db: VentureDb,
  rows: readonly { id: string; category: string }[],
): Promise<void> {
  await db.sql`
    update feedback f set category = given.category
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.category)}::text[])
      as given (id, category)
    where f.venture_id = ${db.ventureId} and f.id = given.id and f.category is null`
}

/** After many rows came at once: without statistics the planner compares every text with every embedding. */
export async function analyzeFeedback(db: VentureDb): Promise<void> {
  await db.sql`analyze feedback`
  await db.sql`analyze feedback_embeddings`
}

export interface FeedbackFilter {
  customerId: string | null
  origin: FeedbackOrigin | null
  /** Any of these; null for all. */
  categories: readonly string[] | null
  /** YYYY-MM-DD, included. */
  fromDay: string | null
  /** YYYY-MM-DD, excluded. */
  untilDay: string | null
}

export interface FeedbackQuote {
  id: string
  customerId: string
  customerExternalId: string
  customerName: string
  origin: FeedbackOrigin
  category: string | null
  occurredOn: string
  body: string
}

/** The nearest texts by cosine similarity (−1 to 1), nearest first; ties by id, so that a replay gives the same order. */
export async function nearestFeedback(
  db: VentureDb,
  { asOf, knownAt }: AsOf,
  search: { embedder: string; embedding: readonly number[]; filter: FeedbackFilter; limit: number },
): Promise<(FeedbackQuote & { similarity: number })[]> {
  const vector = vectorText(search.embedding)
  return db.sql<(FeedbackQuote & { similarity: number })[]>`
    with nearest as materialized (
      select f.id, f.customer_id, f.origin, f.category, f.occurred_at, f.body, e.embedding <=> ${vector}::vector as distance
      from feedback f
      join feedback_embeddings e
        on e.venture_id = f.venture_id and e.feedback_id = f.id and e.embedder = ${search.embedder}
      where ${stands(db, { asOf, knownAt })} and ${matches(db, search.filter)}
      order by distance, f.id
      limit ${search.limit}
    )
    select f.id, f.customer_id, c.external_id as customer_external_id, v.name as customer_name, f.origin, f.category,
      (f.occurred_at at time zone 'UTC')::date as occurred_on, f.body, 1 - f.distance as similarity
    from nearest f
    join customers c on c.venture_id = ${db.ventureId} and c.id = f.customer_id
    ${nameOfCustomer(db, { asOf, knownAt })}
    order by f.distance, f.id`
}

/** Rows the filter lets through, and how many of them `embedder` has embedded, so that a search can say what it missed. */
export async function countSearchable(
  db: VentureDb,
  known: AsOf,
  search: { embedder: string; filter: FeedbackFilter },
): Promise<{ total: number; embedded: number }> {
  const [row] = await db.sql<{ total: number; embedded: number }[]>`
    select count(*) as total, count(e.feedback_id) as embedded
    from feedback f
    left join feedback_embeddings e
      on e.venture_id = f.venture_id and e.feedback_id = f.id and e.embedder = ${search.embedder}
    where ${stands(db, known)} and ${matches(db, search.filter)}`
  return row ?? { total: 0, embedded: 0 }
}

export interface FeedbackCount {
  /** Null for what was loaded without a category and has not been read for one yet. */
  category: string | null
  origin: FeedbackOrigin
  count: number
  previousCount: number
}

/** Counts by category and origin in [fromDay, untilDay) and in [previousFromDay, fromDay), of all customers or a segment. */
export async function countFeedbackBy(
  db: VentureDb,
  known: AsOf,
  period: { previousFromDay: string; fromDay: string; untilDay: string },
  filter: { customerId: string | null; segment: string | null },
): Promise<FeedbackCount[]> {
  return db.sql<FeedbackCount[]>`
    select f.category, f.origin,
      count(*) filter (where f.occurred_at >= (${period.fromDay}::date)::timestamp at time zone 'UTC') as count,
      count(*) filter (where f.occurred_at < (${period.fromDay}::date)::timestamp at time zone 'UTC') as previous_count
    from feedback f
    ${nameOfCustomer(db, known)}
    where ${stands(db, known)}
      and ${matches(db, { customerId: filter.customerId, origin: null, categories: null, fromDay: period.previousFromDay, untilDay: period.untilDay })}
      and (${filter.segment}::text is null or v.segment = ${filter.segment})
    group by f.category, f.origin
    order by count desc, f.category, f.origin`
}

/**
 * Up to `perCustomer` quotes of each customer for the agents to show as evidence: what says why it may leave first
 * (exit reasons, then complaints, then the rest, praise last), each group newest first.
 */
export async function customerWords(
  db: VentureDb,
  { asOf, knownAt }: AsOf,
  customerIds: readonly string[],
  perCustomer: number,
): Promise<FeedbackQuote[]> {
  if (customerIds.length === 0) return []
  return db.sql<FeedbackQuote[]>`
    select id, customer_id, customer_external_id, customer_name, origin, category, occurred_on, body
    from (
      select f.id, f.customer_id, c.external_id as customer_external_id, v.name as customer_name, f.origin, f.category,
        (f.occurred_at at time zone 'UTC')::date as occurred_on, f.body,
        row_number() over (partition by f.customer_id order by
          case
            when f.origin = 'exit_reason' then 0
            when f.category = 'praise' then 3
            when f.category is null or f.category in ('other', 'onboarding_how_to') then 2
            else 1
          end, f.occurred_at desc, f.id) as rank
      from feedback f
      join customers c on c.venture_id = f.venture_id and c.id = f.customer_id
      ${nameOfCustomer(db, { asOf, knownAt })}
      where ${stands(db, { asOf, knownAt })} and f.customer_id = any(${customerIds as string[]}::uuid[])
    ) ranked
    where rank <= ${perCustomer}
    order by customer_id, rank`
}

/** False when no feedback at all was known for that day: then a count is no data, not 0. */
export async function hasFeedback(db: VentureDb, known: AsOf): Promise<boolean> {
  const [row] = await db.sql<{ found: boolean }[]>`
    select exists (select from feedback f where ${stands(db, known)}) as found`
  return row?.found ?? false
}

/** Written by `asOf` and known by `knownAt`. */
function stands(db: VentureDb, { asOf, knownAt }: AsOf) {
  return db.sql`f.venture_id = ${db.ventureId} and f.recorded_at <= ${knownAt}
    and (f.superseded_at is null or f.superseded_at > ${knownAt})
    and f.occurred_at < (${asOf}::date + 1)::timestamp at time zone 'UTC'`
}

function matches(db: VentureDb, filter: FeedbackFilter) {
  return db.sql`(${filter.customerId}::uuid is null or f.customer_id = ${filter.customerId}::uuid)
    and (${filter.origin}::text is null or f.origin = ${filter.origin})
    and (${filter.categories as string[] | null}::text[] is null or f.category = any(${filter.categories as string[] | null}::text[]))
    and (${filter.fromDay}::date is null
      or f.occurred_at >= (${filter.fromDay}::date)::timestamp at time zone 'UTC')
    and (${filter.untilDay}::date is null
      or f.occurred_at < (${filter.untilDay}::date)::timestamp at time zone 'UTC')`
}

/** The version of the customer in force at the end of the day. */
function nameOfCustomer(db: VentureDb, { asOf, knownAt }: AsOf) {
  return db.sql`join customer_versions v on v.venture_id = ${db.ventureId} and v.customer_id = f.customer_id
    and v.recorded_at <= ${knownAt} and (v.superseded_at is null or v.superseded_at > ${knownAt})
    and v.valid_from < (${asOf}::date + 1)::timestamp at time zone 'UTC'
    and (v.valid_to is null or v.valid_to >= (${asOf}::date + 1)::timestamp at time zone 'UTC')`
}

/** pgvector's text form; five digits hold a component of a unit vector well beyond what a cosine shows. */
function vectorText(embedding: readonly number[]): string {
  return toSql(embedding.map((value) => Math.round(value * 1e5) / 1e5)) ?? '[]'
}
