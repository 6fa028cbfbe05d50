import { z } from 'zod'
import { storePredictions } from '../../db/queries/churn.ts'
import type { HealthScoreRow } from '../../db/queries/scores.ts'
import { newestRefresh } from '../../db/queries/snapshots.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { ventureScores } from '../health/venture-scores.ts'
import { churnShares } from './churn-shares.ts'
import { METHOD } from './observed-share.ts'

export const predictChurn = defineTool({
  name: 'predict_churn',
  title: 'Predict churn',
  description:
    'Keeps each active customer’s churn probability as of a day as a prediction, so that its outcome can be compared later. Runs after the daily refresh; the same day replaces itself, and a day before the newest refresh is not stored.',
  effect: 'act',
  capability: 'compute',
  hints: { isAdditive: true, isRepeatable: true },
  replayable: false,
  input: z.object({}),
  output: z.object({ asOf: z.string(), predictions: z.number().int(), isStored: z.boolean() }),
  async run(_input, context) {
    const { asOf, knownAt, settingsVersion, now } = context
    const newest = await newestRefresh(context.db)
    const isStored = newest === undefined || newest.asOf <= asOf
    const shares = await churnShares(context)
    const ages = isStored ? await shares.agesOf(context.db, null) : new Map()
    const predictions = isStored
      ? (await ventureScores(context)).flatMap((row) => predictionOf(row, shares.of(ages, row.customerId, row.status)))
      : []
    if (isStored) {
      const kept = { asOf, knownAt, horizonDays: shares.horizonDays, method: METHOD, settingsVersion, now }
      await context.db.transaction((db) => storePredictions(db, kept, predictions))
    }
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { asOf, predictions: predictions.length, isStored },
      facts: [fact('predictions', 'churn_predictions', 'count', predictions.length)],
      rowCount: predictions.length,
    }
  },
})

function predictionOf(row: HealthScoreRow, share: ReturnType<Awaited<ReturnType<typeof churnShares>>['of']>) {
  if (!share) return []
  return [
    {
      customerId: row.customerId,
      churnProbability: share.churnProbability,
      probabilityLow: share.probabilityLow,
      probabilityHigh: share.probabilityHigh,
      band: share.band,
      ageBand: share.ageBand,
      observedCount: share.looks,
      churnedCount: share.churnedLooks,
    },
  ]
}
