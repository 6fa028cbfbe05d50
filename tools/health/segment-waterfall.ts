/**
 * The waterfall of an average: of those scored on both days each part is the average of theirs, and who is counted on one
 * day only has a part of its own on either side. Levels are averages rounded to the hundredth, so parts add up exactly.
 */

import { stepNames, stepsOf, type Waterfall } from './waterfall.ts'
import type { Reason, reasonNames } from './why-customer.ts'
import { reasonsOf } from './why-customer.ts'

export const segmentStepNames = ['left', ...stepNames, 'joined'] as const

interface Total {
  count: number
  /** In hundredths. */
  sum: number
}

interface Mover {
  customerId: string
  name: string
  before: number
  after: number
  change: number
}

export interface SegmentTotals {
  before: Total
  after: Total
  left: Total & { churned: number }
  joined: Total
  stayed: number
  /** Sums over those that stayed, as a customer's levels. */
  levels: number[]
  ageing: { engagement: number; value: number }
  /** How many of those that stayed each reason took points from, or added to. */
  moved: Record<(typeof reasonNames)[number], { worse: number; better: number }>
  /** The greatest losses, and the greatest gains. */
  fallers: Mover[]
  risers: Mover[]
}

export function emptyTotals(): SegmentTotals {
  const none = () => ({ worse: 0, better: 0 })
  return {
    before: { count: 0, sum: 0 },
    after: { count: 0, sum: 0 },
    left: { count: 0, sum: 0, churned: 0 },
    joined: { count: 0, sum: 0 },
    stayed: 0,
    levels: Array.from({ length: stepNames.length + 1 }, () => 0),
    ageing: { engagement: 0, value: 0 },
    moved: {
      settings: none(),
      missing_data: none(),
      late_data: none(),
      engagement: none(),
      support: none(),
      value: none(),
    },
    fallers: [],
    risers: [],
  }
}

const MOST_MOVERS = 5

/** Counts a customer; `isMember` says at which ends it belongs to the segment. Only healthy, at risk and critical count. */
export function addCustomer(
  totals: SegmentTotals,
  { before, after, levels, ageing }: Waterfall,
  isMember: { before: boolean; after: boolean },
  customer: { customerId: string; name: string },
): void {
  const start = isMember.before && isScored(before) ? hundredths(before?.score) : null
  const end = isMember.after && isScored(after) ? hundredths(after?.score) : null
  if (start !== null) add(totals.before, start)
  if (end !== null) add(totals.after, end)
  if (start !== null && end === null) {
    add(totals.left, start)
    if (after?.status === 'churned') totals.left.churned++
  }
  if (start === null && end !== null) add(totals.joined, end)
  if (start === null || end === null || levels === null) return
  totals.stayed++
  for (const [index, level] of levels.entries()) totals.levels[index] = (totals.levels[index] ?? 0) + level
  totals.ageing.engagement += ageing.engagement
  totals.ageing.value += ageing.value
  for (const { reason, points } of reasonsOf(levels, ageing)) totals.moved[reason][points < 0 ? 'worse' : 'better']++
  const mover = { ...customer, before: start / 100, after: end / 100, change: (end - start) / 100 }
  if (mover.change < 0) keepGreatest(totals.fallers, mover)
  if (mover.change > 0) keepGreatest(totals.risers, mover)
}

export interface SegmentWaterfall {
  /** The average before, and after each of `segmentStepNames`, in hundredths; null without anybody scored at one end. */
  levels: number[] | null
  ageing: { engagement: number; value: number }
}

/** Averages of the totals. Where nobody was scored on both days the whole change lies in who is counted (`joined`). */
export function segmentWaterfall(totals: SegmentTotals): SegmentWaterfall {
  const [first, last] = [average(totals.before), average(totals.after)]
  const still = { engagement: 0, value: 0 }
  if (first === null || last === null) return { levels: null, ageing: still }
  const ofStayed = (sum: number) => Math.round(sum / totals.stayed)
  if (totals.stayed === 0) return { levels: [first, ...totals.levels.map(() => first), last], ageing: still }
  const stayed = totals.levels.map(ofStayed)
  const beforeAgeing = totals.levels[stepNames.indexOf('time_passing')] ?? 0
  const engagement = ofStayed(beforeAgeing + totals.ageing.engagement) - ofStayed(beforeAgeing)
  const passing = stepsOf(stayed)[stepNames.indexOf('time_passing')] ?? 0
  return { levels: [first, ...stayed, last], ageing: { engagement, value: passing - engagement } }
}

export interface SegmentReason {
  reason: Reason['reason'] | 'left' | 'joined'
  points: number
}

/** What moved the average, the greatest first. */
export function segmentReasons({ levels, ageing }: SegmentWaterfall): SegmentReason[] {
  if (levels === null) return []
  const steps = stepsOf(levels)
  return [
    ...reasonsOf(levels.slice(1, -1), ageing),
    { reason: 'left' as const, points: steps[0] ?? 0 },
    { reason: 'joined' as const, points: steps.at(-1) ?? 0 },
  ]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
}

/** In hundredths; null of nobody. */
export function average({ count, sum }: Total): number | null {
  return count === 0 ? null : Math.round(sum / count)
}

function isScored(score: Waterfall['before']): boolean {
  return score !== null && ['healthy', 'at_risk', 'critical'].includes(score.status)
}

const hundredths = (score: number | null | undefined): number | null =>
  score === null || score === undefined ? null : Math.round(score * 100)

function add(total: Total, points: number): void {
  total.count++
  total.sum += points
}

function keepGreatest(movers: Mover[], mover: Mover): void {
  movers.push(mover)
  movers.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.customerId.localeCompare(b.customerId))
  movers.length = Math.min(movers.length, MOST_MOVERS)
}
