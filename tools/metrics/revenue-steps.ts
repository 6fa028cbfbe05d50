/** How MRR went from one day to another: start − lost − contraction + expansion + new = end. */
import type { RevenueChangeRow } from '../../db/queries/revenue.ts'

export interface RevenueSteps {
  lostMrrMinor: number
  contractionMinor: number
  expansionMinor: number
  newMrrMinor: number
}

/** All four are amounts of at least 0, in minor units; `mrrMinor` is the MRR of everyone at the end. */
export function revenueSteps(
  mrrMinor: number,
  change: Pick<RevenueChangeRow, 'startMrrMinor' | 'endMrrMinor' | 'keptMrrMinor' | 'lostMrrMinor'>,
): RevenueSteps {
  return {
    lostMrrMinor: change.lostMrrMinor,
    contractionMinor: change.startMrrMinor - change.keptMrrMinor - change.lostMrrMinor,
    expansionMinor: change.endMrrMinor - change.keptMrrMinor,
    newMrrMinor: mrrMinor - change.endMrrMinor,
  }
}
