/**
 * Computes a receipt's result again from source rows: once as of what was known then, where it must come out equal, and
 * once from what is known now, where each difference is put down to the batch or settings that made it.
 *
 * Everything runs in one transaction that is rolled back, because usage roll-ups that no longer say what their events
 * say are rebuilt first: a roll-up would hide a usage event that was altered.
 */
import { settingsDocument } from '../../db/queries/receipts.ts'
import {
  type AlteredRow,
  type BatchRow,
  batchesBetween,
  rebuildUsage,
  usageDrift,
} from '../../db/queries/source-rows.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { forgetChurnShares } from '../churn/churn-shares.ts'
import type { Tool, ToolContext } from '../define-tool.ts'
import { forgetSources } from '../health/customer-records.ts'
import { computeTool } from '../run-tool.ts'
import { parseStoredSettings } from '../settings/settings.ts'
import { findAlteredRows } from './altered-rows.ts'
import { type FactChange, factChanges, type OutputChange, outputChanges } from './compare-results.ts'
import type { OpenReceipt } from './open-receipt.ts'
import { type KeptResult, keptResult, receiptContent } from './receipt-content.ts'

interface Difference {
  facts: FactChange[]
  /** What differs in the output beyond the facts; at most MOST_OUTPUT_CHANGES. */
  output: OutputChange[]
}

interface ReplayStep extends Difference {
  batches: BatchRow[]
  settings: { from: number; to: number } | null
}

export interface Replay {
  atReceipt: { isEqual: boolean; difference: Difference; alteredRows: AlteredRow[]; canTellRows: boolean }
  now: { isEqual: boolean; difference: Difference; steps: ReplayStep[] }
}

const MOST_OUTPUT_CHANGES = 20
/** Batches are walked one by one up to this many; beyond, neighbours share a step. */
const MOST_STEPS = 12

/** Needs the tool of the receipt, and a context at now. Throws what the tool throws. */
export async function replayReceipt(tool: Tool, receipt: OpenReceipt, context: ToolContext): Promise<Replay> {
  const then: ToolContext = {
    ...context,
    asOf: receipt.asOf,
    knownAt: receipt.knownAt,
    now: receipt.createdAt,
    settings: parseStoredSettings((await settingsDocument(context.db, receipt.settingsVersion)) ?? {}),
    settingsVersion: receipt.settingsVersion,
    fromFacts: true,
  }
  return rolledBack(context.db, async (db) => {
    const drift = await usageDrift(db, context.knownAt)
    // Traced before the rebuild, which stamps what it writes.
    const altered = await findAlteredRows(db, receipt.knownAt, drift)
    const customerIds = drift.map(({ customerId }) => customerId)
    if (customerIds.length > 0) await rebuildUsage(db, context.knownAt, customerIds)

    const compute = (at: Partial<ToolContext>) => computeKept(tool, receipt, { ...then, ...at, db })
    const before = await compute({})
    const difference = compare(receipt.content, before)
    const current = { settings: context.settings, settingsVersion: context.settingsVersion }
    const after = await compute({ ...current, knownAt: context.knownAt })
    return {
      atReceipt: { isEqual: isSame(difference), difference, alteredRows: altered.rows, canTellRows: altered.canTell },
      now: {
        isEqual: isSame(compare(receipt.content, after)),
        difference: compare(receipt.content, after),
        steps: isSame(compare(before, after)) ? [] : await walk(compute, then, { ...context, db }, before, after),
      },
    }
  })
}

/** Batch by batch from then to now, then the settings; only steps that changed something are kept. */
async function walk(
  compute: (at: Partial<ToolContext>) => Promise<KeptResult>,
  then: ToolContext,
  now: ToolContext,
  before: KeptResult,
  after: KeptResult,
): Promise<ReplayStep[]> {
  const steps: ReplayStep[] = []
  const batches = await batchesBetween(now.db, then.knownAt, now.knownAt)
  const perStep = Math.ceil(batches.length / MOST_STEPS)
  let previous = before
  for (let start = 0; start < batches.length; start += perStep) {
    const group = batches.slice(start, start + perStep)
    const result = await compute({ knownAt: group.at(-1)?.recordedAt ?? now.knownAt })
    steps.push({ batches: group, settings: null, ...compare(previous, result) })
    previous = result
  }
  const settings =
    then.settingsVersion === now.settingsVersion ? null : { from: then.settingsVersion, to: now.settingsVersion }
  steps.push({ batches: [], settings, ...compare(previous, after) })
  return steps.filter((step) => !isSame(step))
}

async function computeKept(tool: Tool, receipt: OpenReceipt, context: ToolContext): Promise<KeptResult> {
  const input = tool.input.parse(JSON.parse(receipt.arguments))
  // A replay computes from source rows, never from what this process remembers of them.
  forgetChurnShares()
  forgetSources()
  const { result } = await computeTool(tool, input, context)
  return keptResult.parse(JSON.parse(receiptContent(tool, result, context.ledgerKey).result))
}

function compare(before: KeptResult, after: KeptResult): Difference {
  return {
    facts: factChanges(before, after),
    output: outputChanges(before.output, after.output, MOST_OUTPUT_CHANGES),
  }
}

function isSame({ facts, output }: Difference): boolean {
  return facts.length === 0 && output.length === 0
}

async function rolledBack<T>(db: VentureDb, work: (db: VentureDb) => Promise<T>): Promise<T> {
  const rollback = new Error('rolled back on purpose')
  const outcome: { value?: T } = {}
  try {
    await db.transaction(async (tx) => {
      outcome.value = await work(tx)
      throw rollback
    })
  } catch (error) {
    if (error !== rollback) throw error
  }
  return outcome.value as T
}
