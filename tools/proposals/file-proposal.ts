/** Files a proposal: once a cause, with what it rests on, for a person to decide. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { latestDecision } from '../../db/queries/decisions.ts'
import { latestChurnProbability } from '../../db/queries/fingerprints.ts'
import { insertProposal, latestProposalAbout, receiptIdsByNumber } from '../../db/queries/proposals.ts'
import { receiptByNumber } from '../../db/queries/receipts.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { UserError } from '../../errors.ts'
import { findCustomer } from '../customers/find-customer.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import type { Fact } from '../facts.ts'
import { customerEdgeCases } from '../health/list-edge-cases.ts'
import { appendLedger } from '../ledger/append-ledger.ts'
import { keptResult } from '../receipts/receipt-content.ts'
import { factIdsIn } from '../report/fact-text.ts'
import { readSettings } from '../settings/settings.ts'
import { parametersOf, settleDraft } from './apply-setting.ts'
import { parseProposal } from './find-proposal.ts'
import { proposalFingerprint } from './fingerprint.ts'
import {
  type Draft,
  draft,
  draftCostMinor,
  draftTexts,
  openStatuses,
  type ProposalStatus,
  proposalKinds,
  proposalLabel,
  proposalStatuses,
} from './proposal.ts'
import { whyChairman } from './who-decides.ts'

const DAY = 86_400_000
/** A check was promised for then, so the cause is not asked about before. */
export const MONITOR_DAYS = 14

export interface ProposalInput {
  /** Null when it is about the venture, or a setting. */
  customerId: string | null
  /** A code: `inactive_users`, `open_tickets`, … */
  cause: string
  /** What counts as the same cause; by default the cause and the customer. */
  causeKey?: string
  title: string
  reason: string
  draft: Draft
  /** Every fact that a text refers to, and any other evidence. */
  facts: readonly Fact[]
  /** By default 12 × MRR. */
  moneyAtStakeMinor?: number
  /** By default the latest one computed. */
  churnProbability?: number | null
  /** By default who must decide by the rule of `who-decides.ts`; `chairman` asks the Chairman in any case. */
  addressedTo?: 'success' | 'chairman'
  supersedesId?: string
}

export interface Filed {
  outcome: 'filed' | 'already_open' | 'cooling_down'
  id: string
  number: number
  /** `P-1042` */
  label: string
  status: ProposalStatus
}

type FilingContext = Pick<
  ToolContext,
  'db' | 'venture' | 'actor' | 'settings' | 'asOf' | 'knownAt' | 'now' | 'ledgerKey' | 'runId'
>

/**
 * Files it, or returns the one that is open about the same cause, or the one closed less than `campaign_cooldown_days`
 * ago. Throws `invalid_input` when a text refers to a fact that is not among `facts`.
 */
