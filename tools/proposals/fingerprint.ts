/** What a proposal rests on, and whether that moved in a way that matters while it waited. */
import { type CustomerFingerprintRow, customerFingerprintsAt } from '../../db/queries/fingerprints.ts'
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
  const [row] = await customerFingerprintsAt(db, [about.customerId], moment)
  return ofCustomer(row, moment.asOf)
}

/** Of several proposals at once, by their ids, each at its checking day: two queries for all that are about customers. */
export async function newestFingerprints(
  context: Pick<ToolContext, 'db' | 'knownAt' | 'now'>,
  proposals: readonly { id: string; customerId: string | null; draft: Draft; asOf: string }[],
): Promise<Map<string, Fingerprint>> {
  if (proposals.length === 0) return new Map()
  const { db, knownAt, now } = context
  const newestDay = await latestDataDay(db)
  const dayOf = new Map(proposals.map(({ id, asOf }) => [id, checkingDayOf(asOf, newestDay, now)]))
  const found = new Map<string, Fingerprint>()
  for (const asOf of new Set(dayOf.values())) {
    const ofDay = proposals.filter(({ id }) => dayOf.get(id) === asOf)
    const customerIds = ofDay.flatMap(({ customerId, draft }) =>
      customerId !== null && draft.kind !== 'setting' ? [customerId] : [],
    )
    const rows = customerIds.length > 0 ? await customerFingerprintsAt(db, customerIds, { asOf, knownAt }) : []
    const byCustomer = new Map(rows.map((row) => [row.customerId, row]))
    for (const proposal of ofDay) {
      const { id, customerId, draft } = proposal
      const isCustomers = customerId !== null && draft.kind !== 'setting'
      found.set(
        id,
        isCustomers
          ? ofCustomer(byCustomer.get(customerId), asOf)
          : await proposalFingerprint(db, proposal, { asOf, knownAt, now }),
      )
    }
  }
  return found
}

/** A customer whose rows were deleted has nothing left that the proposal could rest on. */
function ofCustomer(row: CustomerFingerprintRow | undefined, asOf: string): Fingerprint {
  if (!row) return fingerprint.parse({ ...nobody, asOf })
  const { customerId: _, ...known } = row
  return { about: 'customer', asOf, ...known }
}

/**
 * The newest day worth looking at: of the data where that ends before today, and never before the day the proposal was
 * made for. A venture whose data ends in 2024 is judged as of its end, not as if everyone had left since.
 */
export async function checkingDay(context: Pick<ToolContext, 'db' | 'now'>, proposedAsOf: string): Promise<string> {
  return checkingDayOf(proposedAsOf, await latestDataDay(context.db), context.now)
}

function checkingDayOf(proposedAsOf: string, newestDay: string | undefined, now: Date): string {
  const today = now.toISOString().slice(0, 10)
  const newest = newestDay ?? today
  const latest = newest > proposedAsOf ? newest : proposedAsOf
  return latest < today || proposedAsOf > today ? latest : today
}

/** What `whatMoved` looks at and nothing else: equal while an approval would hold, whatever the score did meanwhile. */
export function whatMatters(of: Fingerprint, draft: Draft): unknown {
  if (of.about !== 'customer') return of
  const { status, ticketCount, escalatedTicketCount, openTicketCount, paidSubscriptionCount, ownerEmail } = of
  return {
    status,
    ticketCount,
    escalatedTicketCount,
    hasOpenTickets: openTicketCount > 0,
    isPaying: paidSubscriptionCount > 0,
    ownerEmail,
    ...(isWrittenToCustomer(draft) ? { withdrawn: of.withdrawnCount, isReachable: of.reachableCount > 0 } : {}),
  }
}

/** `A support ticket was opened, and the customer left.`; null when nothing moved. */
export function movesSentence(moves: readonly string[]): string | null {
  if (moves.length === 0) return null
  const joined = new Intl.ListFormat('en', { type: 'conjunction' }).format(moves)
  return `${joined.charAt(0).toUpperCase()}${joined.slice(1)}.`
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
  if (!isWrittenToCustomer(draft)) return []
  if (now.withdrawnCount <= before.withdrawnCount) return []
  return now.reachableCount === 0
    ? ['consent to be written to was withdrawn, and nobody is left who gave it']
    : ['a user withdrew consent to be written to']
}

function isWrittenToCustomer({ kind }: Draft): boolean {
  return kind === 'message' || kind === 'offer'
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
