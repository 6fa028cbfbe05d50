/** RETENTION-001 as it happens: reads the crossings since it last looked, and acts on each once. */
import { uuidv7 } from 'uuidv7'
import { alertOwners } from '../../db/queries/alerts.ts'
import { type CrossingRow, crossingsAfter, moveCursor, readCursor } from '../../db/queries/crossings.ts'
import { endFirings, insertActions, insertFirings, latestFirings, reopenFirings } from '../../db/queries/triggers.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { type AlertInput, raiseAlerts } from '../alerts/raise-alert.ts'
import type { ToolContext } from '../define-tool.ts'
import type { Fact } from '../facts.ts'
import { appendLedgerRows } from '../ledger/append-ledger.ts'
import { runTool } from '../run-tool.ts'
import { openTask } from '../tasks/open-task.ts'
import { type FoldedCrossings, foldCrossings } from './fold-crossings.ts'
import { listScoreCrossings } from './list-score-crossings.ts'
import { CRITICAL_PROGRAM_DAYS, DAY, HOUR } from './trigger-list.ts'
import { fileWinBacks } from './win-back.ts'

const READER = 'triggers'
const TRIGGER = 'retention_001'
/** Crossings a transaction; a first refresh of a large venture has more, and is read on. */
const PAGE = 2_000
/** Customers whose figures are stated with a receipt; a storm has more, and its alerts name the largest accounts. */
const STATED = 200
/** Calls that a team can hold beside its day; of a storm the largest accounts get one, the others stand in the alerts. */
export const CALL_CAPACITY = 25

export interface FiredOnCrossings {
  crossings: number
  fired: number
  reopened: number
  ended: number
  alerts: number
  tasks: number
}

type Crossed = Awaited<ReturnType<typeof runTool<typeof listScoreCrossings.input, typeof listScoreCrossings.output>>>
type Line = Crossed['output']['crossings'][number] & { facts: Fact[] }

/**
 * Fires for every customer that became critical since the last call, in order, ends what recovered or left, and returns
 * how much there was. Any number of workers may call it at once: of a crossing one acts, and a crash repeats nothing.
 */
export async function fireOnCrossings(context: ToolContext): Promise<FiredOnCrossings> {
  const sum: FiredOnCrossings = { crossings: 0, fired: 0, reopened: 0, ended: 0, alerts: 0, tasks: 0 }
  for (;;) {
    const fromSeq = await readCursor(context.db, READER)
    const crossings = await crossingsAfter(context.db, fromSeq, PAGE)
    const toSeq = crossings.at(-1)?.seq
    if (toSeq === undefined) return sum
    // The receipt is written before the transaction: what refers to it must find it.
    const lines = await statedLines(context, crossings, { afterSeq: fromSeq, untilSeq: toSeq })
    const done = await context.db.transaction((db) =>
      firePage({ ...context, db }, crossings, lines, { fromSeq, toSeq, calls: CALL_CAPACITY - sum.tasks }),
    )
    // Another worker was faster; it looks again at what is left.
    if (!done) continue
    for (const key of Object.keys(sum) as (keyof FiredOnCrossings)[]) sum[key] += done[key]
  }
}

async function statedLines(
  context: ToolContext,
  crossings: readonly CrossingRow[],
  range: { afterSeq: number; untilSeq: number },
): Promise<Map<number, Line>> {
  if (!crossings.some(({ toStatus }) => toStatus === 'critical')) return new Map()
  const { output, facts } = await runTool(listScoreCrossings, { ...range, limit: STATED }, context)
  const bySeq = new Map<string, Fact[]>()
  for (const fact of facts) {
    const seq = /\.c(\d+)\.\w+$/.exec(fact.id)?.[1]
    if (seq !== undefined) bySeq.set(seq, [...(bySeq.get(seq) ?? []), fact])
  }
  return new Map(output.crossings.map((line) => [line.seq, { ...line, facts: bySeq.get(String(line.seq)) ?? [] }]))
}

async function firePage(
  context: ToolContext,
  crossings: readonly CrossingRow[],
  lines: ReadonlyMap<number, Line>,
  move: { fromSeq: number; toSeq: number; calls: number },
): Promise<FiredOnCrossings | undefined> {
  const { db, now } = context
  if (!(await moveCursor(db, READER, move))) return undefined
  const subjects = [...new Set(crossings.map(({ customerId }) => customerId))]
  const since = new Date(now.getTime() - CRITICAL_PROGRAM_DAYS * DAY)
  const known = (await latestFirings(db, { trigger: TRIGGER, subjects, since })).flatMap((firing) =>
    firing.customerId === null ? [] : [{ ...firing, customerId: firing.customerId }],
  )
  const folded = foldCrossings(crossings, known, { now, cooldownDays: CRITICAL_PROGRAM_DAYS })
  const nextAt = new Date(now.getTime() + context.settings.chairmanEscalationHours * HOUR)
  const begun = await begin(context, folded, lines, { nextAt, calls: move.calls })
  await reopenFirings(db, folded.reopen, nextAt)
  const endedIds = new Set(await endFirings(db, folded.end, now))
  const money = new Map(known.map(({ id, moneyAtStakeMinor }) => [id, moneyAtStakeMinor]))
  const left = folded.winBack.filter(({ id }) => endedIds.has(id))
  await fileWinBacks(
    context,
    left.map((each) => ({ ...each, moneyAtStakeMinor: money.get(each.id) ?? 0 })),
  )
  await noteInLedger(context, begun.fired, [...endedIds])
  const { fired, alerts, tasks } = begun
  const counts = { crossings: crossings.length, reopened: folded.reopen.length, ended: endedIds.size }
  return { ...counts, fired: fired.length, alerts, tasks }
}

