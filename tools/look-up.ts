/** Names and ids offered while somebody types them. */
import type { z } from 'zod'
import type { Tool, ToolContext } from './define-tool.ts'
import { checkCaller } from './may-call.ts'
import { maskAnswer, seesPersonalData } from './personal-data.ts'
import { writeAudit } from './receipts/write-group.ts'
import { computeTool } from './run-tool.ts'
import { parseToolInput } from './tool-input.ts'

/**
 * The output alone of a reading tool: who calls is checked and personal data masked as by `runTool`, and neither receipt nor
 * audit is written, for each letter typed would leave one. Only for what states no numbers and reads no personal data: the
 * name that is chosen is then used in a call, and that is recorded. Throws UserError as `runTool`, and any bug as it is.
 */
export async function lookUp<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  rawInput: unknown,
  context: ToolContext,
): Promise<z.output<Output>> {
  if (tool.effect !== 'read' || tool.readsPersonalData) throw new Error(`${tool.name} is not for looking up names`)
  checkCaller(tool, context.actor)
  const { output } = await computeTool(tool, parseToolInput(tool, rawInput), context)
  return seesPersonalData(context.actor.roles) ? output : maskAnswer(tool, { output, facts: [] }).output
}

/** Notes in the ledger that names are offered to the caller: letter by letter somebody could learn them all. */
export async function noteLookUps({ db, ledgerKey, actor, now, door }: ToolContext): Promise<void> {
  const detail = door ? { door } : {}
  await writeAudit(db, ledgerKey, { event: 'names.offered', actor, at: now, ids: {}, detail })
}
