/** One customer's score in a few milliseconds, however many customers there are. */
import {
  type HealthScoreRow,
  type HealthStatus,
  isoDay,
  type ScoreParameters,
  TREND_DAYS,
  TREND_POINTS,
} from '../../db/queries/scores.ts'
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
  return (await customerScores(db, { ...at, days: [] }, parameters))?.today
}

export interface CustomerScores {
  today: HealthScoreRow
  /** On each of the days asked for on which it was a customer. */
  history: { asOf: string; score: number | null; status: HealthStatus }[]
}

/** The same, with its score and status on further days, from one reading. */
export async function customerScores(
  db: VentureDb,
  at: { asOf: string; knownAt: Date; customerId: string; days: readonly string[] },
  parameters: ScoreParameters,
): Promise<CustomerScores | undefined> {
  const { asOf, knownAt, customerId } = at
  const momentOn = (day: string) => momentOf(day, day, 'now')
  const [today, yesterday, monthAgo] = [asOf, isoDay(asOf, -1), isoDay(asOf, -TREND_DAYS)].map(momentOn) as [
    Moment,
    Moment,
    Moment,
  ]
  const past = at.days.map(momentOn)
  const moments = [today, yesterday, monthAgo, ...past]
  const [first, records] = await Promise.all([
    sourcesKnownAt(db, knownAt),
    readCustomer(db, { customerId, moments, firstDay: asOf, knownAt }, () => knownAt),
  ])
  if (!records) return undefined
  for (const moment of [today, ...past])
    if (churnRuleOf(sourcesOn(first, moment.asOf), parameters) === 'inactivity')
      await readUsedBefore(db, [records], moment)
  const scoreAtMoment = (moment: Moment) => scoreAt(records, moment, sourcesOn(first, moment.asOf), parameters)
  const score = scoreAtMoment(today)
  if (!score) return undefined
  const scoreOn = (moment: Moment) => scoreAtMoment(moment)?.score ?? null
  const monthAgoScore = scoreOn(monthAgo)
  const change = score.score === null || monthAgoScore === null ? null : score.score - monthAgoScore
  return {
    today: {
      asOf,
      customerId,
      ...score,
      previousScore: scoreOn(yesterday),
      monthAgoScore,
      trend: change === null ? null : trendOf(Math.round(change * 100) / 100),
    },
    history: past.flatMap((moment) => {
      const then = scoreAtMoment(moment)
      return then ? [{ asOf: moment.asOf, score: then.score, status: then.status }] : []
    }),
  }
}

function trendOf(change: number): HealthScoreRow['trend'] {
  if (change >= TREND_POINTS) return 'improving'
  return change <= -TREND_POINTS ? 'declining' : 'stable'
}
