/** The embedder of this installation: the provider's when a key is set, else the offline one. */
import type { LanguageModelConfig } from '../../config.ts'
import type { Embedder } from './embedder.ts'
import { hashingEmbedder } from './hashing-embedder.ts'

/** LangChain is loaded only when a key is set: a command that works offline does not wait for it. */
export async function createEmbedder(config: LanguageModelConfig | undefined): Promise<Embedder> {
  if (!config) return hashingEmbedder
  const { openAIEmbedder } = await import('./openai-embedder.ts')
  return openAIEmbedder(config)
}
