/** Who may decide what. Whoever proposed cannot decide; what costs, commits or concerns much money is the Chairman's. */
import { UserError } from '../../errors.ts'
import type { Actor, ToolContext } from '../define-tool.ts'
import { currencyExponent, formatMoney } from '../format.ts'
import { chairmansOfDraft } from './apply-setting.ts'
import { type Decision, type Draft, type ProposalKind, proposalLabel } from './proposal.ts'

/** What the rule looks at. */
export interface Deciding {
  kind: ProposalKind
  draft: Draft
  addressedTo: 'success' | 'chairman'
  costMinor: number
  /** Twelve times the customer's MRR; 0 when it is about no customer. */
  arrMinor: number
}

type Rules = Pick<ToolContext, 'settings' | 'venture'>

/** Why only the Chairman decides; undefined when the success team may. */
export function whyChairman(proposal: Deciding, { settings, venture }: Rules): string | undefined {
  if (proposal.kind === 'offer') return 'it is an offer'
  if (proposal.draft.kind === 'setting') {
    const names = chairmansOfDraft(proposal.draft)
    if (names.length > 0) return `it changes ${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)}`
  }
  if (proposal.kind === 'escalation') return 'it is an escalation'
  if (proposal.costMinor > 0) return 'it costs money'
  const highValueMinor = settings.highValueArr * 10 ** currencyExponent(venture.currency)
  if (proposal.arrMinor >= highValueMinor && proposal.arrMinor > 0) {
    return `the account brings ${formatMoney(Math.round(highValueMinor), venture.currency)} a year or more`
  }
  return proposal.addressedTo === 'chairman' ? 'it was passed to the Chairman' : undefined
}

/** Throws `forbidden` unless this person may take this decision; says who may. */
export function checkMayDecide(...args: Parameters<typeof whyNotDecide>): void {
  const refusal = whyNotDecide(...args)
  if (refusal) throw refusal
}

/** The refusal, which says who may; undefined when this person may take this decision. */
export function whyNotDecide(
  proposal: Deciding & { number: number; proposedBy: string; firstProposedBy: string },
  decision: Decision,
  actor: Actor,
  rules: Rules,
): UserError | undefined {
  const label = proposalLabel(proposal.number)
  if (actor.kind !== 'person') {
    return new UserError({
      code: 'forbidden',
      message: `A decision needs a person who logged in; ${actor.name} is none.`,
      field: 'actor',
      value: actor.name,
      fix: 'Log in first: crew login --token-file <the file the first start named>.',
    })
  }
  // Whatever else the person of the token may do: an assistant works with it.
  if (actor.roles.includes('eva')) {
    return new UserError({
      code: 'forbidden',
      message: `${actor.name} is an assistant: it proposes, and people decide.`,
      field: 'role',
      value: actor.roles.join(', '),
      fix: `The Chairman or the success team decides on ${label}.`,
    })
  }
  const self = `person:${actor.id}`
  // Nobody stands above the Chairman to decide on his edit; what somebody else wanted first is still two people's doing.
  const isChairmansEdit = actor.roles.includes('chairman') && proposal.firstProposedBy !== self
  if (proposal.proposedBy === self && !isChairmansEdit) {
    return new UserError({
      code: 'forbidden',
      message: `${actor.name} proposed ${label}, and whoever proposed does not decide.`,
      field: 'actor',
      value: actor.name,
      fix: 'Somebody else decides it: see who may with crew people, or let someone in with crew people add.',
    })
  }
  if (actor.roles.includes('chairman')) return undefined
  const reason = whyChairman(proposal, rules)
  // Passing it on is asking the Chairman, which everybody in the team may.
  if (actor.roles.includes('success') && (reason === undefined || decision === 'escalate')) return undefined
  return new UserError({
    code: 'forbidden',
    message:
      reason === undefined
        ? `${label} is for the success team or the Chairman; ${actor.name} is neither.`
        : `${label} is for the Chairman, because ${reason}.`,
    field: 'role',
    value: actor.roles.join(', '),
    fix:
      reason !== undefined && actor.roles.includes('success')
        ? `Pass it on with: crew escalate ${label} --reason "…".`
        : 'Log in as someone who may: crew login.',
  })
}
