/** What the simulated venture sells: Lumen Desk, planning and time keeping for teams that work for clients. */

export const ventureDescription = {
  slug: 'lumen-desk',
  name: 'Lumen Desk (simulated)',
  currency: 'USD',
  timeZone: 'UTC',
  simulated: true,
  /** Without these three the product is not doing its job for a team. */
  coreFeatures: ['projects', 'scheduling', 'time_tracking'],
  about:
    'A simulated venture: every company, person, message and number in it is invented, and every mail address ends in .invalid. Lumen Desk sells planning and time keeping by the seat.',
} as const

/** In the order in which most teams come to them; `weight` says how often a team that knows a feature reaches for it. */
export const features = [
  { name: 'projects', label: 'the project board', weight: 10 },
  { name: 'scheduling', label: 'the schedule', weight: 7 },
  { name: 'time_tracking', label: 'time tracking', weight: 8 },
  { name: 'comments', label: 'commenting', weight: 5 },
  { name: 'file_review', label: 'file review', weight: 4 },
  { name: 'reports', label: 'reporting', weight: 3 },
  { name: 'client_portal', label: 'the client portal', weight: 3 },
  { name: 'invoicing', label: 'invoicing', weight: 2 },
  { name: 'templates', label: 'the template library', weight: 2 },
  { name: 'budget_tracking', label: 'budget tracking', weight: 2 },
  { name: 'integrations', label: 'the calendar integration', weight: 2 },
  { name: 'resource_planning', label: 'resource planning', weight: 2 },
  { name: 'automations', label: 'the automation', weight: 2 },
  { name: 'api', label: 'the API', weight: 1 },
] as const

export type Plan = 'Basic' | 'Pro' | 'Enterprise'

/** Cents a seat and month, before volume discount; how many seats; how many features a team may come to use. */
export const plans: Record<
  Plan,
  { seatCents: number; medianSeats: number; spread: number; breadth: [number, number] }
> = {
  Basic: { seatCents: 1900, medianSeats: 5, spread: 0.6, breadth: [1, 4] },
  Pro: { seatCents: 3900, medianSeats: 13, spread: 0.7, breadth: [2, 7] },
  Enterprise: { seatCents: 5900, medianSeats: 55, spread: 0.9, breadth: [3, 12] },
}

/** Monthly cents for a plan and seats: 10 % off from 50 seats, 20 % from 150, and 10 % for paying by the year. */
export function monthlyCents(plan: Plan, seats: number, annual: boolean): number {
  const volume = seats >= 150 ? 0.8 : seats >= 50 ? 0.9 : 1
  return Math.round(plans[plan].seatCents * seats * volume * (annual ? 0.9 : 1))
}

export function segmentOf(seats: number): 'smb' | 'mid_market' | 'enterprise' {
  return seats >= 100 ? 'enterprise' : seats >= 20 ? 'mid_market' : 'smb'
}
