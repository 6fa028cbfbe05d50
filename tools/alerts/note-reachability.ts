/**
 * A chat that takes no messages: what was for it goes by mail, and who operates the system is told what to do, once, until it
 * works again.
 */
import { redirectAlerts } from '../../db/queries/alert-deliveries.ts'
import type { AlertMessageRow } from '../../db/queries/alert-messages.ts'
import { standingCauses } from '../../db/queries/alerts.ts'
import { mailInstead } from './alert-kinds.ts'
import type { DispatchContext } from './dispatch-context.ts'
import type { AlertDelivery } from './open-channels.ts'
import { raiseAlert } from './raise-alert.ts'
import { resolveAlerts } from './resolve-alerts.ts'

const KIND = 'system_degraded'

/** Called in the transaction that settles an attempt. */
export async function noteReachability(
  context: DispatchContext,
  message: AlertMessageRow,
  { delivery, to }: { delivery: AlertDelivery; to: string },
): Promise<void> {
  const { db, settings, now } = context
  const ofDestination = `slack ${message.recipient} `
  if (delivery.outcome === 'sent') {
    const causes = [...(await standingCauses(db, KIND, ofDestination)), ...(await standingCauses(db, KIND, EVERYTHING))]
    await resolveAlerts(context, causes)
    return
  }
  if (to !== 'failed' && to !== 'unknown') return
  const instead = mailInstead(message.recipient, settings)
  await redirectAlerts(db, message.id, { to: instead, at: now })
  const { code, concerns, fix } =
    delivery.outcome === 'unreachable'
      ? { ...delivery.cause, fix: delivery.fix }
      : { code: 'no_answer', concerns: 'everything', fix: 'See https://status.slack.com, and crew doctor.' }
  const beginning = `${concerns === 'everything' ? EVERYTHING : ofDestination}${code} `
  if ((await standingCauses(db, KIND, beginning)).length > 0) return
  const where = concerns === 'everything' ? '' : ` for ${message.recipient}`
  await raiseAlert(context, {
    kind: KIND,
    causeKey: `${beginning}${message.id}`,
    customerId: null,
    title: `Slack takes no alerts${where}`,
    body: `${sentence(delivery.problem)} What was meant to go there goes by mail instead. ${fix}`,
    facts: [],
  })
}

const EVERYTHING = 'slack everything '

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}
