/** How long new customers take to the first use that makes the product worth paying for. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { duringDay, standing } from './customers.ts'

export interface FirstValueRow {
  /** Days from signup to the first use by the as-of; a use before signup counts as day 0. Null when there was none. */
  days: number | null
  customers: number
}

/**
 * Customers that signed up in [from, until), counted by days to their first use of one of `features` (of any feature
 * when none are given). Empty when no use of a feature was ever loaded: nobody is then known to have had none.
 */
export async function firstValueDays(
  db: VentureDb,
  at: AsOf & { from: string; until: string; features: string[] },
): Promise<FirstValueRow[]> {
  const { sql, ventureId } = db
  return sql<FirstValueRow[]>`
    select case when first_used_on is not null then greatest(0, first_used_on - signed_up_on) end as days,
      count(*) as customers
    from (
      select customer_id, signed_up_on from customer_versions
      where venture_id = ${ventureId} and ${standing(db, at)} and ${duringDay(db, at)}
        and signed_up_on >= ${at.from}::date and signed_up_on < ${at.until}::date
    ) started
    left join lateral (
      select min(used_on) as first_used_on from usage_daily
      where venture_id = ${ventureId} and recorded_at <= ${at.knownAt} and kind = 'feature'
        and usage_daily.customer_id = started.customer_id and used_on <= ${at.asOf}::date
        and (${at.features.length}::int = 0 or feature = any(${at.features}::text[]))
    ) reached on true
    where exists (select from usage_daily where venture_id = ${ventureId} and recorded_at <= ${at.knownAt}
      and kind = 'feature' and used_on <= ${at.asOf}::date)
    group by 1 order by 1`
}
