/** RETENTION-004: what follows when a component fails, check after check, until it works again. */
import { uuidv7 } from 'uuidv7'
import type { SystemCheckRow } from '../../db/queries/system.ts'
import {
  type ActionRow,
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
import { openTask } from '../tasks/open-task.ts'

const TRIGGER = 'retention_004'

/** Which iteration so many failures in a row are: 1 alerts, 2 tells EVA, 3 the Chairman. */
function systemIteration(failuresInRow: number, maxConsecutiveFailures: number): 1 | 2 | 3 {
  if (failuresInRow > maxConsecutiveFailures) return 3
  return failuresInRow === maxConsecutiveFailures ? 2 : 1
}

/**
 * Fires for components that fail, passes on those that go on failing, and ends those that work or are off, within the
 * caller's transaction. `facts` are those of `get_system_health` that the checks rest on.
 */
export async function fireOnSystem(
  context: ToolContext,
  checks: readonly SystemCheckRow[],
  facts: readonly Fact[],
): Promise<{ fired: number; advanced: number; ended: number }> {
  const { db, now, settings } = context
  const known = await latestFirings(db, { trigger: TRIGGER, subjects: null, since: now })
  const standing = new Map(known.filter(({ status }) => status !== 'ended').map((row) => [row.subject, row]))
  const working = checks.filter(({ state, component }) => state !== 'degraded' && standing.has(component))
  const ended = await endFirings(
    db,
    working.flatMap(({ component }) => {
      const firing = standing.get(component)
      return firing ? [{ id: firing.id, endedBy: 'all_healthy' }] : []
    }),
    now,
  )
  await resolveAlerts(
    context,
    ended.flatMap((id) => [id, `${TRIGGER}:${id}`]),
  )
  let [fired, advanced] = [0, 0]
  for (const check of checks.filter(({ state }) => state === 'degraded')) {
    const own = facts.filter(({ id }) => id.includes(`.${check.component}.`))
    const before = standing.get(check.component)
    const firing = before ?? (await fire(context, check, own))
    if (!firing) continue
    if (!before) fired++
    const wanted = systemIteration(check.failuresInRow, settings.maxConsecutiveFailures)
    for (let iteration = firing.iteration + 1; iteration <= wanted; iteration++) {
      if (await passOn(context, { ...firing, iteration: iteration - 1 }, check, own)) advanced++
    }
  }
  await appendLedgerRows(
    db,
    context.ledgerKey,
    ended.map((id) => ({
      event: 'trigger.ended',
      actor: context.actor,
      at: now,
      ids: { firingId: id },
      detail: { trigger: TRIGGER, endedBy: 'all_healthy' },
    })),
  )
  return { fired, advanced, ended: ended.length }
}

type Known = Pick<FiringRow, 'id' | 'iteration'>

async function fire(context: ToolContext, check: SystemCheckRow, facts: readonly Fact[]): Promise<Known | undefined> {
  const { db, now, asOf } = context
  const id = uuidv7()
  const { component, lagSeconds, attemptedCount, failedCount } = check
  const [inserted] = await insertFirings(db, [
    {
      id,
      trigger: TRIGGER,
      subject: component,
      causeKey: `${component}:${now.toISOString()}`,
      customerId: null,
      asOf,
      evidence: { component, lagSeconds, attempted: attemptedCount, failed: failedCount },
      facts,
      moneyAtStakeMinor: 0,
      nextAt: null,
      firedAt: now,
      endedBy: null,
    },
  ])
  if (!inserted) return undefined
  const alert = await raiseAlert(context, {
    kind: component === 'crm_sync' ? 'crm_sync_failed' : 'system_degraded',
    causeKey: id,
    customerId: null,
    title: `${spoken(component)} fails`,
    body: `${because(facts)} It is tried again at each check. See crew system.`,
    facts: facts.filter(({ id: of }) => of.endsWith('.reason')),
  })
  await note(context, [{ firingId: id, iteration: 1, kind: 'alert', reference: alert.label }])
  await note(context, [{ firingId: id, iteration: 1, kind: 'retry', reference: component }])
  await appendLedgerRows(db, context.ledgerKey, [
    {
      event: 'trigger.fired',
      actor: context.actor,
      at: now,
      ids: { firingId: id },
      detail: { number: inserted.number, trigger: TRIGGER, component },
    },
  ])
  return { id, iteration: 1 }
}

/** To EVA, and then to the Chairman, who has it from then on. */
async function passOn(context: ToolContext, firing: Known, check: SystemCheckRow, facts: readonly Fact[]) {
  const { db, now } = context
  const iteration = firing.iteration + 1
  const isLast = iteration === 3
  const isMine = await advanceFiring(db, firing.id, {
    from: firing.iteration,
    iteration,
    nextAt: null,
    status: isLast ? 'handed_over' : 'open',
  })
  if (!isMine) return false
  const name = spoken(check.component)
  if (isLast) {
    const notice = await raiseAlert(context, {
      kind: 'chairman_notice',
      causeKey: `${TRIGGER}:${firing.id}`,
      customerId: null,
      title: `${name} goes on failing`,
      body: `${because(facts)} Each check since found the same, and EVA was told. See crew system.`,
      facts: facts.filter(({ id }) => id.endsWith('.reason')),
    })
    await note(context, [{ firingId: firing.id, iteration, kind: 'notice', reference: notice.label }])
    return true
  }
  const task = await openTask(db, context, {
    proposalId: null,
    customerId: null,
    kind: 'check',
    title: `${name} failed at ${check.failuresInRow} checks in a row`,
    body: `${check.reason ?? ''}. Find out why with crew system and incidents.jsonl; the Chairman is told if it goes on.`,
    assignedTo: 'eva',
    dueAt: new Date(now.getTime() + context.settings.healthCheckMinutes * 60_000),
  })
  if (task) await note(context, [{ firingId: firing.id, iteration, kind: 'task', reference: task }])
  return true
}

function because(facts: readonly Fact[]): string {
  const reason = facts.find(({ id }) => id.endsWith('.reason'))
  return reason ? `Why: {{fact:${reason.id}}}.` : ''
}

async function note(context: ToolContext, actions: readonly Omit<ActionRow, 'doneAt'>[]): Promise<void> {
  await insertActions(
    context.db,
    actions.map((action) => ({ ...action, doneAt: context.now })),
  )
}

/** `crm_sync` as a sentence begins. */
function spoken(component: string): string {
  const words = component.replace('crm', 'CRM').replace('nps', 'NPS').replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
