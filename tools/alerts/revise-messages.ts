/** Chat messages whose alerts were taken, escalated or ended since: each says again how they stand. */
import { markRevised, outdatedAlertMessages } from '../../db/queries/alert-messages.ts'
import { carrierOf } from '../outbox/attempt.ts'
import type { DispatchContext } from './dispatch-context.ts'
import type { AlertChannels } from './open-channels.ts'
import { outgoingAlert } from './outgoing-alert.ts'

const PIECE = 50

/** Returns how many messages were changed. What cannot be changed now is left for the next call. */
export async function reviseMessages(
  context: DispatchContext & { channels: AlertChannels },
): Promise<{ revised: number }> {
  const { db, channels } = context
  let revised = 0
  for (;;) {
    const messages = await outdatedAlertMessages(db, PIECE)
    let settled = 0
    for (const message of messages) {
      if (channels.leaves === message.medium) return { revised }
      const revise = channels.carrier(carrierOf(message.sentBy))?.revise
      const outcome =
        revise && message.providerRef
          ? await revise(await outgoingAlert(context, message), message.providerRef)
          : ('gone' as const)
      if (outcome === 'later') return { revised }
      await markRevised(db, message.id, message.outdatedAt ?? context.now)
      settled++
      if (outcome === 'revised') revised++
    }
    if (settled < PIECE) return { revised }
  }
}
