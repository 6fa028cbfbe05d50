/** Edge cases of a customer, named and judged from its readings. Pure; what counts as too much is here and nowhere else. */
import type { EdgeReading, LoadedSources } from '../../db/queries/edge-cases.ts'

export const edgeCaseNames = [
  'incomplete_data',
  'contradictory_signals',
  'intervention_overload',
  'negative_spiral',
  'unresponsive_customer',
] as const
export type EdgeCaseName = (typeof edgeCaseNames)[number]

export interface EdgeCase {
  edgeCase: EdgeCaseName
  /** What was found, one clause each. */
  findings: string[]
  /** What follows from it. */
  handling: string
}

/** As many open proposals and tasks, or messages within the cooldown, are more than a customer should have at once. */
const OVERLOAD_OPEN = 3
const OVERLOAD_MESSAGES = 2
const NEW_CUSTOMER_DAYS = 14
const DETRACTOR = 6
const PROMOTER = 9
const SPIRAL_NEGATIVES = 2
const UNANSWERED = 3
const DAY = 86_400_000

export const handlings: Readonly<Record<EdgeCaseName, string>> = {
  incomplete_data: 'Load what is missing; until then read the score with care.',
  contradictory_signals: 'Ask a person to look before anything is sent: one of the sources is wrong or lags.',
  intervention_overload: 'Nothing more is filed that writes to this customer until what is open is decided.',
  negative_spiral: 'Call instead of writing, and begin with the tickets.',
  unresponsive_customer: 'Try another person or another way there; the Chairman is asked when it is critical.',
}

/** The cases that hold, in the order of `edgeCaseNames`. */
export function edgeCasesOf(reading: EdgeReading, loaded: LoadedSources, asOf: string): EdgeCase[] {
  const found: Record<EdgeCaseName, string[]> = {
    incomplete_data: missing(reading, loaded, asOf),
    contradictory_signals: contradictions(reading),
    intervention_overload: overload(reading),
    negative_spiral: spiral(reading),
    unresponsive_customer: silence(reading),
  }
  return edgeCaseNames.flatMap((edgeCase) =>
    found[edgeCase].length === 0 ? [] : [{ edgeCase, findings: found[edgeCase], handling: handlings[edgeCase] }],
  )
}

function missing(reading: EdgeReading, loaded: LoadedSources, asOf: string): string[] {
  const isNew = Date.parse(asOf) - Date.parse(reading.signedUpOn) < NEW_CUSTOMER_DAYS * DAY
  return [
    ...when(loaded.users && reading.userCount === 0, 'no user is known'),
    ...when(loaded.subscriptions && !reading.hasSubscription, 'no subscription is known'),
    ...when(loaded.activity && !reading.hasActivity && !isNew, 'no use of the product was ever recorded'),
    ...when(loaded.owners && !reading.hasOwner, 'it has no owner'),
  ]
}

function contradictions(reading: EdgeReading): string[] {
  const { status, lastNpsScore } = reading
  const isHealthy = status === 'healthy'
  const isLow = status === 'critical' || status === 'at_risk'
  return [
    ...when(
      isHealthy && lastNpsScore !== null && lastNpsScore <= DETRACTOR,
      `the score is healthy, and its latest survey score is ${lastNpsScore}`,
    ),
    ...when(
      isHealthy && reading.openEscalatedTickets > 0,
      `the score is healthy, and ${counted(reading.openEscalatedTickets, 'escalated ticket')} ${reading.openEscalatedTickets === 1 ? 'is' : 'are'} open`,
    ),
    ...when(
      isHealthy && reading.overdueInvoices > 0,
      `the score is healthy, and ${counted(reading.overdueInvoices, 'invoice')} ${reading.overdueInvoices === 1 ? 'is' : 'are'} overdue`,
    ),
    ...when(
      isLow && lastNpsScore !== null && lastNpsScore >= PROMOTER,
      `the score is low, and its latest survey score is ${lastNpsScore}`,
    ),
    ...when(
      reading.churnEventOn !== null,
      `a churn event of ${reading.churnEventOn} stands, and a paid subscription runs on`,
    ),
  ]
}

function overload({ openProposals, openTasks, recentMessages }: EdgeReading): string[] {
  return [
    ...when(
      openProposals + openTasks >= OVERLOAD_OPEN,
      `${counted(openProposals, 'proposal')} and ${counted(openTasks, 'task')} are open`,
    ),
    ...when(recentMessages >= OVERLOAD_MESSAGES, `${counted(recentMessages, 'message')} left within the cooldown`),
  ]
}

function spiral({ negativeAnswers, escalatedTickets, trend }: EdgeReading): string[] {
  if (trend !== 'declining' || negativeAnswers + escalatedTickets < SPIRAL_NEGATIVES) return []
  return [
    `the score declines, with ${counted(negativeAnswers, 'negative answer')} and ${counted(escalatedTickets, 'escalated ticket')} in sixty days`,
  ]
}

function silence({ asked, answered, isWithChairman }: EdgeReading): string[] {
  return [
    ...when(asked >= UNANSWERED && answered === 0, `asked ${asked} times in ninety days without an answer`),
    ...when(isWithChairman, 'it is critical and did not respond'),
  ]
}

function when(holds: boolean, finding: string): string[] {
  return holds ? [finding] : []
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
