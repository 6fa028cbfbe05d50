import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { checkMayCall } from '../may-call.ts'
import { openReceipt, receiptFacts } from './open-receipt.ts'
import { keptFact } from './receipt-content.ts'

export const getReceipt = defineTool({
  name: 'get_receipt',
  title: 'Open a receipt',
  description:
    'Opens the record behind a number: which tool computed it, with which arguments and settings, for which day, from what was known when, and every fact it stated. Use it to show where a number comes from; use replay_receipt to compute it again.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({ receipt: z.string().min(1).describe('A receipt as R-1042, or the id of one of its facts') }),
  output: z.object({
    receipt: z.string(),
    id: z.string(),
    tool: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    settingsVersion: z.int(),
    asOf: z.string(),
    /** The newest batch that was known when it was computed. */
    knownAt: z.string(),
    rowCount: z.int(),
    resultHash: z.string(),
    /** False when the stored result is not the one its hash was taken of. */
    isUnaltered: z.boolean(),
    actor: z.string(),
    runId: z.string().nullable(),
    createdAt: z.string(),
    facts: z.array(keptFact),
    output: z.record(z.string(), z.unknown()),
  }),
  async run(input, context) {
    const receipt = await openReceipt(context.db, input.receipt)
    await checkMayCall(receipt.tool, context.actor)
    return {
      output: {
        receipt: receipt.reference,
        id: receipt.id,
        tool: receipt.tool,
        arguments: JSON.parse(receipt.arguments),
        settingsVersion: receipt.settingsVersion,
        asOf: receipt.asOf,
        knownAt: receipt.knownAt.toISOString(),
        rowCount: receipt.rowCount,
        resultHash: receipt.resultHash,
        isUnaltered: receipt.isUnaltered,
        actor: receipt.actor,
        runId: receipt.runId,
        createdAt: receipt.createdAt.toISOString(),
        ...receipt.content,
      },
      facts: receiptFacts(receipt, context.venture),
      rowCount: 1,
    }
  },
})
