/** RETENTION-002, RETENTION-003 and a falling NPS: one firing stands for the venture while the condition holds. */
import { uuidv7 } from 'uuidv7'
import { moveCursor, newestAnswersAt, readCursor } from '../../db/queries/crossings.ts'
import {
  advanceFiring,
  endFirings,
  type FiringRow,
  insertActions,
  insertFirings,
  latestFirings,
} from '../../db/queries/triggers.ts'
import { raiseAlert } from '../alerts/raise-alert.ts'
import { resolveAlerts } from '../alerts/resolve-alerts.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { fileProposal } from '../proposals/file-proposal.ts'
import { CHOICES } from './chairman-notice.ts'
import { conditionStep } from './condition-step.ts'
import { tellChairman } from './follow-up.ts'
import { DAY, type TriggerName, triggers } from './trigger-list.ts'
import {
  type Condition,
  npsCondition,
  npsFallCondition,
  type RetentionCondition,
  retentionCondition,
  topPains,
} from './venture-conditions.ts'

const VENTURE = 'venture'

type Done = { kind: 'alert' | 'task' | 'proposal' | 'notice'; reference: string }
export type ConditionOutcome = 'fired' | 'again' | 'handed_over' | 'ended' | 'nothing' | 'not_enough_data'

/** RETENTION-002, monthly: the reasons, an adjustment and its test as a proposal; a fall is told to team and Chairman. */
export async function fireOnRetention(context: ToolContext): Promise<ConditionOutcome> {
  const condition = await retentionCondition(context)
  const pains = await painsOf(context, condition)
  const month = context.now.toISOString().slice(0, 7)
  const [year = 0, number = 0] = month.split('-').map(Number)
  const nextAt = new Date(Date.UTC(year, number, 1))
  return step(context, 'retention_002', { condition, period: month, nextAt }, (inTransaction, firingId, iteration) =>
    adjustCampaigns(inTransaction, condition, pains, { firingId, iteration }),
  )
}

/** RETENTION-003: the Chairman at once, with what hurts and a plan. */
export async function fireOnNps(context: ToolContext): Promise<ConditionOutcome> {
  const condition = await npsCondition(context)
  const pains = await painsOf(context, condition)
  const plan =
    'The plan: answer every detractor in person, act on the first of these with the product, and ask again with a survey once it is done.'
  return step(context, 'retention_003', inWeek(context, condition), async (inTransaction, firingId) => {
    const texts = { title: 'NPS is negative', body: [condition.why, pains.text, plan].join('\n') }
    const facts = [...condition.facts, ...pains.facts]
    const about = { kind: 'nps_negative' as const, causeKey: firingId, customerId: null }
    const alert = await raiseAlert(inTransaction, { ...about, ...texts, facts })
    const proposal = await fileProposal(inTransaction, {
      customerId: null,
      cause: 'nps_negative',
      causeKey: `nps_negative:${firingId}`,
      title: texts.title,
      reason: condition.why,
      draft: { kind: 'escalation', title: texts.title, body: `${texts.body}\n${CHOICES}` },
      facts,
      addressedTo: 'chairman',
    })
    return [
      { kind: 'alert', reference: alert.label },
      { kind: 'proposal', reference: proposal.label },
    ]
  })
}

/** RETENTION-003 as answers come in: looks only when a batch since the last look brought some. */
export async function fireOnAnswers(context: ToolContext): Promise<ConditionOutcome> {
  const reader = 'answers'
  const fromSeq = await readCursor(context.db, reader)
  const newest = await newestAnswersAt(context.db, new Date(fromSeq))
  if (newest === undefined) return 'nothing'
  const outcome = await fireOnNps(context)
  await context.db.transaction((db) => moveCursor(db, reader, { fromSeq, toSeq: newest.getTime() }))
  return outcome
}

/** NPS down by more than ten points in thirty days: the Chairman is told. */
export async function fireOnNpsFall(context: ToolContext): Promise<ConditionOutcome> {
  const condition = await npsFallCondition(context)
  return step(context, 'nps_drop', inWeek(context, condition), (inTransaction, firingId) =>
    tellChairman(
      inTransaction,
      {
        title: 'NPS fell',
        body: `${condition.why} All campaigns pause once there are any; until then, what waits to be sent is decided one by one.\n${CHOICES}`,
        facts: condition.facts,
        moneyAtStakeMinor: 0,
      },
      { customerId: null, cause: 'nps_drop', causeKey: `nps_drop:${firingId}`, reason: condition.why },
    ),
  )
}

function inWeek({ now, asOf }: ToolContext, condition: Condition) {
  return { condition, period: asOf, nextAt: new Date(now.getTime() + 7 * DAY) }
}

async function painsOf(context: ToolContext, condition: Condition): Promise<{ text: string; facts: Fact[] }> {
  return condition.holds ? topPains(context) : { text: '', facts: [] }
}

