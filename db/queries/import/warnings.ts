/** Odd but possible: rows that were loaded and that somebody should look at. Read after the merge, from staging. */
import type { VentureDb } from '../../venture-db.ts'
import { type Fragment, type ImportEntity, type Staging, stagingTable } from './staging.ts'

export type WarningCode =
  | 'usage_before_subscription'
  | 'usage_after_subscription'
  | 'usage_before_signup'
  | 'usage_id_reused'
  | 'usage_differs_from_loaded'
  | 'subscription_before_signup'
  | 'subscription_without_length'
  | 'trial_customer_pays'
  | 'ticket_before_signup'
  | 'churn_event_while_subscribed'
  | 'churn_event_without_flag'
  | 'churn_flag_without_event'

export interface WarningRow {
  code: WarningCode
  count: number
  /** Ids as the source has them. */
  examples: string[]
}

/** The warnings that concern the staged entities, in a fixed order, those without a case left out. */
export async function findWarnings(
  db: VentureDb,
  staging: Staging,
  staged: readonly ImportEntity[],
): Promise<WarningRow[]> {
  const found: WarningRow[] = []
  for (const { code, entity, cases } of warningQueries(db, staging)) {
    if (!staged.includes(entity)) continue
    const [row] = await db.sql<{ count: number; examples: string[] | null }[]>`
      select count(*) as count, (array_agg(example))[1:3] as examples
      from (select example from (${cases}) found order by example) cases`
    if (row && row.count > 0) found.push({ code, count: row.count, examples: row.examples ?? [] })
  }
  return found
}

function warningQueries(db: VentureDb, staging: Staging) {
  const { sql } = db
  const table = (entity: ImportEntity) => sql(stagingTable(staging, entity))
  const mine = (alias: string) =>
    sql`${sql(`${alias}.venture_id`)} = ${db.ventureId} and ${sql(`${alias}.source`)} = ${staging.source}`
  const signups = sql`(
    select c.external_id, min(v.valid_from) as signed_up_at
    from customers c join customer_versions v on v.venture_id = c.venture_id and v.customer_id = c.id and v.superseded_at is null
    where ${mine('c')} group by c.external_id)`
  const terms = sql`(
    select n.external_id, min(v.valid_from) as starts_at, nullif(max(coalesce(v.valid_to, 'infinity')), 'infinity') as ends_at
    from subscriptions n join subscription_versions v
      on v.venture_id = n.venture_id and v.subscription_id = n.id and v.superseded_at is null
    where ${mine('n')} group by n.external_id
    union all
    select external_id, started_at, ended_at from ${table('subscriptions')} where ended_at = started_at)`
  const paid = sql`from customers c join subscription_versions v on v.venture_id = c.venture_id and v.customer_id = c.id
    and v.superseded_at is null and not v.is_trial and v.mrr_minor > 0`
  const churned = sql`exists (
    select 1 from churn_events e join customers c on c.venture_id = e.venture_id and c.id = e.customer_id
    where ${mine('c')} and c.external_id = s.external_id and e.superseded_at is null)`
  const queries: { code: WarningCode; entity: ImportEntity; cases: Fragment }[] = [
    {
      code: 'usage_before_subscription',
      entity: 'usage',
      cases: sql`select s.event_id as example from ${table('usage')} s join ${terms} t on t.external_id = s.subscription_ref
        where s.occurred_at < t.starts_at`,
    },
    {
      code: 'usage_after_subscription',
      entity: 'usage',
      cases: sql`select s.event_id as example from ${table('usage')} s join ${terms} t on t.external_id = s.subscription_ref
        where s.occurred_at >= t.ends_at`,
    },
    {
      code: 'usage_before_signup',
      entity: 'usage',
      cases: sql`select s.event_id as example from ${table('usage')} s
        left join subscriptions n on ${mine('n')} and n.external_id = s.subscription_ref
        left join customer_users u on ${mine('u')} and u.external_id = s.user_ref
        left join customers c on c.venture_id = ${db.ventureId} and c.id = coalesce(n.customer_id, u.customer_id)
        join ${signups} g on g.external_id = coalesce(s.customer_ref, c.external_id)
        where (s.occurred_at at time zone 'UTC')::date < (g.signed_up_at at time zone 'UTC')::date`,
    },
    {
      code: 'usage_id_reused',
      entity: 'usage',
      cases: sql`select s.event_id as example from ${table('usage')} s join usage_events e on ${mine('e')}
          and e.event_id = s.event_id and e.occurred_at <> s.occurred_at
          and e.occurred_at between (select min(occurred_at) from ${table('usage')}) and (select max(occurred_at) from ${table('usage')})
        group by s.event_id`,
    },
    {
      code: 'usage_differs_from_loaded',
      entity: 'usage',
      cases: sql`select s.event_id as example from ${table('usage')} s join usage_events e on ${mine('e')}
          and e.event_id = s.event_id and e.occurred_at = s.occurred_at
        where row(e.kind, e.feature, e.quantity, e.duration_seconds)
          is distinct from row(s.kind, s.feature, s.quantity, s.duration_seconds)`,
    },
    {
      code: 'subscription_before_signup',
      entity: 'subscriptions',
      cases: sql`select s.external_id as example from ${table('subscriptions')} s
        join ${signups} g on g.external_id = s.customer_ref
        where (s.started_at at time zone 'UTC')::date < (g.signed_up_at at time zone 'UTC')::date`,
    },
    {
      code: 'subscription_without_length',
      entity: 'subscriptions',
      cases: sql`select s.external_id as example from ${table('subscriptions')} s where s.ended_at = s.started_at`,
    },
    {
      code: 'trial_customer_pays',
      entity: 'customers',
      cases: sql`select s.external_id as example from ${table('customers')} s
        where s.is_trial and exists (select 1 ${paid} and v.valid_to is null
          where ${mine('c')} and c.external_id = s.external_id)`,
    },
    {
      code: 'ticket_before_signup',
      entity: 'tickets',
      cases: sql`select s.external_id as example from ${table('tickets')} s join ${signups} g on g.external_id = s.customer_ref
        where (s.opened_at at time zone 'UTC')::date < (g.signed_up_at at time zone 'UTC')::date`,
    },
    {
      // 30 days: the definition of churned, by when the last paid subscription ended.
      code: 'churn_event_while_subscribed',
      entity: 'churn_events',
      cases: sql`select s.external_id as example from ${table('churn_events')} s
        where not coalesce(s.is_reactivation, false) and exists (select 1 ${paid}
            and v.valid_from <= s.churned_on::timestamp at time zone 'UTC'
            and (v.valid_to is null or v.valid_to > (s.churned_on + 30)::timestamp at time zone 'UTC')
          where ${mine('c')} and c.external_id = s.customer_ref)`,
    },
    {
      code: 'churn_event_without_flag',
      entity: 'customers',
      cases: sql`select s.external_id as example from ${table('customers')} s where not s.churn_flag and ${churned}`,
    },
    {
      code: 'churn_flag_without_event',
      entity: 'customers',
      cases: sql`select s.external_id as example from ${table('customers')} s where s.churn_flag and not ${churned}`,
    },
  ]
  return queries
}
