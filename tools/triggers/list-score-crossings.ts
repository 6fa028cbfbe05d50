import { z } from 'zod'
import { criticalCrossings } from '../../db/queries/crossings.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'

export const listScoreCrossings = defineTool({
  name: 'list_score_crossings',
  title: 'Customers that became critical',
  description:
    'Customers whose score fell below the critical threshold, or was below it the first time, the largest accounts first, each with the score before and after. Ranges are of the numbers that crossings got as they happened; list_triggers says what was done about them.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({
    afterSeq: z.number().int().min(0).default(0).describe('Leave out crossings up to this number'),
    untilSeq: z.number().int().min(0).default(Number.MAX_SAFE_INTEGER).describe('And those after this one'),
    limit: z.number().int().min(1).max(500).default(50),
  }),
  output: z.object({
    total: z.number().int().describe('Customers that became critical in the range'),
    arrMinor: z.number().int().describe('What they pay together, a year'),
    crossings: z.array(
      z.object({
        seq: z.number().int(),
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
        asOf: z.string(),
        fromStatus: z.string().nullable(),
        fromScore: z.number().nullable(),
        toScore: z.number().nullable(),
        arrMinor: z.number().int(),
      }),
    ),
  }),
  async run({ afterSeq, untilSeq, limit }, context) {
    const { asOf, knownAt } = context
    const rows = await criticalCrossings(context.db, { asOf, knownAt, afterSeq, untilSeq })
    const arrMinor = rows.reduce((sum, row) => sum + row.arrMinor, 0)
    const venture = factsAbout(context, ventureSubject(context))
    const listed = rows.slice(0, limit)
    return {
      output: {
        total: rows.length,
        arrMinor,
        crossings: listed.map((row) => ({
          seq: row.seq,
          customer: { id: row.customerId, externalId: row.externalId, name: row.name },
          asOf: row.asOf,
          fromStatus: row.fromStatus,
          fromScore: row.fromScore,
          toScore: row.toScore,
          arrMinor: row.arrMinor,
        })),
      },
      facts: [
        venture('total', 'critical_crossings', 'count', rows.length),
        venture('arr', 'arr_of_critical_crossings', 'money', arrMinor),
        ...listed.flatMap((row) => {
          const fact = factsAbout(context, { kind: 'customer', id: row.customerId, name: row.name }, `c${row.seq}.`)
          return [
            fact('name', 'customer_name', 'name', row.name, null),
            fact('from_score', 'health_score_before', 'points', row.fromScore, row.asOf),
            fact('to_score', 'health_score', 'points', row.toScore, row.asOf),
            fact('arr', 'arr', 'money', row.arrMinor),
          ]
        }),
      ],
      rowCount: rows.length,
    }
  },
})
