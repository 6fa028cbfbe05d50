/** Raw input to a tool's typed input, or an error that names the field, the value and what to do. */
import type { z } from 'zod'
import { UserError } from '../errors.ts'
import type { Tool } from './define-tool.ts'

/** Unknown keys are refused: a misspelt filter that is dropped silently would answer another question. */
export function parseToolInput<Input extends z.ZodObject>(tool: Tool<Input>, raw: unknown): z.output<Input> {
  const parsed = strictInput(tool.input).safeParse(raw ?? {}, { reportInput: true })
  if (parsed.success) {
    checkKeepable(tool.name, parsed.data)
    return parsed.data as z.output<Input>
  }
  const [issue] = parsed.error.issues
  if (!issue) throw parsed.error
  const field = fieldOf(issue)
  throw new UserError({
    code: 'invalid_input',
    message: `${tool.name}: ${field === '' ? 'the input' : field} is not right: ${issue.message}.`,
    ...(field === '' ? {} : { field }),
    value: shown(issue.code === 'unrecognized_keys' ? valueAt(raw, [...issue.path, issue.keys[0] ?? '']) : issue.input),
    fix: remedy(issue, Object.keys(tool.input.shape)),
  })
}

/** Made once a tool: zod compiles a schema when it is first used, which costs more than the parsing. */
const strictInputs = new WeakMap<z.ZodObject, z.ZodObject>()

function strictInput(input: z.ZodObject): z.ZodObject {
  const known = strictInputs.get(input)
  if (known) return known
  const strict = input.strict()
  strictInputs.set(input, strict)
  return strict
}

function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  return path.map(String).join('.')
}

function remedy(issue: z.core.$ZodIssue, fields: readonly string[]): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return fields.length === 0
        ? 'Leave it out; there is nothing to give.'
        : `Leave it out; the fields are ${fields.join(', ')}.`
    case 'invalid_type':
      return issue.input === undefined ? `Give it, as ${issue.expected}.` : `Give a value of type ${issue.expected}.`
    case 'invalid_value':
      return `Give one of ${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return `Give at least ${String(issue.minimum)}${unitOf(issue.origin)}.`
    case 'too_big':
      return `Give at most ${String(issue.maximum)}${unitOf(issue.origin)}.`
    case 'invalid_format':
      return `Give a value in the format ${issue.format}.`
    default:
      return 'Correct it and try again.'
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' items' : ''
}

/** Short enough to read back; a long text is cut. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

/** What no calendar of a business reaches, and what the database's and the engine's dates fail at. */
export const firstDay = '1900-01-01'
export const lastDay = '2199-12-31'

/**
 * Neither the database nor a receipt keeps a NUL or half of a character: a call would fail by it after its work was done. The
 * names of fields are the schema's own, or a proposal's, so they are looked at too.
 */
function checkKeepable(tool: string, value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed())
      throw unkeepable(tool, path, value, 'holds a NUL or half of a character', 'Give it as plain text.')
    if (/^\d{4}-\d{2}-\d{2}$/.test(value) && (value < firstDay || value > lastDay))
      throw unkeepable(tool, path, value, 'is too far away', `Give a day from ${firstDay} to ${lastDay}.`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      checkKeepable(tool, key, path)
      checkKeepable(tool, inner, [...path, key])
    }
  }
}

function unkeepable(tool: string, path: readonly string[], value: string, problem: string, fix: string): UserError {
  const field = path.join('.')
  return new UserError({
    code: 'invalid_input',
    message: `${tool}: ${field === '' ? 'the input' : field} ${problem}.`,
    ...(field === '' ? {} : { field }),
    value: shown(value.replaceAll('\u0000', '␀').toWellFormed()),
    fix,
  })
}
