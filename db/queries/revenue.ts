/** Recurring revenue, from the paid subscriptions active on a day. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'

export interface RevenueRow {
  mrrMinor: number
  payingCustomers: number
  subscriptionCount: number
}

/** MRR at the end of `asOf`: what active paid subscriptions bring a month. ARR is 12 times that. */
export async function revenueOn(db: VentureDb, at: AsOf): Promise<RevenueRow> {
  const [row] = await db.sql<RevenueRow[]>`
    select coalesce(sum(mrr_minor), 0)::bigint as mrr_minor, count(*) as paying_customers,
      coalesce(sum(subscriptions), 0)::bigint as subscription_count
    from (
      select customer_id, sum(mrr_minor) as mrr_minor, count(*) as subscriptions
      from subscription_versions where ${paidOn(db, at, at.asOf)} group by customer_id
    ) paying`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

export interface RevenueChangeRow {
  startMrrMinor: number
  /** Of the customers there at the start, at the end. */
  endMrrMinor: number
  /** The same, no customer counted with more than at the start. */
  keptMrrMinor: number
  customersAtStart: number
  /** What the customers paid at the start that pay nothing at the end, and how many they are. */
  lostMrrMinor: number
  customersLost: number
}

/** What the customers paying at the end of `from` pay at the end of `asOf`: NRR is end ÷ start, GRR kept ÷ start. */
export async function revenueChange(db: VentureDb, at: AsOf & { from: string }): Promise<RevenueChangeRow> {
  const { sql } = db
  const paid = (day: string) => sql`
    select customer_id, sum(mrr_minor)::bigint as mrr_minor from subscription_versions
    where ${paidOn(db, at, day)} group by customer_id`
  const [row] = await sql<RevenueChangeRow[]>`
    select coalesce(sum(before.mrr_minor), 0)::bigint as start_mrr_minor,
      coalesce(sum(after.mrr_minor), 0)::bigint as end_mrr_minor,
      coalesce(sum(least(before.mrr_minor, coalesce(after.mrr_minor, 0))), 0)::bigint as kept_mrr_minor,
      count(*) as customers_at_start,
      coalesce(sum(before.mrr_minor) filter (where after.mrr_minor is null), 0)::bigint as lost_mrr_minor,
      count(*) filter (where after.mrr_minor is null) as customers_lost
    from (${paid(at.from)}) before left join (${paid(at.asOf)}) after using (customer_id)`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

function paidOn(db: VentureDb, at: AsOf, day: string) {
  const { sql, ventureId } = db
  return sql`venture_id = ${ventureId} and ${standing(db, at)} and not is_trial and mrr_minor > 0
    and valid_from < ${day}::date + 1 and (valid_to is null or valid_to >= ${day}::date + 1)`
}
