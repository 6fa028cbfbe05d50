/**
 * Prompts are Markdown files in `prompts/`: front matter that lists the variables, what the agent is told, a line of
 * dashes, and the material it is given.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

export interface Prompt<Variable extends string = string> {
  name: string
  /** First 12 hex digits of the file's SHA-256: goes on every trace and eval. */
  hash: string
  /** Fills in the variables, once: a value that looks like a variable stays as it is. */
  render(values: Record<Variable, string>): { system: string; user: string }
}

const frontMatter = z.strictObject({ variables: z.array(z.string().regex(/^[a-z][a-zA-Z]*$/)) })
const variable = /\{\{([a-z][a-zA-Z]*)\}\}/g

/** Throws when the file's variables, its text and `variables` do not name the same set. */
export function loadPrompt<const Variable extends string>(
  name: string,
  variables: readonly Variable[],
): Prompt<Variable> {
  return parsePrompt(name, readFileSync(new URL(`../prompts/${name}.md`, import.meta.url), 'utf8'), variables)
}

export function parsePrompt<const Variable extends string>(
  name: string,
  source: string,
  variables: readonly Variable[],
): Prompt<Variable> {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? []
  if (head === undefined || body === undefined) throw new Error(`prompts/${name}.md has no front matter`)
  const declared = frontMatter.parse(parse(head)).variables
  const used = [...body.matchAll(variable)].map((match) => match[1] ?? '')
  compare(name, 'the front matter', declared, 'the text', used)
  compare(name, 'the front matter', declared, 'the code', variables)
  const [system, user, ...rest] = body.split(/^---$/m)
  if (system === undefined || user === undefined || rest.length > 0) {
    throw new Error(`prompts/${name}.md must have one line of dashes between instructions and material`)
  }
  return {
    name,
    hash: createHash('sha256').update(source).digest('hex').slice(0, 12),
    render(values) {
      compare(name, 'the prompt', declared, 'the values given', Object.keys(values))
      const fill = (part: string) => part.trim().replaceAll(variable, (_, key: Variable) => values[key])
      return { system: fill(system), user: fill(user) }
    },
  }
}

function compare(
  name: string,
  left: string,
  leftNames: readonly string[],
  right: string,
  rightNames: readonly string[],
) {
  const missing = leftNames.filter((each) => !rightNames.includes(each))
  const extra = rightNames.filter((each) => !leftNames.includes(each))
  if (missing.length === 0 && extra.length === 0) return
  const told = [
    ...missing.map((each) => `${each} (only in ${left})`),
    ...extra.map((each) => `${each} (only in ${right})`),
  ]
  throw new Error(`prompts/${name}.md: the variables of ${left} and ${right} differ: ${told.join(', ')}`)
}
