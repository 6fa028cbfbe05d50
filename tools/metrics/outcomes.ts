/** What came of outreach, by program and by kind: pure counting over what was sent and how customers fared after. */
import type { OutreachRow, StatusIntervalRow } from '../../db/queries/outcomes.ts'
import { percentOf, plusDays } from './period.ts'

/** A better status must begin within this many days, */
const RECOVERY_DAYS = 30
/** and last this many. */
const KEPT_DAYS = 7
/** Active and paying again within this. */
export const CONVERSION_DAYS = 60
/** A survey answered or a text written this soon after a message counts as a response to it. */
export const RESPONSE_DAYS = 14

const rank: Partial<Record<string, number>> = { critical: 0, at_risk: 1, healthy: 2 }

/**
 * Whether a customer that was `before` (at_risk or critical) on `startedOn` reached a better status within 30 days and
 * kept it for 7. Null while that cannot be known: before 37 days have passed, or where it was neither.
 */
export function hasRecovered(
  startedOn: string,
  before: string | null,
  intervals: readonly Pick<StatusIntervalRow, 'status' | 'from' | 'until'>[],
  asOf: string,
): boolean | null {
  if (before !== 'at_risk' && before !== 'critical') return null
  if (plusDays(startedOn, RECOVERY_DAYS + KEPT_DAYS) > asOf) return null
  const least = (rank[before] ?? 0) + 1
  let since: string | null = null
  let next: string | null = null
  for (const { status, from, until } of intervals) {
    const first = from > startedOn ? from : plusDays(startedOn, 1)
    const end = until ?? plusDays(asOf, 1)
    if (end <= first) continue
    const isBetter = (rank[status] ?? -1) >= least
    if (!isBetter || since === null || next !== first) since = isBetter ? first : null
    if (since !== null && since <= plusDays(startedOn, RECOVERY_DAYS) && plusDays(since, KEPT_DAYS) <= end) return true
    next = end
  }
  return false
}

export interface OutcomeLine {
  name: string
  customers: number
  messages: number
  sent: number
  failed: number
  unknown: number
  tasksDone: number
  tasksOpen: number
  /** Proposals whose message left, and those of them with a response. */
  delivered: number
  responded: number
  responsePercent: number | null
  /** At-risk and critical customers old enough to judge. */
  judged: number
  recovered: number
  recoveryPercent: number | null
  /** Churned customers old enough to judge. */
  conversionsJudged: number
  converted: number
  conversionPercent: number | null
}

export interface JudgedOutreach extends OutreachRow {
  recovered: boolean | null
  /** Null where the customer had not churned at the start, or 60 days have not passed. */
  converted: boolean | null
}

export function judge(
  row: OutreachRow,
  intervals: readonly Pick<StatusIntervalRow, 'status' | 'from' | 'until'>[],
  asOf: string,
): JudgedOutreach {
  const isOldEnough = plusDays(row.startedOn, CONVERSION_DAYS) <= asOf
  return {
    ...row,
    recovered: hasRecovered(row.startedOn, row.statusAtStart, intervals, asOf),
    converted: row.statusAtStart === 'churned' && isOldEnough ? row.paidAgainOn !== null : null,
  }
}

/** The program that will take such an outreach over, by how the customer stood when it started. */
export function programOf({ statusAtStart }: Pick<OutreachRow, 'statusAtStart'>): string {
  if (statusAtStart === 'churned') return 'win_back'
  return statusAtStart === 'at_risk' || statusAtStart === 'critical' ? statusAtStart : 'other'
}

/** Counts of the rows; a share without anything to judge is null. */
export function outcomeLine(name: string, rows: readonly JudgedOutreach[]): OutcomeLine {
  const sum = (value: (row: JudgedOutreach) => number) => rows.reduce((total, row) => total + value(row), 0)
  const count = (is: (row: JudgedOutreach) => boolean) => rows.filter(is).length
  const delivered = count(({ sent }) => sent > 0)
  const responded = count(({ sent, respondedAt }) => sent > 0 && respondedAt !== null)
  const judged = count(({ recovered }) => recovered !== null)
  const recovered = count((row) => row.recovered === true)
  const conversionsJudged = count(({ converted }) => converted !== null)
  const converted = count((row) => row.converted === true)
  return {
    name,
    customers: new Set(rows.map(({ customerId }) => customerId)).size,
    messages: sum(({ messages }) => messages),
    sent: sum(({ sent }) => sent),
    failed: sum(({ failed }) => failed),
    unknown: sum(({ unknown }) => unknown),
    tasksDone: sum(({ tasksDone }) => tasksDone),
    tasksOpen: sum(({ tasksOpen }) => tasksOpen),
    delivered,
    responded,
    responsePercent: percentOf(responded, delivered),
    judged,
    recovered,
    recoveryPercent: percentOf(recovered, judged),
    conversionsJudged,
    converted,
    conversionPercent: percentOf(converted, conversionsJudged),
  }
}
