/** What asks for a review of a customer, from the venture's settings. */
import type { ReviewLimits } from '../../db/queries/reviews.ts'
import type { Settings } from '../settings/settings.ts'

export function reviewLimits(settings: Settings): ReviewLimits {
  return {
    dropPoints: settings.reviewDropPoints,
    dropDays: settings.reviewDropDays,
    engagementFallPercent: settings.reviewEngagementFallPercent,
    engagementDays: settings.reviewEngagementDays,
    escalatedTickets: settings.reviewEscalatedTickets,
    ticketDays: settings.reviewTicketDays,
  }
}
