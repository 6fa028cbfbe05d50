/**
 * Proof that a person was shown a proposal with its facts as they stand. It is handed out with them and given back with the
 * decision, so that nothing is decided on facts that nobody saw: it holds for this person, this round and these facts, and
 * is worth nothing to anyone else.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { UserError } from '../../errors.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { ToolContext } from '../define-tool.ts'
import { firstProposerOf } from './find-first-proposer.ts'
import { arrMinorOf, type Proposal } from './find-proposal.ts'
import { movesSentence, newestFingerprints, whatMatters, whatMoved } from './fingerprint.ts'
import type { Fingerprint } from './proposal.ts'
import { whyNotDecide } from './who-decides.ts'

export interface FactsNow {
  fingerprint: Fingerprint
  /** What moved since it was filed or last asked; null when nothing that matters did. */
  moved: string | null
  /** Null for who may not decide, and when it does not wait. */
  confirmation: string | null
}

type Showing = Pick<ToolContext, 'db' | 'actor' | 'knownAt' | 'now' | 'venture' | 'settings' | 'ledgerKey'>

/** The facts of each proposal as they stand, by its id, and a confirmation for a caller who may decide or pass it on. */
export async function factsNow(context: Showing, proposals: readonly Proposal[]): Promise<Map<string, FactsNow>> {
  const newest = await newestFingerprints(
    context,
    proposals.filter(({ status }) => status === 'waiting'),
  )
  const shown = new Map<string, FactsNow>()
  for (const proposal of proposals) {
    const fingerprint = newest.get(proposal.id)
    if (!fingerprint) continue
    const isDecider = await mayDecide(context, proposal, fingerprint)
    shown.set(proposal.id, {
      fingerprint,
      moved: movesSentence(whatMoved(proposal.fingerprint, fingerprint, proposal.draft)),
      confirmation: isDecider ? confirmationFor(context, proposal, fingerprint) : null,
    })
  }
  return shown
}

/** Throws unless the caller was handed this confirmation for this proposal, in this round, with these facts. */
export function checkConfirmation(
  context: Showing,
  proposal: Proposal,
  confirmation: string | undefined,
  factsNow: FactsNow,
): void {
  const problem = problemWith(context, proposal, confirmation, factsNow)
  if (problem === undefined) return
  const { label } = proposal
  throw new UserError({
    ...problem,
    field: 'confirmation',
    fix: `Read ${label} again (get_proposal, or crew approvals ${label}) and decide on what it shows.`,
  })
}

function problemWith(
  context: Showing,
  proposal: Proposal,
  confirmation: string | undefined,
  { fingerprint, moved }: FactsNow,
): { code: 'invalid_input' | 'forbidden' | 'conflict' | 'facts_moved'; message: string } | undefined {
  const { label } = proposal
  if (confirmation === undefined) {
    return {
      code: 'invalid_input',
      message: `A decision through this door needs the confirmation that ${label} shows with its facts.`,
    }
  }
  const [, round = '', shown = '', mac = ''] = /^(\d{1,9})\.([\w-]{16})\.([\w-]{22})$/.exec(confirmation) ?? []
  if (!isEqual(mac, macOf(context, proposal, Number(round), shown))) {
    return { code: 'forbidden', message: `This is no confirmation of ${label} for ${context.actor.name}.` }
  }
  if (Number(round) !== proposal.round) {
    const why = proposal.whatChanged ? `: ${proposal.whatChanged}` : '.'
    return { code: 'conflict', message: `${label} was asked again since it was read${why}` }
  }
  if (shown !== digestOf(context, proposal, fingerprint)) {
    return {
      code: 'facts_moved',
      message: `The facts of ${label} moved since it was read${moved ? `: ${moved}` : '.'}`,
    }
  }
  return undefined
}

/** Whoever may decide may pass it on, which more people may: they are shown the same. */
async function mayDecide(context: Showing, proposal: Proposal, newest: Fingerprint): Promise<boolean> {
  const { actor } = context
  if (actor.kind !== 'person' || !actor.roles.some((role) => role === 'chairman' || role === 'success')) return false
  const firstProposedBy = await firstProposerOf(context.db, proposal)
  const deciding = { ...proposal, firstProposedBy, arrMinor: arrMinorOf({ fingerprint: newest }) }
  return (['approve', 'escalate'] as const).some((decision) => !whyNotDecide(deciding, decision, actor, context))
}

/** `2.<what was shown>.<mac>` */
function confirmationFor(context: Showing, proposal: Proposal, fingerprint: Fingerprint): string {
  const shown = digestOf(context, proposal, fingerprint)
  return `${proposal.round}.${shown}.${macOf(context, proposal, proposal.round, shown)}`
}

function digestOf({ ledgerKey }: Showing, proposal: Proposal, fingerprint: Fingerprint): string {
  return keyed(ledgerKey, ['facts', whatMatters(fingerprint, proposal.draft)]).slice(0, 16)
}

function macOf({ ledgerKey, venture, actor }: Showing, { id }: Proposal, round: number, shown: string): string {
  return keyed(ledgerKey, ['confirmation', venture.id, id, actor.id, round, shown]).slice(0, 22)
}

/** By a key of its own: receipts show hashes that the ledger's key made of what callers wrote. */
function keyed(ledgerKey: Buffer, value: unknown): string {
  const key = createHmac('sha256', ledgerKey).update('confirmation of a proposal').digest()
  return createHmac('sha256', key).update(canonicalJson(value)).digest('base64url')
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
