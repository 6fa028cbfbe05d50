/** Cohort retention and churn rates, from the spells in which customers were there. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { activeSpells, type ChurnRule, stoppedPayers } from './lifecycle.ts'
import type { ScoreParameters } from './scores.ts'

type ChurnParameters = Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>

export interface CohortRow {
  /** First day of the month in which these customers first paid (or signed up). */
  cohortMonth: string
  months: number
  cohortSize: number
  /** Customers whose n-month day has come by the as-of. A cohort counts once all of it is old enough. */
  oldEnoughCount: number
  retainedCount: number
}

/**
 * Retained at n months: not churned at the same day n months later (31 January + 1 month is the last of February). A
 * later return does not undo a churn that stood on that day. Cohorts of the last `cohorts` months, oldest first.
 */
export async function cohortRetention(
  db: VentureDb,
  at: AsOf & { months: readonly number[]; cohorts: number },
  rule: ChurnRule,
  parameters: ChurnParameters,
): Promise<CohortRow[]> {
  const oldest = db.sql`date_trunc('month', ${at.asOf}::date) - make_interval(months => ${at.cohorts}::int)`
  // Nearly everyone was there in one stretch, and is judged by its two days alone: customers with the same two days are
  // counted together before the months are laid beside them. Only who came back is looked at stretch by stretch.
  return db.sql<CohortRow[]>`
    with spells as materialized (${activeSpells(db, at, rule, parameters)}),
    several as materialized (
      select customer_id, min(active_from) as started_on, max(churned_on) as churned_on, count(*) as stretches
      from spells where not is_only group by customer_id having min(active_from) >= ${oldest}
    ),
    alike as (
      select active_from as started_on, churned_on, count(*) as customers from spells
      where is_only and active_from >= ${oldest} group by active_from, churned_on
      union all
      select started_on, churned_on, count(*) from several where stretches = 1 group by started_on, churned_on
    ),
    ages as (select * from unnest(${at.months as number[]}::int[]) as ages(months)),
    steady as (
      select started_on, months, sum(customers) as customers,
        coalesce(sum(customers) filter (where churned_on is null
          or churned_on > (started_on + make_interval(months => months))::date), 0) as retained
      from alike cross join ages group by started_on, months
    ),
    returned as (
      select started_on, months, count(*) as customers, count(*) filter (where is_retained) as retained
      from (
        select customer_id, started_on, months, bool_or(active_from <= (started_on + make_interval(months => months))::date
          and (spells.churned_on is null
            or spells.churned_on > (started_on + make_interval(months => months))::date)) as is_retained
        from several join spells using (customer_id) cross join ages where stretches > 1 and not is_only
        group by customer_id, started_on, months
      ) judged group by started_on, months
    )
    select date_trunc('month', started_on)::date as cohort_month, months, sum(customers)::bigint as cohort_size,
      coalesce(sum(customers) filter (where is_old_enough), 0)::bigint as old_enough_count,
      coalesce(sum(retained) filter (where is_old_enough), 0)::bigint as retained_count
    from (
      select *, (started_on + make_interval(months => months))::date <= ${at.asOf}::date as is_old_enough
      from (select * from steady union all select * from returned) counted
    ) judged group by 1, months order by 1, months`
}

// The stretches of a customer do not overlap, so of each day it has one at most: rows are customers.

export interface PeriodChurnRow {
  activeAtStart: number
  /** Of those. */
  churned: number
  /** Everyone that churned in the period, also who came only during it. */
  leftInAll: number
  /** Whose last subscription ended in the period too short a time ago to count as churned. */
  stoppedPaying: number
}

/** Active customers at the start of [from, until) and how many of them churned in it, and who else left. No trials. */
export async function churnInPeriod(
  db: VentureDb,
  at: AsOf & { from: string; until: string },
  rule: ChurnRule,
  parameters: ChurnParameters,
): Promise<PeriodChurnRow> {
  const [row] = await db.sql<PeriodChurnRow[]>`
    select count(*) filter (where active_from < ${at.from}::date) as active_at_start,
      count(*) filter (where active_from < ${at.from}::date and churned_on < ${at.until}::date) as churned,
      count(distinct customer_id) filter (where churned_on < ${at.until}::date) as left_in_all,
      (select count(*) from (${stoppedPayers(db, at, rule)}) stopped) as stopped_paying
    from (${activeSpells(db, at, rule, parameters)}) spells
    where (churned_on is null or churned_on >= ${at.from}::date)
      and (active_from < ${at.from}::date or churned_on < ${at.until}::date)`
  return row ?? { activeAtStart: 0, churned: 0, leftInAll: 0, stoppedPaying: 0 }
}

/** The same for each of the last `months` calendar months that ended by the as-of, oldest first. */
export async function monthlyChurn(
  db: VentureDb,
  at: AsOf & { months: number },
  rule: ChurnRule,
  parameters: ChurnParameters,
): Promise<{ month: string; activeAtStart: number; churned: number }[]> {
  return db.sql<{ month: string; activeAtStart: number; churned: number }[]>`
    with spells as materialized (
      select active_from, churned_on, count(*) as customers from (${activeSpells(db, at, rule, parameters)}) spells
      group by active_from, churned_on
    )
    select month::date, coalesce(sum(customers), 0)::bigint as active_at_start,
      coalesce(sum(customers) filter (where churned_on < month + interval '1 month'), 0)::bigint as churned
    from generate_series(date_trunc('month', ${at.asOf}::date + 1) - make_interval(months => ${at.months}::int),
      date_trunc('month', ${at.asOf}::date + 1) - interval '1 month', '1 month') as periods(month)
    left join spells on active_from < month and (churned_on is null or churned_on >= month)
    group by month order by month`
}
