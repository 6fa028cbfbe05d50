/** After a crash: a message in the middle of an attempt was sent, was not, or is a person's to find out. */
import { type TouchRow, touchesBeingSent } from '../../db/queries/touches.ts'
import { carrierOf, isAbandoned, isOfThisHost } from './attempt.ts'
import type { Outbox, SendingContext } from './send-touch.ts'
import { type Settled, settleAttempt } from './settle-attempt.ts'

/** Settles every abandoned attempt; those that a living process is at are left to it. */
export async function recoverTouches(context: SendingContext, outbox: Outbox): Promise<Settled[]> {
  const settled: Settled[] = []
  for (const touch of await touchesBeingSent(context.db)) {
    if (!isAbandoned(touch, context.now)) continue
    const delivery = await whatHappened(touch, outbox)
    settled.push(await context.db.transaction((db) => settleAttempt(db, context, touch, delivery)))
    await outbox.onTransition?.('touch.recovered')
  }
  return settled
}

/** A file proves itself: there, it was sent; not there on the computer that was to write it, it was not. */
async function whatHappened(touch: TouchRow, { mail }: Outbox) {
  const find = mail.carrier(carrierOf(touch.sentBy))?.find
  const reference = await find?.(touch.id)
  if (reference !== undefined) return { outcome: 'sent', reference } as const
  const problem = 'the process ended while it was being sent'
  return find && isOfThisHost(touch.sentBy)
    ? ({ outcome: 'not_sent', problem } as const)
    : ({ outcome: 'unknown', problem } as const)
}
