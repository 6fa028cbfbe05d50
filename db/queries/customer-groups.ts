/** Customers of a day by plan, industry, size and the like: how healthy each group is, what it pays, who left, what it answered. */
import type { PendingQuery, Row } from 'postgres'
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'
import { activeSpells, type ChurnRule, stoppedPayers } from './lifecycle.ts'
import type { PeriodChurnRow } from './retention.ts'
import { type ScoreParameters, scoresWithTrend } from './scores.ts'

export const groupings = ['plan', 'segment', 'industry', 'country', 'size', 'tenure'] as const
export type Grouping = (typeof groupings)[number]

/** Seats up to `to`; larger is the last. */
export const sizeBands = [
  { name: '1 to 10 seats', to: 10 },
  { name: '11 to 50 seats', to: 50 },
  { name: '51 to 200 seats', to: 200 },
  { name: 'more than 200 seats', to: null },
] as const

/** Days since the first paid day (signup where nothing was paid), below `below`. */
export const tenureBands = [
  { name: 'under 90 days', below: 90 },
  { name: '90 days to a year', below: 365 },
  { name: 'one to two years', below: 730 },
  { name: 'over two years', below: null },
] as const

/** Where a day's customers are read: as the last refresh left them, or from the facts. Both give the same rows. */
export type CustomerSource = 'states' | 'facts'

/**
 * `states` when the newest refresh scored exactly this day, from all that is known and by these settings, so that what it
 * kept of each customer is what the facts would give.
 */
export async function customerSource(db: VentureDb, at: AsOf, settingsVersion: number): Promise<CustomerSource> {
  const [row] = await db.sql<{ isCurrent: boolean }[]>`
    select as_of = ${at.asOf}::date and settings_version = ${settingsVersion} and known_at <= ${at.knownAt}
      and not exists (select from batches where batches.venture_id = ${db.ventureId}
        and batches.recorded_at > newest.known_at and batches.recorded_at <= ${at.knownAt})
      and not exists (select from score_marks where score_marks.venture_id = ${db.ventureId}
        and since_on <= ${at.asOf}::date) as is_current
    from (
      select as_of, known_at, settings_version from score_refreshes where venture_id = ${db.ventureId}
      order by as_of desc, computed_at desc limit 1
    ) newest`
  return row?.isCurrent ? 'states' : 'facts'
}

export interface GroupHealthRow {
  name: string
  customers: number
  healthy: number
  atRisk: number
  critical: number
  churned: number
  trial: number
  noData: number
  improving: number
  declining: number
  /** Of healthy, at risk and critical customers; null without any. */
  averageScore: number | null
  /** Those of them that had a score 30 days before too, their average now and then. */
  scoredBoth: number
  averageOfBoth: number | null
  averageMonthAgo: number | null
  /** Of all; the share of the weight whose source was loaded. */
  coverage: number | null
  mrrMinor: number
  payingCustomers: number
}

export interface MoverRow {
  customerId: string
  score: number
  before: number
}

/**
 * Customers, statuses, average score and MRR of each group, by name, and of all together; and the `movers` customers whose
 * score moved most against 30 days before, whichever way. Groups without customers are absent.
 */
