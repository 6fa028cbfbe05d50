/**
 * What is known of each customer on the newest scored day, and its score. A refresh gathers anew the customers that are
 * due — something was loaded about them, or a day moved them — and leaves the others as they stand.
 *
 * The tables named here live for one refresh: `due` (who, and the first day it bears on), `set` (whose turn it is on one
 * day), `scored` (their scores) and `before` (how those stood when the refresh began).
 */
import type { PendingQuery, Row } from 'postgres'
import type { VentureDb } from '../venture-db.ts'
import { dueOn, type FirstDays, type RefreshTables, type ScoringDay, type When } from './due-customers.ts'
import { heldFacts } from './held-facts.ts'
import { daySources, sourcesSince } from './score-facts.ts'
import { type ScoreParameters, scoreFacts, TREND_DAYS, trendOf } from './scores.ts'

type Fragment = PendingQuery<Row[]>

const facts = [
  'signed_up_on',
  'plan',
  'industry',
  'country',
  'segment',
  'seats',
  'owner_email',
  'mrr_minor',
  'is_trial',
  'churns_on',
  'first_paid_on',
  'last_active_on',
  'last_used_on',
  'open_ticket_count',
  'features_used_count',
  'core_features_used_count',
  'next_change_on',
  'facts_change_on',
  'month_ago_score',
]
const scores = ['score', 'engagement', 'support', 'value', 'coverage', 'status', 'trend']

/** Up to so many customers are looked up one by one; beyond, the usage of a window is read once for all. */
const FEW = 50_000
/** And no more than one in so many of the venture: the planner takes a part of what it looks up for one row, and joins row by row. */
const FEW_ARE_ONE_IN = 10
/** So many are few wherever they are. */
const HANDFUL = 500

/**
 * For the rest of the transaction: plan each statement for the customers it is about, who are ten on one day and a million
 * on another, and take an index for cheap, for what it points to is in memory. Without, ten thousand customers are found by
 * reading the usage of all.
 */
export async function planForSets({ sql }: VentureDb): Promise<void> {
  await sql`select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true),
    set_config('work_mem', '64MB', true)`
}

/**
 * Creates the tables of one refresh; they are dropped by `dropRefreshTables`, or with the transaction that failed. Once a
 * refresh and not once a day, so that a day's statements are planned once.
 */
export async function createRefreshTables({ sql }: VentureDb, tables: RefreshTables): Promise<void> {
  const columns = listed(
    [...facts, ...scores].map((name) => sql`${sql(name)}`),
    sql`, `,
  )
  await sql`create unlogged table ${sql(tables.due)}
    (customer_id uuid not null, since_on date not null, is_usage boolean not null)`
  await sql`create unlogged table ${sql(tables.set)} (customer_id uuid not null, is_light boolean not null)`
  await sql`create unlogged table ${sql(tables.scored)} as
    select customer_id, ${columns}, true as is_moved from customer_states with no data`
  await sql`create unlogged table ${sql(tables.before)}
    (customer_id uuid primary key, status text, score numeric(5, 2), trend text)`
}

export async function dropRefreshTables({ sql }: VentureDb, tables: RefreshTables): Promise<void> {
  await sql`drop table ${sql(tables.due)}, ${sql(tables.set)}, ${sql(tables.scored)}, ${sql(tables.before)}`
}

/** Which sources were loaded by a day, and which rule says who churned. */
export interface Sources {
  hasFeatures: boolean
  hasTickets: boolean
  engagementBasis: 'logins' | 'usage' | null
  churnRule: string
}

export async function sourcesOn(
  db: VentureDb,
  { day, knownAt, firstDays }: ScoringDay,
  parameters: ScoreParameters,
): Promise<Sources> {
  const [row] = await db.sql<Sources[]>`
    select has_features, has_tickets, engagement_basis, churn_rule
    from (${daySources(db, { days: [day], knownAt, sources: sourcesOf(db, firstDays) }, parameters)}) sources`
  if (!row) throw new Error('a day has no sources row')
  return row
}

/** The row of `sourcesSince` from days that were read before. */
function sourcesOf({ sql }: VentureDb, days: FirstDays): Fragment {
  return sql`
    select ${days.firstLoginOn}::date as first_login_on, ${days.firstFeatureOn}::date as first_feature_on,
      ${days.firstTicketOn}::date as first_ticket_on, ${days.firstContractOn}::date as first_contract_on,
      ${days.firstDepartureOn}::date as first_departure_on`
}

/** As known at `knownAt`. Where a source begins earlier than it was known to, every customer is due from there. */
export async function firstDays(db: VentureDb, knownAt: Date): Promise<FirstDays> {
  const [row] = await db.sql<FirstDays[]>`${sourcesSince(db, knownAt)}`
  if (!row) throw new Error('a row of scalars is missing')
  return { ...row }
}

