/**
 * A question in plain words: understand → answer. Offline it is understood by what people were found to say; where that
 * is not enough and there is a language model, the model plans calls of reading tools. The tools answer either way, so every number has its receipt.
 */
import { Annotation, END, START, StateGraph } from '@langchain/langgraph'
import { DateTime } from 'luxon'
import { factText } from '../../agents/write-texts.ts'
import { offlineWriter, type Writer } from '../../agents/writer.ts'
import { UserError } from '../../errors.ts'
import type { Tool, ToolContext } from '../../tools/define-tool.ts'
import type { Fact } from '../../tools/facts.ts'
import { formatPeriod } from '../../tools/format.ts'
import type { Crew } from '../../tools/open-crew.ts'
import { tools as registered } from '../../tools/registry.ts'
import type { Answer } from './answer.ts'
import { customerAnswers } from './answers/customers.ts'
import { measureAnswers } from './answers/measures.ts'
import { workAnswers } from './answers/work.ts'
import { insteadOf } from './commands.ts'
import { type Conversation, followUp, keepConversation, openConversation } from './conversation.ts'
import { bearings, examples, type IntentName } from './meaning/meanings.ts'
import { saysWhenOld } from './old-data.ts'
import { planWithModel } from './plan-with-model.ts'
import { type Asked, type Understanding, understand } from './understand.ts'

const answerers: Record<IntentName, (asked: Asked, context: ToolContext) => Promise<Answer>> = {
  ...customerAnswers,
  ...measureAnswers,
  ...workAnswers,
}

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
  /** Give it with the next question: "and last month?" */
  conversation: string
  /** Questions that can be asked, when this one was not understood. */
  tried?: string[]
}

const state = Annotation.Root({
  question: Annotation<string>,
  conversation: Annotation<Conversation>,
  understanding: Annotation<Understanding>,
  answer: Annotation<QuestionAnswer>,
})
type State = typeof state.State

interface QuestionDeps {
  context: ToolContext
  writer: Writer
  /** What a model may plan with. */
  tools: readonly Tool[]
}

function createQuestionGraph(deps: QuestionDeps) {
  return new StateGraph(state)
    .addNode('understand_question', (current: State) => readQuestion(current, deps))
    .addNode('answer_question', (current: State) => answerQuestion(current, deps))
    .addNode('plan_with_model', (current: State) => planQuestion(current, deps))
    .addNode('decline', (current: State) => decline(current, deps))
    .addEdge(START, 'understand_question')
    .addConditionalEdges('understand_question', (current: State) => route(current, deps), [
      'answer_question',
      'plan_with_model',
      'decline',
    ])
    .addConditionalEdges('plan_with_model', ({ answer }: State) => (answer ? END : 'decline'), [END, 'decline'])
    .addEdge('answer_question', END)
    .addEdge('decline', END)
    .compile({ name: 'question' })
}

/** Never throws for what is asked: an unknown customer or an empty period is an answer that says so. */
export async function askCrew(
  crew: Pick<Crew, 'context'>,
  question: string,
  options: { asOf?: string; writer?: Writer; conversation?: string; tools?: readonly Tool[] } = {},
): Promise<QuestionAnswer> {
  const context = await crew.context(options.asOf ? { asOf: options.asOf } : {})
  const { writer = offlineWriter, tools = registered } = options
  const conversation = await openConversation(context, options.conversation)
  const { answer } = await createQuestionGraph({ context, writer, tools }).invoke({ question, conversation })
  return answer
}

async function readQuestion(
  { question, conversation }: State,
  { context }: QuestionDeps,
): Promise<{ understanding: Understanding }> {
  const listener = { db: context.db, asOf: context.asOf, knownAt: context.knownAt, today: todayOf(context) }
  const understanding = await understand(question, listener, conversation.asked?.customer)
  if (understanding.kind !== 'fragment') return { understanding }
  const { fragment } = understanding
  const asked = conversation.asked && followUp(conversation.asked, fragment)
  if (asked) return { understanding: { kind: 'asked', asked } }
  // A customer's name alone asks for all there is about it.
  const { customer, period, groups, asksWhy } = fragment
  if (customer && !period && !groups && !asksWhy && !conversation.isLost) {
    return { understanding: { kind: 'asked', asked: { intent: 'customer', customer, words: question.toLowerCase() } } }
  }
  return { understanding }
}

