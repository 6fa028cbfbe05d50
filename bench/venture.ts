/**
 * A made-up venture of any size, straight in SQL, for making it is not what is measured: customers with attributes,
 * users, a subscription each, tickets of a fifth of them, and NPS answers. Its usage is loaded by `load-events.ts`.
 */
import { uuidv7 } from 'uuidv7'
import type { Sql } from '../db/client.ts'
import { isoDay } from '../db/queries/scores.ts'

export interface BenchVenture {
  id: string
  customers: number
  users: number
}

const ROUNDS_AFTER = 3
/** The last of the ninety days of usage: as many days ago as are scored after it, so that live data, which is of today, follows. */
export const END_ON = isoDay(new Date().toISOString().slice(0, 10), -ROUNDS_AFTER)
/** Everything but usage was known before it. */
export const KNOWN_AT = new Date(`${isoDay(END_ON, -90)}T00:00:00Z`)

/** Three users for two customers; one customer in twenty left in the ninety days. */
export async function makeVenture(sql: Sql, customers: number): Promise<BenchVenture> {
  const id = uuidv7()
  const users = Math.ceil(customers * 1.5)
  const recordedAt = KNOWN_AT
  const [yearBefore, start] = [isoDay(END_ON, -455), isoDay(END_ON, -89)]
  await sql.begin(async (tx) => {
    await tx`insert into ventures (id, slug, name, currency) values (${id}, ${`bench-${id}`}, 'Bench', 'USD')`
    await tx`insert into settings_versions (venture_id, version, settings, effective_from, changed_by, reason)
      values (${id}, 1, '{}', '2000-01-01', 'system', 'defaults')`
    await tx`insert into batches (venture_id, recorded_at, id, kind, source, description)
      values (${id}, ${recordedAt}, ${uuidv7()}, 'import', 'bench', 'customers')`
    const made = tx`select *, substr(external_id, 2)::int as n from customers where venture_id = ${id}`
    await tx`insert into customers (venture_id, id, source, external_id, recorded_at)
      select ${id}::uuid, gen_random_uuid(), 'bench', 'C' || n, ${recordedAt} from generate_series(1, ${customers}) n`
    await tx`insert into customer_versions (venture_id, customer_id, valid_from, recorded_at, name, industry, country, plan,
        seats, is_trial, signed_up_on)
      select venture_id, id, ${yearBefore}::timestamptz + n % 365 * interval '1 day', recorded_at, 'Company ' || n,
        (array['retail', 'software', 'health', 'finance', 'media'])[1 + n % 5], 'US',
        (array['Basic', 'Professional', 'Enterprise'])[1 + n % 3], 1 + n % 200, false, ${yearBefore}::date + n % 365
      from (${made}) made`
    await tx`insert into customer_users (venture_id, id, customer_id, source, external_id, recorded_at)
      select ${id}::uuid, gen_random_uuid(), c.id, 'bench', 'U' || n, ${recordedAt}
      from generate_series(1, ${users}) n join customers c
        on c.venture_id = ${id} and c.source = 'bench' and c.external_id = 'C' || (1 + n % ${customers}::int)`
    await tx`insert into subscriptions (venture_id, id, customer_id, source, external_id, recorded_at)
      select venture_id, gen_random_uuid(), id, 'bench', 'S' || n, recorded_at from (${made}) made`
    await tx`insert into subscription_versions (venture_id, subscription_id, customer_id, valid_from, valid_to,
        recorded_at, plan, mrr_minor, is_trial)
      select venture_id, id, customer_id, ${yearBefore}::timestamptz + n % 365 * interval '1 day',
        case when n % 20 = 0 then ${start}::timestamptz + n % 85 * interval '1 day' end, recorded_at, 'Basic',
        1000 + n % 9000, false
      from (select *, substr(external_id, 2)::int as n from subscriptions where venture_id = ${id}) made`
    await tx`insert into support_tickets (venture_id, id, customer_id, source, external_id, opened_at, recorded_at)
      select venture_id, gen_random_uuid(), id, 'bench', 'T' || n, ${start}::timestamptz + n % 90 * interval '1 day',
        recorded_at
      from (${made}) made where n % 5 = 0`
    const tickets = tx`select *, substr(external_id, 2)::int as n from support_tickets where venture_id = ${id}`
    await tx`insert into support_ticket_versions (venture_id, ticket_id, customer_id, valid_from, valid_to, recorded_at, status)
      select venture_id, id, customer_id, opened_at, case when n % 10 = 0 then opened_at + interval '3 days' end,
        recorded_at, 'open'
      from (${tickets}) tickets
      union all
      select venture_id, id, customer_id, opened_at + interval '3 days', null, recorded_at, 'closed'
      from (${tickets}) tickets where n % 10 = 0`
    await tx`insert into survey_responses (venture_id, id, customer_id, source, external_id, kind, sent_at, answered_at,
        score, recorded_at)
      select venture_id, gen_random_uuid(), id, 'bench', 'N' || n, 'nps', ${start}::timestamptz + n % 88 * interval '1 day',
        ${start}::timestamptz + (1 + n % 88) * interval '1 day', n / 7 % 11, recorded_at
      from (${made}) made where n % 7 = 0`
  })
  await sql`vacuum analyze`
  return { id, customers, users }
}
