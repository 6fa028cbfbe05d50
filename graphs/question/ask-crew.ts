/**
 * A question in plain words: understand → answer. Understanding is by the patterns of `intents.ts`; where none matches, a
 * model may choose among the same intents. The tools answer either way, so every number has its receipt.
 */
import { Annotation, END, START, StateGraph } from '@langchain/langgraph'
import { z } from 'zod'
import { fence } from '../../agents/fence.ts'
import { loadPrompt } from '../../agents/load-prompt.ts'
import { factText } from '../../agents/write-texts.ts'
import { offlineWriter, type Writer } from '../../agents/writer.ts'
import { UserError } from '../../errors.ts'
import type { ToolContext } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { formatPeriod } from '../../tools/format.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { type Asked, answerers } from './answers.ts'
import { intentNames, intents, understand } from './intents.ts'
import { periodIn, withoutPeriod } from './period.ts'

const prompt = loadPrompt('question', ['asOf', 'intents', 'question'])

export interface QuestionAnswer {
  answered: boolean
  /** What was understood, with every relative date worked out; for the reader to check. */
  understood: string | null
  /** With `{{fact:id}}` in place of every number, name and date. */
  text: string
  /** The same with the facts filled in. */
  plain: string
  facts: Fact[]
  receipts: string[]
  /** Questions that can be asked, when this one was not understood. */
  tried?: string[]
}

const state = Annotation.Root({
  question: Annotation<string>,
  asked: Annotation<Asked | null>,
  answer: Annotation<QuestionAnswer>,
})
type State = typeof state.State

interface QuestionDeps {
  context: ToolContext
  writer: Writer
}

function createQuestionGraph(deps: QuestionDeps) {
  return new StateGraph(state)
    .addNode('understand_question', (current: State) => readQuestion(current, deps))
    .addNode('answer_question', (current: State) => answerQuestion(current, deps))
    .addNode('decline', decline)
    .addEdge(START, 'understand_question')
    .addConditionalEdges('understand_question', ({ asked }: State) => (asked ? 'answer_question' : 'decline'), [
      'answer_question',
      'decline',
    ])
    .addEdge('answer_question', END)
    .addEdge('decline', END)
    .compile({ name: 'question' })
}

/** Never throws for what is asked: an unknown customer or an empty period is an answer that says so. */
export async function askCrew(
  crew: Pick<Crew, 'context'>,
  question: string,
  options: { asOf?: string; writer?: Writer } = {},
): Promise<QuestionAnswer> {
  const context = await crew.context(options.asOf ? { asOf: options.asOf } : {})
  const graph = createQuestionGraph({ context, writer: options.writer ?? offlineWriter })
  const { answer } = await graph.invoke({ question })
  return answer
}

async function readQuestion({ question }: State, { context, writer }: QuestionDeps): Promise<{ asked: Asked | null }> {
  const byPattern = understand(withoutPeriod(question))
  const asked: Asked | undefined =
    byPattern ?? (writer.kind === 'model' ? await askModel(question, context, writer) : undefined)
  if (!asked) return { asked: null }
  const period = periodIn(question, context.asOf)
  return { asked: { ...asked, ...(period ? { period } : {}) } }
}

const chosen = z.object({
  intent: z.enum([...intentNames, 'none']),
  customer: z.string(),
  topic: z.string(),
  period: z.string(),
})

async function askModel(question: string, { asOf }: ToolContext, writer: Writer): Promise<Asked | undefined> {
  const { system, user } = prompt.render({
    asOf,
    intents: intentNames.map((name) => `- ${name}: ${intents[name].example}`).join('\n'),
    question: fence([question]),
  })
  const answer = await writer.ask({ system, user, schema: chosen, label: `question@${prompt.hash}` })
  if (!answer.ok || answer.value.intent === 'none') return undefined
  const { intent, customer, topic, period } = answer.value
  const days = periodIn(period, asOf)
  return {
    intent,
    ...(customer ? { customer } : {}),
    ...(topic ? { topic } : {}),
    ...(days ? { period: days } : {}),
  }
}

async function answerQuestion({ asked }: State, { context }: QuestionDeps): Promise<{ answer: QuestionAnswer }> {
  if (!asked) throw new Error('there is nothing to answer')
  const understood = sayBack(asked, context.asOf)
  try {
    const { text, facts: known } = await answerers[asked.intent](asked, context)
    const { facts } = factText(text, new Map(known.map((fact) => [fact.id, fact])))
    const values = new Map(facts.map((fact) => [fact.id, fact.text]))
    const plain = text.replaceAll(/\{\{fact:([^}]+)\}\}/g, (_, id: string) => values.get(id) ?? '')
    const receipts = [...new Set((facts.length > 0 ? facts : known).map(({ receipt }) => receipt))]
    return { answer: { answered: true, understood, text, plain, facts, receipts } }
  } catch (error) {
    if (!(error instanceof UserError) || error.answer.code === 'bug') throw error
    const text = error.message
    return { answer: { answered: false, understood, text, plain: text, facts: [], receipts: [], tried: examples() } }
  }
}

function decline({ question }: State): { answer: QuestionAnswer } {
  const text = `I did not understand "${question.trim().slice(0, 200)}". You can ask, for example: ${examples().join(' ')}`
  return {
    answer: { answered: false, understood: null, text, plain: text, facts: [], receipts: [], tried: examples() },
  }
}

function examples(): string[] {
  return intentNames.map((name) => intents[name].example)
}

/** `churn rate, 1 Jul 2026 to 30 Sep 2026`; without a period, as of which day. */
function sayBack({ intent, customer, topic, period }: Asked, asOf: string): string {
  const when = period ? formatPeriod(`${period.from}/${period.until}`) : `as of ${formatPeriod(asOf)}`
  return [intent.replaceAll('_', ' '), customer, topic, when].filter((part) => part !== undefined).join(', ')
}
