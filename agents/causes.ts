/**
 * Why a customer may leave: what the records show (`tools/health/causes.ts`) and what its people say in so many words.
 * What explains others comes before what it explains: a price that hurts before the silence that follows.
 */
import type { FeedbackCategory } from '../tools/feedback/categorise-feedback.ts'
import type { CauseCode as RecordedCause } from '../tools/health/causes.ts'

const statedCauses = [
  'champion_left',
  'competitor',
  'price',
  'product_problems',
  'missing_feature',
  'support_experience',
  'seasonal_pause',
  'needs_help',
] as const
export type StatedCause = (typeof statedCauses)[number]

export type CauseCode = RecordedCause | StatedCause

/** The most explaining first. */
export const causeOrder = [
  'tickets_escalated',
  'never_onboarded',
  'champion_left',
  'champion_inactive',
  'competitor',
  'price',
  'product_problems',
  'missing_feature',
  'support_experience',
  'tickets_unresolved',
  'seasonal_pause',
  'unhappy_answer',
  'inactive',
  'usage_fading',
  'payment_overdue',
  'needs_help',
  'low_adoption',
  'renewal_soon',
] as const satisfies readonly CauseCode[]

/** What a text of this category states as a cause; praise and the rest state none. */
export const causeOfCategory: Partial<Record<FeedbackCategory, StatedCause>> = {
  billing_price: 'price',
  missing_feature: 'missing_feature',
  bug_reliability: 'product_problems',
  performance: 'product_problems',
  onboarding_how_to: 'needs_help',
  support_experience: 'support_experience',
  competitor: 'competitor',
  champion_left: 'champion_left',
  seasonal_pause: 'seasonal_pause',
}

export interface Cause {
  code: CauseCode
  /** 1 worth knowing, 2 worth acting on, 3 urgent. */
  severity: 1 | 2 | 3
  /** Ids of the facts that show it. */
  factIds: string[]
  /** The texts that state it, when it is their own words that do. */
  feedbackIds: string[]
}

/** One of each code, the most explaining first. */
export function rankCauses(causes: readonly Cause[]): Cause[] {
  const merged = new Map<CauseCode, Cause>()
  for (const cause of causes) {
    const known = merged.get(cause.code)
    merged.set(cause.code, {
      code: cause.code,
      severity: known && known.severity > cause.severity ? known.severity : cause.severity,
      factIds: [...new Set([...(known?.factIds ?? []), ...cause.factIds])],
      feedbackIds: [...new Set([...(known?.feedbackIds ?? []), ...cause.feedbackIds])],
    })
  }
  // Somebody who is only asked for money or for a renewal has no trouble yet, however sure that is.
  return [...merged.values()].sort(
    (a, b) => tier(b) - tier(a) || causeOrder.indexOf(a.code) - causeOrder.indexOf(b.code),
  )
}

function tier({ severity }: Cause): number {
  return severity === 1 ? 0 : 1
}
