/** One customer's score in a few milliseconds, however many customers there are. */
import { type HealthScoreRow, isoDay, type ScoreParameters, TREND_DAYS, TREND_POINTS } from '../../db/queries/scores.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { type Moment, momentOf, readCustomer, readUsedBefore, sourcesKnownAt } from './customer-records.ts'
import { churnRuleOf, scoreAt, sourcesOn } from './score-at.ts'

/**
 * What `healthScores` answers for this customer, from its own rows alone; undefined when it is no customer on the day. A
 * property test holds the two together.
 */
export async function customerScore(
  db: VentureDb,
  at: { asOf: string; knownAt: Date; customerId: string },
  parameters: ScoreParameters,
): Promise<HealthScoreRow | undefined> {
  const { asOf, knownAt, customerId } = at
  const momentOn = (day: string) => momentOf(day, day, 'now')
  const [today, yesterday, monthAgo] = [asOf, isoDay(asOf, -1), isoDay(asOf, -TREND_DAYS)].map(momentOn) as [
    Moment,
    Moment,
    Moment,
  ]
  const moments = [today, yesterday, monthAgo]
  const [first, records] = await Promise.all([
    sourcesKnownAt(db, knownAt),
    readCustomer(db, { customerId, moments, firstDay: asOf, knownAt }, () => knownAt),
  ])
  if (!records) return undefined
  const sources = sourcesOn(first, asOf)
  if (churnRuleOf(sources, parameters) === 'inactivity') await readUsedBefore(db, [records], today)
  const score = scoreAt(records, today, sources, parameters)
  if (!score) return undefined
  const scoreOn = (moment: Moment) => scoreAt(records, moment, sourcesOn(first, moment.asOf), parameters)?.score ?? null
  const monthAgoScore = scoreOn(monthAgo)
  const change = score.score === null || monthAgoScore === null ? null : score.score - monthAgoScore
  return {
    asOf,
    customerId,
    ...score,
    previousScore: scoreOn(yesterday),
    monthAgoScore,
    trend: change === null ? null : trendOf(Math.round(change * 100) / 100),
  }
}

function trendOf(change: number): HealthScoreRow['trend'] {
  if (change >= TREND_POINTS) return 'improving'
  return change <= -TREND_POINTS ? 'declining' : 'stable'
}
