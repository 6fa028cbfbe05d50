import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { factDraft } from '../fact-draft.ts'
import { checkLedger } from './check-chain.ts'

export const verifyLedger = defineTool({
  name: 'verify_ledger',
  title: 'Verify the ledger',
  description:
    'Checks the whole ledger: every row signed, in order and linked to the row before it, the end where the head and the signed heads in the data folder say it was. Names each row that was edited, removed, reordered, inserted or cut off. Use it when someone asks whether the record can be trusted.',
  effect: 'read',
  capability: 'verify_ledger',
  replayable: false,
  input: z.object({}),
  output: z.object({
    isIntact: z.boolean(),
    rowCount: z.int(),
    lastSeq: z.int(),
    signedHeadCount: z.int(),
    problems: z.array(
      z.object({
        seq: z.int(),
        kind: z.enum(['edited', 'removed', 'reordered', 'inserted', 'truncated', 'wrong_key', 'heads_file']),
        what: z.string(),
      }),
    ),
    /** What this check could not rule out, in words; null when nothing. */
    caveat: z.string().nullable(),
  }),
  async run(_input, context) {
    const check = await checkLedger(context.db, context.ledgerKey, context.dataDir)
    const subject = { kind: 'venture' as const, id: context.venture.id, name: context.venture.name }
    const count = (key: string, metric: string, value: number) =>
      factDraft({ key, metric, subject, period: null, value, unit: 'count' }, context.venture.currency)
    return {
      output: { isIntact: check.problems.length === 0, ...check, caveat: caveatOf(check) },
      facts: [
        count('rows', 'ledger rows', check.rowCount),
        count('problems', 'ledger problems', check.problems.length),
      ],
      rowCount: check.rowCount,
    }
  },
})

function caveatOf(check: { rowCount: number; signedHeadCount: number }): string | null {
  if (check.signedHeadCount > 0 || check.rowCount === 0) return null
  return 'No signed head lies in the data folder: rows cut off the end, with the head row rewritten, would not show.'
}
