import { z } from 'zod'
import { reviewCauses } from '../../db/queries/reviews.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import { reviewLimits } from './review-limits.ts'

export const listReviewsDue = defineTool({
  name: 'list_reviews_due',
  title: 'Customers that ask for a review',
  description:
    'Customers whose stored score or engagement fell fast, or with several tickets escalated of late, the largest accounts first, each with the figures before and now. What is too fast and too many is set by the review parameters. list_triggers says which reviews were started.',
  effect: 'read',
  capability: 'read',
  replayable: false,
  input: z.object({ limit: z.number().int().min(1).max(500).default(50) }),
  output: z.object({
    asOf: z.string(),
    total: z.number().int(),
    reviews: z.array(
      z.object({
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
        cause: z.enum(['score_drop', 'engagement_fall', 'escalated_tickets']),
        before: z.number().nullable(),
        now: z.number(),
        days: z.number().int(),
        arrMinor: z.number().int(),
      }),
    ),
  }),
  async run({ limit }, context) {
    const { asOf, knownAt } = context
    const rows = await reviewCauses(context.db, { asOf, knownAt }, reviewLimits(context.settings), limit)
    const total = rows[0]?.totalCount ?? 0
    return {
      output: {
        asOf,
        total,
        reviews: rows.map((row) => ({
          customer: { id: row.customerId, externalId: row.externalId, name: row.name },
          cause: row.cause,
          before: row.valueBefore,
          now: row.valueNow,
          days: row.days,
          arrMinor: row.arrMinor,
        })),
      },
      facts: [
        factsAbout(context, ventureSubject(context))('total', 'reviews_due', 'count', total),
        ...rows.flatMap((row, index) => {
          const subject = { kind: 'customer' as const, id: row.customerId, name: row.name }
          const fact = factsAbout(context, subject, `r${index + 1}.`)
          const unit = row.cause === 'escalated_tickets' ? 'count' : 'points'
          return [
            fact('name', 'customer_name', 'name', row.name, null),
            fact('before', `${row.cause}_before`, unit, row.valueBefore),
            fact('now', row.cause, unit, row.valueNow),
            fact('days', 'window', 'days', row.days, null),
            fact('arr', 'arr', 'money', row.arrMinor),
          ]
        }),
      ],
      rowCount: total,
    }
  },
})