/** Whether so many are few of the venture, so that looking each one up is less work than reading everyone. */
async function areFewOf({ sql, ventureId }: VentureDb, count: number): Promise<boolean> {
  if (count <= HANDFUL || count > FEW) return count <= HANDFUL
  const enough = count * FEW_ARE_ONE_IN
  const [row] = await sql<{ customers: number }[]>`
    select count(*) as customers from (select from customers where venture_id = ${ventureId} limit ${enough}) counted`
  return row?.customers === enough
}

/**
 * Gathers and scores whoever is due on `day` into the table `scored`, emptied first: of customers about whom only usage can
 * have changed the rest is taken as it is kept. Returns how many are due and how many of them are customers on the day.
 * Facts after the day that are known already count for when the next change comes, and for nothing else.
 */
export async function scoreDue(
  db: VentureDb,
  tables: RefreshTables,
  at: ScoringDay & When,
  p: ScoreParameters,
): Promise<{ due: number; scored: number }> {
  const { sql, ventureId } = db
  const [scored, set] = [sql(tables.scored), sql(tables.set)]
  await sql`truncate ${set}, ${scored}`
  const due = await sql`insert into ${set} (customer_id, is_light) ${dueOn(db, tables, at)}`
  if (due.count === 0) return { due: 0, scored: 0 }
  await sql`analyze ${set}`
  const day = sql`${at.day}::date`
  const later = (date: Fragment) => sql`case when ${date} > ${day} then ${date} end`
  const areFew = await areFewOf(db, due.count)
  const held = heldFacts(db, { ...at, set: tables.set, areFew, sources: sourcesOf(db, at.firstDays) }, p)
  const trend = trendOf(db, sql`s.score`, sql`month_ago.score`)
  const monthAgo = scoreOn(db, sql`${day} - ${TREND_DAYS}::int`)
  const gathered = await sql`
    insert into ${scored} (customer_id, signed_up_on, is_trial, churns_on, last_active_on, open_ticket_count,
      features_used_count, core_features_used_count, score, engagement, support, value, coverage, status, trend,
      month_ago_score, plan, industry, country, segment, seats, owner_email, mrr_minor, first_paid_on, last_used_on,
      facts_change_on, next_change_on, is_moved)
    select s.customer_id, s.signed_up_on, s.is_trial, s.churns_on, s.last_active_on, s.open_ticket_count,
      s.features_used_count, s.core_features_used_count, s.score, s.engagement, s.support, s.value, s.coverage, s.status,
      ${trend}, month_ago.score, s.plan, s.industry, s.country, s.segment, s.seats, s.owner_email, s.mrr_minor,
      s.first_paid_on, s.last_used_on, s.facts_change_on,
      least(s.facts_change_on, s.used_next_on, s.drops_on,
        ${later(sql`(s.last_active_on + ${p.activeLoginDays + 1}::int)`)},
        ${later(sql`(s.last_active_on + ${p.moderateLoginDays + 1}::int)`)},
        ${later(sql`(s.last_active_on + ${p.lowLoginDays + 1}::int)`)}, ${later(sql`s.churns_on`)}),
      ${at.isSettled} or kept.customer_id is null
        or (s.score, s.engagement, s.support, s.value, s.status, ${trend})
          is distinct from (kept.score, kept.engagement, kept.support, kept.value, kept.status, kept.trend)
    from (${scoreFacts(db, held, p)}) s
    left join customer_states kept on kept.venture_id = ${ventureId} and kept.customer_id = s.customer_id
    left join lateral (${at.isSameDay ? sql`select case when s.is_light then kept.month_ago_score else (${monthAgo}) end as score` : monthAgo}) month_ago on true`
  return { due: due.count, scored: gathered.count }
}

function scoreOn({ sql, ventureId }: VentureDb, day: Fragment): Fragment {
  // Intervals do not overlap: the newest that began by then, and no other, is looked at.
  return sql`
    select case when h.scored_to is null or h.scored_to > ${day} then h.score end as score from health_snapshots h
    where h.venture_id = ${ventureId} and h.customer_id = s.customer_id and h.scored_from <= ${day}
    order by h.scored_from desc limit 1`
}

/**
 * Scores everyone on `day` from what is kept of them, and puts those whose score, status or trend is another than the one
 * kept into the table `scored`, which it makes anew. One scan, whatever the history. Returns how many they are.
 */
export async function scoreKept(
  db: VentureDb,
  tables: RefreshTables,
  day: string,
  sources: Sources,
  p: ScoreParameters,
): Promise<number> {
  const { sql, ventureId } = db
  const facts = sql`
    select ${day}::date as as_of, ${sources.hasFeatures}::boolean as has_features,
      ${sources.hasTickets}::boolean as has_tickets, ${sources.engagementBasis}::text as engagement_basis, customer_id,
      last_active_on, open_ticket_count, features_used_count, core_features_used_count, churns_on, is_trial,
      month_ago_score, score as kept_score, engagement as kept_engagement, support as kept_support, value as kept_value,
      status as kept_status, trend as kept_trend
    from customer_states where venture_id = ${ventureId}`
  const trend = trendOf(db, sql`s.score`, sql`s.month_ago_score`)
  // Made anew and not filled, for only so is the scan shared out over several processes.
  await sql`drop table ${sql(tables.scored)}`
  const kept = await sql`
    create unlogged table ${sql(tables.scored)} as
    select s.customer_id, s.score, s.engagement, s.support, s.value, s.coverage, s.status, ${trend} as trend,
      true as is_moved
    from (${scoreFacts(db, facts, p)}) s
    where s.score is distinct from s.kept_score or s.status <> s.kept_status or ${trend} is distinct from s.kept_trend
      or s.engagement is distinct from s.kept_engagement or s.support is distinct from s.kept_support
      or s.value is distinct from s.kept_value`
  return kept.count
}

