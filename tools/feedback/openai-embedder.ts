/** Embeddings of an OpenAI-compatible provider. */
import { OpenAIEmbeddings } from '@langchain/openai'
import type { LanguageModelConfig } from '../../config.ts'
import { type Embedder, embeddingDimensions } from './embedder.ts'

/** One retry: an import must not hang on a provider that is down, for what is left out is embedded the next time. */
const maxRetries = 1

/** Throws what the client throws, and a RangeError when the provider ignores `dimensions` or leaves a text out. */
export function openAIEmbedder(config: LanguageModelConfig): Embedder {
  const client = new OpenAIEmbeddings({
    apiKey: config.apiKey,
    model: config.embeddingModel,
    dimensions: embeddingDimensions,
    encodingFormat: 'float',
    timeout: config.timeoutSeconds * 1000,
    maxRetries,
    ...(config.baseUrl ? { configuration: { baseURL: config.baseUrl } } : {}),
  })
  return {
    name: `openai/${config.embeddingModel}/${embeddingDimensions}`,
    async embed(texts) {
      const vectors = await client.embedDocuments(texts)
      if (vectors.length !== texts.length) throw new RangeError('the provider left texts out')
      return vectors.map((vector) => {
        if (vector.length !== embeddingDimensions || !vector.every(Number.isFinite)) {
          throw new RangeError(`the provider did not answer with ${embeddingDimensions} dimensions`)
        }
        return vector
      })
    },
  }
}