function route({ understanding: { kind } }: State, { writer }: QuestionDeps) {
  if (kind === 'asked') return 'answer_question'
  return kind === 'not_understood' && writer.kind === 'model' ? 'plan_with_model' : 'decline'
}

async function answerQuestion(
  { understanding, conversation }: State,
  { context }: QuestionDeps,
): Promise<{ answer: QuestionAnswer }> {
  if (understanding.kind !== 'asked') throw new Error('there is nothing to answer')
  const { asked } = understanding
  const understood = sayBack(asked, context.asOf)
  const { handle } = conversation
  try {
    const found = await answerers[asked.intent](asked, context)
    const answer = asked.intent in workAnswers ? found : await saysWhenOld(found, context, asked.period)
    await keepConversation(context, handle, asked)
    const looked = answer.period ? sayBack({ ...asked, period: answer.period }, context.asOf) : understood
    return { answer: { answered: true, understood: looked, conversation: handle, ...filled(answer) } }
  } catch (error) {
    if (!(error instanceof UserError) || error.answer.code === 'bug') throw error
    return { answer: declined(error.message, handle, understood) }
  }
}

async function planQuestion(
  { question, conversation }: State,
  { context, writer, tools }: QuestionDeps,
): Promise<{ answer?: QuestionAnswer }> {
  const planned = await planWithModel({ question, today: todayOf(context), context, writer, tools })
  if (!planned) return {}
  const understood = `${planned.called.join(', ')}, as of ${formatPeriod(context.asOf)}`
  return { answer: { answered: true, understood, conversation: conversation.handle, ...filled(planned.answer) } }
}

/** The answer with its values filled in, the facts it uses, and the receipts behind it. */
function filled({
  text,
  facts: known,
  receipts = [],
}: Answer): Pick<QuestionAnswer, 'text' | 'plain' | 'facts' | 'receipts'> {
  const { facts } = factText(text, new Map(known.map((fact) => [fact.id, fact])))
  const values = new Map(facts.map((fact) => [fact.id, fact.text]))
  const plain = text.replaceAll(/\{\{fact:([^}]+)\}\}/g, (_, id: string) => values.get(id) ?? '')
  const behind = [...receipts, ...(facts.length > 0 ? facts : known).map(({ receipt }) => receipt)]
  return { text, plain, facts, receipts: [...new Set(behind)] }
}

function decline(
  { question, understanding, conversation }: State,
  { context }: QuestionDeps,
): { answer: QuestionAnswer } {
  return { answer: declined(whyNot(question, understanding, conversation, context), conversation.handle) }
}

function declined(text: string, conversation: string, understood: string | null = null): QuestionAnswer {
  return { answered: false, understood, text, plain: text, facts: [], receipts: [], conversation, tried: tries() }
}

