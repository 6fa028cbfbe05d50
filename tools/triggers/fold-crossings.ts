/** What crossings mean for RETENTION-001: which firings begin, go on and end. Pure; the statements around it are sets. */
import type { Ending } from './trigger-list.ts'

export interface Crossing {
  seq: number
  customerId: string
  toStatus: string
}

/** A firing of the trigger that stands or is recent. */
export interface KnownFiring {
  id: string
  customerId: string
  status: string
  firedAt: Date
}

export interface FoldedCrossings<Each extends Crossing> {
  /** Firings that begin; `endedBy` is set when the cause was gone before anybody could act. */
  begin: { crossing: Each; endedBy: Ending | null }[]
  reopen: string[]
  end: { id: string; endedBy: Ending }[]
  /** Customers that left while a firing stood: a win-back follows. */
  winBack: { id: string; customerId: string }[]
}

type Standing<Each> =
  | { of: 'known'; firing: KnownFiring; isOpen: boolean; endedBy: Ending | null }
  | { of: 'new'; crossing: Each; isOpen: boolean; endedBy: Ending | null }

/**
 * Goes through the crossings in order. Into critical begins a firing unless one stands; one that ended less than
 * `cooldownDays` after it was fired goes on instead, for a score at the threshold crosses it again and again. Better than
 * critical ends it as recovered; churned ends it with a win-back. `no_data` and `trial` say nothing about recovery.
 */
export function foldCrossings<Each extends Crossing>(
  crossings: readonly Each[],
  known: readonly KnownFiring[],
  { now, cooldownDays }: { now: Date; cooldownDays: number },
): FoldedCrossings<Each> {
  const states = new Map<string, Standing<Each>[]>()
  for (const firing of known) {
    states.set(firing.customerId, [{ of: 'known', firing, isOpen: firing.status !== 'ended', endedBy: null }])
  }
  for (const crossing of [...crossings].sort((one, other) => one.seq - other.seq)) {
    const of = states.get(crossing.customerId) ?? []
    const last = of.at(-1)
    const ending = endingOf(crossing.toStatus)
    if (crossing.toStatus === 'critical') {
      if (last?.isOpen) continue
      const isRecent =
        last !== undefined &&
        (last.of === 'new' || now.getTime() - last.firing.firedAt.getTime() < cooldownDays * 86_400_000)
      if (last && isRecent) of[of.length - 1] = { ...last, isOpen: true, endedBy: null }
      else states.set(crossing.customerId, [...of, { of: 'new', crossing, isOpen: true, endedBy: null }])
    } else if (ending !== undefined && last?.isOpen) {
      of[of.length - 1] = { ...last, isOpen: false, endedBy: ending }
    }
  }
  return folded([...states.values()].flat())
}

function folded<Each extends Crossing>(states: readonly Standing<Each>[]): FoldedCrossings<Each> {
  const result: FoldedCrossings<Each> = { begin: [], reopen: [], end: [], winBack: [] }
  for (const state of states) {
    if (state.of === 'new') {
      result.begin.push({ crossing: state.crossing, endedBy: state.isOpen ? null : state.endedBy })
      continue
    }
    const { id, customerId, status } = state.firing
    const stood = status !== 'ended'
    if (state.isOpen && !stood) result.reopen.push(id)
    if (!state.isOpen && stood && state.endedBy !== null) {
      result.end.push({ id, endedBy: state.endedBy })
      if (state.endedBy === 'churned') result.winBack.push({ id, customerId })
    }
  }
  return result
}

function endingOf(status: string): Ending | undefined {
  if (status === 'healthy' || status === 'at_risk') return 'recovered'
  return status === 'churned' ? 'churned' : undefined
}
