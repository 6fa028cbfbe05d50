/** What is looked at daily, customer by customer: reviews, and strategic accounts predicted to churn. */
import { uuidv7 } from 'uuidv7'
import { alertOwners } from '../../db/queries/alerts.ts'
import { customersWithFirings, openEscalations, settledFirings, strategicChurn } from '../../db/queries/reviews.ts'
import { endFirings, insertActions, insertFirings, latestFirings } from '../../db/queries/triggers.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { currencyExponent } from '../format.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { proposalLabel } from '../proposals/proposal.ts'
import { runTool } from '../run-tool.ts'
import { openTask } from '../tasks/open-task.ts'
import { customerNotice } from './chairman-notice.ts'
import { NOTICE_CAPACITY, tellChairman } from './follow-up.ts'
import { listReviewsDue } from './list-reviews-due.ts'
import { DAY, type Ending, type TriggerName, triggers } from './trigger-list.ts'

/** Reviews that a team can begin in a day; more wait for the next, the largest accounts first. */
export const REVIEW_CAPACITY = 25
const REVIEW_DAYS = 7
const LISTED = 500

export interface FiredOnCustomers {
  fired: number
  ended: number
  /** Beyond what can be begun at once; the next look goes on. */
  waiting: number
}

const reviewTriggers = ['score_drop_review', 'engagement_review', 'ticket_review'] as const
const triggerOf = {
  score_drop: 'score_drop_review',
  engagement_fall: 'engagement_review',
  escalated_tickets: 'ticket_review',
} as const satisfies Record<string, TriggerName>

/**
 * Opens a review for each customer that asks for one, unless one stands, was begun within the trigger's cooldown, or the
 * customer is critical and has RETENTION-001's attention. Several causes of one customer are one review.
 */
export async function fireReviews(context: ToolContext): Promise<FiredOnCustomers> {
  const ended = await settle(context, reviewTriggers)
  const { output, facts } = await runTool(listReviewsDue, { limit: LISTED }, context)
  const ids = [...new Set(output.reviews.map(({ customer }) => customer.id))]
  const busy = new Set(await customersWithFirings(context.db, [...reviewTriggers, 'retention_001'], ids))
  const recent = new Set<string>()
  for (const trigger of reviewTriggers) {
    const since = new Date(context.now.getTime() - triggers[trigger].cooldownDays * DAY)
    for (const { subject, firedAt } of await latestFirings(context.db, { trigger, subjects: ids, since })) {
      recent.add(`${trigger}:${subject}`)
      // Whoever reviewed a customer this week saw its other causes too.
      if (context.now.getTime() - firedAt.getTime() < REVIEW_DAYS * DAY) busy.add(subject)
    }
  }
  const due = output.reviews.flatMap((review, index) => {
    const trigger = triggerOf[review.cause]
    if (busy.has(review.customer.id) || recent.has(`${trigger}:${review.customer.id}`)) return []
    busy.add(review.customer.id)
    return [{ ...review, trigger, facts: facts.filter(({ id }) => id.includes(`.r${index + 1}.`)) }]
  })
  const begun = due.slice(0, REVIEW_CAPACITY)
  const owners = new Map(
    (
      await alertOwners(
        context.db,
        begun.map(({ customer }) => customer.id),
      )
    ).map((row) => [row.customerId, row.ownerEmail]),
  )
  let fired = 0
  for (const review of begun) {
    if (await beginReview(context, review, owners.get(review.customer.id) ?? null)) fired++
  }
  return { fired, ended, waiting: due.length - begun.length + Math.max(0, output.total - LISTED) }
}

interface Review {
  trigger: TriggerName
  customer: { id: string; externalId: string; name: string }
  cause: keyof typeof triggerOf
  before: number | null
  now: number
  days: number
  arrMinor: number
  facts: Fact[]
}

const causeWords: Record<Review['cause'], (review: Review) => string> = {
  score_drop: ({ before, now, days }) => `The health score fell from ${before} to ${now} within ${days} days.`,
  engagement_fall: ({ before, now, days }) => `Engagement fell from ${before} to ${now} points within ${days} days.`,
  escalated_tickets: ({ now, days }) => `${now} tickets were escalated within ${days} days.`,
}

async function beginReview(context: ToolContext, review: Review, owner: string | null): Promise<boolean> {
  const { now } = context
  const { customer, trigger, cause } = review
  return context.db.transaction(async (db) => {
    const id = await fireOne({ ...context, db }, trigger, {
      customerId: customer.id,
      evidence: { cause, before: review.before, now: review.now, days: review.days },
      facts: review.facts,
      moneyAtStakeMinor: review.arrMinor,
    })
    if (id === undefined) return false
    const reference = await openTask(db, context, {
      proposalId: null,
      customerId: customer.id,
      kind: 'check',
      title: `Review ${customer.name}`,
      body: `${causeWords[cause](review)} See crew why ${customer.externalId} for what moved, and say what should follow. The at-risk program takes this over once programs exist.`,
      assignedTo: owner,
      dueAt: new Date(now.getTime() + REVIEW_DAYS * DAY),
    })
    await insertActions(
      db,
      reference === undefined ? [] : [{ firingId: id, iteration: 1, kind: 'task', reference, doneAt: now }],
    )
    return true
  })
}

