/** Reads new feedback once: gives it a category where the source gave none, and an embedding. Run after each import. */
import {
  analyzeFeedback,
  countFeedbackToEmbed,
  feedbackToCategorise,
  feedbackToEmbed,
  fillFeedbackCategories,
  insertFeedbackEmbeddings,
} from '../../db/queries/feedback.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { categoriseFeedback } from './categorise-feedback.ts'
import type { Embedder } from './embedder.ts'

export interface EmbeddingOutcome {
  categorised: number
  embedded: number
  /** Left without an embedding because the provider failed; the next call tries them again. */
  waiting: number
  /** What went wrong and what happens now, for a person; null when nothing did. Holds no text of a customer. */
  problem: string | null
}

export interface EmbeddingOptions {
  /** Told how many of how many rows have their embedding. */
  onProgress?: (done: number, total: number) => void
  /** Texts to embed in this call. */
  atMost?: number
}

const rowsAtOnce = 128
const manyRows = 1000
/** One batch may hold a text the provider will not take; two in a row means that it is down. */
const failuresBeforeGivingUp = 2

/**
 * Idempotent. A provider that fails never throws from here: an import is worth more than its search.
 */
export async function embedFeedback(
  db: VentureDb,
  embedder: Embedder,
  { onProgress = () => {}, atMost = Number.POSITIVE_INFINITY }: EmbeddingOptions = {},
): Promise<EmbeddingOutcome> {
  const categorised = await categoriseNew(db)
  const total = await countFeedbackToEmbed(db, embedder.name)
  let embedded = 0
  let failures = 0
  let problem: string | null = null
  let afterId: string | null = null
  while (failures < failuresBeforeGivingUp && embedded < atMost) {
    const rows = await feedbackToEmbed(db, embedder.name, { afterId, limit: Math.min(rowsAtOnce, atMost - embedded) })
    const last = rows.at(-1)
    if (!last) break
    afterId = last.id
    const answer = await tryToEmbed(
      embedder,
      rows.map((row) => row.body),
    )
    if ('problem' in answer) {
      failures++
      problem = answer.problem
      continue
    }
    failures = 0
    await insertFeedbackEmbeddings(
      db,
      embedder.name,
      rows.map((row, index) => ({ id: row.id, embedding: answer.vectors[index] ?? [] })),
    )
    embedded += rows.length
    onProgress(embedded, total)
  }
  if (embedded + categorised >= manyRows) await analyzeFeedback(db)
  return { categorised, embedded, waiting: total - embedded, problem }
}

async function categoriseNew(db: VentureDb): Promise<number> {
  let count = 0
  let afterId: string | null = null
  while (true) {
    const rows = await feedbackToCategorise(db, { afterId, limit: 1000 })
    const last = rows.at(-1)
    if (!last) return count
    afterId = last.id
    await fillFeedbackCategories(
      db,
      rows.map((row) => ({ id: row.id, category: categoriseFeedback(row.body) })),
    )
    count += rows.length
  }
}

async function tryToEmbed(embedder: Embedder, texts: string[]): Promise<{ vectors: number[][] } | { problem: string }> {
  try {
    return { vectors: await embedder.embed(texts) }
  } catch (error) {
    return {
      problem: `${failureOf(error)} These texts cannot be searched by meaning yet; they are tried again at the next import or start.`,
    }
  }
}

/** In our words: a provider's own message may repeat what was sent to it. */
function failureOf(error: unknown): string {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined
  if (status === 401 || status === 403) return 'The embedding provider does not accept the key (OPENAI_API_KEY).'
  if (status === 404) return 'The embedding provider does not know the model (OPENAI_EMBEDDING_MODEL).'
  if (status === 429) return 'The embedding provider is limiting requests (429).'
  if (typeof status === 'number') return `The embedding provider answered with an error (${status}).`
  if (error instanceof RangeError) return 'The embedding provider answered with something other than embeddings.'
  return 'The embedding provider could not be reached in time.'
}
