import { z } from 'zod'
import { countSearchable, feedbackOrigins, nearestFeedback } from '../../db/queries/feedback.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import type { FactDraft } from '../facts.ts'
import { formatValue } from '../format.ts'
import { categoryNamed, spellingsOf } from './categorise-feedback.ts'
import { findFeedbackCustomer } from './feedback-customer.ts'
import { dayAfter, feedbackDay } from './feedback-period.ts'

/** Below this two texts have nothing to do with each other, by either embedder. */
const leastSimilarity = 0.1
const longestQuote = 600

export const searchFeedback = defineTool({
  name: 'search_feedback',
  title: 'Search feedback',
  description:
    'Finds what customers wrote (survey comments, exit reasons, tickets) by meaning, nearest first, with customer, date and similarity. Use it for quotes and for evidence of a cause. To count, use count_feedback.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['text'],
  input: z.object({
    query: z.string().trim().min(1).max(500).describe('What to look for, in plain words'),
    customer: z.string().min(1).optional().describe('Only of this customer: its id, external id or exact name'),
    origin: z.enum(feedbackOrigins).optional(),
    category: z.string().min(1).optional().describe('As count_feedback names them, such as billing_price'),
    from: feedbackDay.optional().describe('First day, YYYY-MM-DD'),
    to: feedbackDay.optional().describe('Last day, YYYY-MM-DD'),
    limit: z.number().int().min(1).max(20).default(5),
  }),
  output: z.object({
    quotes: z.array(
      z.object({
        feedbackId: z.string(),
        customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }),
        origin: z.enum(feedbackOrigins),
        category: z.string().nullable(),
        writtenOn: z.string(),
        similarity: z.number(),
        text: z.string(),
      }),
    ),
    searchedCount: z.number().describe('Texts the filters let through that can be searched'),
    notSearchableCount: z.number().describe('Texts that have no embedding yet'),
    embedder: z.string(),
  }),
  async run(input, context) {
    const { db, embedder, venture } = context
    const customer = input.customer === undefined ? null : await findFeedbackCustomer(context, input.customer)
    const filter = {
      customerId: customer?.id ?? null,
      origin: input.origin ?? null,
      categories: input.category === undefined ? null : spellingsOf(input.category),
      fromDay: input.from ?? null,
      untilDay: input.to === undefined ? null : dayAfter(input.to),
    }
    const embedding = await embedQuery(context, input.query)
    const search = { embedder: embedder.name, embedding, filter, limit: input.limit }
    const { total, embedded } = await countSearchable(db, context, search)
    const nearest = await nearestFeedback(db, context, search)
    const quotes = nearest
      .filter(({ similarity }) => similarity >= leastSimilarity)
      .map((row) => ({
        feedbackId: row.id,
        customer: { id: row.customerId, externalId: row.customerExternalId, name: row.customerName },
        origin: row.origin,
        category: row.category === null ? null : categoryNamed(row.category),
        writtenOn: row.occurredOn,
        similarity: Math.round(row.similarity * 1000) / 1000,
        text: cut(row.body),
      }))
    const facts: FactDraft[] = quotes.flatMap((quote, index) => {
      const key = `quote.${index + 1}`
      const subject = { kind: 'feedback' as const, id: quote.feedbackId, name: quote.customer.name }
      const about = { subject, period: quote.writtenOn }
      return [
        {
          key,
          metric: 'feedback_quote',
          ...about,
          value: quote.text,
          unit: 'text',
          text: quote.text,
          isPersonal: true,
        },
        {
          key: `${key}.customer`,
          metric: 'feedback_customer',
          ...about,
          value: quote.customer.name,
          unit: 'name',
          text: quote.customer.name,
        },
        {
          key: `${key}.written_on`,
          metric: 'feedback_written_on',
          ...about,
          value: quote.writtenOn,
          unit: 'date',
          text: formatValue(quote.writtenOn, 'date', venture.currency),
        },
      ]
    })
    facts.push({
      key: 'quotes',
      metric: 'feedback_found',
      subject: customer
        ? { kind: 'customer', id: customer.id, name: customer.name }
        : { kind: 'venture', id: venture.id, name: venture.name },
      period: null,
      value: total === 0 ? null : quotes.length,
      unit: 'count',
      text: formatValue(total === 0 ? null : quotes.length, 'count', venture.currency),
    })
    return {
      output: { quotes, searchedCount: embedded, notSearchableCount: total - embedded, embedder: embedder.name },
      facts,
      rowCount: embedded,
    }
  },
})

/** A provider that is down is no bug of ours, and what to do instead is known. */
async function embedQuery({ embedder }: ToolContext, query: string): Promise<number[]> {
  try {
    const [embedding] = await embedder.embed([query])
    if (embedding) return embedding
  } catch {
    // Falls through to the one answer for both: no vector came back.
  }
  throw new UserError({
    code: 'unavailable',
    message: 'The embedding provider did not answer, so feedback cannot be searched by meaning now.',
    fix: 'Try again in a while, or use count_feedback, which needs no provider.',
  })
}

function cut(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote - 1).trimEnd()}…`
}
