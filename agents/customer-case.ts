/** Everything the crew knows about one customer on the day of the run: what tools said, and nothing else. */

import { UserError } from '../errors.ts'
import { getCustomer } from '../tools/customers/get-customer.ts'
import type { ToolContext } from '../tools/define-tool.ts'
import type { Fact, FactSubject } from '../tools/facts.ts'
import { searchFeedback } from '../tools/feedback/search-feedback.ts'
import type { ReportQuote } from '../tools/report/report-document.ts'
import { runTool } from '../tools/run-tool.ts'
import { type Cause, causeOfCategory, rankCauses } from './causes.ts'
import { byKey, type FactsByKey, keyOf } from './phrases.ts'

export interface CustomerCase {
  customer: { id: string; externalId: string; name: string }
  status: 'healthy' | 'at_risk' | 'critical' | 'churned' | 'trial' | 'no_data'
  arrMinor: number
  mrrMinor: number
  /** Null where nobody like it was ever seen. */
  churn: { probability: number; urgency: 'low' | 'medium' | 'high' | 'critical' } | null
  /** Parts of the score by points lost, the greatest loss first. */
  pointsLost: { part: 'engagement' | 'support' | 'value'; points: number }[]
  causes: Cause[]
  /** Users that may be written to. */
  reachableUsers: number
  facts: Fact[]
  /** What they wrote lately that bears on a cause, the newest first. */
  quotes: (ReportQuote & { category: string | null })[]
}

/** What was written longer ago says little about today. */
const WORDS_OF_DAYS = 120
const complaint =
  'unhappy, thinking of leaving: too expensive, missing feature, bugs, slow, switching to another product, our administrator left'

/** Reads one customer through the tools. A search that is not available costs the quotes, not the case. */
export async function readCase(context: ToolContext, customerId: string): Promise<CustomerCase> {
  const card = await runTool(getCustomer, { customer: customerId }, context)
  const { output } = card
  const words = output.status === 'churned' ? undefined : await searchWords(context, customerId)
  const quotes = (words?.output.quotes ?? [])
    .map((quote) => ({
      feedbackId: quote.feedbackId,
      customer: output.customer,
      words: quote.text,
      origin: quote.origin,
      saidOn: quote.writtenOn,
      receipt: words?.receipt ?? '',
      category: quote.category,
    }))
    .sort((a, b) => (a.saidOn < b.saidOn ? 1 : -1))
  const dates = (words?.facts ?? []).filter(({ metric }) => metric === 'feedback_written_on')
  const recorded = output.causes.map(
    ({ code, severity, factKeys }): Cause => ({
      code,
      severity: severity === 3 ? 3 : severity === 2 ? 2 : 1,
      factIds: card.facts.filter((fact) => factKeys.includes(keyOf(fact)) && fact.value !== null).map(({ id }) => id),
      feedbackIds: [],
    }),
  )
  const stated = quotes.flatMap(({ category, feedbackId }): Cause[] => {
    const code = causeOfCategory[category as keyof typeof causeOfCategory]
    const factIds = dates.filter(({ subject }) => subject.id === feedbackId).map(({ id }) => id)
    return code ? [{ code, severity: 2, factIds, feedbackIds: [feedbackId] }] : []
  })
  return {
    customer: output.customer,
    status: output.status,
    arrMinor: output.arrMinor,
    mrrMinor: output.mrrMinor,
    churn: output.churn && { probability: output.churn.churnProbability, urgency: output.churn.urgency },
    pointsLost: output.reasons.map(({ part, pointsLost }) => ({ part, points: pointsLost })),
    causes: rankCauses([...recorded, ...stated]),
    reachableUsers: output.reachableUsers,
    facts: [...card.facts, ...dates].filter(({ value }) => value !== null),
    quotes,
  }
}

async function searchWords(context: ToolContext, customer: string) {
  const from = new Date(Date.parse(`${context.asOf}T00:00:00Z`) - WORDS_OF_DAYS * 86_400_000).toISOString().slice(0, 10)
  try {
    return await runTool(searchFeedback, { query: complaint, customer, from, to: context.asOf, limit: 5 }, context)
  } catch (error) {
    if (error instanceof UserError && error.answer.code === 'unavailable') return undefined
    throw error
  }
}

/** Whom texts about the case may state facts of: the customer, and the texts its people wrote. */
export function subjectsOf({ customer, quotes }: CustomerCase): FactSubject[] {
  const own: FactSubject = { kind: 'customer', id: customer.id, name: customer.name }
  return [
    own,
    ...quotes.map(({ feedbackId }): FactSubject => ({ kind: 'feedback', id: feedbackId, name: customer.name })),
  ]
}

/** The case's facts by key; `words_on` is the day of the newest text that states `cause`. */
export function factsFor({ facts }: CustomerCase, cause?: Cause): FactsByKey {
  const own = byKey(facts.filter(({ subject }) => subject.kind === 'customer'))
  const words = cause && facts.find(({ id, metric }) => metric === 'feedback_written_on' && cause.factIds.includes(id))
  return words ? new Map([...own, ['words_on', words]]) : own
}

/** The quotes that state `cause`. */
export function quotesOf({ quotes }: CustomerCase, cause: Cause): CustomerCase['quotes'] {
  return quotes.filter(({ feedbackId }) => cause.feedbackIds.includes(feedbackId))
}

/** `- {{fact:R1042.mrr}}: mrr of Acme, 2024-12-31: $1,240`, a line a fact, as prompts list them. */
export function factSheet(facts: readonly Fact[]): string {
  const lines = facts
    .filter(({ value }) => value !== null)
    .map(({ id, metric, subject, period, text }) => {
      const when = period === null ? '' : `, ${period}`
      return `- {{fact:${id}}}: ${metric} of ${subject.name}${when}: ${text}`
    })
  return lines.length === 0 ? '(none)' : lines.join('\n')
}
