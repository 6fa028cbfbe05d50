/**
 * Usage straight into its tables by binary COPY, for rows that the loader has proved to be new: no staging, no second
 * reading. On servers only; the embedded database takes no binary COPY.
 */
import { once } from 'node:events'
import type { VentureDb } from '../../venture-db.ts'
import { incomingUsage } from './merge-usage.ts'
import type { Merge } from './reconcile.ts'
import { type Fragment, type Staging, stagingTable } from './staging.ts'

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])

/** The columns of a row in the order in which its binary form has them. */
const copied = {
  usage_events: [
    ...['venture_id', 'source', 'recorded_at', 'event_id', 'occurred_at', 'customer_id', 'user_id', 'subscription_id'],
    ...['kind', 'feature', 'quantity', 'duration_seconds'],
  ],
  usage_daily: [
    ...['venture_id', 'recorded_at', 'used_on', 'customer_id', 'user_id', 'kind', 'feature', 'event_count'],
    ...['quantity', 'duration_seconds'],
  ],
} as const

/** Whether the database takes binary COPY. Asked outside a transaction, for the answer no would end it. */
export async function takesBinaryCopy(db: VentureDb, staging: Staging): Promise<boolean> {
  try {
    const stream = await db.sql`copy ${db.sql(stagingTable(staging, 'usage'))} from stdin (format binary)`.writable()
    const finished = once(stream, 'finish')
    stream.end(Buffer.concat([HEADER, TRAILER]))
    await finished
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '0A000') return false
    throw error
  }
}

/**
 * One COPY of rows in binary form, taken from `pieces` as fast as the database takes them. Nothing else may be asked of
 * the transaction until it resolves.
 */
export async function copyBinary(db: VentureDb, table: keyof typeof copied, pieces: Iterable<Buffer>): Promise<void> {
  const columns = copied[table].join(', ')
  const stream = await db.sql`copy ${db.sql(table)} (${db.sql.unsafe(columns)}) from stdin (format binary)`.writable()
  // An error of the database ends the stream; it must not be missed while a piece is made.
  const finished = once(stream, 'finish')
  finished.catch(() => {})
  stream.write(HEADER)
  for (const piece of pieces) {
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), finished])
  }
  stream.end(TRAILER)
  await finished
}

/** The days of which a source has given events, as YYYY-MM-DD. */
export async function knownUsageDays(db: VentureDb, source: string): Promise<string[]> {
  const days = await db.sql<{ usedOn: string }[]>`
    select used_on from usage_days where venture_id = ${db.ventureId} and source = ${source}`
  return days.map((day) => day.usedOn)
}

export async function rememberUsageDays(db: VentureDb, source: string, days: readonly string[]): Promise<void> {
  await db.sql`
    insert into usage_days (venture_id, source, used_on)
    select ${db.ventureId}::uuid, ${source}, day from unnest(${[...days]}::date[]) as days(day)
    on conflict do nothing`
}

/** What `findOwners` packs for each owner, and where: ids, flags, and the subscription's term in seconds since 1970. */
export const ownerRecord = {
  customerId: 0,
  userId: 16,
  subscriptionId: 32,
  flags: 48,
  starts: 52,
  ends: 60,
  bytes: 68,
}
export const ownerFlags = { isUser: 1, isSubscription: 2, isRefused: 4 }

/**
 * Whose usage it is, by what a row names: one record of `ownerRecord.bytes` for each place of the three lists. Refused
 * is one that names somebody unknown, or two customers. In one value, for a million rows one by one would take the
 * reader longer than the file.
 */
export async function findOwners(
  db: VentureDb,
  source: string,
  named: { customers: (string | null)[]; users: (string | null)[]; subscriptions: (string | null)[] },
): Promise<Buffer> {
  const { sql } = db
  // By the index, name by name: planned as a join, some thousand names would read the whole table each time.
  const probe = (table: string, names: (string | null)[], columns: Fragment, name: string, alias: string) =>
    names.every((one) => one === null)
      ? sql`cross join (select null::uuid as id, null::uuid as customer_id) ${sql(alias)}`
      : sql`
    left join lateral (
      select ${columns} from ${sql(table)}
      where venture_id = ${db.ventureId} and source = ${source} and external_id = ${sql(`k.${name}`)} limit 1
    ) ${sql(alias)} on true`
  const id = (column: string) => sql`uuid_send(coalesce(${sql(column)}, '00000000-0000-0000-0000-000000000000'))`
  const terms = named.subscriptions.every((one) => one === null)
    ? sql`cross join (select null::timestamptz as starts_at, null::timestamptz as ends_at) terms`
    : sql`
      left join lateral (
          select min(valid_from) as starts_at, nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as ends_at
          from subscription_versions v
          where v.venture_id = ${db.ventureId} and v.subscription_id = found.subscription_id and v.superseded_at is null
        ) terms on true`
  const [row] = await sql<{ owners: Buffer | null }[]>`
    select string_agg(${id('customer_id')} || ${id('user_id')} || ${id('subscription_id')}
      || int4send(case when user_id is null then 0 else 1 end + case when subscription_id is null then 0 else 2 end
        + case when is_refused then 4 else 0 end)
      || float8send(coalesce(extract(epoch from starts_at)::float8, '-infinity'))
      || float8send(coalesce(extract(epoch from ends_at)::float8, 'infinity')), ''::bytea order by place) as owners
    from (
      select k.place, coalesce(c.id, n.customer_id, u.customer_id) as customer_id, u.id as user_id, n.id as subscription_id,
        (k.customer is not null and c.id is null) or (k.usr is not null and u.id is null)
          or (k.subscription is not null and n.id is null)
          or coalesce(c.id <> u.customer_id, false) or coalesce(c.id <> n.customer_id, false) as is_refused
      from unnest(${named.customers}::text[], ${named.users}::text[], ${named.subscriptions}::text[])
        with ordinality as k(customer, usr, subscription, place)
      ${probe('customers', named.customers, sql`id`, 'customer', 'c')}
      ${probe('customer_users', named.users, sql`id, customer_id`, 'usr', 'u')}
      ${probe('subscriptions', named.subscriptions, sql`id, customer_id`, 'subscription', 'n')}
    ) found
    ${terms}`
  return row?.owners ?? Buffer.alloc(0)
}

