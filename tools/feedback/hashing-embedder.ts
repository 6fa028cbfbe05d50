/**
 * Embeddings without a model: words, pairs of words, pieces of words and concepts, hashed with a sign into a fixed width
 * (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"). Deterministic, and about 10,000 short
 * texts a second. It sees the same words and spellings near them, and of meaning only what `concepts` holds.
 */
import { conceptsIn, plainText } from './concepts.ts'
import { type Embedder, embeddingDimensions } from './embedder.ts'

export const hashingEmbedder: Embedder = {
  name: 'hashing-v1',
  async embed(texts) {
    return texts.map(hashText)
  },
}

/** Chosen by nearest-neighbour retrieval on banking77 (10,003 messages, 77 intents): same intent 84 %, by chance 1.4 %. */
const weights = { word: 1, stopWord: 0.3, pair: 0.7, piece: 0.3, concept: 1 }
const shortestPiece = 3
const longestPiece = 5

/** One vector of length 1; all zeros for a text without a letter or digit. */
export function hashText(text: string): number[] {
  const counts = new Map<string, { count: number; weight: number }>()
  const add = (feature: string, weight: number, count = 1) => {
    const known = counts.get(feature)
    if (known) known.count += count
    else counts.set(feature, { count, weight })
  }
  const words = plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []
  let previous = ''
  for (const written of words) {
    const isStopWord = stopWords.has(written)
    const word = isStopWord ? written : stem(written)
    add(`w:${word}`, isStopWord ? weights.stopWord : weights.word)
    if (previous) add(`p:${previous} ${word}`, weights.pair * (isStopWord || stopWords.has(previous) ? 0.5 : 1))
    previous = word
    if (isStopWord) continue
    const padded = `_${word}_`
    for (let size = shortestPiece; size <= longestPiece; size++) {
      // Long words have more pieces; each word's pieces together should count the same.
      const weight = weights.piece / Math.sqrt(Math.max(1, padded.length - size))
      for (let at = 0; at + size <= padded.length; at++) add(`c:${padded.slice(at, at + size)}`, weight)
    }
  }
  for (const [concept, count] of conceptsIn(text)) add(`t:${concept}`, weights.concept, count)

  const vector = new Array<number>(embeddingDimensions).fill(0)
  for (const [feature, { count, weight }] of counts) {
    const hash = hashOf(feature)
    const bucket = hash % embeddingDimensions
    const sign = hash & 0x40000000 ? 1 : -1
    vector[bucket] = (vector[bucket] ?? 0) + sign * weight * (1 + Math.log(count))
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** `crashes`, `crashed` and `crashing` are one word; crude, and only ever compared with itself. */
function stem(word: string): string {
  return word.length < 5 ? word.replace(/(?<=..[^s])s$/, '') : word.replace(/(?:ing|ed|es|s|e)$/, '')
}

/** FNV-1a over UTF-16 units, then MurmurHash3's finaliser: FNV's low bits alone are not spread enough for a modulus. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const stopWords = new Set(
  'a about all also am an and any are as at be because been but by can could did do does for from get got had has have he her here him his how i if im in into is it its ive just like made make me more my no not now of on one only or our out over please she should so some than that the their them then there these they this to too up us very was we were what when where which while who why will with would you your'.split(
    ' ',
  ),
)
