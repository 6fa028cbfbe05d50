/**
 * Any past day: a read that is computed from source rows takes `asOf` beside its own input, and is then true for the end of
 * that day. The tool itself has it from its context, so it is added to what a client sees here and taken out before the call.
 */
import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { Tool } from '../tools/define-tool.ts'
import { firstDay, lastDay } from '../tools/tool-input.ts'

const asOf = z.iso
  .date()
  .refine((day) => day >= firstDay && day <= lastDay)
  .describe('The day it is to be true for, YYYY-MM-DD; today when left out')

/** The tool's input as a client gives it. Unknown fields are refused, as the gate does. */
export function clientInput(tool: Tool): z.ZodObject {
  return (takesDay(tool) ? tool.input.extend({ asOf: asOf.optional() }) : tool.input).strict()
}

/** What goes to the tool, and the day for its context; or what is wrong with that day. */
export function splitDay(
  tool: Tool,
  input: Record<string, unknown> | undefined,
): { input?: Record<string, unknown> | undefined; asOf?: string; problem?: UserError } {
  if (input?.asOf === undefined || !takesDay(tool)) return { input }
  const { asOf: day, ...rest } = input
  const parsed = asOf.safeParse(day)
  if (parsed.success) return { input: rest, asOf: parsed.data }
  const problem = new UserError({
    code: 'invalid_input',
    message: `${tool.name}: asOf is not a day.`,
    field: 'asOf',
    value: String(typeof day === 'object' ? JSON.stringify(day) : day).slice(0, 80),
    fix: `Give it as 2024-12-31, from ${firstDay} to ${lastDay}, or leave it out for today.`,
  })
  return { problem }
}

function takesDay({ effect, replayable, input }: Tool): boolean {
  return effect === 'read' && replayable !== false && !('asOf' in input.shape)
}
