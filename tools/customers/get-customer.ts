import { z } from 'zod'
import { departureReason } from '../../db/queries/customers.ts'
import { ticketsOn } from '../../db/queries/tickets.ts'
import { urgencyOf } from '../churn/urgency.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'
import { scorecardFacts } from './customer-facts.ts'
import { cause, churnShare, customerRef, reason, refOf, statuses } from './customer-shapes.ts'
import { findCustomer } from './find-customer.ts'
import { scorecardOf } from './scorecard.ts'

export const getCustomer = defineTool({
  name: 'get_customer',
  title: 'Customer scorecard',
  description:
    'One customer’s scorecard: health score with its parts, the reasons in order of points lost, causes of trouble with evidence, churn probability with interval, revenue, plan, renewal, open tickets and score history. Takes an id, an external id or a name.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  readsPersonalData: true,
  withheldFields: ['ownerEmail', 'subject'],
  input: z.object({ customer: z.string().min(1).describe('Id, external id, or a name only one customer has') }),
  output: z.object({
    customer: customerRef,
    asOf: z.string(),
    status: z.enum(statuses),
    score: z.number().nullable(),
    parts: z.object({
      engagement: z.number().nullable(),
      support: z.number().nullable(),
      value: z.number().nullable(),
    }),
    weights: z.object({ engagement: z.number(), support: z.number(), value: z.number() }),
    coverage: z.number().describe('0–1: the share of the weight whose source was loaded'),
    engagementBasis: z.enum(['logins', 'usage']).nullable(),
    trend: z.enum(['improving', 'stable', 'declining']).nullable(),
    previousScore: z.number().nullable(),
    monthAgoScore: z.number().nullable(),
    reasons: z.array(reason),
    causes: z.array(cause),
    churn: churnShare,
    churnedOn: z.string().nullable(),
    churnReason: z.string().nullable().describe('As its source recorded it; null where it did not'),
    arrMinor: z.number().int(),
    mrrMinor: z.number().int(),
    expectedLossMinor: z.number().int(),
    plan: z.string().nullable(),
    segment: z.string().nullable(),
    industry: z.string().nullable(),
    country: z.string().nullable(),
    seats: z.number().int().nullable(),
    users: z.number().int(),
    reachableUsers: z.number().int().describe('Users that agreed to mail and have an address'),
    ownerEmail: z.string().nullable(),
    signedUpOn: z.string(),
    renewsOn: z.string().nullable(),
    lastActiveOn: z.string().nullable(),
    featuresUsed: z.number().int(),
    openTickets: z.array(
      z.object({
        externalId: z.string(),
        openedOn: z.string(),
        priority: z.string().nullable(),
        isEscalated: z.boolean(),
        subject: z.string().nullable(),
      }),
    ),
    history: z
      .array(z.object({ on: z.string(), score: z.number().nullable(), status: z.string() }))
      .describe('The score on each of the last weeks, oldest first'),
  }),
  async run(input, context) {
    const { db, asOf, knownAt, settings } = context
    const found = await findCustomer(context, input.customer)
    const [scored, tickets] = await Promise.all([
      scorecardOf(context, found.id, weeksBefore(asOf)),
      ticketsOn(db, { asOf, knownAt, customerId: found.id, statuses: ['open', 'pending'], limit: 20 }),
    ])
    if (!scored) throw new Error(`customer ${found.id} was found and has no scorecard`)
    const { card, history } = scored
    const { health, profile, signals, churn } = card
    const hasLeft = health.status === 'churned'
    const churnReason = (hasLeft && (await departureReason(db, { asOf, knownAt, customerId: found.id }))) || null
    const fact = factsAbout(context, { kind: 'customer', id: found.id, name: found.name })
    return {
      output: {
        customer: refOf(card),
        asOf,
        status: health.status,
        score: health.score,
        parts: { engagement: health.engagement, support: health.support, value: health.value },
        weights: {
          engagement: settings.engagementWeight,
          support: settings.supportWeight,
          value: settings.valueWeight,
        },
        coverage: health.coverage,
        engagementBasis: health.engagementBasis,
        trend: health.trend,
        previousScore: health.previousScore,
        monthAgoScore: health.monthAgoScore,
        reasons: card.reasons,
        causes: card.causes,
        churn: churn
          ? {
              churnProbability: churn.churnProbability,
              probabilityLow: churn.probabilityLow,
              probabilityHigh: churn.probabilityHigh,
              horizonDays: settings.predictionHorizonDays,
              similarCustomers: churn.customers,
              urgency: urgencyOf(churn.churnProbability, health.status, settings),
            }
          : null,
        churnedOn: health.churnedOn,
        churnReason,
        arrMinor: card.arrMinor,
        mrrMinor: profile.mrrMinor,
        expectedLossMinor: card.expectedLossMinor,
        plan: profile.plan,
        segment: profile.segment,
        industry: profile.industry,
        country: profile.country,
        seats: profile.seats,
        users: profile.userCount,
        reachableUsers: profile.reachableUserCount,
        ownerEmail: profile.ownerEmail,
        signedUpOn: profile.signedUpOn,
        renewsOn: profile.renewsOn,
        lastActiveOn: signals.lastActiveOn,
        featuresUsed: health.featuresUsedCount,
        openTickets: tickets.map(({ externalId, openedOn, priority, isEscalated, subject }) => ({
          externalId,
          openedOn,
          priority,
          isEscalated,
          subject,
        })),
        history: history.map(({ asOf: on, score, status }) => ({ on, score, status })),
      },
      facts: [
        ...scorecardFacts(card, context),
        fact('churned_on', 'churned_on', 'date', hasLeft ? health.churnedOn : null),
        fact('as_of', 'as_of', 'date', asOf),
        fact('churn_reason', 'churn_reason', 'text', churnReason?.replaceAll('_', ' ') ?? null),
      ],
      rowCount: 1,
    }
  },
})

const HISTORY_WEEKS = 12

function weeksBefore(asOf: string): string[] {
  const end = Date.parse(`${asOf}T00:00:00Z`)
  return Array.from({ length: HISTORY_WEEKS }, (_, week) =>
    new Date(end - (HISTORY_WEEKS - 1 - week) * 7 * 86_400_000).toISOString().slice(0, 10),
  )
}