/** Notes how the customers of `scored` that moved stood before this refresh, the first time it meets them. */
export async function rememberBefore({ sql, ventureId }: VentureDb, tables: RefreshTables): Promise<void> {
  await sql`
    insert into ${sql(tables.before)} (customer_id, status, score, trend)
    select scored.customer_id, states.status, states.score, states.trend
    from ${sql(tables.scored)} scored
    left join customer_states states on states.venture_id = ${ventureId} and states.customer_id = scored.customer_id
    where scored.is_moved
    on conflict do nothing`
}

/** Keeps what was gathered of the customers of `scored`. */
export async function keepStates({ sql, ventureId }: VentureDb, tables: RefreshTables): Promise<void> {
  const columns = listed(
    [...facts, ...scores].map((name) => sql`${sql(name)}`),
    sql`, `,
  )
  const setting = listed(
    [...facts, ...scores].map((name) => sql`${sql(name)} = excluded.${sql(name)}`),
    sql`, `,
  )
  await sql`
    insert into customer_states (venture_id, customer_id, ${columns})
    select ${ventureId}::uuid, customer_id, ${columns} from ${sql(tables.scored)}
    on conflict (venture_id, customer_id) do update set ${setting}`
}

function listed(items: Fragment[], comma: Fragment): Fragment[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [comma, item]))
}

/** Keeps the scores of the customers of `scored`; their facts stand. */
export async function keepScores({ sql, ventureId }: VentureDb, tables: RefreshTables): Promise<void> {
  await sql`
    update customer_states set score = scored.score, engagement = scored.engagement, support = scored.support,
      value = scored.value, coverage = scored.coverage, status = scored.status, trend = scored.trend
    from ${sql(tables.scored)} scored
    where customer_states.venture_id = ${ventureId} and customer_states.customer_id = scored.customer_id`
}

/**
 * Writes a crossing for every customer whose status is another than before the refresh; of new ones only those that are at
 * risk or critical. Returns how many there are, and how many have another score, status or trend than before.
 */
export async function writeCrossings(
  { sql, ventureId }: VentureDb,
  tables: RefreshTables,
  at: { day: string; now: Date },
): Promise<{ crossed: number; changed: number }> {
  const [row] = await sql<{ crossed: number; changed: number }[]>`
    with compared as materialized (
      select b.customer_id, b.status as from_status, s.status as to_status, b.score as from_score, s.score as to_score,
        s.mrr_minor, (b.score, b.status, b.trend) is distinct from (s.score, s.status, s.trend) as is_changed
      from ${sql(tables.before)} b
      join customer_states s on s.venture_id = ${ventureId} and s.customer_id = b.customer_id
    ), crossed as (
      insert into score_crossings
        (venture_id, customer_id, as_of, from_status, to_status, from_score, to_score, crossed_at)
      select ${ventureId}::uuid, customer_id, ${at.day}::date, from_status, to_status, from_score, to_score,
        ${at.now}::timestamptz
      from compared
      where from_status is distinct from to_status and (from_status is not null or to_status in ('at_risk', 'critical'))
      order by mrr_minor desc, customer_id
      returning 1
    )
    select (select count(*) from crossed) as crossed, (select count(*) from compared where is_changed) as changed`
  return { crossed: row?.crossed ?? 0, changed: row?.changed ?? 0 }
}

/** Customers that were met for the first time. */
export async function countNew({ sql }: VentureDb, tables: RefreshTables): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from ${sql(tables.before)} where status is null`
  return row?.count ?? 0
}

/** How many customers are kept, counted by reading them all. */
export async function countStates({ sql, ventureId }: VentureDb): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from customer_states where venture_id = ${ventureId}`
  return row?.count ?? 0
}

/** Whether anybody is kept. */
export async function isAnyoneKept({ sql, ventureId }: VentureDb): Promise<boolean> {
  const [row] = await sql`select 1 as one from customer_states where venture_id = ${ventureId} limit 1`
  return row !== undefined
}

/** Lets the planner see what a first refresh filled: until then it takes a million states for none. */
export async function analyzeStates({ sql }: VentureDb): Promise<void> {
  await sql`analyze customer_states, health_snapshots`
}

/** Lets those who listen know that statuses changed, once the transaction commits. */
export async function notifyCrossed({ sql, ventureId }: VentureDb): Promise<void> {
  await sql`select pg_notify('score.crossed', ${ventureId}::text)`
}
