/** Health snapshots: intervals of days in which a customer's score was the same. */
import { uuidv7 } from 'uuidv7'
import type { VentureDb } from '../venture-db.ts'
import { dayScores, type ScoreParameters, scoresWithTrend } from './scores.ts'

/**
 * Scores every customer as of `asOf` and stores what changed, in one transaction that must already be open, under the
 * venture's lock. A second refresh of the newest day replaces the first; a day before the newest refresh is counted and
 * not stored, for stored history grows at its end only and any past day can be computed again. Returns how many were
 * scored and how many changed.
 */
export async function storeScores(
  db: VentureDb,
  at: { asOf: string; knownAt: Date; settingsVersion: number; now: Date },
  parameters: ScoreParameters,
): Promise<{ customerCount: number; changedCount: number; isStored: boolean }> {
  const { sql, ventureId } = db
  await sql`select pg_advisory_xact_lock(hashtextextended(${ventureId}::text, 0))`
  const [newest] = await sql<{ asOf: string | null }[]>`
    select max(as_of) as as_of from score_refreshes where venture_id = ${ventureId}`
  if (newest?.asOf && newest.asOf > at.asOf) {
    const [scored] = await sql<{ customerCount: number }[]>`
      select count(*) as customer_count from (${dayScores(db, { days: [at.asOf], knownAt: at.knownAt }, parameters)}) scores`
    return { customerCount: scored?.customerCount ?? 0, changedCount: 0, isStored: false }
  }
  const staging = sql(`staging_scores_${uuidv7().replaceAll('-', '')}`)
  await sql`create unlogged table ${staging} as ${scoresWithTrend(db, at, parameters)}`
  await sql`delete from health_snapshots where venture_id = ${ventureId} and scored_from = ${at.asOf}::date`
  await sql`update health_snapshots set scored_to = null where venture_id = ${ventureId} and scored_to = ${at.asOf}::date`
  await sql`delete from score_refreshes where venture_id = ${ventureId} and as_of = ${at.asOf}::date`
  const changed = await sql`
    with moved as (
      select scores.* from ${staging} scores
      left join health_snapshots standing on standing.venture_id = ${ventureId}
        and standing.customer_id = scores.customer_id and standing.scored_to is null
      where (scores.score, scores.engagement, scores.support, scores.value, scores.status, scores.trend)
        is distinct from (standing.score, standing.engagement, standing.support, standing.value, standing.status, standing.trend)
    ), ended as (
      update health_snapshots set scored_to = ${at.asOf}::date from moved
      where health_snapshots.venture_id = ${ventureId} and health_snapshots.customer_id = moved.customer_id
        and health_snapshots.scored_to is null
      returning health_snapshots.customer_id
    )
    insert into health_snapshots (venture_id, customer_id, scored_from, settings_version, score, engagement, support,
      value, coverage, status, trend, previous_score, known_at, computed_at)
    select ${ventureId}, customer_id, ${at.asOf}::date, ${at.settingsVersion}, score, engagement, support, value, coverage,
      status, trend, previous_score, ${at.knownAt}, ${at.now}
    from moved
    returning customer_id`
  const [counted] = await sql<{ customerCount: number }[]>`select count(*) as customer_count from ${staging}`
  await sql`drop table ${staging}`
  const customerCount = counted?.customerCount ?? 0
  await sql`
    insert into score_refreshes (venture_id, id, as_of, known_at, settings_version, customer_count, changed_count, computed_at)
    values (${ventureId}, ${uuidv7()}, ${at.asOf}, ${at.knownAt}, ${at.settingsVersion}, ${customerCount},
      ${changed.length}, ${at.now})`
  return { customerCount, changedCount: changed.length, isStored: true }
}
