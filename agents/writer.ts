/** What an agent sees of a language model: something that may answer. The model itself is made in `graphs/`. */
import type { z } from 'zod'
import type { ReportWriter } from '../tools/report/report-document.ts'

export interface WriterRequest<Answer> {
  system: string
  user: string
  /** JSON of this shape is asked for, and checked. */
  schema: z.ZodType<Answer>
  /** For the provider's traces: agent and prompt hash. */
  label: string
}

export type WriterFailure =
  | 'rate_limited'
  | 'provider_error'
  | 'silence'
  | 'unreachable'
  | 'refused_request'
  | 'refusal'
  | 'broken_answer'
  | 'budget_spent'
  | 'given_up'

export type WriterAnswer<Answer> = { ok: true; value: Answer } | { ok: false; failure: WriterFailure; reason: string }

/** One run's writer. It never throws: a run goes on without it. */
export interface Writer extends ReportWriter {
  ask<Answer>(request: WriterRequest<Answer>): Promise<WriterAnswer<Answer>>
  tokensUsed(): number
  readonly tokensAllowed: number
}

/** Text is then written from templates, and every output says so. */
export const offlineWriter: Writer = {
  kind: 'offline',
  name: 'offline templates',
  tokensAllowed: 0,
  tokensUsed: () => 0,
  ask: async () => ({ ok: false, failure: 'given_up', reason: 'no language model is set' }),
}