/** What was not understood, and what to try. */
function whyNot(
  question: string,
  understanding: Understanding,
  { isLost }: Conversation,
  { door }: ToolContext,
): string {
  const said = `"${question.trim().slice(0, 200)}"`
  const such = `You can ask, for example: ${tries().slice(0, 6).join(' ')}`
  switch (understanding.kind) {
    case 'command':
      return `I answer questions and do nothing: ${said} asks for something to be done. For that there is ${insteadOf(understanding.command, door)}.`
    case 'unclear_customer': {
      const names = understanding.customers.slice(0, 8).map(({ name, externalId }) => `${name} (${externalId})`)
      return `Several customers could be meant by "${understanding.said}": ${names.join(', ')}. Which one? Ask again with its whole name or its id.`
    }
    case 'several_customers':
      return `I answer about one customer at a time, and you named ${understanding.names.slice(0, 5).join(' and ')}. Ask of one.`
    case 'time_to_come':
      return `"${understanding.said}" is still to come, and I know only what was recorded. Ask of a time that has begun.`
    case 'fragment':
      return `${isLost ? 'I did not understand the question before, or no longer know what we spoke of. ' : ''}${said} alone does not say what you ask. ${such}`
    case 'several_questions':
      return `${said} asks two things at once. Ask them one by one: ${understanding.intents.map((intent) => examples[intent]).join(' ')}`
    case 'unknown_group':
      return noSuchGroup(understanding)
    case 'not_borne':
      return notBorne(understanding)
    case 'unknown_time':
      return `I do not know which days "${understanding.said}" means in ${said}. Say it by the calendar: from June to August, last month, since 1 April, the last 30 days.`
    case 'not_understood': {
      if (understanding.customer !== undefined)
        return `I did not understand what ${said} asks of ${understanding.customer}. Ask it with the name, for example: ${examples.tickets.replace('Acme', understanding.customer)}`
      const unknown = [...new Set(understanding.unknown)].slice(0, 5).map((word) => `"${word}"`)
      const what =
        unknown.length > 0 ? `I do not know ${unknown.join(', ')} in ${said}.` : `I did not understand ${said}.`
      const perhaps = understanding.perhaps.map((intent) => examples[intent])
      return perhaps.length > 0 ? `${what} Did you mean: ${perhaps.join(' Or: ')}` : `${what} ${such}`
    }
    case 'asked':
      throw new Error('what was understood is not declined')
  }
}

/** A group that nobody is of: its figure would be 0 at best, and everybody's at worst. */
function noSuchGroup({ group: { dimension, said }, known }: Extract<Understanding, { kind: 'unknown_group' }>): string {
  const kind = dimension === 'country' ? 'countries' : dimension === 'industry' ? 'industries' : `${dimension}s`
  const none = dimension === 'country' ? `No customer is recorded in ${said}` : `No ${dimension} is called "${said}"`
  if (known.length === 0) return `${none}; no ${kind} are recorded at all. Ask without it.`
  const more = known.length > 8 ? ` and ${known.length - 8} more` : ''
  return `${none}; the ${kind} are ${known.slice(0, 8).join(', ')}${more}. Ask of one of them.`
}

/** What was asked is known, and not for that. */
function notBorne({ intent, what, unknown }: Extract<Understanding, { kind: 'not_borne' }>): string {
  const about = intent.replaceAll('_', ' ')
  switch (what) {
    case 'no_customer': {
      const strange = unknown.length > 0 ? ` (I do not know ${unknown.map((word) => `"${word}"`).join(', ')})` : ''
      return `I understood ${about}, which is about one customer, and found no customer of ours in your question${strange}. Name one as it is called here, for example: ${examples[intent]}`
    }
    case 'customer':
      return `I know ${about} of all customers together, not of one. Ask without the name, for example: ${examples[intent]}`
    case 'groups':
      return `I know ${about} of all customers together, not of a plan, an industry, a segment or a country. Ask without it, for example: ${examples[intent]}`
    case 'several_periods':
      return `I understood ${about}, and answer about one time at a time. Ask of one.`
    case 'period':
      return bearings[intent].period === 'week'
        ? `I know ${about} of a week at a time. Ask of one, for example: ${examples[intent]}`
        : `I know ${about} as it stands now, not for that time. Ask without it, for example: ${examples[intent]}`
  }
}

function tries(): string[] {
  return Object.values(examples)
}

/** The day it is where the venture is; a question about a past day is asked on that day. */
function todayOf({ asOf, now, venture }: ToolContext): string {
  if (now.toISOString().slice(0, 10) !== asOf) return asOf
  return DateTime.fromJSDate(now, { zone: venture.timeZone }).toISODate() ?? asOf
}

/** `churn rate, 1 Jul to 30 Sep 2026`; without a period, as of which day. */
function sayBack({ intent, customer, topic, groups = [], period }: Asked, asOf: string): string {
  const when = period ? formatPeriod(`${period.from}/${period.until}`) : `as of ${formatPeriod(asOf)}`
  const about = [customer?.name, ...groups.map(({ name }) => name), topic]
  return [intent.replaceAll('_', ' '), ...about, when].filter((part) => part !== undefined).join(', ')
}
