/** What customers do in the product, from the daily rollup. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { activeSpells, type ChurnParameters, type ChurnRule } from './lifecycle.ts'

export interface UsageRow {
  activeCustomers: number
  activeUsers: number
  uses: number
  activeCustomersBefore: number
  activeUsersBefore: number
  usesBefore: number
  /** Users active on the as-of day, in 7 and in 30 days. */
  dailyUsers: number
  weeklyUsers: number
  monthlyUsers: number
  /** Whether any event read names a user; otherwise the counts of users say nothing. */
  namesUsers: boolean
  rowCount: number
}

/** Use in the `windowDays` up to `asOf` beside the same number of days before, of all customers. */
export async function usageInWindow(db: VentureDb, at: AsOf & { windowDays: number }): Promise<UsageRow> {
  const { sql } = db
  const [row] = await sql<UsageRow[]>`select ${usageFigures(db, at)} from usage_daily where ${inWindow(db, at)}`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

/** The same of each of these customers that used anything. */
export async function usageOfCustomers(
  db: VentureDb,
  at: AsOf & { windowDays: number; customerIds: readonly string[] },
): Promise<(UsageRow & { customerId: string })[]> {
  const { sql } = db
  return sql<(UsageRow & { customerId: string })[]>`
    select customer_id, ${usageFigures(db, at)} from usage_daily
    where ${inWindow(db, at)} and customer_id = any(${[...at.customerIds]}::uuid[])
    group by customer_id`
}

export const noUsage: UsageRow = {
  activeCustomers: 0,
  activeUsers: 0,
  uses: 0,
  activeCustomersBefore: 0,
  activeUsersBefore: 0,
  usesBefore: 0,
  dailyUsers: 0,
  weeklyUsers: 0,
  monthlyUsers: 0,
  namesUsers: false,
  rowCount: 0,
}

function usageFigures({ sql }: VentureDb, { asOf, windowDays }: { asOf: string; windowDays: number }) {
  const day = sql`${asOf}::date`
  const during = sql`used_on > ${day} - ${windowDays}::int`
  const before = sql`used_on <= ${day} - ${windowDays}::int and used_on > ${day} - 2 * ${windowDays}::int`
  return sql`count(distinct customer_id) filter (where ${during}) as active_customers,
    count(distinct user_id) filter (where ${during}) as active_users,
    coalesce(sum(event_count) filter (where ${during} and kind = 'feature'), 0)::bigint as uses,
    count(distinct customer_id) filter (where ${before}) as active_customers_before,
    count(distinct user_id) filter (where ${before}) as active_users_before,
    coalesce(sum(event_count) filter (where ${before} and kind = 'feature'), 0)::bigint as uses_before,
    count(distinct user_id) filter (where used_on = ${day}) as daily_users,
    count(distinct user_id) filter (where used_on > ${day} - 7) as weekly_users,
    count(distinct user_id) filter (where used_on > ${day} - 30) as monthly_users,
    count(user_id) > 0 as names_users, count(*) as row_count`
}

function inWindow({ sql, ventureId }: VentureDb, at: AsOf & { windowDays: number }) {
  return sql`venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date
    and used_on > ${at.asOf}::date - greatest(30, 2 * ${at.windowDays}::int)`
}

export interface AdoptionRow {
  feature: string
  customers: number
  /** Customers that are there at the as-of, whether they used anything or not: the denominator. */
  activeCustomers: number
}

/**
 * Active customers that used each feature in the `windowDays` up to `asOf`, most used first. What was used is read at once
 * and then held against who is active: the planner takes the active for few, and would look for each one's use by itself.
 */
export async function featureAdoption(
  db: VentureDb,
  at: AsOf & { windowDays: number },
  rule: ChurnRule,
  parameters: ChurnParameters,
): Promise<AdoptionRow[]> {
  const { sql, ventureId } = db
  return sql<AdoptionRow[]>`
    with active as materialized (
      select customer_id from (${activeSpells(db, at, rule, parameters)}) spells
      where active_from <= ${at.asOf}::date and (churned_on is null or churned_on > ${at.asOf}::date)
    ), used as materialized (
      select distinct customer_id, feature from usage_daily
      where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date
        and used_on > ${at.asOf}::date - ${at.windowDays}::int and kind = 'feature'
    )
    select feature, count(*) as customers, (select count(*) from active) as active_customers
    from used where customer_id in (select customer_id from active)
    group by feature order by customers desc, feature`
}

/** How often one customer used each feature in the `windowDays` up to `asOf`, and by how many of its users; most used first. */
export async function featureUses(
  { sql, ventureId }: VentureDb,
  at: AsOf & { windowDays: number; customerId: string },
): Promise<{ feature: string; uses: number; users: number }[]> {
  return sql<{ feature: string; uses: number; users: number }[]>`
    select feature, sum(event_count)::bigint as uses, count(distinct user_id) as users from usage_daily
    where venture_id = ${ventureId} and customer_id = ${at.customerId} and recorded_at <= ${at.knownAt}
      and used_on <= ${at.asOf}::date and used_on > ${at.asOf}::date - ${at.windowDays}::int and kind = 'feature'
    group by feature order by uses desc, feature`
}
