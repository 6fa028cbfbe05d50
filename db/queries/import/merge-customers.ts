/** Customers and their users: an identity made once, and versions of what may change. */
import type { VentureDb } from '../../venture-db.ts'
import { type Merge, type MergeCount, reconcile, spoken } from './reconcile.ts'
import { columnList, type Fragment, stagingTable } from './staging.ts'

const attributes = ['name', 'industry', 'country', 'segment', 'plan', 'seats', 'is_trial', 'owner_email', 'time_zone']

export async function mergeCustomers(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'customers'))
  const inserted = await sql`
    insert into customers (venture_id, id, source, external_id, recorded_at)
    select ${db.ventureId}::uuid, s.new_id, ${merge.source}, s.external_id, ${merge.recordedAt}::timestamptz from ${staged} s
    where not exists (select 1 from customers c
      where c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.external_id)`
  const identified = sql`${staged} s join customers c
    on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.external_id`
  const wanted = attributes.map(
    (name) => sql`${spoken(db, merge, 'customers', name, sql`v.${sql(name)}`)} as ${sql(name)}`,
  )
  // The last word of each customer, cut where it changes: before the cut the version that stands, after it the new one.
  const chain = sql`
    with incoming as (
      select c.id as customer_id, s.signed_up_at as born_at, ${wanted.reduce((all, one) => sql`${all}, ${one}`)},
        v.customer_id is not null
          and row(${columnList(db, attributes, 'v')}) is distinct from row(${wantedValues(db, merge)}) as is_changed
      from ${identified}
      left join customer_versions v on v.venture_id = c.venture_id and v.customer_id = c.id
        and v.superseded_at is null and v.valid_to is null
    ), standing as (
      select v.*, i.born_at, i.is_changed,
        case when v.valid_from = min(v.valid_from) over (partition by v.customer_id) then i.born_at else v.valid_from end as starts_at
      from customer_versions v join incoming i on i.customer_id = v.customer_id
      where v.venture_id = ${db.ventureId} and v.superseded_at is null and (v.valid_to is null or v.valid_to > i.born_at)
    )
    select customer_id, starts_at,
      case when valid_to is null and is_changed then ${merge.effectiveAt}::timestamptz else valid_to end,
      ${columnList(db, attributes)}, (born_at at time zone 'UTC')::date
    from standing where valid_to is not null or not is_changed or starts_at < ${merge.effectiveAt}
    union all
    select i.customer_id, greatest(i.born_at, case when i.is_changed then greatest(${merge.effectiveAt}::timestamptz, s.starts_at) end), null,
      ${columnList(db, attributes, 'i')}, (i.born_at at time zone 'UTC')::date
    from incoming i left join standing s on s.customer_id = i.customer_id and s.valid_to is null
    where s.customer_id is null or i.is_changed`
  const changed = await reconcile(db, merge, 'customer_versions', {
    chain,
    keys: sql`select c.id from ${identified}`,
    isNew: sql`exists (select 1 from customers c
      where c.venture_id = ${db.ventureId} and c.id = k.key and c.recorded_at = ${merge.recordedAt})`,
  })
  return { added: inserted.count, changed }
}

function wantedValues(db: VentureDb, merge: Merge): Fragment {
  return attributes
    .map((name) => spoken(db, merge, 'customers', name, db.sql`v.${db.sql(name)}`))
    .reduce((all, one) => db.sql`${all}, ${one}`)
}

const userAttributes = ['name', 'email', 'job_role']

/**
 * Users have two things that change at their own times: attributes, from the import on, and consent, from the moment
 * the source gives. Each user's life is cut at both and every piece takes what was true at its start.
 */
export async function mergeUsers(db: VentureDb, merge: Merge): Promise<MergeCount> {
  const { sql } = db
  const staged = sql(stagingTable(merge, 'users'))
  const inserted = await sql`
    insert into customer_users (venture_id, id, customer_id, source, external_id, recorded_at)
    select ${db.ventureId}::uuid, s.new_id, c.id, ${merge.source}, s.external_id, ${merge.recordedAt}::timestamptz
    from ${staged} s
    join customers c on c.venture_id = ${db.ventureId} and c.source = ${merge.source} and c.external_id = s.customer_ref
    where not exists (select 1 from customer_users u
      where u.venture_id = ${db.ventureId} and u.source = ${merge.source} and u.external_id = s.external_id)`
  const identified = sql`${staged} s join customer_users u
    on u.venture_id = ${db.ventureId} and u.source = ${merge.source} and u.external_id = s.external_id`
  const wanted = (name: string) => spoken(db, merge, 'users', name, sql`v.${sql(name)}`)
  const chain = sql`
    with incoming as (
      select u.id as user_id, s.created_at as born_at, v.user_id is null as is_new, s.consent_at,
        ${wanted('name')} as name, ${wanted('email')} as email, ${wanted('job_role')} as job_role,
        ${wanted('email_consent')} as email_consent, v.email_consent as standing_consent,
        v.user_id is not null and row(${columnList(db, userAttributes, 'v')})
          is distinct from row(${wanted('name')}, ${wanted('email')}, ${wanted('job_role')}) as is_changed
      from ${identified}
      left join customer_user_versions v on v.venture_id = u.venture_id and v.user_id = u.id
        and v.superseded_at is null and v.valid_to is null
    ), changes as (
      select i.*,
        case when is_changed then greatest(${merge.effectiveAt}::timestamptz, born_at) end as changed_at,
        case when email_consent is distinct from standing_consent
          then greatest(coalesce(consent_at, case when is_new then born_at else ${merge.effectiveAt}::timestamptz end), born_at)
        end as consents_at
      from incoming i
    ), base as (
      select v.user_id, v.name, v.email, v.job_role, v.email_consent, v.valid_to,
        case when v.valid_from = min(v.valid_from) over (partition by v.user_id) then c.born_at else v.valid_from end as starts_at
      from customer_user_versions v join changes c on c.user_id = v.user_id
      where v.venture_id = ${db.ventureId} and v.superseded_at is null and (v.valid_to is null or v.valid_to > c.born_at)
      union all
      select user_id, name, email, job_role, null, null, born_at from changes where is_new
    ), cuts as (
      select user_id, starts_at as cut_at from base
      union select user_id, changed_at from changes where changed_at is not null
      union select user_id, consents_at from changes where consents_at is not null
    ), pieces as (
      select user_id, cut_at, lead(cut_at) over (partition by user_id order by cut_at) as ends_at from cuts
    )
    select p.user_id, p.cut_at, p.ends_at,
      case when p.cut_at >= c.changed_at then c.name else b.name end,
      case when p.cut_at >= c.changed_at then c.email else b.email end,
      case when p.cut_at >= c.changed_at then c.job_role else b.job_role end,
      case when p.cut_at >= c.consents_at then c.email_consent else b.email_consent end
    from pieces p join changes c on c.user_id = p.user_id
    join base b on b.user_id = p.user_id and b.starts_at <= p.cut_at and (b.valid_to is null or b.valid_to > p.cut_at)`
  const changed = await reconcile(db, merge, 'customer_user_versions', {
    chain,
    keys: sql`select u.id from ${identified}`,
    isNew: sql`exists (select 1 from customer_users u
      where u.venture_id = ${db.ventureId} and u.id = k.key and u.recorded_at = ${merge.recordedAt})`,
  })
  return { added: inserted.count, changed }
}