export async function groupHealth(
  db: VentureDb,
  at: AsOf & { by: Grouping; source: CustomerSource; movers: number },
  parameters: ScoreParameters,
): Promise<{ total: GroupHealthRow; groups: GroupHealthRow[]; movers: MoverRow[] }> {
  const { sql } = db
  // Judging everyone from the facts is the whole cost, so it is done once; stored states are cheaper read twice than kept.
  const once = at.source === 'facts' ? sql`materialized` : sql`not materialized`
  const [row] = await sql<{ groups: (GroupHealthRow & { isTotal: boolean })[] | null; movers: MoverRow[] | null }[]>`
    with people as ${once} (${customersOn(db, at, parameters)}),
    grouped as (
      select grouping(name) = 1 as "isTotal", coalesce(name, 'all') as name, count(*) as customers,
        count(*) filter (where status = 'healthy') as healthy, count(*) filter (where status = 'at_risk') as "atRisk",
        count(*) filter (where status = 'critical') as critical, count(*) filter (where status = 'churned') as churned,
        count(*) filter (where status = 'trial') as trial, count(*) filter (where status = 'no_data') as "noData",
        count(*) filter (where trend = 'improving' and ${isScored(db)}) as improving,
        count(*) filter (where trend = 'declining' and ${isScored(db)}) as declining,
        round(avg(score) filter (where ${isScored(db)}), 2) as "averageScore",
        count(*) filter (where ${isScoredBoth(db)}) as "scoredBoth",
        round(avg(score) filter (where ${isScoredBoth(db)}), 2) as "averageOfBoth",
        round(avg(month_ago_score) filter (where ${isScoredBoth(db)}), 2) as "averageMonthAgo",
        round(avg(coverage), 2) as coverage,
        coalesce(sum(mrr_minor), 0) as "mrrMinor", count(*) filter (where mrr_minor > 0) as "payingCustomers"
      from (select ${groupName(db, at)} as name, * from (
        select customer_id, ${groupColumn(db, at)} status, trend, score, month_ago_score, coverage, mrr_minor from people
      ) customers) named group by grouping sets ((name), ())
    ),
    moved as (
      select customer_id as "customerId", score, month_ago_score as before from people
      where ${isScored(db)} and score <> month_ago_score
      order by abs(score - month_ago_score) desc, customer_id limit ${at.movers}::int
    )
    select (select jsonb_agg(to_jsonb(grouped)) from grouped) as groups,
      (select jsonb_agg(to_jsonb(moved) order by abs(score - before) desc, "customerId") from moved) as movers`
  const rows = row?.groups ?? []
  const total = rows.find(({ isTotal }) => isTotal)
  if (!total) throw new Error('an aggregate gave no row')
  const plain = ({ isTotal: _, ...group }: (typeof rows)[number]): GroupHealthRow => group
  const groups = rows.filter(({ isTotal }) => !isTotal).map(plain)
  return {
    total: plain(total),
    groups: groups.sort((a, b) => (a.name < b.name ? -1 : 1)),
    movers: row?.movers ?? [],
  }
}

export type GroupChurnRow = PeriodChurnRow & { name: string }

/** `churnInPeriod` of each group, by what its customers are at the as-of. Groups of whom nobody was there are absent. */
export async function groupChurn(
  db: VentureDb,
  at: AsOf & { by: Grouping; from: string; until: string; source: CustomerSource },
  rule: ChurnRule,
  parameters: ScoreParameters,
): Promise<GroupChurnRow[]> {
  return db.sql<GroupChurnRow[]>`
    select ${groupName(db, at)} as name, count(*) filter (where was_there) as active_at_start,
      count(*) filter (where was_there and has_churned) as churned, count(*) filter (where has_left) as left_in_all,
      count(*) filter (where has_stopped) as stopped_paying
    from (
      select customer_id, bool_or(active_from < ${at.from}::date) as was_there,
        bool_or(active_from < ${at.from}::date and coalesce(churned_on < ${at.until}::date, false)) as has_churned,
        bool_or(coalesce(churned_on < ${at.until}::date, false)) as has_left
      from (${activeSpells(db, at, rule, parameters)}) spells
      where (churned_on is null or churned_on >= ${at.from}::date)
        and (active_from < ${at.from}::date or churned_on < ${at.until}::date)
      group by customer_id
    ) present
    full join (
      select customer_id, true as has_stopped from (${stoppedPayers(db, at, rule)}) stopped
    ) stopped using (customer_id)
    left join (${attributesOn(db, at)}) attributes using (customer_id)
    group by 1 order by 1`
}

export interface GroupNpsRow {
  name: string
  responses: number
  promoters: number
  passives: number
  detractors: number
  /** Sent in the window and at least 7 days ago, and how many of those were answered by the as-of. */
  sentCount: number
  answeredCount: number
}

/** Answers of [from, until), the latest of each customer user, and the response rate's two counts, by what customers are at the as-of. */
export async function groupNps(
  db: VentureDb,
  at: AsOf & { by: Grouping; from: string; until: string; source: CustomerSource },
): Promise<GroupNpsRow[]> {
  const { sql, ventureId } = db
  const asked = sql`survey_responses where venture_id = ${ventureId} and ${standing(db, at)} and kind = 'nps'`
  return sql<GroupNpsRow[]>`
    select ${groupName(db, at)} as name, count(score) as responses, count(*) filter (where score >= 9) as promoters,
      count(*) filter (where score between 7 and 8) as passives, count(*) filter (where score <= 6) as detractors,
      count(*) filter (where is_sent) as sent_count, count(*) filter (where is_answered) as answered_count
    from (
      (select distinct on (customer_id, user_id) customer_id, score, false as is_sent, false as is_answered from ${asked}
        and answered_at >= ${at.from}::date and answered_at < ${at.until}::date
      order by customer_id, user_id, answered_at desc, id)
      union all
      select customer_id, null, true, coalesce(answered_at < ${at.asOf}::date + 1, false) from ${asked}
        and sent_at >= ${at.from}::date - 7 and sent_at < ${at.until}::date - 7
    ) surveys
    left join (${attributesOn(db, at)}) attributes using (customer_id)
    group by 1 order by 1`
}

