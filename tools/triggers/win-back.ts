/** RETENTION-001's third iteration: a critical customer left, and the team is asked whether to win it back. */

import { insertActions } from '../../db/queries/triggers.ts'
import type { ToolContext } from '../define-tool.ts'
import { fileProposal } from '../proposals/file-proposal.ts'

/** Of many that leave at once, this many are asked about; the others stand in the list of triggers. */
const WIN_BACK_CAPACITY = 10

/** Files a win-back for the largest of them within the caller's transaction, and notes it. */
export async function fileWinBacks(
  context: ToolContext,
  left: readonly { id: string; customerId: string; moneyAtStakeMinor: number }[],
): Promise<void> {
  if (left.length === 0) return
  const { db, now, settings } = context
  const largest = [...left].sort((one, other) => other.moneyAtStakeMinor - one.moneyAtStakeMinor)
  const actions = []
  for (const { id, customerId, moneyAtStakeMinor } of largest.slice(0, WIN_BACK_CAPACITY)) {
    const filed = await fileProposal(context, {
      customerId,
      cause: 'win_back',
      causeKey: `win_back:${customerId}`,
      title: 'Win back a customer that left while it was critical',
      reason:
        'The customer churned after it became critical. The win-back program takes this over once programs exist.',
      draft: {
        kind: 'task',
        title: 'Win the customer back',
        body: 'Find out why they left, and offer what answers it. An offer needs a proposal of its own.',
        dueInDays: settings.winBackOfferDelayDays,
      },
      facts: [],
      moneyAtStakeMinor,
    })
    actions.push({ firingId: id, iteration: 3, kind: 'proposal', reference: filed.label, doneAt: now })
  }
  await insertActions(db, actions)
}
