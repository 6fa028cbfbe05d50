import { z } from 'zod'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { briefFacts } from './customer-facts.ts'
import { customerLine, lineOf } from './customer-shapes.ts'
import { type Scorecard, scorecards } from './scorecard.ts'

export const listAtRisk = defineTool({
  name: 'list_at_risk',
  title: 'Customers at risk',
  description:
    'Who needs attention, the highest expected loss first (ARR × churn probability): customers at risk or critical, and healthy ones whose score is declining. Each with score, reasons and causes. Use it to decide whom to call.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    limit: z.number().int().min(1).max(200).default(20),
    includeDeclining: z
      .boolean()
      .default(true)
      .describe('Also healthy customers that lost 5 points or more in 30 days'),
    plan: z.string().min(1).optional().describe('Only customers of this plan; likewise industry, segment and country'),
    industry: z.string().min(1).optional(),
    segment: z.string().min(1).optional(),
    country: z.string().min(1).optional(),
    withCausesOnly: z.boolean().default(false).describe('Only those with a cause that something can be done about'),
  }),
  output: z.object({
    asOf: z.string(),
    total: z.number().int(),
    atRiskCount: z.number().int(),
    criticalCount: z.number().int(),
    decliningCount: z.number().int().describe('Healthy and declining'),
    arrAtRiskMinor: z.number().int().describe('ARR of at-risk and critical customers'),
    expectedLossMinor: z.number().int().describe('ARR × churn probability, summed over all listed and unlisted'),
    customers: z.array(customerLine),
  }),
  async run(input, context) {
    const isAsked = ({ profile }: Scorecard) =>
      (['plan', 'industry', 'segment', 'country'] as const).every(
        (key) => input[key] === undefined || profile[key]?.toLowerCase() === input[key].toLowerCase(),
      )
    const cards = (await scorecards(context, null)).filter(isAsked)
    const atRisk = cards.filter(({ health }) => health.status === 'at_risk')
    const critical = cards.filter(({ health }) => health.status === 'critical')
    const declining = cards.filter(({ health }) => health.status === 'healthy' && health.trend === 'declining')
    const chosen = [...critical, ...atRisk, ...(input.includeDeclining ? declining : [])]
      .filter(({ causes }) => !input.withCausesOnly || causes.length > 0)
      .sort(byUrgency)
    const listed = chosen.slice(0, input.limit)
    const sum = (of: Scorecard[], value: (card: Scorecard) => number) =>
      of.reduce((total, card) => total + value(card), 0)
    const totals = {
      total: chosen.length,
      atRiskCount: atRisk.length,
      criticalCount: critical.length,
      decliningCount: declining.length,
      arrAtRiskMinor: sum([...atRisk, ...critical], ({ arrMinor }) => arrMinor),
      expectedLossMinor: sum(chosen, ({ expectedLossMinor }) => expectedLossMinor),
    }
    const fact = factsAbout(context, ventureSubject(context))
    return {
      output: { asOf: context.asOf, ...totals, customers: listed.map(lineOf) },
      facts: [
        fact('as_of', 'as_of', 'date', context.asOf),
        fact('total', 'customers_needing_attention', 'count', totals.total),
        fact('at_risk', 'at_risk_customers', 'count', totals.atRiskCount),
        fact('critical', 'critical_customers', 'count', totals.criticalCount),
        fact('declining', 'declining_healthy_customers', 'count', totals.decliningCount),
        fact('arr_at_risk', 'arr_at_risk', 'money', totals.arrAtRiskMinor),
        fact('expected_loss', 'expected_loss', 'money', totals.expectedLossMinor),
        ...listed.flatMap((card, index) => [
          ...briefFacts(card, context, `c${index + 1}.`),
          mainCause(card, context, `c${index + 1}.`),
        ]),
      ],
      rowCount: cards.length,
    }
  },
})

/** What to speak of: the most important cause, else what costs the score most; null for one whose score merely falls. */
function mainCause({ profile, causes, reasons }: Scorecard, context: ToolContext, prefix: string): FactDraft {
  const fact = factsAbout(context, { kind: 'customer', id: profile.id, name: profile.name }, prefix)
  return fact('main_cause', 'main_cause', 'text', causes[0]?.text ?? reasons[0]?.text ?? null)
}

/** Money first; where nobody can say a probability yet, the critical and the large come first. */
function byUrgency(a: Scorecard, b: Scorecard): number {
  return (
    b.expectedLossMinor - a.expectedLossMinor ||
    (a.health.score ?? 101) - (b.health.score ?? 101) ||
    b.arrMinor - a.arrMinor ||
    a.profile.name.localeCompare(b.profile.name, 'en')
  )
}