/** One row a customer of the day: score, status, trend, what it is and what it pays. */
function customersOn(
  db: VentureDb,
  at: AsOf & { source: CustomerSource },
  parameters: ScoreParameters,
): PendingQuery<Row[]> {
  if (at.source === 'states')
    return db.sql`select *, ${startedOn(db)} from customer_states where venture_id = ${db.ventureId}`
  return db.sql`
    select * from (${scoresOn(db, at, parameters)}) scores join (${attributesOn(db, at)}) attributes using (customer_id)`
}

function scoresOn(
  db: VentureDb,
  at: AsOf & { source: CustomerSource },
  parameters: ScoreParameters,
): PendingQuery<Row[]> {
  const columns = db.sql`customer_id, score, status, trend, month_ago_score, coverage`
  return at.source === 'states'
    ? db.sql`select ${columns} from customer_states where venture_id = ${db.ventureId}`
    : db.sql`select ${columns} from (${scoresWithTrend(db, at, parameters)}) judged`
}

/** What each customer is at the end of the day: the plan of its dearest active subscription, else of its own record. */
function attributesOn(db: VentureDb, at: AsOf & { source: CustomerSource }): PendingQuery<Row[]> {
  const { sql, ventureId } = db
  if (at.source === 'states') {
    return sql`
      select customer_id, plan, industry, country, segment, seats, mrr_minor, ${startedOn(db)}
      from customer_states where venture_id = ${ventureId}`
  }
  return sql`
    select customer_id, coalesce(contracts.plan, versions.plan) as plan, industry, country, segment,
      coalesce(contracts.seats, versions.seats) as seats, coalesce(mrr_minor, 0)::bigint as mrr_minor,
      coalesce(first_paid_on, signed_up_on) as started_on
    from (
      select * from customer_versions
      where venture_id = ${ventureId} and ${standing(db, at)} and ${duringDay(db, at)}
    ) versions
    left join (
      select customer_id, ${dearestPlan(db, sql`is_active`)} as plan,
        sum(mrr_minor) filter (where is_active and not is_trial) as mrr_minor,
        sum(seats) filter (where is_active and not is_trial)::int as seats,
        min((valid_from at time zone 'UTC')::date) filter (where not is_trial and mrr_minor > 0) as first_paid_on
      from (
        select *, valid_to is null or valid_to >= ${at.asOf}::date + 1 as is_active from subscription_versions
        where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1
      ) begun
      group by customer_id
    ) contracts using (customer_id)`
}

/**
 * The plan of a customer's dearest subscription among those that `isHeld`, of two at a price the later by name; an
 * aggregate over subscription_versions. The price in fixed width leads the text, for an ordered aggregate would sort.
 */
export function dearestPlan({ sql }: VentureDb, isHeld: PendingQuery<Row[]>): PendingQuery<Row[]> {
  return sql`substr(max((lpad(mrr_minor::text, 19, '0') || plan) collate "C") filter (where ${isHeld}), 20)`
}

const startedOn = ({ sql }: VentureDb) => sql`coalesce(first_paid_on, signed_up_on) as started_on`
const isScored = ({ sql }: VentureDb) => sql`status in ('healthy', 'at_risk', 'critical')`
const isScoredBoth = (db: VentureDb) => db.sql`${isScored(db)} and month_ago_score is not null`

/** What the group's name is made of, with a comma after it. */
function groupColumn({ sql }: VentureDb, { by }: { by: Grouping }) {
  return sql`${sql({ size: 'seats', tenure: 'started_on' }[by as 'size'] ?? by)},`
}

/** Names are read back as they are; what is not known is `none`. */
function groupName({ sql }: VentureDb, at: { asOf: string; by: Grouping }) {
  if (at.by === 'size') {
    const [small, medium, large, largest] = sizeBands
    return sql`case when seats is null then 'none' when seats <= ${small.to}::int then ${small.name}
      when seats <= ${medium.to}::int then ${medium.name} when seats <= ${large.to}::int then ${large.name}
      else ${largest.name} end`
  }
  if (at.by === 'tenure') {
    const [fresh, settled, long, longest] = tenureBands
    const days = sql`${at.asOf}::date - started_on`
    return sql`case when started_on is null then 'none' when ${days} < ${fresh.below}::int then ${fresh.name}
      when ${days} < ${settled.below}::int then ${settled.name} when ${days} < ${long.below}::int then ${long.name}
      else ${longest.name} end`
  }
  return sql`coalesce(${sql(at.by)}, 'none')`
}