/** Asks the Chairman about strategic accounts predicted to churn; one about whom the Chairman is asked already gets no second proposal. */
export async function fireStrategicChurn(context: ToolContext): Promise<FiredOnCustomers> {
  const { db, settings, venture, now, asOf, knownAt } = context
  const trigger = 'high_value_churn'
  const arrMinor = Math.round(settings.highValueArr * 10 ** currencyExponent(venture.currency))
  const accounts = await strategicChurn(db, { asOf, knownAt, arrMinor, probability: settings.highRisk })
  let ended = await settle(context, [trigger])
  const cooldown = new Date(now.getTime() - triggers[trigger].cooldownDays * DAY)
  const known = await latestFirings(db, { trigger, subjects: null, since: cooldown })
  const predicted = new Set(accounts.map(({ customerId }) => customerId))
  const better = known.filter(({ status, subject }) => status !== 'ended' && !predicted.has(subject))
  ended += (
    await endFirings(
      db,
      better.map(({ id }) => ({ id, endedBy: 'recovered' })),
      now,
    )
  ).length
  const seen = new Set(known.map(({ subject }) => subject))
  const due = accounts.filter(({ customerId }) => !seen.has(customerId))
  const asked = new Map(
    (
      await openEscalations(
        db,
        due.map(({ customerId }) => customerId),
      )
    ).map((row) => [row.customerId, row.number]),
  )
  const reading = { ...context, runId: context.runId ?? uuidv7() }
  let fired = 0
  for (const account of due.slice(0, NOTICE_CAPACITY)) {
    const { customerId, churnProbability } = account
    const notice = await customerNotice(reading, {
      customerId,
      what: 'is strategic and predicted to churn',
      tried: 'what its open proposals and tasks say; see crew approvals.',
    })
    const isFired = await db.transaction(async (tx) => {
      const mine = { ...context, db: tx }
      const id = await fireOne(mine, trigger, {
        customerId,
        evidence: { churnProbability, arrMinor: account.arrMinor },
        facts: notice.facts,
        moneyAtStakeMinor: Math.round(account.arrMinor * churnProbability),
      })
      if (id === undefined) return false
      const open = asked.get(customerId)
      const about = {
        customerId,
        cause: 'strategic_churn',
        causeKey: `${trigger}:${id}`,
        reason: 'A strategic account has a high churn probability.',
      }
      const done =
        open === undefined
          ? await tellChairman(mine, notice, about)
          : [{ kind: 'proposal', reference: proposalLabel(open) }]
      await insertActions(
        tx,
        done.map((each) => ({ ...each, firingId: id, iteration: 1, doneAt: now })),
      )
      return true
    })
    if (isFired) fired++
  }
  return { fired, ended, waiting: Math.max(0, due.length - NOTICE_CAPACITY) }
}

async function fireOne(
  context: ToolContext,
  trigger: TriggerName,
  of: {
    customerId: string
    evidence: Record<string, number | string | null>
    facts: Fact[]
    moneyAtStakeMinor: number
  },
): Promise<string | undefined> {
  const { db, asOf, now, ledgerKey, actor } = context
  const id = uuidv7()
  const [inserted] = await insertFirings(db, [
    {
      ...of,
      id,
      trigger,
      subject: of.customerId,
      causeKey: `${of.customerId}:${now.toISOString()}`,
      asOf,
      nextAt: null,
      firedAt: now,
      endedBy: null,
    },
  ])
  if (!inserted) return undefined
  await appendLedgerRows(db, ledgerKey, [
    {
      event: 'trigger.fired',
      actor,
      at: now,
      ids: { firingId: id, customerId: of.customerId },
      detail: { number: inserted.number, trigger },
    },
  ])
  return id
}

/** Ends those whose task is closed, that the Chairman decided on, or whose customer left. */
async function settle(context: ToolContext, of: readonly TriggerName[]): Promise<number> {
  const endings = { task: 'reviewed', proposal: 'chairman', churned: 'churned' } as const satisfies Record<
    string,
    Ending
  >
  const settled = await settledFirings(context.db, of)
  const ended = await endFirings(
    context.db,
    settled.map(({ id, how }) => ({ id, endedBy: endings[how] })),
    context.now,
  )
  return ended.length
}