export async function fileProposal(context: FilingContext, input: ProposalInput): Promise<Filed> {
  checkFacts(input)
  const asked = { ...input, draft: await draftToFile(context, input.draft) }
  const causeKey = input.causeKey ?? `${input.cause}:${input.customerId ?? 'venture'}`
  return context.db.transaction(async (db) => {
    const standing = input.supersedesId ? undefined : await standingProposal(db, causeKey, context)
    if (standing) return standing
    const id = uuidv7()
    const fingerprint = await proposalFingerprint(db, asked, context)
    const arrMinor = fingerprint.about === 'customer' ? 12 * fingerprint.mrrMinor : 0
    const costMinor = draftCostMinor(asked.draft)
    const addressedTo = input.addressedTo ?? 'success'
    const deciding = { kind: asked.draft.kind, draft: asked.draft, addressedTo, costMinor, arrMinor }
    const isChairmans = whyChairman(deciding, context) !== undefined
    const receipts = await receiptIdsByNumber(db, receiptNumbers(input.facts))
    const churnProbability =
      input.churnProbability ??
      (input.customerId === null ? undefined : await latestChurnProbability(db, input.customerId, context)) ??
      null
    const number = await insertProposal(db, {
      id,
      kind: input.draft.kind,
      customerId: input.customerId,
      cause: input.cause,
      causeKey,
      title: input.title,
      reason: input.reason,
      draft: asked.draft,
      facts: input.facts,
      receiptIds: [...receipts.values()],
      fingerprint,
      costMinor,
      moneyAtStakeMinor: input.moneyAtStakeMinor ?? arrMinor,
      churnProbability,
      addressedTo: isChairmans ? 'chairman' : 'success',
      proposedBy: `${context.actor.kind}:${context.actor.id}`,
      runId: context.runId ?? null,
      supersedesId: input.supersedesId ?? null,
      asOf: context.asOf,
      expiresAt: new Date(context.now.getTime() + context.settings.proposalExpiryDays * DAY),
      createdAt: context.now,
    })
    if (number === undefined) {
      const open = await standingProposal(db, causeKey, context)
      if (!open) throw new Error('a proposal about this cause was open and is not there')
      return open
    }
    await appendLedger(db, context.ledgerKey, {
      event: 'proposal.filed',
      actor: context.actor,
      at: context.now,
      ids: {
        proposalId: id,
        ...(input.customerId ? { customerId: input.customerId } : {}),
        ...(context.runId ? { runId: context.runId } : {}),
        ...(input.supersedesId ? { supersedesId: input.supersedesId } : {}),
      },
      detail: {
        number,
        kind: input.draft.kind,
        cause: input.cause,
        addressedTo: isChairmans ? 'chairman' : 'success',
        costMinor,
        receipts: [...receipts.keys()],
      },
    })
    return { outcome: 'filed', id, number, label: proposalLabel(number), status: 'waiting' }
  })
}

/** The open proposal about the cause, or one decided or done so recently that asking again would be nagging. */
async function standingProposal(db: VentureDb, causeKey: string, context: FilingContext): Promise<Filed | undefined> {
  const row = await latestProposalAbout(db, causeKey)
  if (!row) return undefined
  const { id, number, label, status, closedAt } = parseProposal(row)
  const known = { id, number, label, status }
  if (openStatuses.some((open) => open === status)) return { outcome: 'already_open', ...known }
  if (closedAt === null || (status !== 'rejected' && status !== 'done')) return undefined
  const decision = await latestDecision(db, id)
  const quietDays =
    decision?.decision === 'monitor'
      ? Math.max(MONITOR_DAYS, context.settings.campaignCooldownDays)
      : context.settings.campaignCooldownDays
  const isQuiet = context.now.getTime() - closedAt.getTime() < quietDays * DAY
  return isQuiet ? { outcome: 'cooling_down', ...known } : undefined
}

/** Settings are checked when they are filed: what could not be applied is not put to anybody. */
async function draftToFile({ db, now }: FilingContext, draft: Draft): Promise<Draft> {
  return draft.kind === 'setting' ? settleDraft((await readSettings(db, now)).settings, draft) : draft
}

function checkFacts(input: ProposalInput): void {
  const known = new Set(input.facts.map(({ id }) => id))
  const missing = [input.title, input.reason, ...draftTexts(input.draft)]
    .flatMap(factIdsIn)
    .find((id) => !known.has(id))
  if (missing === undefined) return
  throw new UserError({
    code: 'invalid_input',
    message: 'A text of the proposal refers to a fact that no receipt backs.',
    field: 'facts',
    value: missing,
    fix: 'Refer to facts of tool results by their ids, as {{fact:R1042.key}}.',
  })
}

function receiptNumbers(facts: readonly Fact[]): number[] {
  return [...new Set(facts.map(({ receipt }) => Number(receipt.slice('R-'.length))))].filter(Number.isSafeInteger)
}

/**
 * The facts that the texts refer to, read back from their receipts: who files through the tool cannot make one up.
 * A fact that is personal text cannot be referred to, for the receipt does not keep it.
 */
