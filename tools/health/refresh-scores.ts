import { z } from 'zod'
import { storePredictions } from '../../db/queries/churn.ts'
import type { HealthScoreRow } from '../../db/queries/scores.ts'
import { storeScores } from '../../db/queries/snapshots.ts'
import { churnShares } from '../churn/churn-shares.ts'
import { METHOD } from '../churn/observed-share.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { ventureScores } from './venture-scores.ts'

export const refreshScores = defineTool({
  name: 'refresh_scores',
  title: 'Refresh scores',
  description:
    'Scores every customer as of a day, stores what changed as snapshots, and keeps each active customer’s churn probability as a prediction. Runs daily; safe to run again: the same day replaces itself, a day before the newest refresh is computed and not stored.',
  effect: 'act',
  roles: ['chairman', 'success', 'operator', 'analyst'],
  replayable: false,
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    customers: z.number().int(),
    changed: z.number().int().describe('Customers whose score, status or trend is not what stood before'),
    isStored: z.boolean().describe('False for a day before the newest refresh'),
    predictions: z.number().int(),
  }),
  async run(_input, context) {
    const { asOf, knownAt, settings, settingsVersion, now } = context
    const at = { asOf, knownAt }
    const shares = await churnShares(context)
    const scores = await ventureScores(context)
    const predictions = scores.flatMap((row) => predictionOf(row, shares.of(row.customerId, row.status)))
    const stored = await context.db.transaction(async (db) => {
      const result = await storeScores(db, { ...at, settingsVersion, now }, settings)
      const kept = { ...at, horizonDays: shares.horizonDays, method: METHOD, settingsVersion, now }
      if (result.isStored) await storePredictions(db, kept, predictions)
      return result
    })
    const fact = factsAbout(context, ventureSubject(context))
    const output = {
      asOf,
      customers: stored.customerCount,
      changed: stored.changedCount,
      isStored: stored.isStored,
      predictions: stored.isStored ? predictions.length : 0,
    }
    return {
      output,
      facts: [
        fact('customers', 'customers', 'count', output.customers),
        fact('changed', 'changed_scores', 'count', output.changed),
        fact('predictions', 'churn_predictions', 'count', output.predictions),
      ],
      rowCount: output.customers,
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
