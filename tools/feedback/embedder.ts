/** Turns texts into vectors whose cosine says how near two texts are in meaning. */

/** The width of `feedback_embeddings.embedding`; both embedders are asked for it. */
export const embeddingDimensions = 512

export interface Embedder {
  /** Stored beside each vector: vectors of different embedders are never compared. Carries a version. */
  readonly name: string
  /** One L2-normalised vector of `embeddingDimensions` a text, in order. Throws when a provider fails. */
  embed(texts: string[]): Promise<number[][]>
}
