import { z } from 'zod'
import { type BatchRow, customerNames } from '../../db/queries/source-rows.ts'
import { UserError } from '../../errors.ts'
import { defineTool, type Tool, type ToolContext } from '../define-tool.ts'
import { checkMayCall } from '../may-call.ts'
import { factChange, outputChange } from './compare-results.ts'
import { type OpenReceipt, openReceipt, receiptFacts } from './open-receipt.ts'
import { type Replay, replayReceipt as replay } from './replay.ts'

const difference = { facts: z.array(factChange), output: z.array(outputChange) }

const batch = z.object({
  id: z.string(),
  recordedAt: z.string(),
  kind: z.string(),
  source: z.string(),
  description: z.string(),
  counts: z.record(z.string(), z.unknown()),
})

const alteredRow = z.object({
  table: z.string(),
  /** The source's name for the row: an external id, an event id, a feature. */
  row: z.string(),
  customer: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
  what: z.string(),
})

export const replayReceipt = defineTool({
  name: 'replay_receipt',
  title: 'Replay a receipt',
  description:
    'Computes the result behind a receipt again from source rows. As of what was known then it must be equal; if source rows were changed outside a batch, it names them. From what is known now, each difference is put down to the batch or the settings that made it. Use it when someone doubts a number.',
  effect: 'read',
  capability: 'read',
  isCurated: true,
  replayable: false,
  input: z.object({ receipt: z.string().min(1).describe('A receipt as R-1042, or the id of one of its facts') }),
  output: z.object({
    receipt: z.string(),
    tool: z.string(),
    /** Equal as of what was known then. */
    equal: z.boolean(),
    summary: z.string(),
    knownAtReceipt: z.object({
      equal: z.boolean(),
      asOf: z.string(),
      knownAt: z.string(),
      settingsVersion: z.int(),
      ...difference,
      /** Rows written outside their batch; with a difference, these are its cause. */
      alteredRows: z.array(alteredRow),
      /** Why rows could not be told, or what else is wrong; null when nothing. */
      caveat: z.string().nullable(),
    }),
    now: z.object({
      equal: z.boolean(),
      asOf: z.string(),
      knownAt: z.string(),
      settingsVersion: z.int(),
      ...difference,
      causes: z.array(
        z.object({
          batches: z.array(batch),
          settings: z.object({ from: z.int(), to: z.int() }).nullable(),
          ...difference,
        }),
      ),
    }),
  }),
  async run(input, context) {
    const receipt = await openReceipt(context.db, input.receipt)
    const tool = checkReplayable(await checkMayCall(receipt.tool, context.actor), receipt)
    const result = await replay(tool, receipt, context)
    const { atReceipt, now } = result
    return {
      output: {
        receipt: receipt.reference,
        tool: receipt.tool,
        equal: atReceipt.isEqual && receipt.isUnaltered,
        summary: summaryOf(receipt, result),
        knownAtReceipt: {
          equal: atReceipt.isEqual,
          asOf: receipt.asOf,
          knownAt: receipt.knownAt.toISOString(),
          settingsVersion: receipt.settingsVersion,
          ...atReceipt.difference,
          alteredRows: await nameRows(atReceipt.alteredRows, context),
          caveat: caveatOf(receipt, result),
        },
        now: {
          equal: now.isEqual,
          asOf: receipt.asOf,
          knownAt: context.knownAt.toISOString(),
          settingsVersion: context.settingsVersion,
          ...now.difference,
          causes: now.steps.map((step) => ({ ...step, batches: step.batches.map(shownBatch) })),
        },
      },
      facts: receiptFacts(receipt, context.venture),
      rowCount: receipt.rowCount,
    }
  },
})

function checkReplayable(tool: Tool | undefined, receipt: OpenReceipt): Tool {
  const why = (): string | undefined => {
    if (!tool) return `the tool ${receipt.tool} is no longer there`
    if (tool.effect !== 'read') return `${tool.name} changed something, and doing it again would change it twice`
    if (tool.replayable === false)
      return `${tool.name} shows what people decide and change, not a computation from source rows`
    if (receipt.arguments.includes('"withheld:'))
      return 'its arguments were personal text, which a receipt does not keep'
    return undefined
  }
  const reason = why()
  if (tool && reason === undefined) return tool
  throw new UserError({
    code: 'invalid_input',
    message: `${receipt.reference} cannot be replayed: ${reason}.`,
    field: 'receipt',
    value: receipt.reference,
    fix: `Open it instead: crew receipt ${receipt.reference}.`,
  })
}

function summaryOf(receipt: OpenReceipt, { atReceipt, now }: Replay): string {
  const first = atReceipt.isEqual
    ? 'Equal: computed again from what was known then, every value is the same.'
    : `Not equal: ${countOf(atReceipt.difference)} differ from the receipt${atReceipt.alteredRows.length > 0 ? ', and source rows were changed outside a batch' : ''}.`
  const altered = receipt.isUnaltered ? '' : ' The stored receipt itself was altered: it does not match its hash.'
  const batches = now.steps.flatMap((step) => step.batches).length
  const causes = [
    batches > 0 ? `${batches} ${batches === 1 ? 'batch' : 'batches'} loaded since` : '',
    now.steps.some((step) => step.settings) ? 'changed settings' : '',
  ].filter((cause) => cause !== '')
  const second = now.isEqual
    ? 'From what is known now it is the same.'
    : `From what is known now ${countOf(now.difference)} differ${causes.length > 0 ? `, by ${causes.join(' and ')}` : ''}.`
  return `${first}${altered} ${second}`
}

function countOf({ facts, output }: { facts: unknown[]; output: unknown[] }): string {
  return facts.length > 0 ? `${facts.length} of its facts` : `${output.length} of its values`
}

function caveatOf(receipt: OpenReceipt, { atReceipt }: Replay): string | null {
  if (!receipt.isUnaltered) return 'The stored receipt does not match its hash: it was altered after it was written.'
  if (!atReceipt.canTellRows)
    return 'This database was restored from a dump, so which rows were changed cannot be told.'
  if (!atReceipt.isEqual && atReceipt.alteredRows.length === 0) {
    return 'No row that is left was altered: rows were removed, or this version computes it differently than the one that wrote the receipt.'
  }
  return null
}

async function nameRows(rows: Replay['atReceipt']['alteredRows'], context: ToolContext) {
  const ids = [...new Set(rows.flatMap((row) => row.customerId ?? []))]
  const names = await customerNames(context.db, ids)
  return rows.map((row) => ({
    table: row.table,
    row: row.row,
    customer: (row.customerId && names.get(row.customerId)) || null,
    what: { added: 'added outside a batch', changed: 'changed outside its batch', removed: 'removed' }[row.how],
  }))
}

function shownBatch({ recordedAt, ...rest }: BatchRow) {
  return { ...rest, recordedAt: recordedAt.toISOString() }
}
