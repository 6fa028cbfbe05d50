/**
 * What the grammar does not understand, planned by a language model: a few calls of reading tools the caller may call, then an
 * answer whose every number is a fact they stated. It can change nothing, and what it writes is held to its facts.
 */
import { z } from 'zod'
import { checkText } from '../../agents/check-text.ts'
import { factSheet } from '../../agents/customer-case.ts'
import { fence } from '../../agents/fence.ts'
import { loadPrompt } from '../../agents/load-prompt.ts'
import type { Writer } from '../../agents/writer.ts'
import { UserError } from '../../errors.ts'
import type { Tool, ToolContext } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { isAllowed } from '../../tools/role-matrix.ts'
import { runTool } from '../../tools/run-tool.ts'
import type { Answer } from './answer.ts'

const prompt = loadPrompt('question', ['asOf', 'today', 'tools', 'question', 'observations', 'problem'])

/** Calls and mended answers together: a question that needs more is for a person. */
const MOST_STEPS = 6
const MOST_CALLS = 4
/** Facts of one call that are shown: the first say the most. */
const FACTS_SHOWN = 60

const step = z.object({
  action: z.enum(['call', 'answer', 'decline']),
  tool: z.string(),
  input: z.string(),
  text: z.string(),
})

export interface Planned {
  answer: Answer
  /** Titles of the tools that were called. */
  called: string[]
}

interface Planning {
  question: string
  today: string
  context: ToolContext
  writer: Writer
  tools: readonly Tool[]
}

/** Undefined when the model declines, fails, or cannot answer with facts alone within its steps. */
export async function planWithModel({
  question,
  today,
  context,
  writer,
  tools,
}: Planning): Promise<Planned | undefined> {
  const usable = tools.filter(
    ({ effect, capability, name }) =>
      effect === 'read' && name !== 'ask_crew' && capability !== 'ask' && isAllowed(capability, context.actor.roles),
  )
  const facts: Fact[] = []
  const called: string[] = []
  const observations: string[] = []
  let problem = ''
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { system, user } = prompt.render({
      asOf: context.asOf,
      today,
      tools: usable.map(described).join('\n'),
      question: fence([question]),
      observations: observations.join('\n\n') || '(nothing yet)',
      problem,
    })
    // Who cancelled waits for nothing, and pays for no more of it.
    if (context.signal?.aborted) return undefined
    const answer = await writer.ask({ system, user, schema: step, label: `question@${prompt.hash}` })
    if (!answer.ok || answer.value.action === 'decline') return undefined
    const { action, tool: name, input, text } = answer.value
    if (action === 'answer') {
      const problems = textProblems(text, facts, context)
      if (problems.length === 0) return { answer: { text: text.trim(), facts }, called }
      problem = `Your answer could not be used: ${problems.slice(0, 5).join('; ')}.`
      continue
    }
    if (called.length >= MOST_CALLS) {
      problem = 'No more calls: answer from what the tools said, or decline.'
      continue
    }
    const tool = usable.find((each) => each.name === name)
    const said = tool ? await call(tool, input, context) : { problem: `There is no tool ${name.slice(0, 60)} to call.` }
    if ('problem' in said) {
      problem = said.problem
      continue
    }
    problem = ''
    facts.push(...said.facts)
    called.push(tool?.title ?? name)
    observations.push(`${name}:\n${sheet(said.facts)}`)
  }
  return undefined
}

function described(tool: Tool): string {
  const schema = z.toJSONSchema(tool.input, { io: 'input' })
  return `- ${tool.name}: ${tool.description} Arguments: ${JSON.stringify(schema.properties ?? {})}`
}

/** A refusal is told to the model in words it can act on; a bug ends the question. */
async function call(tool: Tool, input: string, context: ToolContext): Promise<{ facts: Fact[] } | { problem: string }> {
  try {
    const { facts } = await runTool(tool, parsed(input), context)
    return { facts }
  } catch (error) {
    if (!(error instanceof UserError) || error.answer.code === 'bug') throw error
    return { problem: `${tool.name} refused: ${error.message}` }
  }
}

function parsed(input: string): unknown {
  try {
    return input.trim() === '' ? {} : JSON.parse(input)
  } catch {
    throw new UserError({
      code: 'invalid_input',
      message: 'The arguments are no JSON object.',
      field: 'input',
      fix: 'Give them as a JSON object in a string.',
    })
  }
}

/** Facts as a list; what customers wrote stands apart, as data. */
function sheet(facts: readonly Fact[]): string {
  const quotes = facts.filter(({ metric }) => metric === 'feedback_quote')
  const shown = facts.filter(({ metric }) => metric !== 'feedback_quote').slice(0, FACTS_SHOWN)
  const words = quotes.length > 0 ? `\n${fence(quotes.map(({ text }) => text))}` : ''
  return `${factSheet(shown)}${words}`
}

function textProblems(text: string, facts: readonly Fact[], { asOf }: ToolContext): string[] {
  const subjects = [...new Map(facts.map(({ subject }) => [`${subject.kind}:${subject.id}`, subject])).values()]
  return checkText(text, {
    facts: new Map(facts.map((fact) => [fact.id, fact])),
    subjects,
    asOf,
    mustCite: true,
  })
}
