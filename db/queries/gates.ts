/** What the gates are answered from, beyond the metrics that have queries of their own. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'
import { activeSpells, type ChurnRule } from './lifecycle.ts'
import type { ScoreParameters } from './scores.ts'

export interface OnboardingRow {
  /** Customers that were ever there, trials apart, and those active at the as-of. */
  everCount: number
  activeCount: number
  /** Of the active: started at least `onboardingDays` ago; and of these, ever used the product. */
  pastOnboardingCount: number
  usedCount: number
}

/** Who is there and whether they came to use the product. */
export async function onboarding(
  db: VentureDb,
  at: AsOf & { onboardingDays: number },
  rule: ChurnRule,
  parameters: Pick<ScoreParameters, 'churnDefinition' | 'winBackInactiveDays'>,
): Promise<OnboardingRow> {
  const { sql, ventureId } = db
  const [row] = await sql<OnboardingRow[]>`
    with spells as (${activeSpells(db, at, rule, parameters)}),
    lives as (
      select customer_id, min(active_from) as started_on, bool_or(churned_on is null) as is_active
      from spells group by customer_id
    ),
    settled as (
      select customer_id from lives where is_active and started_on <= ${at.asOf}::date - ${at.onboardingDays}::int
    )
    select count(*) as ever_count, count(*) filter (where is_active) as active_count,
      (select count(*) from settled) as past_onboarding_count,
      (select count(*) from settled where exists (select from usage_daily
        where venture_id = ${ventureId} and usage_daily.customer_id = settled.customer_id
          and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date)) as used_count
    from lives`
  return row ?? { everCount: 0, activeCount: 0, pastOnboardingCount: 0, usedCount: 0 }
}

export interface DataFlowRow {
  /** Newest day of use, and of a ticket opened or changed, by the as-of; null where none was ever loaded. */
  lastUsedOn: string | null
  lastTicketOn: string | null
}

/** How new the data of each source is that scores need. */
export async function dataFlow(db: VentureDb, at: AsOf): Promise<DataFlowRow> {
  const { sql, ventureId } = db
  const [row] = await sql<DataFlowRow[]>`
    select (select max(used_on) from usage_daily
        where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and used_on <= ${at.asOf}::date) as last_used_on,
      (select max(valid_from at time zone 'UTC')::date from support_ticket_versions
        where venture_id = ${ventureId} and ${standing(db, at)} and valid_from < ${at.asOf}::date + 1) as last_ticket_on`
  return row ?? { lastUsedOn: null, lastTicketOn: null }
}

export interface ActivityRow {
  /** When scores were last refreshed by `now`, and for which day. */
  refreshedAt: Date | null
  refreshedAsOf: string | null
  /** When the crew's last run ended that came to its end. */
  ranAt: Date | null
  /** Alerts due in the `alertDays` before `now`: handed over within `alertHours`, not, and still within that time. */
  alertsInTime: number
  alertsLate: number
  alertsWaiting: number
}

/** What the system itself did by `now`. An alert whose cause went away before it was due is none. */
export async function systemActivity(
  db: VentureDb,
  at: { now: Date; alertDays: number; alertHours: number },
): Promise<ActivityRow> {
  const { sql, ventureId } = db
  const [row] = await sql<ActivityRow[]>`
    select refresh.computed_at as refreshed_at, refresh.as_of as refreshed_as_of,
      (select max(finished_at) from crew_runs
        where venture_id = ${ventureId} and status = 'done' and finished_at <= ${at.now}) as ran_at,
      told.in_time as alerts_in_time, told.late as alerts_late, told.waiting as alerts_waiting
    from (
      select count(*) filter (where handed_at <= due_by) as in_time,
        count(*) filter (where handed_at > due_by or handed_at is null and due_by < ${at.now}) as late,
        count(*) filter (where handed_at is null and due_by >= ${at.now}) as waiting
      from (
        select deliver_after + make_interval(hours => ${at.alertHours}::int) as due_by,
          case when coalesce(delivered_at, acknowledged_at) <= ${at.now} then coalesce(delivered_at, acknowledged_at) end
            as handed_at
        from alerts where venture_id = ${ventureId} and deliver_after <= ${at.now}
          and deliver_after > ${at.now}::timestamptz - make_interval(days => ${at.alertDays}::int)
          and (status not in ('recovered', 'resolved') or delivered_at is not null)
      ) due
    ) told
    left join lateral (select computed_at, as_of from score_refreshes
      where venture_id = ${ventureId} and computed_at <= ${at.now} order by computed_at desc limit 1) refresh on true`
  if (!row) throw new Error('the database gave no activity')
  return row
}
