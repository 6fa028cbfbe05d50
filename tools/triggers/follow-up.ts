/** RETENTION-001 after the alert: ends what recovered, answered or left; asks the Chairman about what did not. */
import { uuidv7 } from 'uuidv7'
import { advanceFiring, type DueFiringRow, dueFirings, endFirings, insertActions } from '../../db/queries/triggers.ts'
import { raiseAlert } from '../alerts/raise-alert.ts'
import type { ToolContext } from '../define-tool.ts'
import { appendLedgerRows, type LedgerEntry } from '../ledger/append-ledger.ts'
import { fileProposal } from '../proposals/file-proposal.ts'
import { customerNotice, type Notice } from './chairman-notice.ts'
import { type Ending, HOUR } from './trigger-list.ts'
import { fileWinBacks } from './win-back.ts'

const TRIGGER = 'retention_001'
const PAGE = 200
/** Customers that the Chairman is asked about at once, the most money first; the rest wait for the next look. */
export const NOTICE_CAPACITY = 10

export interface FollowedUp {
  looked: number
  ended: number
  /** Unanswered, and now with the Chairman. */
  noticed: number
  /** Unanswered beyond what the Chairman can be asked at once. */
  waiting: number
}

export type FollowUpStep = { do: 'end'; endedBy: Ending } | { do: 'notice' }

/** What follows for a firing whose time has come. A better status, leaving and an answer end it, in this order. */
export function followUpStep(firing: {
  iteration: number
  currentStatus: string | null
  responded: string | null
}): FollowUpStep {
  if (firing.currentStatus === 'healthy' || firing.currentStatus === 'at_risk')
    return { do: 'end', endedBy: 'recovered' }
  if (firing.currentStatus === 'churned') return { do: 'end', endedBy: 'churned' }
  if (firing.responded !== null) return { do: 'end', endedBy: 'responded' }
  return firing.iteration === 1 ? { do: 'notice' } : { do: 'end', endedBy: 'iterations' }
}

/** Looks at every firing that is due. Safe with several workers: each step is taken by the one whose update finds it. */
export async function followUp(context: ToolContext): Promise<FollowedUp> {
  // One run, so that what the notices share is read once.
  const reading = { ...context, runId: context.runId ?? uuidv7() }
  const sum: FollowedUp = { looked: 0, ended: 0, noticed: 0, waiting: 0 }
  for (;;) {
    const due = await dueFirings(context.db, { trigger: TRIGGER, now: context.now, limit: PAGE + sum.waiting })
    const ending: { firing: DueFiringRow; endedBy: Ending }[] = []
    const unanswered: DueFiringRow[] = []
    for (const firing of due) {
      const step = followUpStep(firing)
      if (step.do === 'end') ending.push({ firing, endedBy: step.endedBy })
      else unanswered.push(firing)
    }
    const ended = await endAll(context, ending)
    let noticed = 0
    for (const firing of unanswered.slice(0, NOTICE_CAPACITY - sum.noticed)) {
      if (await askChairman(context, reading, firing)) noticed++
    }
    sum.looked += due.length - sum.waiting
    sum.ended += ended
    sum.noticed += noticed
    sum.waiting = Math.max(0, unanswered.length - noticed)
    if (due.length < PAGE || ended + noticed === 0) return sum
  }
}

async function endAll(
  context: ToolContext,
  ending: readonly { firing: DueFiringRow; endedBy: Ending }[],
): Promise<number> {
  if (ending.length === 0) return 0
  return context.db.transaction(async (db) => {
    const firings = ending.map(({ firing, endedBy }) => ({ id: firing.id, endedBy }))
    const ended = new Set(await endFirings(db, firings, context.now))
    const done = ending.filter(({ firing }) => ended.has(firing.id))
    const left = done.flatMap(({ firing: { id, customerId, moneyAtStakeMinor }, endedBy }) =>
      endedBy === 'churned' && customerId !== null ? [{ id, customerId, moneyAtStakeMinor }] : [],
    )
    await fileWinBacks({ ...context, db }, left)
    await appendLedgerRows(
      db,
      context.ledgerKey,
      done.map(({ firing, endedBy }) => noted(context, firing, 'trigger.ended', { endedBy })),
    )
    return done.length
  })
}

/** The second iteration: a proposal that only the Chairman decides, and an alert that says so. */
async function askChairman(context: ToolContext, reading: ToolContext, firing: DueFiringRow): Promise<boolean> {
  const { customerId } = firing
  if (customerId === null) return false
  const notice = await customerNotice(reading, {
    customerId,
    what: 'is critical and did not respond',
    tried: 'an alert to the team and a call by its owner; no call was held, and nobody there answered.',
  })
  const { settings, now } = context
  return context.db.transaction(async (db) => {
    const isMine = await advanceFiring(db, firing.id, {
      from: firing.iteration,
      iteration: firing.iteration + 1,
      nextAt: new Date(now.getTime() + settings.chairmanEscalationHours * HOUR),
      status: 'open',
      facts: notice.facts,
    })
    if (!isMine) return false
    const iteration = firing.iteration + 1
    const references = await tellChairman({ ...context, db }, notice, {
      customerId,
      cause: 'critical_unanswered',
      causeKey: `${TRIGGER}:${firing.id}`,
      reason: 'A critical customer did not respond in the time until the Chairman is asked.',
    })
    await insertActions(
      db,
      references.map((each) => ({ firingId: firing.id, iteration, doneAt: now, ...each })),
    )
    await appendLedgerRows(db, context.ledgerKey, [noted(context, firing, 'trigger.advanced', { iteration })])
    return true
  })
}

/** Files the escalation and raises the notice, within the caller's transaction. */
export async function tellChairman(
  context: ToolContext,
  notice: Notice,
  about: { customerId: string | null; cause: string; causeKey: string; reason: string },
): Promise<{ kind: 'proposal' | 'notice'; reference: string }[]> {
  const { title, body, facts, moneyAtStakeMinor } = notice
  const proposal = await fileProposal(context, {
    customerId: about.customerId,
    cause: about.cause,
    causeKey: about.causeKey,
    title,
    reason: about.reason,
    draft: { kind: 'escalation', title, body },
    facts,
    moneyAtStakeMinor,
    addressedTo: 'chairman',
  })
  const alert = await raiseAlert(context, {
    kind: 'chairman_notice',
    causeKey: about.causeKey,
    customerId: about.customerId,
    title,
    body,
    facts,
    moneyAtStakeMinor,
  })
  return [
    { kind: 'proposal', reference: proposal.label },
    { kind: 'notice', reference: alert.label },
  ]
}

function noted(
  { actor, now }: ToolContext,
  firing: { id: string; number: number; trigger: string; customerId: string | null },
  event: string,
  detail: Record<string, string | number>,
): LedgerEntry {
  return {
    event,
    actor,
    at: now,
    ids: { firingId: firing.id, ...(firing.customerId ? { customerId: firing.customerId } : {}) },
    detail: { number: firing.number, trigger: firing.trigger, ...detail },
  }
}