async function factsOfTexts(db: VentureDb, texts: readonly string[]): Promise<Fact[]> {
  const facts = new Map<string, Fact>()
  for (const id of texts.flatMap(factIdsIn)) {
    const [, number, key] = /^R(\d{1,15})\.(.+)$/.exec(id) ?? []
    const row = number === undefined ? undefined : await receiptByNumber(db, Number(number))
    const kept = row && keptResult.parse(JSON.parse(row.result)).facts.find((each) => each.key === key)
    if (kept && !kept.text.startsWith('withheld:')) {
      const { key: _, ...known } = kept
      facts.set(id, { ...known, id, receipt: `R-${number}` })
    }
  }
  return [...facts.values()]
}

/** A customer that has enough going on is not written to once more; our own people may still be asked to do something. */
async function checkOverload(
  context: ToolContext,
  customer: { id: string; name: string },
  { kind }: Draft,
): Promise<void> {
  if (kind !== 'message' && kind !== 'offer') return
  const cases = await customerEdgeCases(context, customer.id)
  const overload = cases.find(({ edgeCase }) => edgeCase === 'intervention_overload')
  if (!overload) return
  throw new UserError({
    code: 'conflict',
    message: `${customer.name} has enough going on: ${overload.findings.join('; ')}.`,
    field: 'customer',
    value: customer.name,
    fix: 'Decide on what is open first, with crew approvals and crew tasks, or file a task or an escalation instead.',
  })
}

const text = (length: number) => z.string().trim().min(1).max(length)

export const fileProposalTool = defineTool({
  name: 'file_proposal',
  title: 'File a proposal',
  description:
    'Asks for an action: a message, a task, an offer, an escalation or a change of a setting. A person decides; nothing is carried out by filing. Write every number, date and name as {{fact:id}} of an earlier result. The same cause is asked once: while a proposal about it is open, or shortly after it was decided, that one comes back instead.',
  effect: 'propose',
  capability: 'propose',
  isCurated: true,
  hints: { isAdditive: true, isRepeatable: true },
  withheldFields: ['title', 'reason', 'subject', 'body', 'evidence'],
  input: z.object({
    customer: text(200).optional().meta({ description: 'id, external id or full name; absent when about a setting' }),
    cause: z
      .string()
      .regex(/^[a-z][a-z0-9_]{2,60}$/)
      .meta({ description: 'a code for why, such as inactive_users' }),
    title: text(200),
    reason: text(2_000),
    draft,
    addressedTo: z.enum(['success', 'chairman']).optional(),
  }),
  output: z.object({
    outcome: z.enum(['filed', 'already_open', 'cooling_down']),
    proposal: z.string(),
    id: z.string(),
    kind: z.enum(proposalKinds),
    status: z.enum(proposalStatuses),
  }),
  async run(input, context) {
    if (input.draft.kind !== 'setting' && input.customer === undefined) {
      throw new UserError({
        code: 'invalid_input',
        message: `A ${input.draft.kind} is about a customer, and none is named.`,
        field: 'customer',
        fix: 'Give its id, its external id or its full name.',
      })
    }
    const customer = input.customer === undefined ? null : await findCustomer(context, input.customer)
    if (customer) await checkOverload(context, customer, input.draft)
    const texts = [input.title, input.reason, ...draftTexts(input.draft)]
    const about = customer?.id ?? (input.draft.kind === 'setting' ? parametersOf(input.draft) : 'venture')
    const filed = await fileProposal(context, {
      customerId: customer?.id ?? null,
      cause: input.cause,
      causeKey: `${input.cause}:${about}`,
      title: input.title,
      reason: input.reason,
      draft: input.draft,
      facts: await factsOfTexts(context.db, texts),
      ...(input.addressedTo ? { addressedTo: input.addressedTo } : {}),
    })
    return {
      output: {
        outcome: filed.outcome,
        proposal: filed.label,
        id: filed.id,
        kind: input.draft.kind,
        status: filed.status,
      },
      facts: [
        factDraft(
          {
            key: 'proposal',
            metric: 'proposal',
            subject: { kind: 'proposal', id: filed.id, name: filed.label },
            period: null,
            value: filed.label,
            unit: 'text',
          },
          context.venture.currency,
        ),
      ],
      rowCount: 1,
    }
  },
})
