/** A place in Slack that takes no proposals: who operates the system is told what to do, once, until it works again. */
import { standingCauses } from '../../db/queries/alerts.ts'
import { raiseAlert } from '../alerts/raise-alert.ts'
import { resolveAlerts } from '../alerts/resolve-alerts.ts'
import type { ToolContext } from '../define-tool.ts'

type NotingContext = Pick<ToolContext, 'db' | 'settings' | 'actor' | 'now' | 'ledgerKey'>

export interface Unreached {
  /** `#channel` or `person:<id>`; or whose proposals reach nobody. */
  recipient: string
  /** The same as a sentence names it. */
  who: string
  isChairman: boolean
  code: string
  problem: string
  fix: string
}

export async function noteUnreachable(context: NotingContext, unreached: Unreached): Promise<void> {
  const { recipient, who, problem, fix, code } = unreached
  const beginning = causesOf(recipient)
  if ((await standingCauses(context.db, 'system_degraded', beginning)).length > 0) return
  const alert = { causeKey: `${beginning}${code} ${context.now.toISOString()}`, customerId: null, facts: [] }
  await raiseAlert(context, {
    ...alert,
    kind: 'system_degraded',
    title: `Proposals cannot be shown to ${who} in Slack`,
    body: `${sentence(problem)} They wait all the same: crew approvals lists them. ${fix}`,
  })
  // Silence is never consent, but it should not be for want of knowing: this goes by mail too.
  if (unreached.isChairman) {
    await raiseAlert(context, {
      ...alert,
      kind: 'chairman_notice',
      title: 'Proposals wait for the Chairman and cannot be shown in Slack',
      body: 'crew approvals lists them, the most money at risk first.',
    })
  }
}

export async function noteReached(context: NotingContext, recipient: string): Promise<void> {
  const causes = await standingCauses(context.db, 'system_degraded', causesOf(recipient))
  if (causes.length > 0) await resolveAlerts(context, causes)
}

const causesOf = (recipient: string): string => `slack proposals ${recipient} `

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}
