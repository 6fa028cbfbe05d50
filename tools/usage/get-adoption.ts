import { z } from 'zod'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { featureAdoption, featureUses } from '../../db/queries/usage.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factsAbout, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import { lastDays, periodText } from '../metrics/period.ts'

const WINDOW_DAYS = 30

const feature = z.object({
  feature: z.string(),
  customers: z.number().int(),
  adoptionPercent: z.number(),
  isCore: z.boolean(),
  uses: z.number().int().nullable().describe('By the customer asked about; 0 for one that only others use'),
})
type Feature = z.infer<typeof feature>

export const getAdoption = defineTool({
  name: 'get_adoption',
  title: 'Feature adoption',
  description:
    'For each feature: how many customers used it in the last 30 days, and which share of the active customers (those that have not churned; trials are not counted) that is. Most used first; core features are marked. Of one customer: which features it uses and how often, and after them those that only others use.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({
    customer: z.string().min(1).optional().describe('Which features this one uses'),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    asOf: z.string(),
    activeCustomers: z.number().int(),
    featuresUsed: z.number().int().nullable().describe('By the customer asked about, also beyond the limit'),
    features: z.array(feature),
  }),
  async run(input, context) {
    const { db, asOf, knownAt, settings } = context
    const customer = input.customer === undefined ? undefined : await findCustomer(context, input.customer)
    const at = { asOf, knownAt, windowDays: WINDOW_DAYS }
    const adopted = await featureAdoption(db, at, await churnRule(db, at, settings), settings)
    const activeCustomers = adopted[0]?.activeCustomers ?? 0
    const uses = customer && (await featureUses(db, { ...at, customerId: customer.id }))
    const customersOf = new Map(adopted.map((row) => [row.feature, row.customers]))
    const usesOf = uses && new Map(uses.map((row) => [row.feature, row.uses]))
    // What the customer uses comes first, and may be used by none of those that count as active.
    const names = [...new Set([...(uses ?? []), ...adopted].map((row) => row.feature))]
    const features = names.slice(0, input.limit).map((name): Feature => {
      const customers = customersOf.get(name) ?? 0
      return {
        feature: name,
        customers,
        adoptionPercent: activeCustomers === 0 ? 0 : Math.round((1000 * customers) / activeCustomers) / 10,
        isCore: settings.coreFeatures.includes(name),
        uses: usesOf ? (usesOf.get(name) ?? 0) : null,
      }
    })
    const window = periodText(lastDays(asOf, WINDOW_DAYS))
    return {
      output: { asOf, activeCustomers, featuresUsed: uses?.length ?? null, features },
      facts: [
        ...(customer ? customerFacts(context, customer, features, uses?.length ?? 0) : []),
        ...features.flatMap((each, index) => featureFacts(context, each, index)),
        factsAbout(context, ventureSubject(context))('period', 'period', 'period', window, window),
      ],
      rowCount: adopted.reduce((total, { customers }) => total + customers, uses?.length ?? 0),
    }
  },
})

function featureFacts(context: ToolContext, { feature: name, customers, adoptionPercent }: Feature, index: number) {
  const fact = factsAbout(context, { kind: 'feature', id: name, name }, `f${index + 1}.`)
  return [
    fact('name', 'feature_name', 'name', name, null),
    fact('customers', 'adopting_customers', 'count', customers),
    fact('adoption', 'feature_adoption', 'percent', adoptionPercent),
  ]
}

function customerFacts(
  context: ToolContext,
  { id, name }: { id: string; name: string },
  features: readonly Feature[],
  featuresUsed: number,
): FactDraft[] {
  const fact = factsAbout(context, { kind: 'customer', id, name })
  return [
    fact('name', 'customer_name', 'name', name, null),
    fact('features_used', 'features_used', 'count', featuresUsed),
    ...features.map(({ uses }, index) => fact(`f${index + 1}.uses`, 'feature_uses', 'count', uses)),
  ]
}
