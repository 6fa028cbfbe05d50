import { DateTime } from 'luxon'
import { z } from 'zod'
import { type HealthStatus, scoreTrend } from '../../db/queries/scores.ts'
import { UserError } from '../../errors.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactSubject } from '../facts.ts'
import { customerScores } from './customer-score.ts'

const MOST_POINTS = 24
type Step = 'day' | 'week' | 'month'

export const getHealthTrend = defineTool({
  name: 'get_health_trend',
  title: 'Health over time',
  description:
    'The average health score and how many customers were healthy, at risk and critical, at day, week or month steps back from the as-of day, or from a first day on, computed anew from what is known; of one customer its own score. Use it for a trend; for today use get_health_summary.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    step: z.enum(['day', 'week', 'month']).default('month'),
    points: z.number().int().min(2).max(MOST_POINTS).default(12).describe('How many, where no first day is given'),
    from: z.iso
      .date()
      .optional()
      .describe('The first day; steps then reach back to it, wider ones where there would be more than 24 points'),
    customer: z.string().min(1).optional().describe('Of this one: id, external id, or a name only one customer has'),
  }),
  output: z.object({
    points: z.array(
      z.object({
        on: z.string(),
        averageScore: z.number().nullable().describe('Of one customer its score'),
        customers: z.number().int(),
        healthy: z.number().int(),
        atRisk: z.number().int(),
        critical: z.number().int(),
      }),
    ),
  }),
  async run({ step, points: count, from, customer }, context) {
    const days =
      from === undefined
        ? Array.from({ length: count }, (_, index) => stepsBack(context.asOf, step, count - 1 - index))
        : daysFrom(from, context.asOf, step)
    const { subject, rows } =
      customer === undefined
        ? { subject: ventureSubject(context), rows: await everyone(context, days) }
        : await ofCustomer(context, customer, days)
    const points = rows.filter(({ customers }) => customers > 0)
    const fact = factsAbout(context, subject)
    const metric = customer === undefined ? 'average_health_score' : 'health_score'
    return {
      output: { points },
      facts: [
        fact('name', 'name', 'name', subject.name, null),
        ...points.flatMap((point, index) => [
          fact(`p${index + 1}.on`, 'scored_on', 'date', point.on, null),
          fact(`p${index + 1}.average_score`, metric, 'points', point.averageScore, point.on),
          fact(`p${index + 1}.healthy`, 'healthy_customers', 'count', point.healthy, point.on),
          fact(`p${index + 1}.at_risk`, 'at_risk_customers', 'count', point.atRisk, point.on),
          fact(`p${index + 1}.critical`, 'critical_customers', 'count', point.critical, point.on),
        ]),
      ],
      rowCount: points.reduce((sum, { customers }) => sum + customers, 0),
    }
  },
})

interface Point {
  on: string
  averageScore: number | null
  customers: number
  healthy: number
  atRisk: number
  critical: number
}

async function everyone({ db, knownAt, settings }: ToolContext, days: string[]): Promise<Point[]> {
  const rows = await scoreTrend(db, { days, knownAt }, settings)
  return rows.map(({ asOf: on, ...row }) => ({ on, ...row }))
}

async function ofCustomer(
  context: ToolContext,
  named: string,
  days: string[],
): Promise<{ subject: FactSubject; rows: Point[] }> {
  const { db, asOf, knownAt, settings } = context
  const { id, name } = await findCustomer(context, named)
  const scores = await customerScores(db, { asOf, knownAt, customerId: id, days }, settings)
  const rows = (scores?.history ?? []).map(({ asOf: on, score, status }) => {
    const is = (wanted: HealthStatus) => (status === wanted ? 1 : 0)
    const [healthy, atRisk, critical] = [is('healthy'), is('at_risk'), is('critical')]
    return { on, averageScore: score, customers: healthy + atRisk + critical, healthy, atRisk, critical }
  })
  return { subject: { kind: 'customer', id, name }, rows }
}

/** The first day, and those after it that lie whole steps before the as-of day. */
function daysFrom(from: string, asOf: string, step: Step): string[] {
  if (from >= asOf)
    throw new UserError({
      code: 'invalid_input',
      message: `The first day is not before ${asOf}, the day looked at.`,
      field: 'from',
      value: from,
      fix: `Give a day before ${asOf}.`,
    })
  const back: string[] = []
  for (let day = asOf, count = 1; day > from; day = stepsBack(asOf, step, count++)) back.push(day)
  const every = Math.ceil(back.length / (MOST_POINTS - 1))
  return [from, ...back.filter((_, index) => index % every === 0).toReversed()]
}

function stepsBack(asOf: string, step: Step, count: number): string {
  return DateTime.fromISO(asOf, { zone: 'utc' })
    .minus({ [`${step}s`]: count })
    .toFormat('yyyy-MM-dd')
}
