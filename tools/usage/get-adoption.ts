import { z } from 'zod'
import { churnRule } from '../../db/queries/lifecycle.ts'
import { featureAdoption } from '../../db/queries/usage.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'

const WINDOW_DAYS = 30

export const getAdoption = defineTool({
  name: 'get_adoption',
  title: 'Feature adoption',
  description:
    'For each feature: how many customers used it in the last 30 days, and which share of the active customers (those that have not churned; trials are not counted) that is. Most used first; core features are marked.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  input: z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  output: z.object({
    asOf: z.string(),
    activeCustomers: z.number().int(),
    features: z.array(
      z.object({
        feature: z.string(),
        customers: z.number().int(),
        adoptionPercent: z.number(),
        isCore: z.boolean(),
      }),
    ),
  }),
  async run(input, context) {
    const { asOf, knownAt, settings } = context
    const at = { asOf, knownAt }
    const rule = await churnRule(context.db, at, settings)
    const rows = await featureAdoption(context.db, { ...at, windowDays: WINDOW_DAYS }, rule, settings)
    const features = rows.slice(0, input.limit).map(({ feature, customers, activeCustomers }) => ({
      feature,
      customers,
      adoptionPercent: Math.round((1000 * customers) / activeCustomers) / 10,
      isCore: settings.coreFeatures.includes(feature),
    }))
    return {
      output: { asOf, activeCustomers: rows[0]?.activeCustomers ?? 0, features },
      facts: features.flatMap(({ feature, customers, adoptionPercent }, index) => {
        const fact = factsAbout(context, { kind: 'feature', id: feature, name: feature }, `f${index + 1}.`)
        return [
          fact('name', 'feature_name', 'name', feature, null),
          fact('customers', 'adopting_customers', 'count', customers),
          fact('adoption', 'feature_adoption', 'percent', adoptionPercent),
        ]
      }),
      rowCount: rows.reduce((total, { customers }) => total + customers, 0),
    }
  },
})
