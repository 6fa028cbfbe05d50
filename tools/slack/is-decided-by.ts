/** Whether a decision that is tried again was taken by the try before it. */
import { decisionsOf } from '../../db/queries/decisions.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { Decision } from '../proposals/proposal.ts'

export interface TakenDecision {
  personId: string
  round: number
  decision: Decision
  /** Undefined for one without words of its own. */
  reason: string | undefined
}

export async function isDecidedBy(db: VentureDb, proposalId: string, taken: TakenDecision): Promise<boolean> {
  return (await decisionsOf(db, proposalId)).some(
    (each) =>
      each.personId === taken.personId &&
      each.round === taken.round &&
      each.decision === taken.decision &&
      (taken.reason === undefined || each.reason === taken.reason),
  )
}