/** True when a staged event is one that this batch loaded directly, with other content. */
export async function contradictsDirect(db: VentureDb, merge: Merge): Promise<boolean> {
  const { sql } = db
  const [found] = await sql`
    select 1 as one from (${incomingUsage(db, merge)}) s
    join usage_events e on e.venture_id = ${db.ventureId} and e.source = ${merge.source} and e.event_id = s.event_id
      and e.occurred_at = s.occurred_at and e.recorded_at = ${merge.recordedAt}
    where row(e.kind, e.feature, e.quantity, e.duration_seconds, e.customer_id, e.user_id, e.subscription_id)
      is distinct from
      row(s.kind, s.feature, s.quantity, s.duration_seconds, s.customer_id, s.user_id, s.subscription_id)
    limit 1`
  return found !== undefined
}

/** Makes one row again of what the direct and the staged events of this batch added for the same day and user. */
export async function foldUsageDaily(db: VentureDb, merge: Merge): Promise<void> {
  const { sql } = db
  await sql`
    with parts as (
      delete from usage_daily
      where venture_id = ${db.ventureId} and recorded_at = ${merge.recordedAt} and (customer_id, used_on) in (
        select customer_id, (occurred_at at time zone 'UTC')::date from (${incomingUsage(db, merge)}) s)
      returning *
    )
    insert into usage_daily (venture_id, used_on, customer_id, kind, feature, user_id, recorded_at, event_count,
      quantity, duration_seconds)
    select venture_id, used_on, customer_id, kind, feature, user_id, recorded_at, sum(event_count), sum(quantity),
      sum(duration_seconds)
    from parts group by 1, 2, 3, 4, 5, 6, 7`
}

/** Marks the customers of what this batch loaded directly, each from its first day. */
export async function markDirect(
  db: VentureDb,
  merge: Merge,
  span: { firstOn: string; lastOn: string },
): Promise<void> {
  await db.sql`
    insert into score_marks (venture_id, customer_id, since_on, recorded_at, is_usage)
    select ${db.ventureId}::uuid, customer_id, min(used_on), ${merge.recordedAt}::timestamptz, true
    from usage_daily
    where venture_id = ${db.ventureId} and recorded_at = ${merge.recordedAt}
      and used_on between ${span.firstOn}::date and ${span.lastOn}::date
    group by customer_id`
}

/**
 * The event ids of this batch that its source gave with more than one time in a span: how many, and three of them.
 * Looked for among `candidates` and what is staged, or among all when `candidates` is null.
 */
export async function reusedEventIds(
  db: VentureDb,
  merge: Merge,
  span: { first: Date; last: Date },
  candidates: readonly string[] | null,
): Promise<{ count: number; examples: string[] }> {
  const { sql } = db
  const staged = sql`event_id in (select event_id from ${sql(stagingTable(merge, 'usage'))})`
  const chosen = candidates === null ? sql`true` : sql`(event_id = any(${[...candidates]}::text[]) or ${staged})`
  const [row] = await sql<{ count: number; examples: string[] | null }[]>`
    select count(*) as count, (array_agg(event_id order by event_id))[1:3] as examples
    from (
      select event_id from usage_events
      where venture_id = ${db.ventureId} and source = ${merge.source} and ${chosen}
        and occurred_at between ${span.first} and ${span.last}
      group by event_id
      having min(occurred_at) <> max(occurred_at) and (bool_or(recorded_at = ${merge.recordedAt}) or ${staged})
    ) reused`
  return { count: row?.count ?? 0, examples: row?.examples ?? [] }
}

/**
 * Of the events that went straight in, those before the day their customer signed up: how many, and the ids of three.
 * Asked once for all, of the customers that signed up after the batch begins: a probe for each owner took 8 s a million.
 */
export async function directBeforeSignup(
  db: VentureDb,
  merge: Merge,
  span: { first: Date; last: Date },
): Promise<{ count: number; examples: string[] }> {
  const { sql } = db
  const [row] = await sql<{ count: number; examples: string[] | null }[]>`
    select count(*) as count, (array_agg(e.event_id order by e.event_id))[1:3] as examples
    from usage_events e join (
      select customer_id, date_trunc('day', min(valid_from), 'UTC') as signed_up_at from customer_versions
      where venture_id = ${db.ventureId} and superseded_at is null
      group by customer_id having min(valid_from) >= ${span.first}
    ) signups on signups.customer_id = e.customer_id and e.occurred_at < signups.signed_up_at
    where e.venture_id = ${db.ventureId} and e.recorded_at = ${merge.recordedAt}
      and e.occurred_at between ${span.first} and ${span.last}
      and not exists (select 1 from ${sql(stagingTable(merge, 'usage'))} s
        where s.event_id = e.event_id and s.occurred_at = e.occurred_at)`
  return { count: row?.count ?? 0, examples: row?.examples ?? [] }
}
