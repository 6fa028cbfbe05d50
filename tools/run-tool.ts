/** The single gate: every call of a tool, from any door, agent or job, goes through here. */
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { ConfigError, type ErrorAnswer, UserError } from '../errors.ts'
import type { Tool, ToolAnswer, ToolContext, ToolResult } from './define-tool.ts'
import type { Fact, FactDraft } from './facts.ts'
import { reportBug } from './incident-log.ts'
import type { LedgerEntry } from './ledger/append-ledger.ts'
import { checkCaller } from './may-call.ts'
import { maskAnswer, maskContacts, seesPersonalData } from './personal-data.ts'
import { receiptArguments, receiptContent } from './receipts/receipt-content.ts'
import { writeAudit, writeReceipt } from './receipts/write-group.ts'
import { parseToolInput } from './tool-input.ts'

/**
 * Checks the caller, parses the input, runs, parses the output, writes receipt and audit, gives the facts their ids, and
 * masks personal data for who has no need of it. Throws only UserError: the tool's own, `forbidden`, `invalid_input`, or `bug` with an incident id; and
 * ConfigError, which is as safe to show.
 */
export async function runTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  rawInput: unknown,
  context: ToolContext,
): Promise<ToolAnswer<z.output<Output>>> {
  // The receipt keeps the result as it is, so that replay is the same for everyone who may open it.
  const isMasked = !seesPersonalData(context.actor.roles)
  try {
    checkCaller(tool, context.actor)
    const input = parseToolInput(tool, rawInput)
    const { result, output } = await computeTool(tool, input, context)
    const id = uuidv7()
    const number = await writeReceipt(
      context.db,
      context.ledgerKey,
      {
        id,
        tool: tool.name,
        arguments: receiptArguments(tool, input, context.ledgerKey),
        settingsVersion: context.settingsVersion,
        asOf: context.asOf,
        knownAt: context.knownAt,
        rowCount: result.rowCount,
        ...receiptContent(tool, result, context.ledgerKey),
        actor: `${context.actor.kind}:${context.actor.id}`,
        runId: context.runId ?? null,
        createdAt: context.now,
      },
      auditEntry(tool, id, context),
    )
    const answer = { output, facts: result.facts }
    const seen = isMasked ? maskAnswer(tool, answer) : answer
    return { output: seen.output, facts: withIds(seen.facts, number), receipt: `R-${number}`, receiptId: id }
  } catch (error) {
    if (error instanceof UserError) throw await refusalOf(tool, error, context)
    const isKnown = error instanceof ConfigError
    await noteRefusal(tool, isKnown ? 'unavailable' : 'bug', context)
    throw isKnown ? error : await bug(error, tool, context)
  }
}

/** The error as the caller may see it, once the ledger has it. */
export async function refusalOf(tool: Tool, error: UserError, context: ToolContext): Promise<UserError> {
  await noteRefusal(tool, error.answer.code, context)
  return seesPersonalData(context.actor.roles) ? error : maskRefusal(error)
}

/** Runs a tool on parsed input and checks its promise: output by its schema, fact keys unique. Writes nothing itself. */
export async function computeTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
  input: z.output<Input>,
  context: ToolContext,
): Promise<{ result: ToolResult<z.output<Output>>; output: z.output<Output> }> {
  const raw = await tool.run(input, context)
  const output = tool.output.parse(raw.output)
  const keys = new Set<string>()
  for (const { key } of raw.facts) {
    if (!/^[a-z0-9_.]+$/.test(key)) throw new Error(`${tool.name} stated a fact with a malformed key`)
    if (keys.has(key)) throw new Error(`${tool.name} stated two facts under one key`)
    keys.add(key)
  }
  return { result: { output, facts: raw.facts, rowCount: raw.rowCount }, output }
}

function maskRefusal({ answer }: UserError): UserError {
  return new UserError({ ...answer, message: maskContacts(answer.message), fix: maskContacts(answer.fix) })
}

function bug(error: unknown, tool: Tool, context: ToolContext): Promise<UserError> {
  return reportBug(error, {
    dataDir: context.dataDir,
    at: context.now,
    where: tool.name,
    ids: { ventureId: context.venture.id, actor: `${context.actor.kind}:${context.actor.id}` },
  })
}

/** What changes something and what reads personal data is always noted; of an assistant every call is. */
function auditEntry(tool: Tool, receiptId: string, context: ToolContext): LedgerEntry | undefined {
  if (tool.effect === 'read' && !tool.readsPersonalData && context.door !== 'mcp') return undefined
  return {
    event: tool.effect === 'read' && tool.readsPersonalData ? 'personal_data.read' : 'tool.called',
    actor: context.actor,
    at: context.now,
    ids: { receiptId, ...(context.runId ? { runId: context.runId } : {}) },
    detail: { tool: tool.name, ...(context.door ? { door: context.door } : {}) },
  }
}

/** What an assistant tried and may not do is as telling as what it did. */
async function noteRefusal(tool: Tool, code: ErrorAnswer['code'], context: ToolContext): Promise<void> {
  if (context.door !== 'mcp') return
  const entry: LedgerEntry = {
    event: 'tool.refused',
    actor: context.actor,
    at: context.now,
    ids: context.runId ? { runId: context.runId } : {},
    detail: { tool: tool.name, door: context.door, code },
  }
  await writeAudit(context.db, context.ledgerKey, entry).catch(async (error: unknown) => {
    throw await bug(error, tool, context)
  })
}

function withIds(drafts: readonly FactDraft[], receiptNumber: number): Fact[] {
  return drafts.map(({ key, ...draft }) => ({
    ...draft,
    id: `R${receiptNumber}.${key}`,
    receipt: `R-${receiptNumber}`,
  }))
}
