/**
 * How every agent writes: the model is asked, its text is held to the facts, it may mend it once with the failure
 * named, and else the template writes that part and the report says why.
 */
import type { z } from 'zod'
import type { TemplatePart } from '../tools/report/report-document.ts'
import type { Prompt } from './load-prompt.ts'
import type { Writer, WriterAnswer } from './writer.ts'

export interface PartRequest<Answer, Variable extends string> {
  agent: string
  /** For a reader of the report: `the reasons for Acme`. */
  part: string
  prompt: Prompt<Variable>
  values: Record<Variable, string>
  schema: z.ZodType<Answer>
  /** What is wrong with an answer, in words the model can act on; empty when it may be used. */
  check(answer: Answer): string[]
  template(): Answer
}

export interface WrittenPart<Answer> {
  value: Answer
  writtenBy: 'model' | 'template'
  /** Why the template wrote what the model was asked for; absent offline, where the template always writes. */
  fallback?: TemplatePart
}

/**
 * The model's answer when it holds, else the template's. Throws only when the template's own answer does not hold its
 * facts, which is a bug.
 */
export async function writePart<Answer, Variable extends string>(
  writer: Writer,
  request: PartRequest<Answer, Variable>,
): Promise<WrittenPart<Answer>> {
  const { agent, part } = request
  const asked = writer.kind === 'offline' ? undefined : await askTwice(writer, request)
  if (asked?.ok) return { value: asked.value, writtenBy: 'model' }
  const value = request.template()
  const problems = request.check(value)
  if (problems.length > 0) throw new Error(`the template of ${agent} does not hold its facts: ${problems.join('; ')}`)
  return { value, writtenBy: 'template', ...(asked ? { fallback: { agent, part, reason: asked.reason } } : {}) }
}

async function askTwice<Answer, Variable extends string>(
  writer: Writer,
  { agent, prompt, values, schema, check }: PartRequest<Answer, Variable>,
): Promise<WriterAnswer<Answer>> {
  const { system, user } = prompt.render(values)
  const label = `${agent}@${prompt.hash}`
  const first = judge(await writer.ask({ system, user, schema, label }), check)
  if (first.ok || first.failure !== 'broken_answer') return first
  const retry = `${user}\n\nYour answer before this could not be used: ${first.reason}. Answer again without this.`
  const second = judge(await writer.ask({ system, user: retry, schema, label }), check)
  if (second.ok || second.failure !== 'broken_answer') return second
  return { ...second, reason: `twice the answer could not be used; the last time: ${second.reason}` }
}

/** Enough to mend an answer; a list of fifty failures would not be read. */
const namedFailures = 6

function judge<Answer>(answer: WriterAnswer<Answer>, check: (answer: Answer) => string[]): WriterAnswer<Answer> {
  if (!answer.ok) return answer
  const problems = check(answer.value)
  if (problems.length === 0) return answer
  return { ok: false, failure: 'broken_answer', reason: problems.slice(0, namedFailures).join('; ') }
}
