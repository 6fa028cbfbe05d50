/**
 * What kind of action a cause calls for: by rule, so that nothing a customer or a model writes can choose it. The texts
 * are the agent's, the decision a person's.
 */
import type { Cause } from './causes.ts'
import type { CustomerCase } from './customer-case.ts'

export const approaches = {
  onboarding_help: 'message',
  session: 'message',
  adoption_help: 'message',
  ask_what_is_wrong: 'message',
  price_offer: 'offer',
  call: 'task',
  onboarding_call: 'task',
  support_lead: 'task',
  new_contact: 'task',
  product_answer: 'task',
  rival_call: 'task',
  price_call: 'task',
  billing: 'task',
  chairman: 'escalation',
} as const
export type Approach = keyof typeof approaches
type ActionKind = (typeof approaches)[Approach]

export type Action =
  | { kind: 'none'; why: string }
  | { kind: ActionKind; approach: Approach; cause: Cause; dueInDays: number }

export interface PolicyLimits {
  highValueArrMinor: number
  criticalResponseHours: number
  /** What an offer to this customer would cost, and what the run may still offer. */
  offerCostMinor: number
  offerBudgetLeftMinor: number
}

/** For a task that is not urgent: time to prepare, before the week is over. */
const USUAL_DUE_DAYS = 3

/** The first rule that holds; `primary` is the cause that the churn predictor put first. */
export function chooseAction(customerCase: CustomerCase, primary: Cause | undefined, limits: PolicyLimits): Action {
  const { status, causes, arrMinor, churn, reachableUsers } = customerCase
  if (status === 'churned') return none('They have left already.')
  if (!primary) return none('Nothing in the records calls for action.')
  if (causes.every(({ code }) => code === 'renewal_soon')) {
    return none('Only the renewal is near; nothing troubles them.')
  }
  const isCritical = status === 'critical'
  const isUrgent = isCritical || primary.severity === 3
  const dueInDays = isUrgent ? Math.ceil(limits.criticalResponseHours / 24) : USUAL_DUE_DAYS
  const act = (approach: Approach): Action => ({ kind: approaches[approach], approach, cause: primary, dueInDays })

  const isPredictedToChurn = churn !== null && (churn.urgency === 'high' || churn.urgency === 'critical')
  if (arrMinor > 0 && arrMinor >= limits.highValueArrMinor && isPredictedToChurn) return act('chairman')
  if (primary.code === 'seasonal_pause')
    return none('They pause for the season and said so; a push would be unwelcome.')
  const approach = approachOf(primary, limits)
  // Who may not be written to is called; who is critical is called rather than written to.
  if (approaches[approach] !== 'message' || (!isCritical && reachableUsers > 0)) return act(approach)
  return act(approach === 'onboarding_help' ? 'onboarding_call' : 'call')
}

function approachOf({ code }: Cause, { offerCostMinor, offerBudgetLeftMinor }: PolicyLimits): Approach {
  switch (code) {
    case 'tickets_escalated':
    case 'tickets_unresolved':
    case 'support_experience':
      return 'support_lead'
    case 'never_onboarded':
      return 'onboarding_help'
    case 'champion_left':
    case 'champion_inactive':
      return 'new_contact'
    case 'competitor':
      return 'rival_call'
    case 'price':
      return offerCostMinor > 0 && offerCostMinor <= offerBudgetLeftMinor ? 'price_offer' : 'price_call'
    case 'product_problems':
    case 'missing_feature':
      return 'product_answer'
    case 'unhappy_answer':
      return 'ask_what_is_wrong'
    case 'payment_overdue':
      return 'billing'
    case 'low_adoption':
    case 'needs_help':
      return 'adoption_help'
    default:
      return 'session'
  }
}

function none(why: string): Action {
  return { kind: 'none', why }
}