interface Begun {
  fired: { id: string; number: number; customerId: string }[]
  alerts: number
  tasks: number
}

async function begin(
  context: ToolContext,
  { begin: beginning }: FoldedCrossings<CrossingRow>,
  lines: ReadonlyMap<number, Line>,
  { nextAt, calls }: { nextAt: Date; calls: number },
): Promise<Begun> {
  const { db, now } = context
  const planned = beginning.map(({ crossing, endedBy }) => ({
    id: uuidv7(),
    crossing,
    endedBy,
    line: lines.get(crossing.seq),
  }))
  const inserted = await insertFirings(
    db,
    planned.map(({ id, crossing, endedBy, line }) => ({
      id,
      trigger: TRIGGER,
      subject: crossing.customerId,
      causeKey: `${crossing.customerId}:${crossing.seq}`,
      customerId: crossing.customerId,
      asOf: crossing.asOf,
      evidence: {
        crossing: crossing.seq,
        fromStatus: crossing.fromStatus,
        fromScore: crossing.fromScore,
        toScore: crossing.toScore,
      },
      facts: line?.facts ?? [],
      moneyAtStakeMinor: line?.arrMinor ?? 0,
      nextAt,
      firedAt: now,
      endedBy,
    })),
  )
  const numbers = new Map(inserted.map(({ id, number }) => [id, number]))
  const fired = planned
    .flatMap((each) => {
      const number = numbers.get(each.id)
      return number === undefined ? [] : [{ ...each, number, customerId: each.crossing.customerId }]
    })
    .sort((one, other) => (other.line?.arrMinor ?? 0) - (one.line?.arrMinor ?? 0))
  const acting = fired.filter(({ endedBy }) => endedBy === null)
  const raised = await raiseAlerts(
    context,
    acting.map(({ id, crossing, line }) => criticalAlert(id, crossing, line)),
  )
  const alerts = acting.map(({ id }, index) => ({ firingId: id, kind: 'alert', reference: raised[index]?.label ?? '' }))
  const tasks: { firingId: string; kind: string; reference: string }[] = []
  for (const { id, crossing, line } of acting.slice(0, calls)) {
    const reference = await openCall(context, crossing.customerId, line)
    if (reference !== undefined) tasks.push({ firingId: id, kind: 'task', reference })
  }
  await insertActions(
    db,
    [...alerts, ...tasks].map((action) => ({ ...action, iteration: 1, doneAt: now })),
  )
  return { fired, alerts: alerts.length, tasks: tasks.length }
}

function criticalAlert(firingId: string, crossing: CrossingRow, line: Line | undefined): AlertInput {
  const fact = (key: string) => line?.facts.find(({ id }) => id.endsWith(`.${key}`))
  const refer = (key: string, otherwise: string) => {
    const found = fact(key)
    return found ? `{{fact:${found.id}}}` : otherwise
  }
  const name = refer('name', 'A customer')
  const score = line && line.toScore !== null ? ` of ${refer('to_score', '')}` : ''
  const fell =
    crossing.fromScore === null || !line
      ? `Its health score${score} is below the critical threshold${crossing.fromScore === null ? ' the first time it is scored' : ''}.`
      : `Its health score fell from ${refer('from_score', '')} to ${refer('to_score', '')}.`
  const money = line ? ` It pays ${refer('arr', '')} a year.` : ''
  return {
    kind: 'critical_customer',
    causeKey: firingId,
    customerId: crossing.customerId,
    title: `${name} is critical`,
    body: `${fell}${money} Call its account within the time for critical customers; without an answer the Chairman decides.`,
    facts: line?.facts ?? [],
    moneyAtStakeMinor: line?.arrMinor ?? 0,
  }
}

/** The critical playbook's first step, until programs exist: a call by the owner. */
async function openCall(context: ToolContext, customerId: string, line: Line | undefined): Promise<string | undefined> {
  const { db, now, settings } = context
  const name = line?.customer.name ?? 'the account'
  return openTask(db, context, {
    proposalId: null,
    customerId,
    kind: 'call',
    title: `Call ${name}: it is critical`,
    body: `Ask what stands in the way, and agree on a next step. See crew customer ${line?.customer.externalId ?? customerId} for what troubles them. The critical program takes this over once programs exist.`,
    assignedTo: await ownerOf(db, customerId),
    dueAt: new Date(now.getTime() + settings.criticalResponseHours * HOUR),
  })
}

async function ownerOf(db: VentureDb, customerId: string): Promise<string | null> {
  return (await alertOwners(db, [customerId]))[0]?.ownerEmail ?? null
}

async function noteInLedger(
  context: ToolContext,
  fired: readonly { id: string; number: number; customerId: string }[],
  endedIds: readonly string[],
): Promise<void> {
  const { db, ledgerKey, actor, now } = context
  await appendLedgerRows(db, ledgerKey, [
    ...fired.map(({ id, number, customerId }) => ({
      event: 'trigger.fired',
      actor,
      at: now,
      ids: { firingId: id, customerId },
      detail: { number, trigger: TRIGGER },
    })),
    ...endedIds.map((id) => ({
      event: 'trigger.ended',
      actor,
      at: now,
      ids: { firingId: id },
      detail: { trigger: TRIGGER },
    })),
  ])
}
