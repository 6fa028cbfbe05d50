import { z } from 'zod'
import { moveCursor, readCursor } from '../../db/queries/crossings.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { fireOnNps, fireOnNpsFall, fireOnRetention } from './fire-on-conditions.ts'
import { fireOnCrossings } from './fire-on-crossings.ts'
import { fireReviews, fireStrategicChurn } from './fire-on-customers.ts'
import { followUp } from './follow-up.ts'

/** RETENTION-004 is `check_system`'s. */
const evaluated = [
  'retention_001',
  'retention_002',
  'retention_003',
  'nps_drop',
  'reviews',
  'high_value_churn',
] as const
type Evaluated = (typeof evaluated)[number]

interface Outcome {
  fired: number
  advanced: number
  ended: number
  waiting: number
  /** False where the data does not say whether it holds. */
  isEnough: boolean
}
const nothing: Outcome = { fired: 0, advanced: 0, ended: 0, waiting: 0, isEnough: true }

interface Evaluation {
  /** The number of the period at `now` that one look covers; null: look every time. */
  period: (now: Date) => number | null
  look: (context: ToolContext) => Promise<Outcome>
}

const month = (now: Date) => 12 * now.getUTCFullYear() + now.getUTCMonth()
const day = (now: Date) => Math.floor(now.getTime() / 86_400_000)
/** Weeks begin on Monday; 1 January 1970 was a Thursday. */
const week = (now: Date) => Math.floor((day(now) + 3) / 7)

const evaluations: Record<Evaluated, Evaluation> = {
  retention_001: {
    period: () => null,
    look: async (context) => {
      const crossed = await fireOnCrossings(context)
      const followed = await followUp(context)
      return {
        ...nothing,
        fired: crossed.fired,
        advanced: followed.noticed,
        ended: crossed.ended + followed.ended,
        waiting: followed.waiting,
      }
    },
  },
  retention_002: { period: month, look: async (context) => ofCondition(await fireOnRetention(context)) },
  retention_003: { period: () => null, look: async (context) => ofCondition(await fireOnNps(context)) },
  nps_drop: { period: week, look: async (context) => ofCondition(await fireOnNpsFall(context)) },
  reviews: { period: day, look: async (context) => ({ ...nothing, ...(await fireReviews(context)) }) },
  high_value_churn: { period: day, look: async (context) => ({ ...nothing, ...(await fireStrategicChurn(context)) }) },
}

export const evaluateTriggers = defineTool({
  name: 'evaluate_triggers',
  title: 'Evaluate triggers',
  description:
    'Looks at every trigger whose time has come and acts on what it finds: alerts, tasks, proposals, notices to the Chairman; ends what recovered. A second look at the same facts does nothing. Retention is due monthly, a falling NPS weekly, reviews and strategic accounts daily, the rest each time; with force all of them now.',
  effect: 'act',
  capability: 'operate',
  hints: { isAdditive: true },
  replayable: false,
  input: z.object({
    force: z.boolean().default(false).describe('Also what was looked at in this month, week or day'),
  }),
  output: z.object({
    triggers: z.array(
      z.object({
        trigger: z.enum(evaluated),
        isDue: z.boolean(),
        isEnough: z.boolean().describe('False where the data does not say whether it holds'),
        fired: z.number().int(),
        advanced: z.number().int(),
        ended: z.number().int(),
        waiting: z.number().int().describe('Beyond what can be acted on at once; the next look goes on'),
      }),
    ),
  }),
  async run({ force }, context) {
    const triggers: (Outcome & { trigger: Evaluated; isDue: boolean })[] = []
    for (const trigger of evaluated) {
      const outcome = await evaluate(context, trigger, force)
      triggers.push({ trigger, isDue: outcome !== undefined, ...(outcome ?? nothing) })
    }
    const fact = factsAbout(context, ventureSubject(context))
    const sum = (key: 'fired' | 'advanced' | 'ended') => triggers.reduce((total, each) => total + each[key], 0)
    return {
      output: { triggers },
      facts: [
        fact('fired', 'triggers_fired', 'count', sum('fired')),
        fact('advanced', 'triggers_advanced', 'count', sum('advanced')),
        fact('ended', 'triggers_ended', 'count', sum('ended')),
      ],
      rowCount: triggers.length,
    }
  },
})

/** Undefined when this period was looked at. Where the data was not enough, or more waits, the period stays due. */
async function evaluate(context: ToolContext, trigger: Evaluated, force: boolean): Promise<Outcome | undefined> {
  const { period, look } = evaluations[trigger]
  const due = period(context.now)
  if (due === null) return look(context)
  const reader = `evaluated:${trigger}`
  const last = await readCursor(context.db, reader)
  if (!force && last >= due) return undefined
  const outcome = await look(context)
  if (outcome.isEnough && outcome.waiting === 0 && due > last) {
    await context.db.transaction((db) => moveCursor(db, reader, { fromSeq: last, toSeq: due }))
  }
  return outcome
}

function ofCondition(outcome: Awaited<ReturnType<typeof fireOnNps>>): Outcome {
  return {
    ...nothing,
    fired: outcome === 'fired' ? 1 : 0,
    advanced: outcome === 'again' || outcome === 'handed_over' ? 1 : 0,
    ended: outcome === 'ended' ? 1 : 0,
    isEnough: outcome !== 'not_enough_data',
  }
}
