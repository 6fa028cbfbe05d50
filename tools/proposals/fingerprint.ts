/** What a proposal rests on, and whether that moved in a way that matters while it waited. */
import { customerFingerprintAt } from '../../db/queries/fingerprints.ts'
import { latestDataDay } from '../../db/queries/status.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import type { ToolContext } from '../define-tool.ts'
import { isSame, type Json } from '../settings/check-settings.ts'
import { readSettings } from '../settings/settings.ts'
import { type CustomerFingerprint, type Draft, type Fingerprint, fingerprint } from './proposal.ts'
import { nameWords, valueWords } from './setting-words.ts'

/** Of the customer the proposal is about, of the setting it would change, or of nothing in particular. */
export async function proposalFingerprint(
  db: VentureDb,
  about: { customerId: string | null; draft: Draft },
  moment: { asOf: string; knownAt: Date; now: Date },
): Promise<Fingerprint> {
  if (about.draft.kind === 'setting') {
    const { settings } = await readSettings(db, moment.now)
    const inForce = new Map<string, unknown>(Object.entries(settings))
    const values = about.draft.changes.map(({ parameter }) => [parameter, inForce.get(parameter) ?? null])
    return fingerprint.parse({ about: 'setting', values: Object.fromEntries(values) })
  }
  if (about.customerId === null) return { about: 'venture' }
  const row = await customerFingerprintAt(db, about.customerId, moment)
  // A customer whose rows were deleted has nothing left that the proposal could rest on.
  if (!row) return fingerprint.parse({ ...nobody, asOf: moment.asOf })
  return { about: 'customer', asOf: moment.asOf, ...row }
}

/**
 * The newest day worth looking at: of the data where that ends before today, and never before the day the proposal was
 * made for. A venture whose data ends in 2024 is judged as of its end, not as if everyone had left since.
 */
export async function checkingDay(context: Pick<ToolContext, 'db' | 'now'>, proposedAsOf: string): Promise<string> {
  const today = context.now.toISOString().slice(0, 10)
  const newest = (await latestDataDay(context.db)) ?? today
  const latest = newest > proposedAsOf ? newest : proposedAsOf
  return latest < today || proposedAsOf > today ? latest : today
}

/** In words, what moved so that an approval no longer holds; empty when it holds. */
export function whatMoved(before: Fingerprint, now: Fingerprint, draft: Draft): string[] {
  if (before.about === 'setting' && now.about === 'setting') {
    return Object.entries(now.values).flatMap(([parameter, value]) => {
      const earlier = before.values[parameter] ?? null
      return isSame(earlier as Json, value as Json)
        ? []
        : [
            `the setting ${nameWords(parameter)} is ${valueWords(parameter, value)} by now, not ${valueWords(parameter, earlier)}`,
          ]
    })
  }
  if (before.about !== 'customer' || now.about !== 'customer') return []
  return [...customerMoves(before, now), ...consentMoves(before, now, draft)]
}

function customerMoves(before: CustomerFingerprint, now: CustomerFingerprint): string[] {
  const moves: string[] = []
  if (now.status === 'churned' && before.status !== 'churned') moves.push('the customer left')
  else if (before.paidSubscriptionCount > 0 && now.paidSubscriptionCount === 0)
    moves.push('the customer has no paid subscription any more')
  else if (now.status !== before.status) {
    moves.push(
      now.status === 'healthy'
        ? 'the score recovered: the customer is healthy again'
        : `the health status went from ${statusWords(before.status)} to ${statusWords(now.status)}`,
    )
  }
  const opened = now.ticketCount - before.ticketCount
  if (opened > 0) moves.push(opened === 1 ? 'a support ticket was opened' : `${opened} support tickets were opened`)
  const escalated = now.escalatedTicketCount - before.escalatedTicketCount
  if (escalated > 0)
    moves.push(escalated === 1 ? 'a support ticket was escalated' : `${escalated} tickets were escalated`)
  if (before.openTicketCount > 0 && now.openTicketCount === 0) moves.push('all support tickets were closed')
  if (before.ownerEmail !== null && now.ownerEmail !== before.ownerEmail) moves.push('the account has another owner')
  return moves
}

/** Consent matters to what is written to the customer; a task or an escalation goes to our own people. */
function consentMoves(before: CustomerFingerprint, now: CustomerFingerprint, draft: Draft): string[] {
  if (draft.kind !== 'message' && draft.kind !== 'offer') return []
  if (now.withdrawnCount <= before.withdrawnCount) return []
  return now.reachableCount === 0
    ? ['consent to be written to was withdrawn, and nobody is left who gave it']
    : ['a user withdrew consent to be written to']
}

function statusWords(status: string | null): string {
  return status === null ? 'not scored' : status.replaceAll('_', ' ')
}

const nobody: Omit<CustomerFingerprint, 'asOf'> = {
  about: 'customer',
  status: 'churned',
  score: null,
  ticketCount: 0,
  openTicketCount: 0,
  escalatedTicketCount: 0,
  paidSubscriptionCount: 0,
  mrrMinor: 0,
  reachableCount: 0,
  withdrawnCount: 0,
  ownerEmail: null,
}
