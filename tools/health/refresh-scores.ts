import { z } from 'zod'
import { countScored } from '../../db/queries/scores.ts'
import { lockScores, newestRefresh } from '../../db/queries/snapshots.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { storeScores } from './store-scores.ts'

export const refreshScores = defineTool({
  name: 'refresh_scores',
  title: 'Refresh scores',
  description:
    'Scores customers as of a day and stores what changed as snapshots: those about whom something was loaded, those that a day moved, and with scope `all` everyone anew. Late data corrects the days it bears on. Runs daily and after each load; safe to run again. A day before the newest refresh is not stored: any past day can be computed.',
  effect: 'act',
  capability: 'compute',
  hints: { isAdditive: true, isRepeatable: true },
  replayable: false,
  input: z.object({
    scope: z
      .enum(['all', 'changed'])
      .default('all')
      .describe('changed: only customers that something was loaded about or that a day moved'),
  }),
  output: z.object({
    asOf: z.string(),
    customers: z.number().int(),
    changed: z.number().int().describe('Customers whose score, status or trend is not what stood before'),
    crossed: z.number().int().describe('Customers whose status changed; of new ones those at risk or critical'),
    isStored: z.boolean().describe('False for a day before the newest refresh'),
  }),
  async run({ scope }, context) {
    const { asOf, knownAt, settings, settingsVersion, now } = context
    const { isStored, ...stored } = await context.db.transaction(async (db) => {
      await lockScores(db)
      const newest = await newestRefresh(db)
      if (newest && newest.asOf > asOf) {
        const customerCount = await countScored(db, { asOf, knownAt }, settings)
        return { customerCount, changedCount: 0, crossedCount: 0, isStored: false }
      }
      return {
        ...(await storeScores(db, { day: asOf, knownAt, settings, settingsVersion, now, scope })),
        isStored: true,
      }
    })
    const fact = factsAbout(context, ventureSubject(context))
    const output = {
      asOf,
      customers: stored.customerCount,
      changed: stored.changedCount,
      crossed: stored.crossedCount,
      isStored,
    }
    return {
      output,
      facts: [
        fact('customers', 'customers', 'count', output.customers),
        fact('changed', 'changed_scores', 'count', output.changed),
        fact('crossed', 'crossed_thresholds', 'count', output.crossed),
      ],
      rowCount: output.customers,
    }
  },
})
