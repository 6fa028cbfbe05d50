import { DateTime } from 'luxon'
import { z } from 'zod'
import { scoreTrend } from '../../db/queries/scores.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

export const getHealthTrend = defineTool({
  name: 'get_health_trend',
  title: 'Health over time',
  description:
    'The average health score and how many customers were healthy, at risk and critical, at month or week steps back from the as-of day, computed anew from what is known. Use it for a trend; for today use get_health_summary.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    step: z.enum(['week', 'month']).default('month'),
    points: z.number().int().min(2).max(24).default(12),
  }),
  output: z.object({
    points: z.array(
      z.object({
        on: z.string(),
        averageScore: z.number().nullable(),
        customers: z.number().int(),
        healthy: z.number().int(),
        atRisk: z.number().int(),
        critical: z.number().int(),
      }),
    ),
  }),
  async run(input, context) {
    const end = DateTime.fromISO(context.asOf, { zone: 'utc' })
    const days = Array.from({ length: input.points }, (_, index) =>
      end.minus({ [`${input.step}s`]: input.points - 1 - index }).toFormat('yyyy-MM-dd'),
    )
    const rows = await scoreTrend(context.db, { days, knownAt: context.knownAt }, context.settings)
    const points = rows.filter(({ customers }) => customers > 0).map(({ asOf: on, ...row }) => ({ on, ...row }))
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { points },
      facts: points.flatMap((point, index) => [
        fact(`p${index + 1}.average_score`, 'average_health_score', 'points', point.averageScore, point.on),
        fact(`p${index + 1}.healthy`, 'healthy_customers', 'count', point.healthy, point.on),
        fact(`p${index + 1}.at_risk`, 'at_risk_customers', 'count', point.atRisk, point.on),
        fact(`p${index + 1}.critical`, 'critical_customers', 'count', point.critical, point.on),
      ]),
      rowCount: points.reduce((sum, { customers }) => sum + customers, 0),
    }
  },
})
