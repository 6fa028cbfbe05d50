import { DateTime } from 'luxon'
import { z } from 'zod'
import { weekOfScores } from '../../db/queries/digest.ts'
import { customerRef, statuses } from '../customers/customer-shapes.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

export const getWeeklyDigest = defineTool({
  name: 'get_weekly_digest',
  title: 'The week in customers at risk',
  description:
    'How many customers are at risk and critical, what changed in the seven days before, or as many as are asked for (became critical, became at risk, recovered, churned), the ARR they stand for, and the first of them by revenue. What the Monday digest says. For the full ranked list use list_at_risk.',
  effect: 'read',
  capability: 'read',
  input: z.object({
    limit: z.int().min(1).max(50).default(10).describe('Customers to name'),
    days: z.int().min(1).max(31).default(7).describe('Up to and with the as-of day'),
  }),
  output: z.object({
    asOf: z.string(),
    weekBefore: z.string().describe('The day it is compared with, so many days before'),
    customers: z.int().describe('Scored and not churned'),
    averageScore: z.number().nullable(),
    averageScoreBefore: z.number().nullable(),
    atRisk: z.int(),
    atRiskBefore: z.int().nullable(),
    critical: z.int(),
    criticalBefore: z.int().nullable(),
    becameCritical: z.int().nullable(),
    becameAtRisk: z.int().nullable(),
    recovered: z.int().nullable().describe('To a better status'),
    churned: z.int().nullable(),
    arrAtRiskMinor: z.int(),
    top: z.array(
      z.object({
        customer: customerRef,
        status: z.enum(statuses),
        score: z.number(),
        scoreBefore: z.number().nullable(),
        arrMinor: z.int(),
      }),
    ),
  }),
  async run({ limit, days }, context) {
    const { db, asOf, knownAt, settings } = context
    const weekBefore = DateTime.fromISO(asOf, { zone: 'utc' }).minus({ days }).toFormat('yyyy-MM-dd')
    const { top, mrrAtRiskMinor, ...week } = await weekOfScores(db, { asOf, weekBefore, knownAt, top: limit }, settings)
    const arrAtRiskMinor = 12 * mrrAtRiskMinor
    const fact = factsAbout(context, ventureSubject(context))
    const between = `${DateTime.fromISO(weekBefore, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd')}/${DateTime.fromISO(asOf, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd')}`
    return {
      output: {
        asOf,
        weekBefore,
        ...week,
        arrAtRiskMinor,
        top: top.map(({ customerId, externalId, name, mrrMinor, ...rest }) => ({
          customer: { id: customerId, externalId, name },
          ...rest,
          arrMinor: 12 * mrrMinor,
        })),
      },
      facts: [
        fact('as_of', 'as_of', 'date', asOf, null),
        fact('compared_with', 'compared_with', 'date', weekBefore, null),
        fact('customers', 'customers', 'count', week.customers),
        fact('average', 'average_health_score', 'points', week.averageScore),
        fact('average_before', 'average_health_score', 'points', week.averageScoreBefore, weekBefore),
        fact('at_risk', 'at_risk_customers', 'count', week.atRisk),
        fact('at_risk_before', 'at_risk_customers', 'count', week.atRiskBefore, weekBefore),
        fact('critical', 'critical_customers', 'count', week.critical),
        fact('critical_before', 'critical_customers', 'count', week.criticalBefore, weekBefore),
        fact('became_critical', 'became_critical', 'count', week.becameCritical, between),
        fact('became_at_risk', 'became_at_risk', 'count', week.becameAtRisk, between),
        fact('recovered', 'recovered', 'count', week.recovered, between),
        fact('churned', 'churned', 'count', week.churned, between),
        fact('arr_at_risk', 'arr_at_risk', 'money', arrAtRiskMinor),
        ...top.flatMap(({ customerId, name, status, score, scoreBefore, mrrMinor }, index) => {
          const about = factsAbout(context, { kind: 'customer', id: customerId, name }, `c${index + 1}.`)
          return [
            about('name', 'customer_name', 'name', name, null),
            about('status', 'health_status', 'text', status === 'critical' ? 'critical' : 'at risk'),
            about('score', 'health_score', 'points', score),
            about('score_before', 'health_score', 'points', scoreBefore, weekBefore),
            about('arr', 'arr', 'money', 12 * mrrMinor),
          ]
        }),
      ],
      rowCount: week.customers,
    }
  },
})
