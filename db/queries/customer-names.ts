/** Which customers somebody may have named, and what groups of customers are called. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface NamedCustomerRow {
  id: string
  externalId: string
  name: string
}

/**
 * Customers whose name has one of `words` in it, is one of them when written together (`north wind`), or begins with a word
 * that sounds like one of `sounds`; and those with one of `externalIds`. A wide net: who was meant is judged by the caller.
 */
export async function customersNamedLike(
  db: VentureDb,
  at: AsOf,
  spoken: { words: string[]; joined: string[]; sounds: string[]; externalIds: string[]; limit: number },
): Promise<NamedCustomerRow[]> {
  const { sql, ventureId } = db
  return sql<NamedCustomerRow[]>`
    select id, external_id, name from (
      select customers.id, external_id, name, btrim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g')) as plain
      from customers join (
        select customer_id, name from customer_versions
        where venture_id = ${ventureId} and ${standing(db, at)} and ${duringDay(db, at)}
      ) versions on versions.customer_id = customers.id
      where customers.venture_id = ${ventureId}
    ) named
    where string_to_array(plain, ' ') && ${spoken.words}
      or replace(plain, ' ', '') = any(${spoken.joined}) or split_part(plain, ' ', 1) = any(${spoken.joined})
      or lower(external_id) = any(${spoken.externalIds})
      or ${soundOf(db, sql`plain`)} = any(${spoken.sounds})
      or ${soundOf(db, sql`split_part(plain, ' ', 1)`)} = any(${spoken.sounds})
    order by name, external_id limit ${spoken.limit}`
}

/** As whoever judges the candidates computes it: how a word sounds once what is easily misheard is taken as one. */
function soundOf({ sql }: VentureDb, text: ReturnType<VentureDb['sql']>) {
  return sql`regexp_replace(translate(replace(replace(replace(replace(${text}, ' ', ''), 'ph', 'f'), 'th', 't'), 'x', 'ks'),
    'cqgzmdvaeiouyhw', 'kkksntf'), '(.)\\1+', '\\1', 'g')`
}

export interface GroupNameRow {
  dimension: 'plan' | 'industry' | 'segment' | 'country'
  name: string
}

/** What plans, industries, segments and countries are called; at most `limit` of each, the most common first. */
export async function groupNames(db: VentureDb, at: AsOf, limit: number): Promise<GroupNameRow[]> {
  const { sql, ventureId } = db
  return sql<GroupNameRow[]>`
    with named as (
      select dimension, called as name, count(*) as customers from customer_versions
      cross join lateral (values ('plan', plan), ('industry', industry), ('segment', segment), ('country', country)) as
        dimensions (dimension, called)
      where venture_id = ${ventureId} and called is not null and ${standing(db, at)} and ${duringDay(db, at)}
      group by 1, 2
      union all
      select 'plan', plan, count(*) from subscription_versions
      where venture_id = ${ventureId} and plan is not null and ${standing(db, at)} and ${duringDay(db, at)}
      group by 2
    )
    select dimension, name from (
      select dimension, name, row_number() over (partition by dimension order by sum(customers) desc, name) as place
      from named group by dimension, name
    ) placed where place <= ${limit} order by dimension, place`
}

/** Features that anybody used on the newest seven days of use: what they are called, not all that there are. */
export async function featureNames({ sql, ventureId }: VentureDb, at: AsOf): Promise<string[]> {
  const rows = await sql<{ feature: string }[]>`
    select distinct feature from usage_daily
    where venture_id = ${ventureId} and kind = 'feature' and recorded_at <= ${at.knownAt} and used_on = any(array(
      select distinct used_on from usage_days where venture_id = ${ventureId} and used_on <= ${at.asOf}::date
      order by used_on desc limit 7))
    order by feature`
  return rows.map(({ feature }) => feature)
}
