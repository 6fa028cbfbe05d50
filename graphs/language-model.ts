/**
 * The language model of a run: `@langchain/openai` against any compatible server, with a timeout, a few patient
 * retries, a budget of tokens, and a point at which it is not asked again. Without a key there is none, and the
 * templates write.
 */
import type { ChatOpenAI } from '@langchain/openai'
import { z } from 'zod'
import {
  offlineWriter,
  type Writer,
  type WriterAnswer,
  type WriterFailure,
  type WriterRequest,
} from '../agents/writer.ts'
import type { LanguageModelConfig } from '../config.ts'

/** Room for an answer; a reasoning model thinks within it as well. */
const MAX_ANSWER_TOKENS = 4_000
/** English has about four characters a token, JSON and ids fewer. */
const CHARACTERS_PER_TOKEN = 3
/** Failures in a row of a server, not of an answer, after which the rest of the run goes without it. */
const FAILURES_BEFORE_GIVING_UP = 3

export interface WriterOptions {
  /** Waits before another try of what may pass: 429 and 5xx. */
  backoffMs?: readonly number[]
}

/** A writer for one run: its budget and its patience are the run's. */
export async function createWriter(
  config: LanguageModelConfig | undefined,
  { backoffMs = [1_000, 4_000] }: WriterOptions = {},
): Promise<Writer> {
  if (!config) return offlineWriter
  // Loaded only when a key is set: a command that works offline does not wait for it.
  const { ChatOpenAI } = await import('@langchain/openai')
  const model = new ChatOpenAI({
    model: config.model,
    apiKey: config.apiKey,
    timeout: config.timeoutSeconds * 1000,
    maxRetries: 0,
    maxTokens: MAX_ANSWER_TOKENS,
    useResponsesApi: false,
    // LangChain's own message leaves a refusal out.
    __includeRawResponse: true,
    ...(config.baseUrl ? { configuration: { baseURL: config.baseUrl } } : {}),
  })
  return modelWriter(model, config, backoffMs)
}

function modelWriter(model: ChatOpenAI, config: LanguageModelConfig, backoffMs: readonly number[]): Writer {
  let used = 0
  /** Set aside for answers that are under way, so that four at once cannot overdraw together. */
  let reserved = 0
  let failuresInARow = 0
  let givenUp: string | undefined

  async function ask<Answer>(request: WriterRequest<Answer>): Promise<WriterAnswer<Answer>> {
    if (givenUp !== undefined) return failed('given_up', givenUp)
    const reserve = Math.ceil((request.system.length + request.user.length) / CHARACTERS_PER_TOKEN) + MAX_ANSWER_TOKENS
    if (used + reserved + reserve > config.tokensPerRun) {
      return failed('budget_spent', 'the budget of tokens for this run is spent')
    }
    reserved += reserve
    try {
      const reply = await invoke(model, request, backoffMs)
      failuresInARow = 0
      used += reply.usage?.total_tokens ?? reserve
      return readAnswer(reply, request.schema)
    } catch (error) {
      const failure = sortFailure(error)
      if (failure.failure === 'broken_answer') used += reserve
      else failuresInARow += 1
      if (failure.isFinal || failuresInARow >= FAILURES_BEFORE_GIVING_UP) {
        givenUp = `${failure.reason}, so it was not asked again in this run`
      }
      return failed(failure.failure, failure.reason)
    } finally {
      reserved -= reserve
    }
  }

  return { kind: 'model', name: config.model, tokensAllowed: config.tokensPerRun, tokensUsed: () => used, ask }
}

async function invoke<Answer>(
  model: ChatOpenAI,
  { system, user, schema, label }: WriterRequest<Answer>,
  backoffMs: readonly number[],
): Promise<Reply> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const message = await model.invoke(
        [
          ['system', system],
          ['human', user],
        ],
        {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: z.toJSONSchema(schema) },
          },
          runName: label,
        },
      )
      return rawReply.parse(message.additional_kwargs.__raw_response)
    } catch (error) {
      const wait = backoffMs[attempt]
      if (wait === undefined || !sortFailure(error).mayPass) throw error
      await new Promise((resume) => setTimeout(resume, wait))
    }
  }
}

const rawReply = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }) })),
  usage: z.object({ total_tokens: z.number() }).nullish(),
})
type Reply = z.infer<typeof rawReply>

function readAnswer<Answer>({ choices: [choice] }: Reply, schema: z.ZodType<Answer>): WriterAnswer<Answer> {
  if (choice?.message.refusal) return failed('refusal', 'the model refused')
  const text = choice?.message.content ?? ''
  if (text.trim() === '') return failed('broken_answer', 'the answer was empty')
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  return failed(
    'broken_answer',
    issue && issue.path.length > 0
      ? `the answer's ${issue.path.map(String).join('.')} is not right (${issue.message})`
      : 'the answer was not the JSON asked for',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface SortedFailure {
  failure: WriterFailure
  reason: string
  /** A little later it may work. */
  mayPass?: true
  /** It will not work however often it is tried. */
  isFinal?: true
}

/** In our words: a provider's own message may repeat what was sent to it. */
function sortFailure(error: unknown): SortedFailure {
  const read = (key: string): unknown => (error instanceof Error ? Reflect.get(error, key) : undefined)
  const status = read('status')
  if (error instanceof Error && /Timeout/.test(`${error.name} ${error.constructor.name}`)) {
    return { failure: 'silence', reason: 'the model did not answer in time' }
  }
  if (status === 429)
    return { failure: 'rate_limited', reason: 'the model’s server is limiting requests', mayPass: true }
  if (status === 401 || status === 403) {
    return { failure: 'refused_request', reason: 'the model’s server does not accept the key', isFinal: true }
  }
  if (status === 404) return { failure: 'refused_request', reason: 'the server does not know the model', isFinal: true }
  if (typeof status === 'number' && status >= 500) {
    return { failure: 'provider_error', reason: 'the model’s server failed', mayPass: true }
  }
  if (typeof status === 'number')
    return { failure: 'refused_request', reason: 'the model’s server refused the request' }
  if (error instanceof Error && /LengthFinishReason/.test(error.constructor.name)) {
    return { failure: 'broken_answer', reason: 'the answer was cut off at its greatest length' }
  }
  // LangChain's client parses the answer before we see it.
  if (error instanceof SyntaxError || error instanceof z.ZodError)
    return { failure: 'broken_answer', reason: 'the answer was not the JSON asked for' }
  return { failure: 'unreachable', reason: 'the model’s server could not be reached' }
}

function failed(failure: WriterFailure, reason: string): { ok: false; failure: WriterFailure; reason: string } {
  return { ok: false, failure, reason }
}
