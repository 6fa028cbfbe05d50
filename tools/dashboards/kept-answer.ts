/**
 * A tool's answer out of its receipt: what was computed for the same day, from the same data and by the same settings
 * need not be computed again. A venture too large to compute while somebody waits takes the newest of that day or the day
 * before, which a job keeps, and says of when it is.
 */
import type { z } from 'zod'
import { newestReceiptOf } from '../../db/queries/receipts.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { Tool, ToolAnswer, ToolContext } from '../define-tool.ts'
import { checkCaller } from '../may-call.ts'
import { plusDays } from '../metrics/period.ts'
import { keptResult, sha256 } from '../receipts/receipt-content.ts'
import { runTool } from '../run-tool.ts'
import { parseToolInput } from '../tool-input.ts'

/** Of which day and state of knowledge an answer is. */
interface AnswerTime {
  asOf: string
  knownAt: string
  /** True when it is of the day asked about and of all that is known. */
  isCurrent: boolean
}

export type TimedAnswer<Output> = ToolAnswer<Output> & { time: AnswerTime }

/** Whether an older answer will do: `no`, or one of `daysBack` days before at most. */
export type Patience = { daysBack: number } | 'no'

/** A kept answer where one will do, else a new one with its receipt. Throws what `runTool` throws. */
export async function keptAnswer<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  rawInput: unknown,
  context: ToolContext,
  patience: Patience,
): Promise<TimedAnswer<z.output<Output>>> {
  checkCaller(tool, context.actor)
  return (await findKept(tool, rawInput, context, patience)) ?? (await computeNow(tool, rawInput, context))
}

async function computeNow<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  rawInput: unknown,
  context: ToolContext,
): Promise<TimedAnswer<z.output<Output>>> {
  const answer = await runTool(tool, rawInput, context)
  return { ...answer, time: { asOf: context.asOf, knownAt: context.knownAt.toISOString(), isCurrent: true } }
}

/** Only of tools whose result depends on day, data and settings alone and whose receipt keeps all of it. */
async function findKept<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  rawInput: unknown,
  { db, asOf, knownAt, settingsVersion, fromFacts }: ToolContext,
  patience: Patience,
): Promise<TimedAnswer<z.output<Output>> | undefined> {
  const isKept = tool.effect === 'read' && tool.replayable !== false
  if (!isKept || tool.readsPersonalData || tool.withheldFields?.length || fromFacts) return undefined
  const found = await newestReceiptOf(db, {
    tool: tool.name,
    arguments: canonicalJson(parseToolInput(tool, rawInput)),
    settingsVersion,
    earliestOn: patience === 'no' ? asOf : plusDays(asOf, -patience.daysBack),
    asOf,
    knownAt,
  })
  if (!found || sha256(found.result) !== found.resultHash) return undefined
  const isCurrent = found.asOf === asOf && found.knownAt.getTime() === knownAt.getTime()
  if (!isCurrent && patience === 'no') return undefined
  const kept = keptResult.parse(JSON.parse(found.result))
  const output = tool.output.safeParse(kept.output)
  // A release that changed what the tool answers has none of these yet.
  if (!output.success) return undefined
  const receipt = `R-${found.number}`
  return {
    output: output.data,
    facts: kept.facts.map(({ key, ...fact }) => ({ ...fact, id: `R${found.number}.${key}`, receipt })),
    receipt,
    receiptId: found.id,
    time: { asOf: found.asOf, knownAt: found.knownAt.toISOString(), isCurrent },
  }
}
