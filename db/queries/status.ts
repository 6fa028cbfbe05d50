/** The venture at a glance. */
import type { VentureDb } from '../venture-db.ts'

/** The newest day any loaded fact speaks of, undefined when nothing was loaded. */
export async function latestDataDay(db: VentureDb): Promise<string | undefined> {
  const id = db.ventureId
  const [row] = await db.sql<{ latest: string | null }[]>`
    select greatest(
      (select max(used_on) from usage_daily where venture_id = ${id}),
      (select max(opened_at at time zone 'UTC')::date from support_tickets where venture_id = ${id}),
      (select max(answered_at at time zone 'UTC')::date from survey_responses
        where venture_id = ${id} and superseded_at is null),
      (select max(valid_from at time zone 'UTC')::date from subscription_versions
        where venture_id = ${id} and superseded_at is null),
      (select max(churned_on) from churn_events where venture_id = ${id} and superseded_at is null),
      (select max(occurred_at at time zone 'UTC')::date from feedback
        where venture_id = ${id} and superseded_at is null)) as latest`
  return row?.latest ?? undefined
}
