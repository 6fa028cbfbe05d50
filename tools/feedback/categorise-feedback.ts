/**
 * What a text is about, by weighted concepts: a rule, not a model, so that the same text always has the same category
 * and anyone can see why. Used only where the source gives no category.
 */
import { type Concept, conceptsIn } from './concepts.ts'

const feedbackCategories = [
  'billing_price',
  'missing_feature',
  'bug_reliability',
  'performance',
  'onboarding_how_to',
  'support_experience',
  'competitor',
  'champion_left',
  'seasonal_pause',
  'praise',
  'other',
] as const
export type FeedbackCategory = (typeof feedbackCategories)[number]

/** How systems name the reasons on their exit forms, and what they are called here. */
const otherNames: Record<string, FeedbackCategory> = {
  price: 'billing_price',
  pricing: 'billing_price',
  budget: 'billing_price',
  billing: 'billing_price',
  features: 'missing_feature',
  bugs: 'bug_reliability',
  reliability: 'bug_reliability',
  onboarding: 'onboarding_how_to',
  support: 'support_experience',
  seasonal: 'seasonal_pause',
  unknown: 'other',
}

/** One name a subject: a source's `pricing` and the computed `billing_price` are counted as one. */
export function categoryNamed(category: string): string {
  return otherNames[category.trim().toLowerCase()] ?? category
}

/** Every way in which `category` may be stored. */
export function spellingsOf(category: string): string[] {
  const name = categoryNamed(category)
  return [...new Set([category, name, ...Object.keys(otherNames).filter((other) => otherNames[other] === name)])]
}

/**
 * How much one mention says. Words that also stand in other texts say less: everybody writes "support" and "thanks",
 * and a plea for a feature often names a rival.
 */
const evidence: Record<Concept, { category: FeedbackCategory; weight: number }> = {
  price: { category: 'billing_price', weight: 1.1 },
  billing: { category: 'billing_price', weight: 1.1 },
  missing: { category: 'missing_feature', weight: 0.9 },
  defect: { category: 'bug_reliability', weight: 1.2 },
  slowness: { category: 'performance', weight: 1.2 },
  learning: { category: 'onboarding_how_to', weight: 1.1 },
  support: { category: 'support_experience', weight: 0.85 },
  rival: { category: 'competitor', weight: 1 },
  praise: { category: 'praise', weight: 0.8 },
  departure: { category: 'champion_left', weight: 1 },
  season: { category: 'seasonal_pause', weight: 1.1 },
}

/** Below this nothing was said clearly enough. */
const leastEvidence = 0.7

/** The category with the most evidence; of equals the one named first above; `other` when there is hardly any. */
export function categoriseFeedback(text: string): FeedbackCategory {
  const scores = new Map<FeedbackCategory, number>()
  for (const [concept, count] of conceptsIn(text)) {
    const { category, weight } = evidence[concept]
    scores.set(category, (scores.get(category) ?? 0) + weight * (1 + Math.log(count)))
  }
  let best: FeedbackCategory = 'other'
  let most = leastEvidence
  for (const category of feedbackCategories) {
    const score = scores.get(category) ?? 0
    if (score > most) {
      best = category
      most = score
    }
  }
  return best
}
