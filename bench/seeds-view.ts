/**
 * The yardstick: the materialized view that the seeds recompute in full each night, corrected so that it runs (it named
 * its own columns in its SELECT, and joined users to events they may not have). Its tables hold the same data, in the shape
 * the seeds give them.
 */
import type { Sql } from '../db/client.ts'
import { type BenchVenture, END_ON } from './venture.ts'

/** Makes the seeds' tables and their view beside the venture's. */
export async function makeSeedsView(sql: Sql, venture: BenchVenture): Promise<void> {
  await sql`create schema seeds`
  await sql`create table seeds.users as
    select c.id as user_id, c.external_id || '@bench.invalid' as email, v.valid_from as created_at,
      'active'::text as status, u.last_login
    from customers c
    join customer_versions v on v.venture_id = c.venture_id and v.customer_id = c.id
    left join (
      select customer_id, max(occurred_at) as last_login from usage_events
      where venture_id = ${venture.id} and kind = 'login' group by customer_id
    ) u on u.customer_id = c.id
    where c.venture_id = ${venture.id}`
  await sql`create table seeds.usage_events as
    select customer_id as user_id, case kind when 'feature' then 'feature_adopted' else 'login' end as event_type, occurred_at
    from usage_events where venture_id = ${venture.id}`
  await sql`create table seeds.support_tickets as
    select t.customer_id as user_id, case when v.valid_to is null then 'open' else 'closed' end as status
    from support_tickets t
    join support_ticket_versions v on v.venture_id = t.venture_id and v.ticket_id = t.id and v.status = 'open'
    where t.venture_id = ${venture.id}`
  await sql`alter table seeds.users add primary key (user_id)`
  await sql`create index on seeds.usage_events (user_id)`
  await sql`vacuum analyze seeds.users, seeds.usage_events, seeds.support_tickets`
  const now = sql.unsafe(`timestamptz '${END_ON}T23:59:59Z'`)
  await sql`
    create materialized view seeds.customer_health_scores as
    select *, case when total_health_score >= 70 then 'Healthy' when total_health_score >= 40 then 'At-Risk'
        else 'Critical' end as health_status, now() as calculated_at
    from (
      select *, engagement_score + support_score + value_score as total_health_score
      from (
        select u.user_id, u.email, u.created_at as onboarded_at,
          case when u.last_login > ${now} - interval '1 day' then 40 when u.last_login > ${now} - interval '7 days' then 30
            when u.last_login > ${now} - interval '30 days' then 20 else 0 end as engagement_score,
          greatest(0, 30 - coalesce(st.open_ticket_count, 0) * 10) as support_score,
          least(30, coalesce(um.feature_adoption_count, 0) * 5) as value_score,
          u.last_login as last_activity, date_part('day', ${now} - u.last_login) as days_since_activity
        from seeds.users u
        left join (
          select user_id, count(*) as feature_adoption_count from seeds.usage_events
          where event_type = 'feature_adopted' group by user_id
        ) um on u.user_id = um.user_id
        left join (
          select user_id, count(*) as open_ticket_count from seeds.support_tickets
          where status in ('open', 'pending') group by user_id
        ) st on u.user_id = st.user_id
        where u.status = 'active'
      ) parts
    ) totals with no data`
}

/** Seconds of one refresh. */
export async function refreshSeedsView(sql: Sql): Promise<number> {
  const startedAt = performance.now()
  // With the memory that our own refresh gives itself: in the usual 4 MB it takes three times as long.
  await sql.begin(async (tx) => {
    await tx`set local work_mem = '64MB'`
    await tx`refresh materialized view seeds.customer_health_scores`
  })
  return (performance.now() - startedAt) / 1000
}
