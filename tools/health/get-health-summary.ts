import { z } from 'zod'
import { groupHealth } from '../../db/queries/customer-groups.ts'
import { customerProfiles } from '../../db/queries/customers.ts'
import { statuses } from '../customers/customer-shapes.ts'
import { sourceOfCustomers } from '../customers/customer-source.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'

const MOVERS = 5

const healthSummary = z.object({
  asOf: z.string(),
  customers: z.number().int().describe('All, whatever their status'),
  scored: z.number().int().describe('Healthy, at risk or critical'),
  counts: z.record(z.enum(statuses), z.number().int()),
  averageScore: z.number().nullable().describe('Of scored customers; null without any'),
  scoredBoth: z.number().int().describe('Of the scored, those that had a score 30 days before too'),
  averageOfBoth: z.number().nullable().describe('Of those scored both times, now'),
  averageMonthAgo: z.number().nullable().describe('Of those scored both times, 30 days before'),
  improving: z.number().int(),
  declining: z.number().int(),
  coverage: z.number().nullable().describe('Average share of the weight whose source was loaded'),
  groups: z.array(
    z.object({
      name: z.string(),
      customers: z.number().int(),
      averageScore: z.number().nullable(),
      healthy: z.number().int(),
      atRisk: z.number().int(),
      critical: z.number().int(),
    }),
  ),
  movers: z.array(
    z.object({ customerId: z.string(), name: z.string(), score: z.number(), before: z.number(), change: z.number() }),
  ),
})
type HealthSummary = z.output<typeof healthSummary>

export const getHealthSummary = defineTool({
  name: 'get_health_summary',
  title: 'Health of all customers',
  description:
    'The venture’s health at a glance: customers by status, average score, the same of those scored 30 days ago too now and then, by plan or segment, and who moved most in 30 days. Use it for the state of the whole base; for one customer use get_customer.',
  effect: 'read',
  capability: 'read',
  input: z.object({ by: z.enum(['plan', 'segment', 'industry', 'country']).default('plan') }),
  output: healthSummary,
  async run(input, context) {
    const at = { asOf: context.asOf, knownAt: context.knownAt }
    const source = await sourceOfCustomers(context)
    const { total, groups, movers } = await groupHealth(
      context.db,
      { ...at, by: input.by, source, movers: MOVERS },
      context.settings,
    )
    const moverIds = movers.map(({ customerId }) => customerId)
    const profiles = moverIds.length > 0 ? await customerProfiles(context.db, at, moverIds) : []
    const names = new Map(profiles.map(({ id, name }) => [id, name]))
    const scoredOf = (group: { healthy: number; atRisk: number; critical: number }) =>
      group.healthy + group.atRisk + group.critical
    const output = {
      asOf: context.asOf,
      customers: total.customers,
      scored: scoredOf(total),
      counts: {
        healthy: total.healthy,
        at_risk: total.atRisk,
        critical: total.critical,
        churned: total.churned,
        trial: total.trial,
        no_data: total.noData,
      },
      averageScore: total.averageScore,
      scoredBoth: total.scoredBoth,
      averageOfBoth: total.averageOfBoth,
      averageMonthAgo: total.averageMonthAgo,
      improving: total.improving,
      declining: total.declining,
      coverage: total.coverage,
      groups: groups
        .filter((group) => scoredOf(group) > 0)
        .map(({ name, averageScore, healthy, atRisk, critical }) => ({
          name,
          customers: healthy + atRisk + critical,
          averageScore,
          healthy,
          atRisk,
          critical,
        })),
      movers: movers.map((row) => ({
        ...row,
        change: round(row.score - row.before),
        name: names.get(row.customerId) ?? row.customerId,
      })),
    }
    return { output, facts: summaryFacts(output, input.by, context), rowCount: total.customers }
  },
})

function summaryFacts(summary: HealthSummary, by: string, context: ToolContext): FactDraft[] {
  const fact = factsAbout(context, ventureSubject(context))
  const monthAgo = new Date(Date.parse(`${context.asOf}T00:00:00Z`) - 30 * 86_400_000).toISOString().slice(0, 10)
  const share = (count: number) => (summary.scored === 0 ? null : round((100 * count) / summary.scored, 1))
  return [
    fact('as_of', 'as_of', 'date', context.asOf),
    fact('customers', 'customers', 'count', summary.customers),
    fact('scored', 'scored_customers', 'count', summary.scored),
    ...statuses.map((status) => fact(`count.${status}`, `${status}_customers`, 'count', summary.counts[status])),
    ...(['healthy', 'at_risk', 'critical'] as const).map((status) =>
      fact(`share.${status}`, `${status}_share`, 'percent', share(summary.counts[status])),
    ),
    fact('average_score', 'average_health_score', 'points', summary.averageScore),
    fact('scored_both', 'customers_scored_both_times', 'count', summary.scoredBoth, `${monthAgo}/${context.asOf}`),
    fact('average_of_both', 'average_health_score_of_both', 'points', summary.averageOfBoth),
    fact('average_month_ago', 'average_health_score_of_both', 'points', summary.averageMonthAgo, monthAgo),
    fact('improving', 'improving_customers', 'count', summary.improving),
    fact('declining', 'declining_customers', 'count', summary.declining),
    fact('healthy_threshold', 'healthy_threshold', 'points', context.settings.healthyThreshold, null),
    fact('at_risk_threshold', 'at_risk_threshold', 'points', context.settings.atRiskThreshold, null),
    ...summary.groups.flatMap((group, index) => {
      const of = factsAbout(context, { kind: 'segment', id: `${by}:${group.name}`, name: group.name }, `g${index + 1}.`)
      return [
        of('name', `${by}_name`, 'name', group.name, null),
        of('customers', 'scored_customers', 'count', group.customers),
        of('average_score', 'average_health_score', 'points', group.averageScore),
        of('healthy', 'healthy_customers', 'count', group.healthy),
        of('at_risk', 'at_risk_customers', 'count', group.atRisk),
        of('critical', 'critical_customers', 'count', group.critical),
      ]
    }),
    ...summary.movers.flatMap((mover, index) => {
      const of = factsAbout(context, { kind: 'customer', id: mover.customerId, name: mover.name }, `m${index + 1}.`)
      return [
        of('name', 'customer_name', 'name', mover.name, null),
        of('score', 'health_score', 'points', mover.score),
        of('before', 'health_score', 'points', mover.before, monthAgo),
        of('change', 'health_score_change', 'points', mover.change, `${monthAgo}/${context.asOf}`),
      ]
    }),
  ]
}

function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
