/** The customer as tools show it: one shape, and how a scorecard fills it. */
import { z } from 'zod'
import { causeCodes } from '../health/causes.ts'
import { reasonCodes } from '../health/health-reasons.ts'
import type { Scorecard } from './scorecard.ts'

export const statuses = ['healthy', 'at_risk', 'critical', 'churned', 'trial', 'no_data'] as const

export const customerRef = z.object({ id: z.string(), externalId: z.string(), name: z.string() })

export const reason = z.object({
  code: z.enum(reasonCodes),
  part: z.enum(['engagement', 'support', 'value']),
  pointsLost: z.number(),
  text: z.string(),
  factKeys: z.array(z.string()),
})

export const cause = z.object({
  code: z.enum(causeCodes),
  severity: z.number().int().describe('1 worth knowing, 2 worth acting on, 3 urgent'),
  text: z.string(),
  factKeys: z.array(z.string()),
})

export const churnShare = z
  .object({
    churnProbability: z
      .number()
      .describe('0–1: churn share of similar customers within the horizon, drawn towards the share of all'),
    probabilityLow: z.number(),
    probabilityHigh: z.number(),
    horizonDays: z.number().int(),
    similarCustomers: z.number().int().describe('Distinct customers of this health band and age it rests on'),
    urgency: z.enum(['low', 'medium', 'high', 'critical']),
  })
  .nullable()

export const customerLine = z.object({
  customer: customerRef,
  status: z.enum(statuses),
  score: z.number().nullable(),
  trend: z.enum(['improving', 'stable', 'declining']).nullable(),
  plan: z.string().nullable(),
  arrMinor: z.number().int(),
  churnProbability: z.number().nullable(),
  expectedLossMinor: z.number().int().describe('ARR × churn probability, minor units'),
  causes: z.array(cause.pick({ code: true, severity: true, text: true })),
  /** The strongest reason in words; null when no point was lost. */
  mainReason: z.string().nullable(),
})

export function lineOf(card: Scorecard): z.infer<typeof customerLine> {
  return {
    customer: refOf(card),
    status: card.health.status,
    score: card.health.score,
    trend: card.health.trend,
    plan: card.profile.plan,
    arrMinor: card.arrMinor,
    churnProbability: card.churn?.churnProbability ?? null,
    expectedLossMinor: card.expectedLossMinor,
    causes: card.causes.map(({ code, severity, text }) => ({ code, severity, text })),
    mainReason: card.reasons[0]?.text ?? null,
  }
}

export function refOf({ profile }: Scorecard): z.infer<typeof customerRef> {
  return { id: profile.id, externalId: profile.externalId, name: profile.name }
}
