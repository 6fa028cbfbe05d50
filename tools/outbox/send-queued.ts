/** Sends what a proposal has in the outbox. */
import { touchesOf } from '../../db/queries/touches.ts'
import { type Outbox, type SendingContext, type SendResult, sendTouch } from './send-touch.ts'

/** One after another, so that each finds the contact limits as the one before left them. */
export async function sendQueued(context: SendingContext, outbox: Outbox, proposalId: string): Promise<SendResult[]> {
  const results: SendResult[] = []
  for (const { id, channel, status } of await touchesOf(context.db, proposalId)) {
    if (channel === 'email' && status === 'queued') results.push(await sendTouch(context, outbox, id))
  }
  return results
}
