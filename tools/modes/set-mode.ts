import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { proposalKinds } from '../proposals/proposal.ts'
import { changeMode, modeOf, modes } from './modes.ts'

export const setMode = defineTool({
  name: 'set_mode',
  title: 'Set a mode',
  description:
    'Sets how far the system goes by itself with one kind of action: manual (a person does it), assisted (the system does it after approval) or auto (without a person). Auto is refused until earned, except by an explicit override of the Chairman. Only the Chairman, logged in, may use it.',
  effect: 'act',
  capability: 'set_mode',
  hints: { isRepeatable: true },
  withheldFields: ['reason'],
  input: z.object({
    kind: z.enum(proposalKinds),
    mode: z.enum(modes),
    reason: z.string().trim().min(1).max(500),
    override: z.boolean().default(false).meta({ description: 'set auto although it is not earned' }),
  }),
  output: z.object({
    kind: z.enum(proposalKinds),
    before: z.enum(modes),
    after: z.enum(modes),
    isOverride: z.boolean(),
  }),
  async run({ kind, mode, reason, override }, context) {
    if (context.actor.kind !== 'person') {
      throw new UserError({
        code: 'forbidden',
        message: `A mode is set by the Chairman in person; ${context.actor.name} is no person.`,
        field: 'actor',
        value: context.actor.name,
        fix: 'Log in as the Chairman: crew login --token-file <the file the first start named>.',
      })
    }
    if (mode === 'auto' && !override) {
      throw new UserError({
        code: 'forbidden',
        message: `Auto for ${kind} is not earned: too little was approved unedited to show that it is safe.`,
        field: 'mode',
        value: mode,
        fix: 'Stay with assisted, or override it on your own responsibility: add --override to the reason.',
      })
    }
    const before = await modeOf(context.db, kind)
    const isOverride = mode === 'auto'
    await changeMode(context.db, context.ledgerKey, {
      kind,
      mode,
      reason,
      by: context.actor,
      at: context.now,
      isOverride,
    })
    return { output: { kind, before, after: mode, isOverride }, facts: [], rowCount: 1 }
  },
})
