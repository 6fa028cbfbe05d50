import { z } from 'zod'
import { defineTool } from '../define-tool.ts'
import { proposalKinds } from '../proposals/proposal.ts'
import { modes, readModes } from './modes.ts'

export const getModes = defineTool({
  name: 'get_modes',
  title: 'See the modes',
  description:
    'The mode of every kind of action (message, task, offer, escalation, setting): manual, assisted or auto, with who set it, when and why. Use it to see what happens after an approval.',
  effect: 'read',
  capability: 'read',
  readsPersonalData: true,
  withheldFields: ['reason'],
  replayable: false,
  input: z.object({}),
  output: z.object({
    modes: z.array(
      z.object({
        kind: z.enum(proposalKinds),
        mode: z.enum(modes),
        meaning: z.string(),
        setBy: z.string().nullable(),
        reason: z.string().nullable(),
        setAt: z.string().nullable(),
      }),
    ),
  }),
  async run(_input, context) {
    const rows = await readModes(context.db)
    return {
      output: {
        modes: rows.map((row) => ({ ...row, meaning: meanings[row.mode], setAt: row.setAt?.toISOString() ?? null })),
      },
      facts: [],
      rowCount: rows.length,
    }
  },
})

const meanings = {
  manual: 'after approval a person does it and says so',
  assisted: 'after approval the system does it',
  auto: 'the system does it without a person',
} as const
