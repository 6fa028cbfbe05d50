import { z } from 'zod'
import { featureAdoption } from '../../db/queries/usage.ts'
import { defineTool } from '../define-tool.ts'
import { factsAbout } from '../fact-draft.ts'

const WINDOW_DAYS = 30

export const getAdoption = defineTool({
  name: 'get_adoption',
  title: 'Feature adoption',
  description:
    'For each feature: how many customers used it in the last 30 days, and which share of the active customers that is. Most used first; core features are marked.',
  effect: 'read',
  roles: ['chairman', 'success', 'eva', 'analyst', 'operator'],
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
    const rows = await featureAdoption(context.db, { asOf, knownAt, windowDays: WINDOW_DAYS })
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
