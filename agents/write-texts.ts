/**
 * How every agent writes: the model is asked for some texts at once, each is held to its facts, the model may mend them
 * once with the failures named, and what still fails is written by the template. The report says which part and why.
 */
import { z } from 'zod'
import type { Fact } from '../tools/facts.ts'
import type { FactText, TemplatePart } from '../tools/report/report-document.ts'
import { checkText, citedIds, type TextRules } from './check-text.ts'
import type { Prompt } from './load-prompt.ts'
import type { Writer, WriterAnswer } from './writer.ts'

/** One text to be written. */
export interface TextSlot {
  /** For a reader of the report: `the reasons for Acme`. */
  part: string
  rules: TextRules
  /** What stands there without a model, or when it fails. */
  template: string
}

export interface TextRequest<Choices extends object, Variable extends string> {
  agent: string
  prompt: Prompt<Variable>
  values: Record<Variable, string>
  slots: readonly TextSlot[]
  /** What a slot is called in the answer, as the prompt says. */
  keyOf(index: number): string
  /** What the model may choose beside its texts, and what stands when it does not. */
  choices: {
    schema: z.ZodObject<z.ZodRawShape, z.core.$strip>
    parse(answer: unknown): Choices | undefined
    fallback: Choices
  }
}

export interface WrittenTexts<Choices> {
  /** In the order of the slots. */
  texts: FactText[]
  choices: Choices
  /** Parts a model was asked for and the template wrote; empty offline, where the template always writes. */
  fallbacks: TemplatePart[]
}

export const noChoices = { schema: z.object({}), parse: () => ({}), fallback: {} }

/** Never fails for a model's sake. Throws when a template does not hold its own facts, which is a bug. */
export async function writeTexts<Choices extends object, Variable extends string>(
  writer: Writer,
  request: TextRequest<Choices, Variable>,
): Promise<WrittenTexts<Choices>> {
  const asked = writer.kind === 'offline' ? undefined : await askTwice(writer, request)
  const fallbacks: TemplatePart[] = []
  const texts = request.slots.map(({ part, rules, template }, index) => {
    const text = asked?.texts.get(index)
    if (text !== undefined) return factText(text, rules.facts, 'model')
    if (asked) fallbacks.push({ agent: request.agent, part, reason: asked.reasons.get(index) ?? asked.reason })
    return fromTemplate(request.agent, template, rules)
  })
  return { texts, choices: asked?.choices ?? request.choices.fallback, fallbacks }
}

/** The text with the facts it cites, as reports carry them. */
export function factText(
  text: string,
  known: ReadonlyMap<string, Fact>,
  writtenBy: FactText['writtenBy'] = 'template',
): FactText {
  const facts = citedIds(text).flatMap((id) => known.get(id) ?? [])
  return { text, facts, writtenBy }
}

/** A customer may be called Support or Nobody, so a template's own words are not searched for names. */
function fromTemplate(agent: string, template: string, { otherNames: _, subjects, ...rules }: TextRules): FactText {
  const unnamed = subjects.map((subject) => ({ ...subject, name: '' }))
  const problems = checkText(template, { ...rules, subjects: unnamed })
  if (problems.length > 0) throw new Error(`a template of ${agent} does not hold its facts: ${problems.join('; ')}`)
  return factText(template, rules.facts)
}

interface Asked<Choices> {
  /** By the slot's index. */
  texts: ReadonlyMap<number, string>
  reasons: ReadonlyMap<number, string>
  /** Why there is no text at all. */
  reason: string
  choices: Choices | undefined
  mayRetry: boolean
}

/** Enough to mend an answer; a list of fifty failures would not be read. */
const namedFailures = 8

async function askTwice<Choices extends object, Variable extends string>(
  writer: Writer,
  request: TextRequest<Choices, Variable>,
): Promise<Asked<Choices>> {
  const { agent, prompt, values, slots, keyOf, choices } = request
  const { system, user } = prompt.render(values)
  const shape = Object.fromEntries(slots.map((_, index) => [keyOf(index), z.string()]))
  const schema = choices.schema.extend(shape)
  const ask = async (words: string) =>
    sort(await writer.ask({ system, user: words, schema, label: `${agent}@${prompt.hash}` }), request)

  const first = await ask(user)
  if (!first.mayRetry) return first
  const failures = [...first.reasons].map(([index, why]) => `${keyOf(index)}: ${why}`)
  const named = (failures.length > 0 ? failures : [first.reason]).slice(0, namedFailures).join('\n- ')
  const second = await ask(
    `${user}\n\nYour answer before this could not be used. Answer again, without this:\n- ${named}`,
  )
  // What was right the first time stands, whatever became of it the second.
  return {
    ...second,
    texts: new Map([...second.texts, ...first.texts]),
    reasons: new Map([...first.reasons, ...second.reasons]),
    choices: first.choices ?? second.choices,
  }
}

function sort<Choices extends object, Variable extends string>(
  answer: WriterAnswer<Record<string, unknown>>,
  { slots, keyOf, choices }: TextRequest<Choices, Variable>,
): Asked<Choices> {
  const texts = new Map<number, string>()
  const reasons = new Map<number, string>()
  if (!answer.ok) {
    return { texts, reasons, reason: answer.reason, choices: undefined, mayRetry: answer.failure === 'broken_answer' }
  }
  for (const [index, { rules }] of slots.entries()) {
    const text = String(answer.value[keyOf(index)]).trim()
    const problems = checkText(text, rules)
    if (problems.length === 0) texts.set(index, text)
    else reasons.set(index, problems.slice(0, namedFailures).join('; '))
  }
  const reason = 'the answer could not be used'
  return { texts, reasons, reason, choices: choices.parse(answer.value), mayRetry: reasons.size > 0 }
}