async function adjustCampaigns(
  context: ToolContext,
  condition: RetentionCondition,
  pains: { text: string; facts: Fact[] },
  { firingId, iteration }: { firingId: string; iteration: number },
): Promise<Done[]> {
  const facts = [...condition.facts, ...pains.facts]
  const proposal = await fileProposal(context, {
    customerId: null,
    cause: 'retention_low',
    causeKey: 'retention_low:venture',
    title: 'Adjust what new customers get, and test it',
    reason: condition.why,
    draft: {
      kind: 'task',
      title: 'Adjust what new customers get in their first month, and test it',
      body: `${condition.why} ${pains.text} Choose one change to how new customers are helped, give it to one of two groups chosen by lot, and compare their retention. Report what is the product's to the product team.`,
      dueInDays: 14,
    },
    facts,
  })
  const done: Done[] = [{ kind: 'proposal', reference: proposal.label }]
  if (!condition.isFalling || iteration > 1) return done
  const texts = { title: 'Retention fell', body: `${condition.why} ${pains.text}`, facts }
  const alert = await raiseAlert(context, { kind: 'retention_down', causeKey: firingId, customerId: null, ...texts })
  const notice = await raiseAlert(context, {
    kind: 'chairman_notice',
    causeKey: `retention_002:${firingId}`,
    customerId: null,
    ...texts,
  })
  return [...done, { kind: 'alert', reference: alert.label }, { kind: 'notice', reference: notice.label }]
}

async function step(
  context: ToolContext,
  trigger: TriggerName,
  look: { condition: Condition; period: string; nextAt: Date },
  act: (context: ToolContext, firingId: string, iteration: number) => Promise<Done[]>,
): Promise<ConditionOutcome> {
  const { condition, nextAt } = look
  if (condition.holds === null) return 'not_enough_data'
  const { now } = context
  const { iterations } = triggers[trigger]
  return context.db.transaction(async (db): Promise<ConditionOutcome> => {
    const mine = { ...context, db }
    const [latest] = await latestFirings(db, { trigger, subjects: [VENTURE], since: now })
    const standing = latest && latest.status !== 'ended' ? latest : undefined
    switch (conditionStep(standing, condition.holds, { now, iterations })) {
      case 'fire': {
        const id = uuidv7()
        const firing = { id, trigger, subject: VENTURE, customerId: null, asOf: context.asOf, moneyAtStakeMinor: 0 }
        const { evidence, facts } = condition
        // The moment is part of the cause: what held, ended and holds again is another one.
        const causeKey = `${VENTURE}:${look.period}:${now.toISOString()}`
        const inserted = await insertFirings(db, [
          { ...firing, causeKey, evidence, facts, nextAt, firedAt: now, endedBy: null },
        ])
        // Another worker fired it meanwhile.
        if (inserted.length === 0) return 'nothing'
        await note(mine, { id, iteration: 1, trigger }, await act(mine, id, 1), 'trigger.fired')
        return 'fired'
      }
      case 'again': {
        if (!standing) return 'nothing'
        const iteration = standing.iteration + 1
        const { evidence, facts } = condition
        const to = { from: standing.iteration, iteration, nextAt, status: 'open' as const, evidence, facts }
        if (!(await advanceFiring(db, standing.id, to))) return 'nothing'
        await note(mine, { ...standing, iteration }, await act(mine, standing.id, iteration), 'trigger.advanced')
        return 'again'
      }
      case 'hand_over': {
        if (!standing) return 'nothing'
        const { iteration } = standing
        const to = { from: iteration, iteration, nextAt: null, status: 'handed_over' as const }
        if (!(await advanceFiring(db, standing.id, to))) return 'nothing'
        await note(mine, standing, [], 'trigger.handed_over')
        return 'handed_over'
      }
      case 'end': {
        if (!standing) return 'nothing'
        await endFirings(db, [{ id: standing.id, endedBy: 'recovered' }], now)
        await resolveAlerts(mine, [standing.id, `${trigger}:${standing.id}`])
        await note(mine, standing, [], 'trigger.ended')
        return 'ended'
      }
      case 'nothing':
        return 'nothing'
    }
  })
}

async function note(
  { db, ledgerKey, actor, now }: ToolContext,
  firing: Pick<FiringRow, 'id' | 'iteration' | 'trigger'>,
  done: readonly Done[],
  event: string,
): Promise<void> {
  const { id, iteration, trigger } = firing
  await insertActions(
    db,
    done.map((each) => ({ ...each, firingId: id, iteration, doneAt: now })),
  )
  await appendLedgerRows(db, ledgerKey, [
    { event, actor, at: now, ids: { firingId: id }, detail: { trigger, iteration } },
  ])
}
