/** Survey answers. */
import type { AsOf, VentureDb } from '../venture-db.ts'
import { standing } from './customers.ts'

export interface NpsRow {
  responses: number
  promoters: number
  passives: number
  detractors: number
  /** Sent in the window and at least 7 days ago, and how many of those were answered by the as-of. */
  sentCount: number
  answeredCount: number
}

/** Answers in the `windowDays` up to `asOf`: the latest of each customer user (of the customer where none is named). */
export async function npsAnswers(db: VentureDb, at: AsOf & { windowDays: number }): Promise<NpsRow> {
  const { sql, ventureId } = db
  const after = sql`${at.asOf}::date + 1 - ${at.windowDays}::int`
  const [row] = await sql<NpsRow[]>`
    with latest as (
      select distinct on (customer_id, user_id) score from survey_responses
      where venture_id = ${ventureId} and ${standing(db, at)} and kind = 'nps'
        and answered_at >= ${after} and answered_at < ${at.asOf}::date + 1
      order by customer_id, user_id, answered_at desc, id
    )
    select count(*) as responses, count(*) filter (where score >= 9) as promoters,
      count(*) filter (where score between 7 and 8) as passives, count(*) filter (where score <= 6) as detractors,
      (select count(*) from survey_responses where venture_id = ${ventureId} and ${standing(db, at)} and kind = 'nps'
        and sent_at >= ${after} - 7 and sent_at < ${at.asOf}::date + 1 - 7) as sent_count,
      (select count(*) from survey_responses where venture_id = ${ventureId} and ${standing(db, at)} and kind = 'nps'
        and sent_at >= ${after} - 7 and sent_at < ${at.asOf}::date + 1 - 7
        and answered_at < ${at.asOf}::date + 1) as answered_count
    from latest`
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
